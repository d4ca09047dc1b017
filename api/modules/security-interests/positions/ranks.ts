import type { Hex } from '../../../../domain/encoding/hash.ts';
import { counting } from '../../../../domain/line/binding.ts';
import { carve, intersect, type Interval } from '../../../../domain/line/line.ts';
import type { Overlay } from '../../../../domain/line/overlay.ts';
import { segments } from '../../../../domain/line/ranks.ts';
import type { InterestRow } from '../../../../domain/state/rows.ts';
import type { Units } from '../../../chain/calls.ts';
import type { Reader } from '../../../read/reader.ts';
import { interestNumber } from '../../../views/interest-number.ts';
import { intervalView } from '../../../kit/units.ts';

/** All interests on some units in the order of rank, before and after. */
export interface RankChange {
  right: Hex;
  units: { from: string; to: string };
  /** Numbers of the interests, the first-ranking first. */
  before: string[];
  after: string[];
}

/** The ranks on the units on which `row` steps back behind `ahead`. */
export function ranksAround(
  row: InterestRow,
  ahead: InterestRow,
  yielded: readonly Units[],
  reader: Reader,
): RankChange[] {
  return yielded.flatMap(({ right: { id, state }, intervals }) => {
    const overlays = counting(state.overlays, reader, reader.now).filter(({ kind }) => kind === 'interest');
    const priority = priorityOf(ahead, intervals, overlays);
    const orderOn = (unit: bigint, line: readonly Overlay[]) =>
      segments(state.quantity, line)
        .find(({ from, to }) => from <= unit && unit < to)!
        .overlays.map(({ ref }) => interestNumber(ref, reader).number);
    const after = steppedBack(overlays, row.sequence, priority, intervals);
    return segments(state.quantity, overlays)
      .flatMap((segment) => intersect([segment], intervals))
      .map((units) => ({
        right: id,
        units: intervalView(units),
        before: orderOn(units.from, overlays),
        after: orderOn(units.from, after),
      }));
  });
}

/** What steps back comes last among those of its new priority. */
const steppedBack = (
  overlays: readonly Overlay[],
  ref: number,
  priority: number,
  intervals: readonly Interval[],
): Overlay[] => [
  ...carve(overlays, intervals, (it) => it.ref === ref),
  ...intervals.map((it) => ({ kind: 'interest' as const, ref, priority, ...it })),
];

const priorityOf = (ahead: InterestRow, units: readonly Interval[], overlays: readonly Overlay[]): number =>
  overlays.find((it) => it.ref === ahead.sequence && intersect([it], units).length > 0)!.priority;

export const sameRanks = (a: readonly RankChange[], b: readonly RankChange[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** A line of the summary that the second person reads. */
export const rankText = ({ right, units: { from, to }, before, after }: RankChange): string =>
  `[${from}, ${to}) of ${right}: ${before.join(' > ')} becomes ${after.join(' > ')}`;
