import type { EventArgs, EventName } from '../events.ts';
import type { Hex } from '../hash.ts';
import { fold } from '../journal.ts';
import type {
  Instant,
  InterestRow,
  PartyRow,
  RightRow,
  RowChange,
  RowKind,
  Rows,
  RowTypes,
  Subject,
} from '../rows.ts';
import { interestStateHash, rightStateHash, type InterestState, type RightState } from '../state.ts';

/** The chain says something that does not follow from what it said before: the index, or this code, is wrong. */
export class DivergenceError extends Error {}

export interface Reduction {
  changes: RowChange[];
  /** The subjects whose journals this log belongs to. */
  subjects: Subject[];
}

/** @param entry hashes the log, at most once however often it is asked */
export type Reducer<N extends EventName> = (args: EventArgs[N], entry: () => Hex, rows: Rows) => Reduction;

export type Reducers<N extends EventName> = { [K in N]: Reducer<K> };

export function one<K extends RowKind>(kind: K, id: string, row: RowTypes[K]): Reduction {
  return { changes: [{ kind, id, row } as RowChange], subjects: [] };
}

export function touching(subjects: Subject[], ...changes: RowChange[]): Reduction {
  return { changes, subjects };
}

export function existing<K extends RowKind>(rows: Rows, kind: K, id: string): RowTypes[K] {
  const row = rows.get(kind, id);
  if (!row) throw new DivergenceError(`an event names ${kind} ${id}, which was never registered`);
  return row;
}

export const instantOf = ({ sequence, time }: { sequence: bigint; time: number }): Instant => ({
  sequence: Number(sequence),
  time,
});

export function partyChange(row: PartyRow, entry: Hex): RowChange {
  return { kind: 'party', id: row.id, row: { ...row, journal: fold(row.journal, entry) } };
}

/** @throws DivergenceError unless `stateHash` is of `state` */
export function rightChange(row: RightRow, state: RightState, stateHash: Hex, entry: Hex): RowChange {
  requireSame(rightStateHash(state), stateHash, `right ${row.id}`);
  return { kind: 'right', id: row.id, row: { ...row, state, journal: fold(row.journal, entry) } };
}

/** @throws DivergenceError unless `stateHash` is of `state` */
export function interestChange(
  row: InterestRow,
  state: InterestState,
  stateHash: Hex,
  entry: Hex,
): RowChange {
  requireSame(interestStateHash(state), stateHash, `interest ${row.id}`);
  return { kind: 'interest', id: row.id, row: { ...row, state, journal: fold(row.journal, entry) } };
}

function requireSame(computed: Hex, stated: Hex, what: string): void {
  if (computed !== stated) {
    throw new DivergenceError(`${what}: the chain states ${stated}, the reducer computes ${computed}`);
  }
}
