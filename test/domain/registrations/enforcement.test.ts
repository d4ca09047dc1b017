import { expect } from 'chai';
import { textToFixed } from '../../../domain/encoding/abi.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import type { Log } from '../../../domain/journal/entry.ts';
import { DivergenceError } from '../../../domain/registrations/reduce.ts';
import {
  EMITTER,
  interestRegistered,
  interestState,
  overlayOf,
  rightEncumbered,
  rightState,
} from '../history.ts';
import {
  A,
  after,
  at,
  B,
  D,
  I,
  instant,
  interestOf,
  onInterest,
  onRight,
  P,
  PLEDGED,
  Q,
  rightOf,
  START,
  step,
  TAKEN,
  withStatus,
} from './rows.ts';

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
  const disposed = (rest: typeof TAKEN): Log =>
    onRight('RightDisposed', 9, rightState(P, rest), {
      ...{ right: A, ref: 9n, institution: 2, interest: I, units: at(0, 20), disposal, claimants: [I, J] },
      ...{ payments, surplus: 0n, approver: EMITTER },
    });
  const SOLD = [
    ...PLEDGED,
    declared,
    rightEncumbered(7, A, [junior], rightState(P, [...TAKEN, junior])),
    interestRegistered(7, P, [B, A]),
    disposed([overlayOf(5, 20, 60), sold]),
  ];

  it('a default is declared and withdrawn, and moves nothing', () => {
    const rows = after(...PLEDGED, declared);
    expect(interestOf(rows, I)).to.deep.include({
      state: ENFORCING,
      default: { day: 20_200, due: 900n, digest: D, ...instant(6) },
    });
    expect(rightOf(rows).state).to.deep.equal(rightState(P, TAKEN));
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

  it('each claimant is paid: what was paid is secured no more, and the log says what is left of each increase', () => {
    const rows = after(...SOLD);
    const increased = {
      ...ENFORCING,
      securedAmount: 1_500_000n,
      increases: [{ since: 8, amount: 500_000n }],
    };
    rows.apply([{ kind: 'interest', id: I, row: { ...interestOf(rows, I), state: increased } }]);
    const first = { ...increased, securedAmount: 1_499_400n, increases: [{ since: 8, amount: 499_900n }] };
    const second = { ...interestState(P, [B, A]), securedAmount: 999_900n };
    const increases = [(8n << 128n) | 499_900n];
    step(rows, onInterest('InterestPaid', 9, first, { interest: I, claimed: 600n, paid: 600n, increases }));
    step(
      rows,
      onInterest('InterestPaid', 9, second, { interest: J, claimed: 300n, paid: 100n, increases: [] }),
    );
    expect(interestOf(rows, I)).to.deep.include({
      state: first,
      payments: [{ claimed: 600n, paid: 600n, ...instant(9) }],
    });
    expect(interestOf(rows, J).state).to.deep.equal(second);
    expect(interestOf(rows, J).terms.securedAmount).to.equal(999_900n);
  });

  it('notices a payment that leaves another amount than the chain states', () => {
    const log = onInterest('InterestPaid', 9, ENFORCING, {
      interest: I,
      claimed: 1n,
      paid: 1n,
      increases: [],
    });
    expect(() => step(after(...SOLD), log)).to.throw(DivergenceError, `interest ${I}`);
  });
});
