import { decodeLog, type EventArgs, type EventName } from '../../../domain/registrations/events.ts';
import type { Log } from '../../../domain/journal/entry.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { reduce, type Reduction } from '../../../domain/registrations/reduce.ts';
import {
  MemoryRows,
  type InterestRow,
  type RestrictionRow,
  type RightRow,
} from '../../../domain/state/rows.ts';
import {
  interestStateHash,
  rightStateHash,
  type InterestState,
  type RightState,
} from '../../../domain/state/state.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import {
  dated,
  idOf,
  interestRegistered,
  interestState,
  logOf,
  overlayOf,
  partyRegistered,
  rightEncumbered,
  rightRegistered,
  rightState,
} from '../history.ts';

export const [P, Q, A, B] = [idOf('P'), idOf('Q'), idOf('A'), idOf('B')];
export const D = idOf('digest');

export const instant = (sequence: number) => ({ sequence, time: dated(sequence).time });

export function step(rows: MemoryRows, log: Log): Reduction {
  const reduction = reduce(decodeLog(log)!, log, rows);
  rows.apply(reduction.changes);
  return reduction;
}

export function after(...logs: Log[]): MemoryRows {
  const rows = new MemoryRows();
  for (const log of logs) step(rows, log);
  return rows;
}

/** Parties P and Q, and P's rights A and B of 100 units each. */
export const FOUNDED: readonly Log[] = [
  partyRegistered(1, P),
  partyRegistered(2, Q),
  rightRegistered(3, A, P),
  rightRegistered(4, B, P),
];

export const rightOf = (rows: MemoryRows, id: Hex = A): RightRow => rows.get('right', id)!;
export const interestOf = (rows: MemoryRows, id: Hex): InterestRow => rows.get('interest', id)!;
export const restrictionOf = (rows: MemoryRows, ref: number): RestrictionRow =>
  rows.get('restriction', String(ref))!;

type Stated = 'sequence' | 'time' | 'stateHash';
type RightEventName = {
  [N in EventName]: EventArgs[N] extends { right: Hex; stateHash: Hex } ? N : never;
}[EventName];
type InterestEventName = {
  [N in EventName]: EventArgs[N] extends { grantor: Hex; stateHash: Hex } ? N : never;
}[EventName];

/** @param next the state that the right has then */
export const onRight = <N extends RightEventName>(
  name: N,
  sequence: number,
  next: RightState,
  args: Omit<EventArgs[N], Stated>,
): Log =>
  logOf(name, { ...dated(sequence), stateHash: rightStateHash(next), ...args } as unknown as EventArgs[N]);

/** @param next the state that the interest has then */
export const onInterest = <N extends InterestEventName>(
  name: N,
  sequence: number,
  next: InterestState,
  args: Omit<EventArgs[N], Stated | 'grantor'>,
): Log =>
  logOf(name, {
    ...{ ...dated(sequence), stateHash: interestStateHash(next), grantor: next.grantor },
    ...args,
  } as unknown as EventArgs[N]);

export const I = interestIdOf(5);
export const START = interestState(P, [A]);
export const TAKEN = [overlayOf(5, 0, 60)];

/** The interest I with the state START on TAKEN of the right A. */
export const PLEDGED: readonly Log[] = [
  ...FOUNDED,
  rightEncumbered(5, A, TAKEN, rightState(P, TAKEN)),
  interestRegistered(5, P, [A]),
];

export const withStatus = (status: InterestState['status']): InterestState => ({ ...START, status });

export const at = (from: number, to: number) => ({ from: BigInt(from), to: BigInt(to) });
