import { expect } from 'chai';
import { EMITTER } from '../history.ts';
import { after, D, I, instant, interestOf, onInterest, PLEDGED, step, withStatus } from './rows.ts';

describe('the reducer on the end of an interest', () => {
  it('is revoked on a judgment', () => {
    const rows = after(...PLEDGED);
    const judgment = { court: '广州中院', number: '(2026)粤01民终1号', effectiveDay: 20_500, digest: D };
    const how = { court: 9, judgment, approver: EMITTER };
    step(rows, onInterest('InterestRevoked', 6, withStatus('revoked'), { interest: I, ...how }));
    expect(interestOf(rows, I)).to.deep.include({
      state: withStatus('revoked'),
      ended: { reason: 'revoked', ...how, ...instant(6) },
    });
  });
});
