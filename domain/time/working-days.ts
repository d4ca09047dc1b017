import { civilFromDay, dayFromCivil, type Day } from './calendar.ts';
import { HOLIDAYS } from './holidays.ts';

/**
 * Where a working day is counted. A working day is Monday to Friday without public holidays: in the mainland (CN) by the
 * yearly notice of the State Council, with the Saturdays and Sundays worked in exchange; in Hong Kong (HK) without the
 * general holidays of the gazette; in Macao (MO) without the public holidays and the days of rest in their place, while an
 * afternoon off leaves a working day. All three keep UTC+8, so one civil day is the same day in each.
 */
export type Place = keyof typeof HOLIDAYS;

/**
 * Whether an answer rests on a year whose holidays are not known here: then only weekends were left out, and the answer
 * may change when the schedule of that year is published. Nothing final may be built on a provisional answer.
 */
export interface Reckoned {
  readonly provisional: boolean;
}

interface Calendar {
  readonly years: ReadonlySet<number>;
  /** Weekdays that are not worked and weekend days that are. */
  readonly exceptions: ReadonlySet<Day>;
}

/** @throws RangeError if `day` is not a day number. */
export function isWorkingDay(day: Day, place: Place): Reckoned & { readonly working: boolean } {
  const { years, exceptions } = CALENDARS[place];
  return {
    working: isWeekend(day) === exceptions.has(day),
    provisional: !years.has(civilFromDay(day).year),
  };
}

/**
 * The `count`-th working day after `from`, which itself is never counted (Civil Code, article 201); `from` for 0.
 * @param count a whole number, 0 or more
 * @throws RangeError if `count` is none, or a day is past 9999-12-31.
 */
export function addWorkingDays(from: Day, count: number, place: Place): Reckoned & { readonly day: Day } {
  if (!Number.isSafeInteger(count) || count < 0) throw new RangeError(`not a number of days: ${count}`);
  let day = from;
  let provisional = false;
  for (let left = count; left > 0;) {
    day += 1;
    const next = isWorkingDay(day, place);
    provisional ||= next.provisional;
    if (next.working) left -= 1;
  }
  return { day, provisional };
}

/** 1970-01-01 was a Thursday. */
const isWeekend = (day: Day): boolean => (day + 3) % 7 >= 5;

function calendar(table: Readonly<Record<number, { readonly off: string; readonly on: string }>>): Calendar {
  const years = Object.keys(table).map(Number);
  const days = years.flatMap((year) =>
    [...`${table[year]!.off} ${table[year]!.on}`.matchAll(/(\d\d)-(\d\d)/g)].map(([, month, day]) =>
      dayFromCivil({ year, month: Number(month), day: Number(day) }),
    ),
  );
  return { years: new Set(years), exceptions: new Set(days) };
}

const CALENDARS: Readonly<Record<Place, Calendar>> = {
  CN: calendar(HOLIDAYS.CN),
  HK: calendar(HOLIDAYS.HK),
  MO: calendar(HOLIDAYS.MO),
};
