import { counting, onLine } from '../../../../domain/line/binding.ts';
import { CANCELLATION_REASONS } from '../../../../domain/encoding/codes.ts';
import { releases } from '../../../../domain/rules/endings.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import { measure, union, type Interval } from '../../../../domain/line/line.ts';
import type { Overlay } from '../../../../domain/line/overlay.ts';
import { tranchesOf } from '../../../../domain/line/ranks.ts';
import type { InterestRow, RightRow } from '../../../../domain/state/rows.ts';
import type { Units } from '../../../chain/calls.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { numberOf } from '../../../views/common.ts';
import type { Reader } from '../../../read/reader.ts';
import { decide } from '../../../kit/decide.ts';
import { existingRight } from '../standing.ts';
import { MAX_INTERVALS, unitsOf } from '../../../kit/units.ts';
import type { ReleasePart } from './schemas.ts';

/**
 * The units that a partial cancellation frees.
 * @throws Problem if the agent may not free them, or there are not so many
 */
export function releaseOf(
  row: InterestRow,
  agent: number,
  { collateral, reason }: ReleasePart,
  reader: Reader,
): Units[] {
  const released = collateral.map((wish, i): Units => {
    const right = existingRight(reader, wish.right);
    return { right, intervals: unitsFreed(wish, right, row, reader, `/collateral/${i}`) };
  });
  const draft = {
    ...{ interest: row.id, row, approval: 'awaited' as const },
    released: released.map(({ right, intervals }) => ({ right: right.id, row: right, intervals })),
    reason: CANCELLATION_REASONS.indexOf(reason),
  };
  decide(reader, (register) => releases(register, agent, draft), {
    fields: Object.fromEntries(collateral.map(({ right }, i) => [right, `/collateral/${i}`])),
  });
  requireRemainder(row, released, reader);
  return released;
}

function unitsFreed(
  { right: _, ...wish }: ReleasePart['collateral'][number],
  right: RightRow,
  row: InterestRow,
  reader: Reader,
  field: string,
): Interval[] {
  const own = right.state.overlays.filter((it) => it.kind === 'interest' && it.ref === row.sequence);
  if (wish.quantity === undefined || own.length === 0) {
    return unitsOf(wish, right, { among: own.length > 0 ? own : onLine(right.state), claims: [] }, field);
  }
  const intervals = worst(BigInt(wish.quantity), tranchesOf(row.sequence, rankedWith(own, right, reader)));
  if (measure(intervals) < BigInt(wish.quantity)) {
    const message = `goes beyond the ${measure(own)} units on which ${numberOf('S', row)} lies`;
    throw fieldProblem('INSUFFICIENT_QUANTITY', field, message);
  }
  if (intervals.length > MAX_INTERVALS) {
    const message = `needs more than ${MAX_INTERVALS} intervals; name them`;
    throw fieldProblem('TOO_MANY_OVERLAYS', `${field}/quantity`, message);
  }
  return intervals;
}

/** What counts now, and the interest's own even if it has lapsed: it can always be ended. */
function rankedWith(own: readonly Overlay[], { state }: RightRow, reader: Reader): Overlay[] {
  const counted = counting(state.overlays, reader, reader.now);
  return state.overlays.filter((it) => own.includes(it) || counted.includes(it));
}

/** Releasing everything would leave an interest on nothing: that is a cancellation, and says so. */
function requireRemainder(row: InterestRow, released: readonly Units[], reader: Reader): void {
  const remains = row.state.rights.some((id) => {
    const own = existingRight(reader, id).state.overlays.filter(
      (it) => it.kind === 'interest' && it.ref === row.sequence,
    );
    const freed = released.find(({ right }) => right.id === id)?.intervals ?? [];
    return measure(own) > measure(freed);
  });
  if (remains) return;
  throw fieldProblem('INVALID_REQUEST', '/collateral', 'is all that is left', {
    remedy: 'Cancel the interest wholly: { "scope": "whole" }.',
  });
}

/** The last `quantity` units, the worst rank first and of one rank the highest units first: the best security is kept. */
export function worst(quantity: bigint, tranches: readonly (Interval & { rank: number })[]): Interval[] {
  const ordered = [...tranches].sort((a, b) => b.rank - a.rank || (a.from < b.from ? 1 : -1));
  const taken: Interval[] = [];
  let missing = quantity;
  for (const { from, to } of ordered) {
    if (missing <= 0n) break;
    const length = to - from < missing ? to - from : missing;
    taken.push({ from: to - length, to });
    missing -= length;
  }
  return union(taken);
}

export interface ReleaseIntent {
  interest: Hex;
  agent: number;
  release: ReleasePart;
}
