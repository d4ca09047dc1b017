import type { EventArgs, EventName } from '../events.ts';
import type { Hex } from '../../encoding/hash.ts';
import { fold } from '../../journal/entry.ts';
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
} from '../../state/rows.ts';
import { interestStateHash, rightStateHash, type InterestState, type RightState } from '../../state/state.ts';

/** The chain says something that does not follow from what it said before: the index, or this code, is wrong. */
export class DivergenceError extends Error {}

export interface Reduction {
  changes: RowChange[];
  /** The subjects whose journals this log belongs to. */
  subjects: Subject[];
}

/** @param entry the journal entry that the log is */
export type Reducer<N extends EventName> = (args: EventArgs[N], entry: () => Hex, rows: Rows) => Reduction;

/** The reducers of some events. */
export type Reducers<N extends EventName> = { readonly [K in N]: Reducer<K> };

export function one<K extends RowKind>(kind: K, id: string, row: RowTypes[K]): Reduction {
  return { changes: [changed(kind, id, row)], subjects: [] };
}

export const changed = <K extends RowKind>(kind: K, id: string, row: RowTypes[K]): RowChange =>
  ({ kind, id, row }) as RowChange;

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
  return changed('party', row.id, { ...row, journal: fold(row.journal, entry) });
}

/** @throws DivergenceError unless the state of the row is the one that the chain states */
export function rightChange(row: RightRow, stateHash: Hex, entry: Hex): RowChange {
  requireSame(rightStateHash(row.state), stateHash, `right ${row.id}`);
  return changed('right', row.id, { ...row, journal: fold(row.journal, entry) });
}

/** @throws DivergenceError unless the state of the row is the one that the chain states */
export function interestChange(row: InterestRow, stateHash: Hex, entry: Hex): RowChange {
  requireSame(interestStateHash(row.state), stateHash, `interest ${row.id}`);
  return changed('interest', row.id, { ...row, journal: fold(row.journal, entry) });
}

/** What concerns one right and nothing else. */
export function onRight(
  { right, stateHash }: { right: Hex; stateHash: Hex },
  entry: Hex,
  rows: Rows,
  after: (row: RightRow) => Partial<Omit<RightRow, 'state'>> & { state?: Partial<RightState> },
): Reduction {
  const row = existing(rows, 'right', right);
  const { state, ...rest } = after(row);
  const next = { ...row, ...rest, state: { ...row.state, ...state } };
  return touching([{ kind: 'right', id: right }], rightChange(next, stateHash, entry));
}

type InterestEventName = {
  [N in EventName]: EventArgs[N] extends { grantor: Hex; interest: Hex; stateHash: Hex } ? N : never;
}[EventName];

/** A registration on an interest, which is in its journal and in its grantor's. */
export function onInterest(
  event: InterestEventName,
  args: { interest: Hex; grantor: Hex; stateHash: Hex; sequence: bigint; time: number },
  entry: Hex,
  rows: Rows,
  after: (row: InterestRow, instant: Instant) => InterestChange = () => ({}),
): Reduction {
  const { interest, grantor, stateHash } = args;
  const [row, instant] = [existing(rows, 'interest', interest), instantOf(args)];
  const { state, terms, ...rest } = after(row, instant);
  const next = {
    ...row,
    ...rest,
    state: { ...row.state, ...state },
    terms: { ...row.terms, ...terms },
    registrations: [...row.registrations, { event, ...instant }],
  };
  return touching(
    [
      { kind: 'interest', id: interest },
      { kind: 'party', id: grantor },
    ],
    interestChange(next, stateHash, entry),
    partyChange(existing(rows, 'party', grantor), entry),
  );
}

type InterestChange = Partial<Omit<InterestRow, 'state' | 'terms'>> & {
  state?: Partial<InterestState>;
  terms?: Partial<InterestRow['terms']>;
};

function requireSame(computed: Hex, stated: Hex, what: string): void {
  if (computed !== stated) {
    throw new DivergenceError(`${what}: the chain states ${stated}, the reducer computes ${computed}`);
  }
}
