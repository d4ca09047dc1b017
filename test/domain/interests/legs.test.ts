import { expect } from 'chai';
import { expiryInstant } from '../../../domain/time/calendar.ts';
import type { PolicyFlag } from '../../../domain/encoding/codes.ts';
import { legsOf, type Collateral } from '../../../domain/interests/legs.ts';
import type { LegRow } from '../../../domain/state/rows.ts';
import type { InterestState } from '../../../domain/state/state.ts';
import { idOf, interestState } from '../history.ts';

const [P, Q, A] = [idOf('P'), idOf('Q'), idOf('A')];
const NOW = expiryInstant(21_000);
type Entry = LegRow & { sequence: number; time: number };
const entry = (register: 'unified' | 'platform', more: Partial<Entry> = {}): Entry => ({
  ...{ register, number: '0123', day: 20_001, quantity: 10n, grantor: P, termTo: 21_000, evidence: A },
  ...{ institution: 2, sequence: 7, time: 0 },
  ...more,
});
const of = (quantity: bigint, ...flags: PolicyFlag[]): Collateral => ({ flags, quantity });
const BOTH: PolicyFlag[] = ['unified-register', 'authority-platform', 'effective-against-third-parties'];
const legs = (entries: Entry[], collateral: Collateral[], state: Partial<InterestState> = {}, now = NOW) =>
  legsOf({ state: { ...interestState(P, [A]), ...state }, legs: entries }, collateral, now);

describe('two registers that must agree', () => {
  it('are none where the law demands none; our own is enough then, if the law says so', () => {
    expect(legs([], [of(10n)])).to.deep.include({ state: 'not-required', thirdPartyEffective: false });
    const enough = legs([], [of(10n, 'effective-against-third-parties')]);
    expect(enough).to.deep.include({ state: 'not-required', thirdPartyEffective: true });
  });

  it('are pending until each that is demanded was entered', () => {
    const some = legs([entry('unified')], [of(10n, ...BOTH)]);
    expect(some.legs.map(({ register, required, state }) => [register, required, state])).to.deep.equal([
      ['unified', true, 'matched'],
      ['platform', true, 'pending'],
    ]);
    expect(some).to.deep.include({ state: 'pending', thirdPartyEffective: false });
    expect(some.reason).to.contain('has not been entered');
  });

  it('match: then, and only if the law says so, there is effect against third parties', () => {
    const entries = [entry('unified'), entry('platform')];
    expect(legs(entries, [of(10n, ...BOTH)])).to.deep.include({
      state: 'matched',
      thirdPartyEffective: true,
    });
    const silent = legs(entries, [of(10n, 'unified-register', 'authority-platform')]);
    expect(silent).to.deep.include({ state: 'matched', thirdPartyEffective: false });
    expect(silent.reason).to.contain('does not say');
  });

  it('diverge in quantity, party or term: both values are shown, and the answer is never clean', () => {
    for (const [change, field, ours, theirs] of [
      [{ quantity: 9n }, 'quantity', '10', '9'],
      [{ grantor: Q }, 'grantor', P, Q],
      [{ termTo: 20_999 }, 'termTo', '21000', '20999'],
    ] as const) {
      const answer = legs([entry('unified', change), entry('platform')], [of(10n, ...BOTH)]);
      expect(answer).to.deep.include({ state: 'divergent', thirdPartyEffective: false });
      expect(answer.legs[0]).to.deep.include({ state: 'divergent', differences: [{ field, ours, theirs }] });
      expect(answer.legs[1]!.state).to.equal('matched');
      expect(answer.reason).to.contain('contradict');
    }
  });

  it('diverge when a cut took units and the other register still has them', () => {
    const answer = legs([entry('unified'), entry('platform')], [of(7n, ...BOTH)]);
    expect(answer.state).to.equal('divergent');
  });

  it('diverge though nobody demanded the register that does', () => {
    const law = of(10n, 'effective-against-third-parties');
    expect(legs([entry('platform', { quantity: 3n })], [law])).to.deep.include({
      state: 'divergent',
      thirdPartyEffective: false,
    });
    expect(legs([entry('platform')], [law])).to.deep.include({ state: 'matched', thirdPartyEffective: true });
  });

  it('a divergence hides behind nothing that is pending', () => {
    expect(legs([entry('unified', { termTo: 1 })], [of(10n, ...BOTH)]).state).to.equal('divergent');
  });

  it('are compared with the units of those rights whose type demands the register', () => {
    const mixed = [of(6n, ...BOTH), of(4n, 'unified-register', 'effective-against-third-parties')];
    const answer = legs([entry('unified'), entry('platform', { quantity: 6n })], mixed);
    expect(answer).to.deep.include({ state: 'matched', thirdPartyEffective: true });
    const [, one] = [mixed[0]!, of(4n, 'unified-register')];
    const silent = legs([entry('unified'), entry('platform', { quantity: 6n })], [mixed[0]!, one]);
    expect(silent.thirdPartyEffective, 'the law of one type is silent').to.equal(false);
  });

  it('give no effect to an interest that has not arisen, has lapsed or was ended', () => {
    const entries = [entry('unified'), entry('platform')];
    for (const status of ['advance', 'cancelled', 'revoked'] as const) {
      const answer = legs(entries, [of(10n, ...BOTH)], { status });
      expect(answer).to.deep.include({ state: 'matched', thirdPartyEffective: false });
      expect(answer.reason).to.contain(status);
    }
    const enforcing = legs(entries, [of(10n, ...BOTH)], { status: 'enforcing' });
    expect(enforcing.thirdPartyEffective).to.equal(true);
    const lapsed = legs(entries, [of(10n, ...BOTH)], {}, NOW + 1);
    expect(lapsed).to.deep.include({ thirdPartyEffective: false });
    expect(lapsed.reason).to.contain('lapsed');
  });

  it('say where the law gives no freeze', () => {
    expect(legs([], [of(10n, 'platform-freeze')]).freeze).to.equal('available');
    expect(legs([], [of(10n, 'platform-freeze'), of(1n)]).freeze).to.equal('not-provided-by-law');
    expect(legs([], []).freeze).to.equal('not-provided-by-law');
  });
});
