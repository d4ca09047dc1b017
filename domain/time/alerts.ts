import { dayOfInstant, expiryInstant, formatDay, hasExpired, instantAt, type Day } from './calendar.ts';
import { cancellationClock, objectionClock, renewalWatch } from './clocks.ts';
import { collateralOf } from '../line/cut.ts';
import type { Hex } from '../encoding/hash.ts';
import { interestIdOf } from '../encoding/ids.ts';
import { isInForce, parameter } from '../law/law.ts';
import { legsIn } from '../interests/legs.ts';
import { interestLife, rightLife } from './life.ts';
import { measure } from '../line/line.ts';
import { formatNumber } from '../encoding/numbers.ts';
import type { InterestRow, ObjectionRow, RestrictionRow, RightRow, Rows } from '../state/rows.ts';

/*
 * Deadlines that have passed, or soon will, and still need action. An alert is not stored: it is derived from a row for the
 * instant that is asked for (unix seconds), and stands until its matter is settled.
 */

export const ALERT_KINDS = [
  'interest-expiring',
  'interest-lapsed',
  'determination-reached',
  'cancellation-overdue',
  'objection-notice-due',
  'objection-void',
  'external-missing',
  'external-divergent',
  'restriction-expiring',
  'restriction-expired',
  'permit-renewal-due',
  'permit-expired',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

export interface ClockAlert {
  /** The same whenever the same fact is derived. */
  id: string;
  kind: AlertKind;
  rights: readonly Hex[];
  /** Holder, or grantor and debtor, and the secured parties. */
  parties: readonly Hex[];
  interest: Hex | undefined;
  /** What it is reckoned from: the last day of a term, or the day of a registration. One of {@link clockDays}. */
  day: Day;
  /** When the clock runs out, or ran out; unix seconds. */
  dueAt: number;
  details: Readonly<Record<string, string | number | boolean | null>>;
}

/** The rows that clocks run for. */
export type Clocked =
  | { kind: 'interest'; row: InterestRow }
  | { kind: 'right'; row: RightRow }
  | { kind: 'restriction'; row: RestrictionRow };

/** The days that alerts of the row are reckoned from: what an index has to know to find it in time. */
export function clockDays({ kind, row }: Clocked): Day[] {
  const days = kind === 'interest' ? daysOf(row) : [kind === 'right' ? row.state.validTo : row.until];
  return [...new Set(days)].filter((day) => day !== 0);
}

const daysOf = (row: InterestRow): Day[] => [
  row.state.termTo,
  row.terms.determinationDay,
  lastDayOf(row),
  ...[...row.requests, ...row.objections].map(({ time }) => dayOfInstant(time)),
];

/** The first and the last day that an alert which stands now can be reckoned from. */
export function alertDays(now: number): { from: Day; to: Day } {
  const today = dayOfInstant(now);
  const ahead = (['renewal.discharge', 'renewal.water'] as const)
    .filter((key) => isInForce(key, today))
    .map((key) => parameter(key, today).value);
  return {
    from: Math.max(0, today - parameter('alert.reach', today).value),
    to: today + parameter('alert.lead', today).value + Math.max(0, ...ahead),
  };
}

/** Every alert of the row that stands. */
export function alertsOf(clocked: Clocked, rows: Rows, now: number): ClockAlert[] {
  const { from, to } = alertDays(now);
  const all =
    clocked.kind === 'interest'
      ? alertsOfInterest(clocked.row, rows, now)
      : clocked.kind === 'right'
        ? alertsOfRight(clocked.row, rows, now)
        : alertsOfRestriction(clocked.row, rows, now);
  return all.filter(({ day }) => from <= day && day <= to);
}

function alertsOfInterest(row: InterestRow, rows: Rows, now: number): ClockAlert[] {
  const { id, state, terms } = row;
  const life = interestLife(row, now);
  if (life === 'cancelled' || life === 'revoked') return [];
  const about = { rights: state.rights, parties: partiesTo(row, rows), interest: id };
  const make = (kind: AlertKind, subject: string, day: Day, dueAt: number, details = {}): ClockAlert => ({
    ...{ id: `${kind}/${subject}`, kind, ...about, day, dueAt, details },
  });
  const { termTo } = state;
  const dated = (kind: AlertKind, day: Day, dueAt: number) => make(kind, `${id}/${day}`, day, dueAt);
  const found: ClockAlert[] = [];
  if (life === 'lapsed') found.push(dated('interest-lapsed', termTo, expiryInstant(termTo)));
  else if (isNear(termTo, now)) found.push(dated('interest-expiring', termTo, expiryInstant(termTo)));
  for (const { sequence, time, day } of row.requests) {
    if (!isInForce('cancellation.due', day)) continue;
    const { due, overdue, provisional } = cancellationClock(day, now);
    const subject = `${id}/${sequence}/${due}`;
    const details = { request: numberOf(sequence), endedOn: formatDay(day), provisional };
    if (overdue) {
      found.push(make('cancellation-overdue', subject, dayOfInstant(time), expiryInstant(due), details));
    }
  }
  for (const objection of row.objections) {
    const alert = alertOfObjection(objection, now);
    if (!alert) continue;
    const subject = `${id}/${objection.sequence}/${alert.due}`;
    const day = dayOfInstant(objection.time);
    const details = { objection: numberOf(objection.sequence) };
    found.push(make(alert.kind, subject, day, expiryInstant(alert.due), details));
  }
  if (life !== 'effective' && life !== 'enforcing') return found;
  const { determinationDay } = terms;
  if (determinationDay !== 0 && determinationDay <= dayOfInstant(now)) {
    found.push(dated('determination-reached', determinationDay, instantAt(determinationDay, 0)));
  }
  const { time } = row.registrations.at(-1)!;
  for (const { register, required, state: leg, differences } of legsIn(row, rows, now).legs) {
    if (leg === 'pending' && required) {
      found.push(make('external-missing', `${id}/${register}`, dayOfInstant(time), row.time, { register }));
    }
    if (leg === 'divergent') {
      const fields = differences.map(({ field }) => field).join(',');
      const subject = `${id}/${register}/${row.legs.find((it) => it.register === register)?.sequence}`;
      found.push(make('external-divergent', subject, dayOfInstant(time), time, { register, fields }));
    }
  }
  return found;
}

function alertOfObjection(
  { time, notified, accepted, withdrawn }: ObjectionRow,
  now: number,
): { kind: AlertKind; due: Day } | undefined {
  if (withdrawn) return undefined;
  const clock = objectionClock(dayOfInstant(time), now, accepted && dayOfInstant(accepted.time));
  if (clock.void) return { kind: 'objection-void', due: clock.acceptanceDue };
  return notified ? undefined : { kind: 'objection-notice-due', due: clock.noticeDue };
}

function alertsOfRight(row: RightRow, rows: Rows, now: number): ClockAlert[] {
  const { id, state } = row;
  const { validTo } = state;
  if (validTo === 0) return [];
  const life = rightLife(row, rows, now);
  if (life === 'expired') return uncovered(row, rows, now);
  const permit = permitOf(state.typeCode);
  if ((life !== 'confirmed' && life !== 'suspended') || !permit || !isInForce(`renewal.${permit}`, validTo)) {
    return [];
  }
  const { applyBy, state: renewal } = renewalWatch(permit, validTo, now);
  if (!isNear(applyBy, now)) return [];
  const [kind, dueAt] = ['permit-renewal-due' as const, expiryInstant(applyBy)];
  const details = { late: renewal === 'late' };
  return [
    {
      ...{ id: `${kind}/${id}/${validTo}`, kind, rights: [id], parties: [state.holder], interest: undefined },
      ...{ day: validTo, dueAt, details },
    },
  ];
}

/** The permit has run out under interests that still have time to run. */
function uncovered({ id, state }: RightRow, rows: Rows, now: number): ClockAlert[] {
  const { validTo, overlays } = state;
  const refs = new Set(overlays.filter(({ kind }) => kind === 'interest').map(({ ref }) => ref));
  return [...refs].flatMap((ref) => {
    const interest = rows.get('interest', interestIdOf(ref));
    const left = measure(collateralOf(ref, state).left);
    if (!interest || left === 0n || interestLife(interest, now) === 'lapsed') return [];
    const kind = 'permit-expired';
    return {
      ...{ id: `${kind}/${id}/${ref}/${validTo}`, kind, rights: [id], interest: interest.id, day: validTo },
      parties: [...new Set([state.holder, ...partiesTo(interest, rows)])],
      dueAt: expiryInstant(validTo),
      details: {
        uncoveredFrom: formatDay(validTo + 1),
        uncoveredTo: formatDay(interest.state.termTo),
        quantity: String(left),
      },
    };
  });
}

function alertsOfRestriction(row: RestrictionRow, rows: Rows, now: number): ClockAlert[] {
  const { ref, kind: restriction, rights, until } = row;
  if (rights.length === 0 || until === 0 || !isNear(until, now)) return [];
  const kind = hasExpired(until, now) ? 'restriction-expired' : 'restriction-expiring';
  const holders = rights.flatMap((right) => rows.get('right', right)?.state.holder ?? []);
  return [
    {
      ...{ id: `${kind}/${ref}/${until}`, kind, rights, interest: undefined, day: until },
      parties: [...new Set(holders)],
      ...{ dueAt: expiryInstant(until), details: { restriction, number: numberOf(ref) } },
    },
  ];
}

function partiesTo({ state }: InterestRow, rows: Rows): Hex[] {
  const secured = state.securedParties.flatMap(
    (number) => rows.get('institution', String(number))?.party ?? [],
  );
  return [...new Set([state.grantor, state.debtor, ...secured])];
}

/** Whose law says when renewal is applied for; by the code of the type. */
function permitOf(typeCode: string): 'discharge' | 'water' | undefined {
  if (typeCode.startsWith('EMR-')) return 'discharge';
  return typeCode === 'WTR' ? 'water' : undefined;
}

const numberOf = (sequence: number): string => formatNumber('N', BigInt(sequence));

const lastDayOf = ({ registrations }: InterestRow): Day => dayOfInstant(registrations.at(-1)!.time);

/** Whether the day is past, or less than the lead time ahead. */
function isNear(day: Day, now: number): boolean {
  const today = dayOfInstant(now);
  return day <= today + parameter('alert.lead', today).value;
}
