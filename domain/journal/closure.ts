import { decodeLog } from '../registrations/events.ts';
import { reduce } from '../registrations/reduce.ts';
import { disposalRef, FACT_KINDS, restrictionRef, type FactKind } from '../state/facts.ts';
import { isRestriction } from '../line/overlay.ts';
import { MemoryRows, type InterestRow, type RightRow, type Subject } from '../state/rows.ts';
import type { Hex } from '../encoding/hash.ts';
import type { Log } from './entry.ts';

/*
 * A closure is all that proves a subject, beside its word. The state is the fold of its own journal, and of no other. Every restriction
 * is on the line, or a fact that the line names. So a closure is one journal, at most as many facts as the line has overlays (64), and the
 * journals of one party of a right, or two of an interest.
 */

/** A fact by its place: whether there is one, the ledger says. */
export interface FactRef {
  kind: FactKind;
  ref: Hex;
}

export interface Closure {
  subject: Subject;
  facts: FactRef[];
  /** Whose own registrations (name, identifiers, succession) say who is meant. */
  parties: Hex[];
}

/** The facts that the overlays of a right name: who restricts until when, and who bought. */
const factsOnLine = ({ state }: Pick<RightRow, 'state'>): FactRef[] => {
  const named = state.overlays.flatMap(({ kind, ref }): FactRef[] => {
    if (isRestriction(kind)) return [{ kind: 'restriction', ref: restrictionRef(ref) }];
    return kind === 'sold' ? [{ kind: 'buyer', ref: disposalRef(ref) }] : [];
  });
  return distinctFacts(named);
};

export const closureOfRight = (row: RightRow): Closure => ({
  subject: { kind: 'right', id: row.id },
  facts: factsOnLine(row),
  parties: [row.state.holder],
});

export const closureOfInterest = ({ id, state, objections }: InterestRow): Closure => ({
  subject: { kind: 'interest', id },
  facts: distinctFacts(
    objections.map(({ sequence }): FactRef => ({ kind: 'objection', ref: restrictionRef(sequence) })),
  ),
  parties: [...new Set([state.grantor, state.debtor])],
});

function distinctFacts(refs: readonly FactRef[]): FactRef[] {
  return [...new Map(refs.map((it) => [`${FACT_KINDS[it.kind]}/${it.ref}`, it])).values()];
}

/**
 * The rows that the logs of one subject make, all alone.
 * @param logs of its journal, in order
 * @throws DivergenceError if they are not all of it
 */
export function replayed(logs: Iterable<Log>): MemoryRows {
  const rows = new MemoryRows();
  for (const log of logs) {
    const event = decodeLog(log);
    if (event) rows.apply(reduce(event, log, rows).changes);
  }
  return rows;
}
