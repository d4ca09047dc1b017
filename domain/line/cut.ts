import { onLine } from './binding.ts';
import { intersect, subtract, type Interval } from './line.ts';
import type { Overlay } from './overlay.ts';
import { take } from './ranks.ts';

/** What an interest loses of its collateral. */
export interface Loss {
  /** The interest's initial registration. */
  ref: number;
  units: Interval[];
}

export interface Cut {
  units: Interval[];
  /** By interest, the first registered first. */
  losses: Loss[];
}

/**
 * A cut of `quantity` by the authority: free units first, then those under the fewest encumbrances, the lowest first. The interests on
 * what is cut stay and keep their rank.
 * @param overlays those that count at the time
 * @returns undefined if fewer units are on the line
 */
export function cutOf(quantity: bigint, total: bigint, overlays: readonly Overlay[]): Cut | undefined {
  const units = take(quantity, total, overlays);
  return units && { units, losses: lossesOn(units, overlays) };
}

/** Who loses what, if `units` go. */
export const lossesOn = (units: readonly Interval[], overlays: readonly Overlay[]): Loss[] =>
  refsOf(overlays)
    .map((ref) => ({ ref, units: intersect(unitsOf(ref, overlays), units) }))
    .filter((loss) => loss.units.length > 0);

/** 担保物减少: the units under an interest that are gone, and what of it is left. */
export function collateralOf(
  ref: number,
  line: { quantity: bigint; overlays: readonly Overlay[] },
): { left: Interval[]; lost: Interval[] } {
  const own = unitsOf(ref, line.overlays);
  const left = intersect(own, onLine(line));
  return { left, lost: subtract(own, left) };
}

const unitsOf = (ref: number, overlays: readonly Overlay[]): Overlay[] =>
  overlays.filter((it) => it.kind === 'interest' && it.ref === ref);

const refsOf = (overlays: readonly Overlay[]): number[] =>
  [...new Set(overlays.filter(({ kind }) => kind === 'interest').map(({ ref }) => ref))].sort(
    (a, b) => a - b,
  );
