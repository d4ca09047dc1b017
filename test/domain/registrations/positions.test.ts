import { expect } from 'chai';
import { EMITTER } from '../history.ts';
import { A, after, at, D, I, interestOf, onInterest, PLEDGED, START, step } from './rows.ts';

describe('the reducer on the place of an interest', () => {
  it('goes with the claim to other secured parties', () => {
    const rows = after(...PLEDGED);
    const next = { ...START, agent: 7, securedParties: [3, 7] };
    step(
      rows,
      onInterest('InterestAssigned', 6, next, {
        ...{ interest: I, agent: 2, newAgent: 7, securedParties: [3, 7], evidence: D, approver: EMITTER },
      }),
    );
    expect(interestOf(rows, I).state).to.deep.equal(next);
    expect(interestOf(rows, I).terms.securedParties).to.deep.equal([3, 7]);
  });

  it('steps back, and is released in part, without a change of its own state', () => {
    const rows = after(...PLEDGED);
    const collateral = [{ right: A, intervals: [at(0, 10)] }];
    const both = { interest: I, agent: 2, approver: EMITTER };
    step(rows, onInterest('InterestSubordinated', 6, START, { ...both, ahead: D, collateral }));
    step(rows, onInterest('InterestReleased', 7, START, { ...both, released: collateral, reason: 3 }));
    expect(interestOf(rows, I).state).to.deep.equal(START);
    expect(interestOf(rows, I).registrations.map(({ kind }) => kind)).to.deep.equal([
      'initial-registration',
      'subordination',
      'partial-cancellation',
    ]);
  });
});
