import { dayOfInstant, hasExpired, instantAt, termWithin, type Day } from './calendar.ts';
import { parameter } from '../law/law.ts';
import { addWorkingDays, type Place, type Reckoned } from './working-days.ts';

/*
 * Legal clocks. Each starts at a fact that was registered; the day of the fact is never counted (Civil Code, article 201),
 * and a clock runs to the last second of its last day. Instants are unix seconds. The number in force on the day of the
 * fact decides; a fact before its first entry in domain/law/law.ts is a RangeError. Clocks in calendar days and months are
 * not moved past holidays, as the Civil Code (article 203) would move a period of private law: the registry's measures count
 * its own periods, and a chain that knows no holidays must come to the same day.
 */

/**
 * When the secured party has to cancel, and whether it is late.
 * @param releasedOn the day on which the debt was paid, the security realised or waived
 * @param at now, or when the cancellation was registered
 */
export function cancellationClock(
  releasedOn: Day,
  at: number,
): Reckoned & { readonly due: Day; readonly overdue: boolean } {
  const { value } = parameter('cancellation.due', releasedOn);
  const { day, provisional } = addWorkingDays(releasedOn, value, 'CN');
  return { due: day, overdue: hasExpired(day, at), provisional };
}

/**
 * Until when an objection must be made known to the registrant, until when the acceptance of the case must be filed, and
 * whether the objection is void for want of it. A filing after that day does not revive it.
 * @param registeredOn the day of the objection's registration
 * @param acceptanceFiledOn the day on which acceptance by a court or an arbitral body was filed, if it was
 */
export function objectionClock(
  registeredOn: Day,
  at: number,
  acceptanceFiledOn?: Day,
): { readonly noticeDue: Day; readonly acceptanceDue: Day; readonly void: boolean } {
  const acceptanceDue = registeredOn + parameter('objection.acceptance', registeredOn).value;
  const filedInTime = acceptanceFiledOn !== undefined && acceptanceFiledOn <= acceptanceDue;
  return {
    noticeDue: registeredOn + parameter('objection.notice', registeredOn).value,
    acceptanceDue,
    void: !filedInTime && hasExpired(acceptanceDue, at),
  };
}

/**
 * The instant from which a key that was added may be used: an hour of a later working day, so that an institution that
 * did not want it has time to notice.
 * @param delay working days, for a registry that has chosen another number
 */
export function trustedKeyActiveAt(
  addedAt: number,
  place: Place = 'CN',
  delay: number = parameter('trusted-key.delay', dayOfInstant(addedAt)).value,
): Reckoned & { readonly at: number } {
  const addedOn = dayOfInstant(addedAt);
  const { day, provisional } = addWorkingDays(addedOn, delay, place);
  return { at: instantAt(day, parameter('trusted-key.hour', addedOn).value), provisional };
}

/** `open`: there is time to apply; `late`: the permit is valid but the day has passed; `expired`: it is not valid. */
export type RenewalState = 'open' | 'late' | 'expired';

/**
 * The last day for applying for the renewal of a permit.
 * @param validTo the last day of the permit
 */
export function renewalWatch(
  permit: 'discharge' | 'water',
  validTo: Day,
  at: number,
): { readonly applyBy: Day; readonly state: RenewalState } {
  const applyBy = validTo - parameter(`renewal.${permit}`, validTo).value;
  if (hasExpired(validTo, at)) return { applyBy, state: 'expired' };
  return { applyBy, state: hasExpired(applyBy, at) ? 'late' : 'open' };
}

/** Whether a freeze by a court from the first second of `from` to the last of `to` is as long as a court may order at once. */
export const isJudicialFreezeTerm = (from: Day, to: Day): boolean =>
  to >= from && termWithin(from, to, 0, parameter('restriction.judicial.maximum', from).value);
