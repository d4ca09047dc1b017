import { expect } from 'chai';
import { type Remark, REMARKS } from '../../../domain/encoding/codes.ts';
import type { Log } from '../../../domain/journal/entry.ts';
import { DivergenceError } from '../../../domain/registrations/reduce.ts';
import { after, D, I, instant, interestOf, onInterest, P, PLEDGED, START, step } from './rows.ts';

const remarked = (sequence: number, remark: Remark, ref: number, day = 0): Log =>
  onInterest('InterestRemarked', sequence, START, {
    ...{ interest: I, institution: 4, kind: REMARKS.indexOf(remark), ref: BigInt(ref), day },
    ...{ number: 'x', digest: D },
  });

describe('the reducer on annotations', () => {
  const leg = (register: number, number: string) => ({
    ...{ register, number, day: 20_100, quantity: 60n, grantor: P, termTo: 21_000, evidence: D },
  });
  const entered = (sequence: number, register: number, number: string): Log =>
    onInterest('ExternalRegistrationEntered', sequence, START, {
      ...{ interest: I, institution: 2, leg: leg(register, number) },
    });

  it('keep the later entry for each other register', () => {
    const rows = after(...PLEDGED, entered(6, 1, 'a'), entered(7, 2, 'b'), entered(8, 1, 'c'));
    expect(interestOf(rows, I).legs).to.deep.equal([
      { ...leg(2, 'b'), register: 'platform', institution: 2, ...instant(7) },
      { ...leg(1, 'c'), register: 'unified', institution: 2, ...instant(8) },
    ]);
  });

  it('follow each objection through its steps', () => {
    const rows = after(...PLEDGED, remarked(6, 'objection', 6), remarked(7, 'objection', 7));
    const start = { institution: 4, number: 'x', digest: D };
    const open = { notified: undefined, accepted: undefined, withdrawn: undefined };
    expect(interestOf(rows, I).objections).to.deep.equal([
      { ...start, ...instant(6), ...open },
      { ...start, ...instant(7), ...open },
    ]);
    step(rows, remarked(8, 'objection-notified', 6, 20_101));
    step(rows, remarked(9, 'case-accepted', 6, 20_110));
    step(rows, remarked(10, 'objection-withdrawn', 7));
    expect(interestOf(rows, I).objections).to.deep.equal([
      {
        ...{ ...start, ...instant(6), withdrawn: undefined },
        notified: { day: 20_101, ...instant(8) },
        accepted: { day: 20_110, number: 'x', digest: D, ...instant(9) },
      },
      { ...start, ...instant(7), ...open, withdrawn: instant(10) },
    ]);
    expect(() => step(rows, remarked(11, 'objection-withdrawn', 99))).to.throw(
      DivergenceError,
      'objection 99',
    );
  });

  it('keep what of an objection was entered first, whatever is entered again', () => {
    const rows = after(...PLEDGED, remarked(6, 'objection', 6), remarked(7, 'case-accepted', 6, 20_100));
    step(rows, remarked(8, 'case-accepted', 6, 20_120));
    const [objection] = interestOf(rows, I).objections;
    expect(objection?.accepted).to.include({ day: 20_100, sequence: 7 });
    expect(interestOf(rows, I).registrations.at(-1)?.sequence).to.equal(8);
  });

  it('keep requests to cancel with the day on which the claim ended', () => {
    const rows = after(...PLEDGED, remarked(6, 'cancellation-requested', 6, 20_090));
    expect(interestOf(rows, I).requests).to.deep.equal([
      { institution: 4, day: 20_090, number: 'x', digest: D, ...instant(6) },
    ]);
    expect(interestOf(rows, I).objections).to.deep.equal([]);
  });
});
