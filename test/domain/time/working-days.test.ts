import { expect } from 'chai';
import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { formatDay, type Day } from '../../../domain/time/calendar.ts';
import { HOLIDAYS } from '../../../domain/time/holidays.ts';
import { addWorkingDays, isWorkingDay, type Place } from '../../../domain/time/working-days.ts';
import { holidaysFile } from '../../../scripts/holidays-source.ts';
import { MACAO_HOLIDAYS } from '../../../scripts/macao-holidays.ts';
import { day } from '../days.ts';

const PLACES: readonly Place[] = ['CN', 'HK', 'MO'];

const weekday = (value: Day): number => new Date(value * 86_400_000).getUTCDay();
const isWeekend = (value: Day): boolean => weekday(value) % 6 === 0;

/** The days of a year that are worked on a weekend or not worked on a weekday. */
function exceptions(place: Place, year: number): { off: string[]; on: string[] } {
  const off: string[] = [];
  const on: string[] = [];
  for (let each = day(`${year}-01-01`); each <= day(`${year}-12-31`); each++) {
    const { working } = isWorkingDay(each, place);
    if (working && isWeekend(each)) on.push(formatDay(each).slice(5));
    if (!working && !isWeekend(each)) off.push(formatDay(each).slice(5));
  }
  return { off, on };
}

const weekdaysOf = (year: number, dates: string): string[] =>
  dates.split(' ').filter((date) => !isWeekend(day(`${year}-${date}`)));

describe('working days', () => {
  describe('follow the published schedules, copied here from the official texts', () => {
    it('in the mainland in 2025: notice of the State Council of 2024-11-12', () => {
      expect(exceptions('CN', 2025)).to.deep.equal({
        off: weekdaysOf(
          2025,
          '01-01 01-28 01-29 01-30 01-31 02-01 02-02 02-03 02-04 04-04 04-05 04-06 05-01 05-02 05-03 05-04 05-05 ' +
            '05-31 06-01 06-02 10-01 10-02 10-03 10-04 10-05 10-06 10-07 10-08',
        ),
        on: ['01-26', '02-08', '04-27', '09-28', '10-11'],
      });
    });

    it('in the mainland in 2026: notice of the State Council of 2025-11-04', () => {
      expect(exceptions('CN', 2026)).to.deep.equal({
        off: weekdaysOf(
          2026,
          '01-01 01-02 01-03 02-15 02-16 02-17 02-18 02-19 02-20 02-21 02-22 02-23 04-04 04-05 04-06 05-01 05-02 ' +
            '05-03 05-04 05-05 06-19 06-20 06-21 09-25 09-26 09-27 10-01 10-02 10-03 10-04 10-05 10-06 10-07',
        ),
        on: ['01-04', '02-14', '02-28', '05-09', '09-20', '10-10'],
      });
    });

    it('in Hong Kong in 2026: gazetted on 2025-05-16', () => {
      expect(exceptions('HK', 2026)).to.deep.equal({
        off: weekdaysOf(
          2026,
          '01-01 02-17 02-18 02-19 04-03 04-04 04-06 04-07 05-01 05-25 06-19 07-01 09-26 10-01 10-19 12-25 12-26',
        ),
        on: [],
      });
    });

    it('in Hong Kong in 2024, when the second day of the lunar year was a Sunday', () => {
      expect(exceptions('HK', 2024)).to.deep.equal({
        off: weekdaysOf(
          2024,
          '01-01 02-10 02-12 02-13 03-29 03-30 04-01 04-04 05-01 05-15 06-10 07-01 09-18 10-01 10-11 12-25 12-26',
        ),
        on: [],
      });
    });

    it('in Macao in 2026: table of the government, without the two afternoons off', () => {
      expect(exceptions('MO', 2026)).to.deep.equal({
        off: weekdaysOf(
          2026,
          '01-01 02-17 02-18 02-19 04-03 04-04 04-05 04-06 04-07 05-01 05-24 05-25 06-19 09-26 09-28 10-01 10-02 ' +
            '10-18 10-19 11-02 12-08 12-20 12-21 12-22 12-24 12-25',
        ),
        on: [],
      });
    });

    it('gives Macao twenty public holidays a year, and the fixed ones every year', () => {
      for (const [year, { holidays, instead }] of Object.entries(MACAO_HOLIDAYS)) {
        const dates = holidays.split(' ');
        expect(new Set(dates).size, year).to.equal(20);
        expect(dates, year).to.include.members(
          '01-01 05-01 10-01 10-02 11-02 12-08 12-20 12-24 12-25'.split(' '),
        );
        for (const date of instead.split(' ')) {
          expect(dates, year).not.to.include(date);
          expect(isWeekend(day(`${year}-${date}`)), `${year}-${date}`).to.equal(false);
        }
      }
    });

    it('gives Macao the festivals that fall on the same days as in Hong Kong', () => {
      for (const [year, shared] of [
        [2025, '01-29 01-30 01-31 04-04 04-18 05-05 10-07 10-29'],
        [2026, '02-17 02-18 02-19 04-03 06-19'],
      ] as const) {
        for (const date of shared.split(' ')) {
          const each = day(`${year}-${date}`);
          expect(isWorkingDay(each, 'HK').working, `HK ${year}-${date}`).to.equal(false);
          expect(isWorkingDay(each, 'MO').working, `MO ${year}-${date}`).to.equal(false);
        }
      }
    });
  });

  it('come from a file that is what the packages give', async () => {
    const file = new URL('../../../domain/time/holidays.ts', import.meta.url);
    expect(readFileSync(file, 'utf8')).to.equal(await holidaysFile());
  });

  it('name as exceptions only weekdays that are off and weekend days that are on', () => {
    for (const place of PLACES) {
      for (const [year, { off, on }] of Object.entries<{ off: string; on: string }>(HOLIDAYS[place])) {
        expect(exceptions(place, Number(year)), `${place} ${year}`).to.deep.equal({
          off: off.split(' '),
          on: on.split(' ').filter((date) => date !== ''),
        });
      }
    }
  });

  it('are known for years without a gap, and provisional outside them: only weekends are left out', () => {
    const firstYears = { CN: 2020, HK: 2024, MO: 2025 };
    for (const place of PLACES) {
      const first = firstYears[place];
      for (let year = first; year <= 2026; year++) {
        expect(isWorkingDay(day(`${year}-01-01`), place)).to.deep.equal({
          working: false,
          provisional: false,
        });
      }
      expect(isWorkingDay(day(`${first - 1}-12-31`), place).provisional).to.equal(true);
    }
    // New Year's Day 2027 is a Friday, and will of course be a holiday: that nobody has published it yet is the point.
    expect(isWorkingDay(day('2027-01-01'), 'CN')).to.deep.equal({ working: true, provisional: true });
    expect(isWorkingDay(day('2027-01-02'), 'CN')).to.deep.equal({ working: false, provisional: true });
  });

  it('are added from the day after: across Golden Week, with the Saturday worked in exchange', () => {
    expect(addWorkingDays(day('2026-09-30'), 1, 'CN')).to.deep.equal({
      day: day('2026-10-08'),
      provisional: false,
    });
    expect(addWorkingDays(day('2026-09-30'), 3, 'CN').day).to.equal(day('2026-10-10'));
    expect(addWorkingDays(day('2026-09-30'), 3, 'HK').day).to.equal(day('2026-10-06'));
    expect(addWorkingDays(day('2026-09-30'), 3, 'MO').day).to.equal(day('2026-10-07'));
    expect(addWorkingDays(day('2026-10-03'), 0, 'CN')).to.deep.equal({
      day: day('2026-10-03'),
      provisional: false,
    });
  });

  it('say so when a count runs into a year that is not known', () => {
    expect(addWorkingDays(day('2026-12-30'), 1, 'CN')).to.deep.equal({
      day: day('2026-12-31'),
      provisional: false,
    });
    expect(addWorkingDays(day('2026-12-30'), 2, 'CN').provisional).to.equal(true);
  });

  it('refuse a number of days that is none, and days past the last', () => {
    for (const count of [-1, 1.5, Number.NaN]) {
      expect(() => addWorkingDays(0, count, 'CN')).to.throw(RangeError, 'not a number of days');
    }
    expect(() => addWorkingDays(2_932_896, 1, 'CN')).to.throw(RangeError, 'not a day number');
  });

  it('counted and added are inverse, and a count never lands on a day of rest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: day('2018-01-01'), max: day('2030-01-01') }),
        fc.integer({ min: 1, max: 300 }),
        fc.constantFrom(...PLACES),
        (from, count, place) => {
          const added = addWorkingDays(from, count, place);
          expect(isWorkingDay(added.day, place).working).to.equal(true);
          const passed = Array.from({ length: added.day - from }, (_, i) =>
            isWorkingDay(from + i + 1, place),
          );
          expect(passed.filter(({ working }) => working)).to.have.length(count);
          expect(passed.some(({ provisional }) => provisional)).to.equal(added.provisional);
        },
      ),
    );
  });
});
