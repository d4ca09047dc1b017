import { expect } from 'chai';
import fc from 'fast-check';
import { dayOfInstant, expiryInstant, formatDay, instantAt } from '../../../domain/time/calendar.ts';
import {
  cancellationClock,
  isJudicialFreezeTerm,
  objectionClock,
  renewalWatch,
  trustedKeyActiveAt,
} from '../../../domain/time/clocks.ts';
import { isWorkingDay } from '../../../domain/time/working-days.ts';
import { day } from '../days.ts';

/** Shanghai wall-clock time as unix seconds. */
const shanghai = (text: string): number => Date.parse(`${text}+08:00`) / 1_000;

describe('legal clocks', () => {
  describe('cancellation', () => {
    it('is due on the tenth working day after the release, across a holiday and a Saturday that is worked', () => {
      // Released on the Monday before National Day: Tue, Wed, then 8, 9 and Sat 10 October, 12 to 16 October.
      const clock = cancellationClock(day('2026-09-28'), shanghai('2026-10-16T23:59:59'));
      expect(formatDay(clock.due)).to.equal('2026-10-16');
      expect(clock).to.include({ overdue: false, provisional: false });
    });

    it('is overdue one second after its last day', () => {
      expect(cancellationClock(day('2026-09-28'), shanghai('2026-10-17T00:00:00')).overdue).to.equal(true);
    });

    it('says that it is provisional when it runs into a year without a published schedule', () => {
      expect(cancellationClock(day('2026-12-25'), 0)).to.include({ overdue: false, provisional: true });
    });

    it('has no rule before the measures of 2019', () => {
      expect(() => cancellationClock(day('2019-12-31'), 0)).to.throw(RangeError, 'cancellation.due');
    });
  });

  describe('objection', () => {
    const registered = day('2026-03-02');
    const lastDay = day('2026-04-01');

    it('is to be made known within 7 days, and the acceptance of the case to be filed within 30', () => {
      const { noticeDue, acceptanceDue } = objectionClock(registered, 0);
      expect(formatDay(noticeDue)).to.equal('2026-03-09');
      expect(formatDay(acceptanceDue)).to.equal('2026-04-01');
    });

    it('stands to the end of day 30 and is void on day 31', () => {
      expect(objectionClock(registered, expiryInstant(lastDay)).void).to.equal(false);
      expect(objectionClock(registered, expiryInstant(lastDay) + 1).void).to.equal(true);
    });

    it('stands for as long as one asks when acceptance was filed on day 30, but not when on day 31', () => {
      const muchLater = shanghai('2030-01-01T00:00:00');
      expect(objectionClock(registered, muchLater, lastDay).void).to.equal(false);
      expect(objectionClock(registered, muchLater, lastDay + 1).void).to.equal(true);
    });
  });

  describe('trusted key', () => {
    it('may be used from noon of the fourth working day after it was added', () => {
      // Added on a Thursday evening: Fri, Mon, Tue, Wed.
      expect(trustedKeyActiveAt(shanghai('2026-06-04T22:00:00'))).to.deep.equal({
        at: shanghai('2026-06-10T12:00:00'),
        provisional: false,
      });
    });

    it('counts by the calendar of the place', () => {
      const added = shanghai('2026-09-29T09:00:00');
      expect(trustedKeyActiveAt(added).at).to.equal(shanghai('2026-10-10T12:00:00'));
      expect(trustedKeyActiveAt(added, 'HK').at).to.equal(shanghai('2026-10-06T12:00:00'));
      expect(trustedKeyActiveAt(added, 'MO').at).to.equal(shanghai('2026-10-07T12:00:00'));
    });

    it('waits another number of days where a registry has chosen one', () => {
      expect(trustedKeyActiveAt(shanghai('2026-06-04T22:00:00'), 'CN', 1).at).to.equal(
        shanghai('2026-06-05T12:00:00'),
      );
    });

    it('begins a new day at midnight in Shanghai, not in Greenwich', () => {
      expect(trustedKeyActiveAt(shanghai('2026-06-04T00:00:00')).at).to.equal(
        shanghai('2026-06-10T12:00:00'),
      );
      expect(trustedKeyActiveAt(shanghai('2026-06-03T23:59:59')).at).to.equal(
        shanghai('2026-06-09T12:00:00'),
      );
    });

    it('is always noon of a working day, more than three and a half days later', () => {
      fc.assert(
        fc.property(
          fc.integer({ min: instantAt(day('2020-01-01'), 0), max: instantAt(day('2026-12-01'), 0) }),
          (added) => {
            const { at } = trustedKeyActiveAt(added);
            expect(at - added).to.be.greaterThan(3.5 * 86_400);
            expect((at + 8 * 3_600) % 86_400).to.equal(12 * 3_600);
            expect(isWorkingDay(dayOfInstant(at), 'CN').working).to.equal(true);
          },
        ),
      );
    });
  });

  describe('renewal', () => {
    const validTo = day('2026-12-31');

    it('is applied for 60 days before a discharge permit expires, 45 before one for water', () => {
      expect(formatDay(renewalWatch('discharge', validTo, 0).applyBy)).to.equal('2026-11-01');
      expect(formatDay(renewalWatch('water', validTo, 0).applyBy)).to.equal('2026-11-16');
    });

    it('is open, then late, then expired', () => {
      const state = (text: string): string => renewalWatch('discharge', validTo, shanghai(text)).state;
      expect(state('2026-11-01T23:59:59')).to.equal('open');
      expect(state('2026-11-02T00:00:00')).to.equal('late');
      expect(state('2026-12-31T23:59:59')).to.equal('late');
      expect(state('2027-01-01T00:00:00')).to.equal('expired');
    });
  });

  it('let a court freeze for at most three years at once', () => {
    const from = day('2026-01-10');
    expect(isJudicialFreezeTerm(from, day('2029-01-09'))).to.equal(true);
    expect(isJudicialFreezeTerm(from, day('2029-01-10'))).to.equal(false);
    expect(isJudicialFreezeTerm(from, from)).to.equal(true);
    expect(isJudicialFreezeTerm(from, from - 1)).to.equal(false);
  });
});
