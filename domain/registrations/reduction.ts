import type { Hex } from '../encoding/hash.ts';
import type {
  Instant,
  InterestRow,
  RightRow,
  RowChange,
  RowKind,
  Rows,
  RowTypes,
  Subject,
} from '../state/rows.ts';
import { interestStateHash, rightStateHash } from '../state/state.ts';

/** The chain says something that does not follow from what it said before: the index, or this code, is wrong. */
export class DivergenceError extends Error {}

export interface Reduction {
  changes: RowChange[];
  /** The subjects whose journals this log belongs to. */
  subjects: Subject[];
}

export const one = <K extends RowKind>(kind: K, id: string, row: RowTypes[K]): Reduction => ({
  changes: [changed(kind, id, row)],
  subjects: [],
});

export const changed = <K extends RowKind>(kind: K, id: string, row: RowTypes[K]): RowChange =>
  ({ kind, id, row }) as RowChange;

export function existing<K extends RowKind>(rows: Rows, kind: K, id: string): RowTypes[K] {
  const row = rows.get(kind, id);
  if (!row) throw new DivergenceError(`an event names ${kind} ${id}, which was never registered`);
  return row;
}

/** The row with the id as a reduction left it. */
export const rowIn = <K extends RowKind>(changes: readonly RowChange[], kind: K, id: string): RowTypes[K] =>
  changes.find((it) => it.kind === kind && it.id === id)!.row as RowTypes[K];

export const instantOf = ({ sequence, time }: { sequence: bigint; time: number }): Instant => ({
  sequence: Number(sequence),
  time,
});

/** The parties, each once. */
export const partiesOf = (...ids: readonly Hex[]): Subject[] =>
  [...new Set(ids)].map((id) => ({ kind: 'party', id }));

/** @throws DivergenceError unless the state of the row is the one that the chain states */
export function rightChange(row: RightRow, stateHash: Hex): RowChange {
  requireSame(rightStateHash(row.state), stateHash, `right ${row.id}`);
  return changed('right', row.id, row);
}

/** @throws DivergenceError unless the state of the row is the one that the chain states */
export function interestChange(row: InterestRow, stateHash: Hex): RowChange {
  requireSame(interestStateHash(row.state), stateHash, `interest ${row.id}`);
  return changed('interest', row.id, row);
}

function requireSame(computed: Hex, stated: Hex, what: string): void {
  if (computed !== stated) {
    throw new DivergenceError(`${what}: the chain states ${stated}, the reducer computes ${computed}`);
  }
}
