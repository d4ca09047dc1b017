import { expect } from 'chai';
import { textToFixed } from '../../../domain/abi.ts';
import { REMARKS, type Remark } from '../../../domain/codes.ts';
import { interestIdOf } from '../../../domain/ids.ts';
import { entryOf, fold, type Log } from '../../../domain/journal.ts';
import { DivergenceError } from '../../../domain/reduce.ts';
import type { InterestState } from '../../../domain/state.ts';
import {
  dated,
  EMITTER,
  idOf,
  interestRegistered,
  interestState,
  logOf,
  overlayOf,
  rightEncumbered,
  rightState,
} from '../history.ts';
import {
  A,
  after,
  B,
  D,
  FOUNDED,
  instant,
  interestOf,
  onInterest,
  onRight,
  P,
  Q,
  rightOf,
  step,
} from './rows.ts';

const I = interestIdOf(5);
const at = (from: number, to: number) => ({ from: BigInt(from), to: BigInt(to) });
const START = interestState(P, [A]);
const taken = [overlayOf(5, 0, 60)];
const PLEDGED = [
  ...FOUNDED,
  rightEncumbered(5, A, taken, rightState(P, taken)),
  interestRegistered(5, P, [A]),
];
const amendment = (securedAmount: bigint) => ({
  ...{ debtor: Q, securedAmount, contractNumber: 'n-2', contractDigest: D },
  ...{ acknowledgeJunior: true, negativePledge: true, determinationDay: 22_000 },
});
const withStatus = (status: InterestState['status']): InterestState => ({ ...START, status });
const amended = (
  sequence: number,
  next: InterestState,
  added: { right: typeof A; intervals: ReturnType<typeof at>[] }[] = [],
): Log =>
  onInterest('InterestAmended', sequence, next, {
    ...{ interest: I, agent: 2, amendment: amendment(next.securedAmount), added },
  });
const remarked = (sequence: number, remark: Remark, ref: number, day = 0): Log =>
  onInterest('InterestRemarked', sequence, START, {
    ...{ interest: I, institution: 4, kind: REMARKS.indexOf(remark), ref: BigInt(ref), day },
    ...{ number: 'x', digest: D },
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
        { event: 'InterestRegistered', ...instant(5) },
        { event: 'InterestExtended', ...instant(6) },
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
    expect(interestOf(rows, I).registrations.map(({ event }) => event)).to.deep.equal([
      'InterestRegistered',
      'InterestSubordinated',
      'InterestReleased',
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

  it('keep requests to cancel with the day on which the claim ended', () => {
    const rows = after(...PLEDGED, remarked(6, 'cancellation-requested', 6, 20_090), remarked(7, 'none', 7));
    expect(interestOf(rows, I).requests).to.deep.equal([
      { institution: 4, day: 20_090, number: 'x', digest: D, ...instant(6) },
    ]);
    expect(interestOf(rows, I).objections).to.deep.equal([]);
  });
});

describe('the reducer on enforcement', () => {
  const ENFORCING = withStatus('enforcing');
  const declared = onInterest('DefaultDeclared', 6, ENFORCING, {
    ...{ interest: I, agent: 2, day: 20_200, due: 900n, digest: D },
  });
  const disposal = {
    ...{
      route: 2,
      buyer: Q,
      currency: textToFixed('CNY', 3),
      proceeds: 700n,
      referenceValue: 0n,
      source: 's',
      evidence: D,
    },
  };
  const J = interestIdOf(7);
  const junior = overlayOf(7, 0, 20);
  const sold = { ...overlayOf(9, 0, 20), kind: 'sold' as const };
  const payments = [
    { claimant: 0, layer: 0, claim: 600n, paid: 600n },
    { claimant: 1, layer: 0, claim: 300n, paid: 100n },
  ];
  const disposed = (rest: typeof taken): Log =>
    onRight('RightDisposed', 9, rightState(P, rest), {
      ...{ right: A, ref: 9n, institution: 2, interest: I, units: at(0, 20), disposal, claimants: [I, J] },
      ...{ payments, surplus: 0n, approver: EMITTER },
    });
  const SOLD = [
    ...PLEDGED,
    declared,
    rightEncumbered(7, A, [junior], rightState(P, [...taken, junior])),
    interestRegistered(7, P, [B, A]),
    disposed([overlayOf(5, 20, 60), sold]),
  ];

  it('a default is declared and withdrawn, and moves nothing', () => {
    const rows = after(...PLEDGED, declared);
    expect(interestOf(rows, I)).to.deep.include({
      state: ENFORCING,
      default: { day: 20_200, due: 900n, digest: D, ...instant(6) },
    });
    expect(rightOf(rows).state).to.deep.equal(rightState(P, taken));
    step(rows, onInterest('DefaultWithdrawn', 7, START, { interest: I, agent: 2, digest: D }));
    expect(interestOf(rows, I)).to.deep.include({ state: START, default: undefined });
  });

  it('a disposal frees the units of every interest and keeps them for the buyer', () => {
    const rows = after(...SOLD);
    expect(rightOf(rows).state.overlays).to.deep.equal([overlayOf(5, 20, 60), sold]);
    expect(rightOf(rows).disposals).to.deep.equal([
      {
        ...{ ...disposal, route: 'platform-sale', currency: 'CNY', institution: 2, interest: I },
        ...{ units: at(0, 20), claimants: [I, J], payments, surplus: 0n, approver: EMITTER },
        ...{ title: undefined, ...instant(9) },
      },
    ]);
  });

  it('each claimant is paid: what was paid is secured no more, layer by layer', () => {
    const rows = after(...SOLD);
    const first = { ...ENFORCING, securedAmount: 999_400n };
    const second = { ...interestState(P, [B, A]), securedAmount: 999_900n };
    step(rows, onInterest('InterestPaid', 9, first, { interest: I, claimed: 600n, paid: 600n }));
    step(rows, onInterest('InterestPaid', 9, second, { interest: J, claimed: 300n, paid: 100n }));
    expect(interestOf(rows, I)).to.deep.include({
      state: first,
      payments: [{ claimed: 600n, paid: 600n, ...instant(9) }],
    });
    expect(interestOf(rows, J).state).to.deep.equal(second);
    expect(interestOf(rows, J).terms.securedAmount).to.equal(999_900n);
  });

  it('notices a payment that no disposal made', () => {
    const log = onInterest('InterestPaid', 10, ENFORCING, { interest: I, claimed: 1n, paid: 1n });
    expect(() => step(after(...SOLD), log)).to.throw(DivergenceError, 'disposal 10');
  });
});

describe('the reducer on parties', () => {
  const succeeded = (sequence: number, successor: typeof P, kind: number): Log =>
    logOf('PartySucceeded', { ...dated(sequence), party: P, successor, registrant: 1, kind, evidence: D });

  it('records who took whose place, in the journals of both', () => {
    const rows = after(...PLEDGED);
    const before = [P, Q].map((id) => rows.get('party', id)!.journal);
    const log = succeeded(6, Q, 2);
    expect(step(rows, log).subjects).to.deep.equal([
      { kind: 'party', id: P },
      { kind: 'party', id: Q },
    ]);
    expect(rows.get('party', P)?.successors).to.deep.equal([
      { party: Q, kind: 'division', evidence: D, ...instant(6) },
    ]);
    expect(rows.get('party', Q)?.predecessors).to.deep.equal([P]);
    expect([P, Q].map((id) => rows.get('party', id)!.journal)).to.deep.equal(
      before.map((journal) => fold(journal, entryOf(log))),
    );
    expect(rightOf(rows).state.holder, 'rights follow one by one').to.equal(P);
  });

  it('notices a successor that was never registered', () => {
    expect(() => step(after(...PLEDGED), succeeded(6, idOf('nobody'), 1))).to.throw(DivergenceError);
  });

  it('a key delay changes no row: it is counted into each key', () => {
    const log = logOf('KeyDelaySet', { delay: 3_600, time: 9 });
    expect(step(after(...PLEDGED), log)).to.deep.equal({ changes: [], subjects: [] });
  });
});
