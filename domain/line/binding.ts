import { hasExpired } from '../time/calendar.ts';
import { interestIdOf } from '../encoding/ids.ts';
import { subtract, type Interval } from './line.ts';
import { isGone, isRestriction, type Overlay } from './overlay.ts';
import type { Rows } from '../state/rows.ts';
import type { RightState } from '../state/state.ts';

/**
 * The overlays of a line that bind now. A restriction that has expired stays on the line until it is lifted, and does not bind.
 * Every other overlay binds as long as it lies there, an interest even when it has lapsed, since only its agent ends it.
 * Twin: contracts/keepers/Binding.sol.
 * @param now unix seconds
 */
export function binding(overlays: readonly Overlay[], rows: Rows, now: number): Overlay[] {
  return overlays.filter(({ kind, ref }) => {
    const until = isRestriction(kind) ? rows.get('restriction', String(ref))?.until : undefined;
    return !until || !hasExpired(until, now);
  });
}

/**
 * The overlays of a line that a reader counts: no expired restriction and no lapsed interest, so that those behind have moved up
 * without a registration.
 * @param now unix seconds
 */
export const counting = (overlays: readonly Overlay[], rows: Rows, now: number): Overlay[] =>
  binding(overlays, rows, now).filter(({ kind, ref }) => {
    const interest = kind === 'interest' ? rows.get('interest', interestIdOf(ref)) : undefined;
    return !interest || !hasExpired(interest.state.termTo, now);
  });

/** The units that are still on the line: neither surrendered, retired, cut nor moved. */
export const onLine = ({
  quantity,
  overlays,
}: {
  quantity: RightState['quantity'];
  overlays: readonly Overlay[];
}): Interval[] =>
  subtract(
    [{ from: 0n, to: quantity }],
    overlays.filter(({ kind }) => isGone(kind)),
  );
