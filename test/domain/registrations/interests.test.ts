import { expect } from 'chai';
import { entryOf, fold } from '../../../domain/journal/entry.ts';
import { interestRegistered } from '../history.ts';
import {
  A,
  after,
  D,
  FOUNDED,
  I,
  instant,
  interestOf,
  onInterest,
  P,
  PLEDGED,
  START,
  step,
  withStatus,
} from './rows.ts';

describe('the reducer on interests', () => {
  it('begin in advance where they are still to arise, and are confirmed with their rank', () => {
    const state = withStatus('advance');
    const registered = interestRegistered(5, P, [A], { advance: true });
    const rows = after(...FOUNDED, registered);
    expect(interestOf(rows, I).state).to.deep.equal(state);
    const next = { ...START, contractDigest: D };
    step(rows, onInterest('InterestConfirmed', 6, next, { interest: I, agent: 2, contractDigest: D }));
    expect(interestOf(rows, I).state).to.deep.equal(next);
    expect(interestOf(rows, I).terms).to.deep.include({ advance: false, contractDigest: D });
  });

  it('keep every registration, and are in their own journal alone', () => {
    const rows = after(...PLEDGED);
    const [{ journal }, grantor] = [interestOf(rows, I), rows.get('party', P)];
    const next = { ...START, termTo: 22_000 };
    const log = onInterest('InterestExtended', 6, next, { interest: I, agent: 2, termTo: 22_000 });
    expect(step(rows, log).subjects).to.deep.equal([{ kind: 'interest', id: I }]);
    expect(interestOf(rows, I)).to.deep.include({
      state: next,
      journal: fold(journal, entryOf(log)),
      registrations: [
        { kind: 'initial-registration', ...instant(5) },
        { kind: 'extension', ...instant(6) },
      ],
    });
    expect(interestOf(rows, I).terms.termTo).to.equal(22_000);
    expect(rows.get('party', P)).to.equal(grantor);
  });
});
