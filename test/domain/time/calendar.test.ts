import { expect } from 'chai';
import fc from 'fast-check';
import {
  addMonths,
  civilFromDay,
  dayFromCivil,
  dayOfInstant,
  daysInMonth,
  expiryInstant,
  formatDay,
  hasExpired,
  LAST_DAY,
  parseDay,
  termWithin,
} from '../../../domain/time/calendar.ts';

const days = fc.nat(LAST_DAY);

const day = (text: string): number => {
  const checked = parseDay(text);
  if (!checked.ok) throw new Error(`${text}: ${checked.message}`);
  return checked.value;
};

describe('calendar', () => {
  it('counts days from 1970-01-01', () => {
    expect(day('1970-01-01')).to.equal(0);
    expect(day('2000-02-29')).to.equal(11_016);
    expect(day('2026-01-01')).to.equal(20_454);
    expect(day('9999-12-31')).to.equal(LAST_DAY);
  });

  it('agrees with an independent calendar on every day', () => {
    fc.assert(
      fc.property(days, (value) => {
        expect(formatDay(value)).to.equal(new Date(value * 86_400_000).toISOString().slice(0, 10));
        expect(day(formatDay(value))).to.equal(value);
        expect(dayFromCivil(civilFromDay(value))).to.equal(value);
      }),
      { numRuns: 2000 },
    );
  });

  it('knows the length of each month', () => {
    expect([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12].map((month) => daysInMonth(2026, month))).to.deep.equal([
      31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]);
    expect([1900, 2000, 2024, 2100].map((year) => daysInMonth(year, 2))).to.deep.equal([28, 29, 29, 28]);
  });

  const refusals: [string, string][] = [
    ['', 'DATE_SHAPE'],
    ['2026-1-1', 'DATE_SHAPE'],
    ['2026/01/01', 'DATE_SHAPE'],
    ['2026-01-01T00:00:00Z', 'DATE_SHAPE'],
    ['10000-01-01', 'DATE_SHAPE'],
    ['1969-12-31', 'DATE_RANGE'],
    ['2026-00-10', 'DATE_UNKNOWN'],
    ['2026-13-10', 'DATE_UNKNOWN'],
    ['2026-04-31', 'DATE_UNKNOWN'],
    ['2026-04-00', 'DATE_UNKNOWN'],
    ['2026-02-29', 'DATE_UNKNOWN'],
  ];
  for (const [text, code] of refusals) {
    it(`refuses "${text}" with ${code}`, () => {
      expect(parseDay(text)).to.include({ ok: false, code });
    });
  }

  it('does not read a number that is no day', () => {
    for (const value of [-1, 0.5, NaN, Infinity, LAST_DAY + 1]) {
      expect(() => civilFromDay(value), String(value)).to.throw(RangeError);
    }
  });

  const later: [string, number, string][] = [
    ['2026-01-31', 0, '2026-01-31'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2026-01-31', 3, '2026-04-30'],
    ['2026-12-15', 1, '2027-01-15'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2024-02-29', 48, '2028-02-29'],
    ['2026-01-01', 360, '2056-01-01'],
  ];
  for (const [from, months, expected] of later) {
    it(`${from} plus ${months} months is ${expected}`, () => {
      expect(formatDay(addMonths(day(from), months))).to.equal(expected);
    });
  }

  it('adding months never skips a month and never goes back', () => {
    fc.assert(
      fc.property(fc.nat(day('9900-01-01')), fc.nat(1000), (from, months) => {
        const start = civilFromDay(from);
        const end = civilFromDay(addMonths(from, months));
        expect(end.year * 12 + end.month - (start.year * 12 + start.month)).to.equal(months);
        expect(end.day).to.equal(Math.min(start.day, daysInMonth(end.year, end.month)));
        expect(addMonths(from + 1, months)).to.be.at.least(addMonths(from, months));
      }),
    );
  });

  it('months have 28 to 31 days, however many: CivilDate.sol takes short cuts by that', () => {
    fc.assert(
      fc.property(fc.nat(day('9900-01-01')), fc.nat(1000), (from, months) => {
        expect(addMonths(from, months) - from).to.be.within(28 * months, 31 * months);
      }),
      { numRuns: 2_000 },
    );
  });

  it('refuses months that are not a count, and results past year 9999', () => {
    for (const months of [-1, 1.5, NaN, Infinity]) {
      expect(() => addMonths(0, months), String(months)).to.throw(RangeError, 'not a number of months');
    }
    expect(() => addMonths(LAST_DAY, 1)).to.throw(RangeError, 'past 9999-12-31');
  });

  it('ends a term at 23:59:59 in Shanghai', () => {
    const end = expiryInstant(day('2028-12-31'));
    expect(new Date(end * 1000).toISOString()).to.equal('2028-12-31T15:59:59.000Z');
    expect(hasExpired(day('2028-12-31'), end)).to.equal(false);
    expect(hasExpired(day('2028-12-31'), end + 1)).to.equal(true);
  });

  it('an instant belongs to the day whose expiry has not passed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: expiryInstant(LAST_DAY) }), (instant) => {
        const today = dayOfInstant(instant);
        expect(hasExpired(today, instant)).to.equal(false);
        expect(instant).to.be.greaterThan(expiryInstant(today - 1));
      }),
    );
  });

  const terms: [string, string, boolean][] = [
    ['2026-01-01', '2026-01-30', false],
    ['2026-01-01', '2026-01-31', true],
    ['2026-01-31', '2026-02-26', false],
    ['2026-01-31', '2026-02-27', true],
    ['2026-01-01', '2055-12-31', true],
    ['2026-01-01', '2056-01-01', false],
    ['2026-01-01', '2025-12-31', false],
    ['9990-01-01', '9999-12-31', true],
    ['9999-12-31', '9999-12-31', false],
  ];
  for (const [from, to, within] of terms) {
    it(`${from} to ${to} is ${within ? '' : 'not '}a term of 1 month to 30 years`, () => {
      expect(termWithin(day(from), day(to), 1, 360)).to.equal(within);
    });
  }
});
