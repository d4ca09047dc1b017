import { expect } from 'chai';
import { entryOf, fold, type Log } from '../../../domain/journal/entry.ts';
import type { InterestState } from '../../../domain/state/state.ts';
import { EMITTER, interestRegistered } from '../history.ts';
import {
  A,
  after,
  at,
  B,
  D,
  FOUNDED,
  I,
  instant,
  interestOf,
  onInterest,
  P,
  PLEDGED,
  Q,
  START,
  step,
  withStatus,
} from './rows.ts';

const amendment = (securedAmount: bigint) => ({
  ...{ debtor: Q, securedAmount, contractNumber: 'n-2', contractDigest: D },
  ...{ acknowledgeJunior: true, negativePledge: true, determinationDay: 22_000 },
});
const amended = (
  sequence: number,
  next: InterestState,
  added: { right: typeof A; intervals: ReturnType<typeof at>[] }[] = [],
): Log =>
  onInterest('InterestAmended', sequence, next, {
    ...{ interest: I, agent: 2, amendment: amendment(next.securedAmount), added },
  });

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

  it('keep every registration, its own journal and its grantor’s', () => {
    const rows = after(...PLEDGED);
    const [journal, party] = [interestOf(rows, I).journal, rows.get('party', P)!.journal];
    const next = { ...START, termTo: 22_000 };
    const log = onInterest('InterestExtended', 6, next, { interest: I, agent: 2, termTo: 22_000 });
    expect(step(rows, log).subjects).to.deep.equal([
      { kind: 'interest', id: I },
      { kind: 'party', id: P },
    ]);
    expect(interestOf(rows, I)).to.deep.include({
      state: next,
      journal: fold(journal, entryOf(log)),
      registrations: [
        { kind: 'initial-registration', ...instant(5) },
        { kind: 'extension', ...instant(6) },
      ],
    });
    expect(interestOf(rows, I).terms.termTo).to.equal(22_000);
    expect(rows.get('party', P)!.journal).to.equal(fold(party, entryOf(log)));
  });

  it('are amended: more is an increase of its own, added rights are named once', () => {
    const rows = after(...PLEDGED);
    const increases = [{ since: 6, amount: 500_000n }];
    const changed = { debtor: Q, contractDigest: D };
    const more = { ...START, ...changed, securedAmount: 1_500_000n, increases, rights: [A, B] };
    const added = [
      { right: A, intervals: [at(60, 70)] },
      { right: B, intervals: [at(0, 10)] },
    ];
    step(rows, amended(6, more, added));
    expect(interestOf(rows, I).state).to.deep.equal(more);
    expect(interestOf(rows, I).collateral).to.deep.equal([{ right: A, intervals: [at(0, 10)] }, ...added]);
    expect(interestOf(rows, I).terms).to.deep.include(amendment(1_500_000n));
    const less = { ...more, securedAmount: 1_200_000n, increases: [{ since: 6, amount: 200_000n }] };
    step(rows, amended(7, less));
    expect(interestOf(rows, I).state).to.deep.equal(less);
  });

  it('go with the claim to other secured parties', () => {
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

  it('step back and are released in part without a change of their own state', () => {
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

  it('are revoked on a judgment', () => {
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
