import chineseDays from 'chinese-days';
import Holidays from 'date-holidays';
import { format, resolveConfig } from 'prettier';
import { dayFromCivil, formatDay, type Day } from '../domain/time/calendar.ts';
import { MACAO_HOLIDAYS } from './macao-holidays.ts';

/**
 * The years whose schedules are published. A package that calculates holidays answers for every year; what counts is the
 * notice of the State Council (usually in November for the next year), the gazette of Hong Kong (in spring) and the table
 * of Macao. Extend a range only with the official text at hand. So compared: CN 2026, HK 2024 and 2026, MO 2026.
 */
const PUBLISHED = { CN: [2020, 2026], HK: [2024, 2026] } as const;

/** MM-DD, weekdays off, and Saturdays and Sundays that are worked in exchange. */
interface Year {
  readonly off: readonly string[];
  readonly on: readonly string[];
}

const isWeekend = (day: Day): boolean => (day + 3) % 7 >= 5;

function yearOf(year: number, isOff: (date: string, weekend: boolean) => boolean): Year {
  const off: string[] = [];
  const on: string[] = [];
  const next = dayFromCivil({ year: year + 1, month: 1, day: 1 });
  for (let day = dayFromCivil({ year, month: 1, day: 1 }); day < next; day++) {
    const date = formatDay(day);
    const weekend = isWeekend(day);
    const restful = isOff(date, weekend);
    if (restful !== weekend) (restful ? off : on).push(date.slice(5));
  }
  return { off, on };
}

/** Chinese mainland: `chinese-days` follows the notices of the State Council, with the weekends worked in exchange. */
const mainland = (year: number): Year => yearOf(year, (date) => !chineseDays.isWorkday(date));

/** Hong Kong: `date-holidays` applies the General Holidays Ordinance. */
function hongKong(year: number): Year {
  const dates = new Set(new Holidays('HK').getHolidays(year).map(({ date }) => date.slice(0, 10)));
  return yearOf(year, (date, weekend) => weekend || dates.has(date));
}

function macao(year: number): Year {
  const { holidays, instead } = MACAO_HOLIDAYS[year]!;
  const dates = new Set(`${holidays} ${instead}`.split(' '));
  return yearOf(year, (date, weekend) => weekend || dates.has(date.slice(5)));
}

const range = ([first, last]: readonly [number, number]): number[] =>
  Array.from({ length: last - first + 1 }, (_, index) => first + index);

const table = (years: readonly number[], of: (year: number) => Year): string =>
  years
    .map(of)
    .map(({ off, on }, index) => `${years[index]}: { off: '${off.join(' ')}', on: '${on.join(' ')}' },`)
    .join('\n');

/** The text of domain/time/holidays.ts. */
export async function holidaysFile(): Promise<string> {
  const style = await resolveConfig('package.json');
  return format(source(), { ...style, parser: 'typescript' });
}

const source = (): string => `
// Written by scripts/renew-holidays.ts, not by hand.

/** Per place and published year, MM-DD: weekdays that are not worked, and Saturdays and Sundays that are. */
export const HOLIDAYS = {
  CN: {
    ${table(range(PUBLISHED.CN), mainland)}
  },
  HK: {
    ${table(range(PUBLISHED.HK), hongKong)}
  },
  MO: {
    ${table(Object.keys(MACAO_HOLIDAYS).map(Number), macao)}
  },
} as const;
`;
