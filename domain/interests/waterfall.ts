import { hasExpired } from '../time/calendar.ts';
import { layersOf } from './increases.ts';
import type { Overlay } from '../line/overlay.ts';
import type { InterestState } from '../state/state.ts';

/*
 * How the proceeds of a disposal go round: by rank, each rank in full before the next gets anything; what is left is the holder's.
 * Twin: contracts/registries/Enforcement.sol. Amounts are minor units of one currency.
 */

/** What one layer of one claimant's secured amount may claim. Layer 0 is what was registered first, layer n the n-th increase. */
export interface Layer {
  /** Place among the claimants. */
  claimant: number;
  layer: number;
  /** What is secured there; nothing of an interest that has lapsed or has not arisen yet. */
  secured: bigint;
}

export interface Payment {
  claimant: number;
  layer: number;
  claim: bigint;
  paid: bigint;
}

export interface Distribution {
  /** In the order of rank, as the contract demands them. */
  payments: Payment[];
  /** To the holder. */
  surplus: bigint;
  /** For each claimant what it claimed and did not get. */
  shortfalls: bigint[];
}

/** Who claims from a lot: the interest's initial registration, and its state. */
export interface Claimant {
  ref: number;
  state: InterestState;
}

/**
 * Every layer of every claimant, first-ranking first. A layer ranks from its overlay, but not before it was added; ties by the order
 * in which the overlays were laid, then by layer.
 * @param lot the lot's overlays in the order of the line
 * @param now unix seconds
 * @throws RangeError if a claimant has no overlay on the lot
 */
export function layersInRank(lot: readonly Overlay[], claimants: readonly Claimant[], now: number): Layer[] {
  const ranked = claimants.flatMap(({ ref, state }, claimant) => {
    const place = lot.findIndex((it) => it.ref === ref);
    const overlay = lot[place];
    if (!overlay) throw new RangeError(`the interest ${ref} is not on the lot`);
    return layersOf(state).map(({ since, amount }, layer) => ({
      ...{ claimant, layer, secured: maySecure(state, now) ? amount : 0n },
      priority: Math.max(overlay.priority, since),
      place,
    }));
  });
  return ranked
    .sort((a, b) => a.priority - b.priority || a.place - b.place || a.layer - b.layer)
    .map(({ claimant, layer, secured }) => ({ claimant, layer, secured }));
}

const maySecure = ({ status, termTo }: InterestState, now: number): boolean =>
  status !== 'advance' && !hasExpired(termTo, now);

/**
 * @param claims what each claimant claims in all, in the claimants' order; its better layers first. More than it has secured there
 * is no claim on the proceeds and not counted as a shortfall.
 */
export function waterfall(
  proceeds: bigint,
  layers: readonly Layer[],
  claims: readonly bigint[],
): Distribution {
  const open = [...claims];
  const shortfalls = claims.map(() => 0n);
  let surplus = proceeds;
  const payments = layers.map(({ claimant, layer, secured }) => {
    const claim = min(open[claimant]!, secured);
    const paid = min(claim, surplus);
    open[claimant]! -= claim;
    shortfalls[claimant]! += claim - paid;
    surplus -= paid;
    return { claimant, layer, claim, paid };
  });
  return { payments, surplus, shortfalls };
}

const min = (a: bigint, b: bigint): bigint => (a < b ? a : b);
