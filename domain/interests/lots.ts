import { onLine } from '../line/binding.ts';
import { intersect, subtract, type Interval } from '../line/line.ts';
import type { Overlay } from '../line/overlay.ts';
import { segments } from '../line/ranks.ts';

/** Units that are under the same overlays of interests throughout, in the order of the line's overlays. */
export interface Lot extends Interval {
  interests: Overlay[];
}

/**
 * The units in lots that can be disposed of each by itself: on the line, not sold yet, under an interest, and encumbered alike.
 * @param line all overlays, since a lapsed interest is a claimant too until it is ended, with nothing to claim
 */
export function lotsOf(
  units: readonly Interval[],
  line: { quantity: bigint; overlays: readonly Overlay[] },
): Lot[] {
  const interests = line.overlays.filter(({ kind }) => kind === 'interest');
  const left = subtract(
    intersect(units, onLine(line)),
    line.overlays.filter(({ kind }) => kind === 'sold'),
  );
  return segments(line.quantity, interests)
    .filter(({ overlays }) => overlays.length > 0)
    .flatMap((segment) =>
      intersect([segment], left).map((lot) => ({
        ...lot,
        interests: interests.filter((it) => segment.overlays.includes(it)),
      })),
    );
}
