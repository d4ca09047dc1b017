import { binding, onLine } from '../line/binding.ts';
import { hasExpired } from './calendar.ts';
import { subtract } from '../line/line.ts';
import { isGone, type GoneKind } from '../line/overlay.ts';
import { tranchesOf } from '../line/ranks.ts';
import type { InterestRow, RestrictionRow, RightRow, Rows } from '../state/rows.ts';

/*
 * The status of a row at an instant. An end by the passing of time is no registration, so that it is derived here for the time that
 * is asked for. Instants are unix seconds.
 */

export type InterestLife = 'advance' | 'effective' | 'enforcing' | 'lapsed' | 'cancelled' | 'revoked';

/** `lapsed` once 23:59:59 (Asia/Shanghai) of the term's last day has passed; what was ended before stays ended. */
export function interestLife(
  { state: { status, termTo } }: Pick<InterestRow, 'state'>,
  now: number,
): InterestLife {
  if (status !== 'cancelled' && status !== 'revoked' && hasExpired(termTo, now)) return 'lapsed';
  return status as InterestLife;
}

/** `exhausted`: no unit is left on the line, for more than one reason. */
export type RightLife = 'confirmed' | 'suspended' | 'expired' | GoneKind | 'exhausted';

/** `suspended`: every unit that is left is; of a part the holding tells. */
export function rightLife({ state }: Pick<RightRow, 'state'>, rows: Rows, now: number): RightLife {
  const left = onLine(state);
  if (left.length === 0) {
    const [reason, ...others] = new Set(state.overlays.map(({ kind }) => kind).filter(isGone));
    return reason && others.length === 0 ? reason : 'exhausted';
  }
  if (state.validTo !== 0 && hasExpired(state.validTo, now)) return 'expired';
  const suspensions = binding(state.overlays, rows, now).filter(({ kind }) => kind === 'suspension');
  return subtract(left, suspensions).length === 0 ? 'suspended' : 'confirmed';
}

export type RestrictionLife = 'in-force' | 'waiting' | 'expired' | 'lifted';

/** `waiting` (轮候): a freeze by a court of which every unit is behind an earlier one that is in force. */
export function restrictionLife(row: RestrictionRow, rows: Rows, now: number): RestrictionLife {
  if (row.rights.length === 0) return 'lifted';
  if (row.until !== 0 && hasExpired(row.until, now)) return 'expired';
  return row.kind === 'judicial-freeze' && !isFirstAnywhere(row, rows, now) ? 'waiting' : 'in-force';
}

function isFirstAnywhere({ ref, rights }: RestrictionRow, rows: Rows, now: number): boolean {
  return rights.some((right) => {
    const overlays = rows.get('right', right)?.state.overlays ?? [];
    return tranchesOf(ref, binding(overlays, rows, now)).some(({ rank }) => rank === 1);
  });
}
