import { accepted, refused, type Checked } from '../encoding/checked.ts';

/**
 * A civil date in Asia/Shanghai as the count of days since 1970-01-01. The registry's dates are days, never instants, and
 * China has kept UTC+8 without summer time since 1992, so no time zone database is needed. The contracts compute the same
 * numbers with the same steps.
 */
export type Day = number;

export interface CivilDate {
  readonly year: number;
  /** 1 … 12 */
  readonly month: number;
  /** 1 … 31 */
  readonly day: number;
}

/** 9999-12-31, the last day that ISO 8601 writes with four digits of year. */
export const LAST_DAY: Day = 2_932_896;

const SECONDS_PER_DAY = 86_400;
const SHANGHAI_OFFSET = 8 * 3_600;

/** Howard Hinnant's `days_from_civil` for dates from 1970 on: years start in March, so that a leap day ends its year. */
export function dayFromCivil({ year, month, day }: CivilDate): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const monthFromMarch = (month + 9) % 12;
  const dayOfYear = Math.floor((153 * monthFromMarch + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}

/**
 * Howard Hinnant's `civil_from_days` for day numbers from 0 on.
 * @throws RangeError if `day` is not a whole number from 0 to {@link LAST_DAY}.
 */
export function civilFromDay(day: Day): CivilDate {
  if (!Number.isInteger(day) || day < 0 || day > LAST_DAY) throw new RangeError(`not a day number: ${day}`);
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  );
  const dayOfYear = dayOfEra - (yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
  return {
    year: era * 400 + yearOfEra + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1,
  };
}

/** 28 … 31. */
export function daysInMonth(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/**
 * Reads `YYYY-MM-DD` from 1970-01-01 to 9999-12-31.
 * @returns the day, or a refusal with code DATE_SHAPE, DATE_RANGE (before 1970) or DATE_UNKNOWN (no such day).
 */
export function parseDay(text: string): Checked<Day> {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return refused('DATE_SHAPE', 'a date is written YYYY-MM-DD');
  const [year, month, day] = match.slice(1).map(Number) as [number, number, number];
  if (year < 1970) return refused('DATE_RANGE', 'dates start at 1970-01-01');
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) {
    return refused('DATE_UNKNOWN', `there is no day ${text}`);
  }
  return accepted(dayFromCivil({ year, month, day }));
}

/** Writes `YYYY-MM-DD`. @throws RangeError as {@link civilFromDay}. */
export function formatDay(value: Day): string {
  const { year, month, day } = civilFromDay(value);
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
}

/**
 * The same day of the month, `months` later; where that month is too short, its last day.
 * @param months a whole number, 0 or more
 * @throws RangeError if the result lies after {@link LAST_DAY} or an argument is not a whole number in range.
 */
export function addMonths(from: Day, months: number): Day {
  if (!Number.isSafeInteger(months) || months < 0) throw new RangeError(`not a number of months: ${months}`);
  const later = monthsLater(from, months);
  if (later > LAST_DAY) throw new RangeError(`${months} months after ${formatDay(from)} is past 9999-12-31`);
  return later;
}

function monthsLater(from: Day, months: number): Day {
  const { year, month, day } = civilFromDay(from);
  const monthCount = year * 12 + (month - 1) + months;
  const laterYear = Math.floor(monthCount / 12);
  const laterMonth = (monthCount % 12) + 1;
  const laterDay = Math.min(day, daysInMonth(laterYear, laterMonth));
  return dayFromCivil({ year: laterYear, month: laterMonth, day: laterDay });
}

/** A full hour of a civil day in Asia/Shanghai as unix seconds. @param hour 0 … 24 */
export const instantAt = (day: Day, hour: number): number =>
  day * SECONDS_PER_DAY + hour * 3_600 - SHANGHAI_OFFSET;

/** The last second of a term that ends on `lastDay`: 23:59:59 in Asia/Shanghai, as unix seconds. */
export const expiryInstant = (lastDay: Day): number => instantAt(lastDay, 24) - 1;

/** A term is kept through its expiry instant and has ended one second later. */
export const hasExpired = (lastDay: Day, unixSeconds: number): boolean =>
  unixSeconds > expiryInstant(lastDay);

/** The civil day in Asia/Shanghai at an instant. */
export const dayOfInstant = (unixSeconds: number): Day =>
  Math.floor((unixSeconds + SHANGHAI_OFFSET) / SECONDS_PER_DAY);

/**
 * Whether the term from the first second of `from` to the last second of `to` lasts `minMonths` to `maxMonths`, both
 * included: 2026-01-01 to 2026-01-31 is one month, 2026-01-01 to 2055-12-31 is thirty years.
 */
export function termWithin(from: Day, to: Day, minMonths: number, maxMonths: number): boolean {
  const dayAfter = to + 1;
  return dayAfter >= monthsLater(from, minMonths) && dayAfter <= monthsLater(from, maxMonths);
}

const pad = (value: number, width: number): string => String(value).padStart(width, '0');
