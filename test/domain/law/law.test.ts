import { expect } from 'chai';
import { parseDay } from '../../../domain/time/calendar.ts';
import { LEGAL_PARAMETERS, parameter } from '../../../domain/law/law.ts';

describe('legal parameters', () => {
  it('gives the entry in force on a date, by text or by day number', () => {
    expect(parameter('registration.term.maximum', '2022-01-31').source).to.contain('[2019] No. 4');
    expect(parameter('registration.term.maximum', '2022-02-01').source).to.contain('[2021] No. 7');
    expect(parameter('registration.term.minimum', 20_454)).to.include({ value: 1, unit: 'month' });
  });

  it('refuses a date before the rule existed, and what is no date', () => {
    expect(() => parameter('registration.term.minimum', '2019-12-31')).to.throw(
      RangeError,
      'was in force on 2019-12-31',
    );
    expect(() => parameter('page.limit', 'today')).to.throw(RangeError, 'YYYY-MM-DD');
  });

  it('names a source and a real date for each, whole and not negative, and never two for one date', () => {
    const seen = new Set<string>();
    for (const entry of LEGAL_PARAMETERS) {
      expect(entry.source, entry.key).to.have.length.greaterThan(5);
      expect(parseDay(entry.effectiveFrom).ok, entry.key).to.equal(true);
      expect(Number.isSafeInteger(entry.value) && entry.value >= 0, entry.key).to.equal(true);
      const identity = `${entry.key} ${entry.effectiveFrom}`;
      expect(seen.has(identity), identity).to.equal(false);
      seen.add(identity);
    }
  });
});
