import { expect } from 'chai';
import { amendmentOperations } from '../../api/modules/security-interests/amendments/operations.ts';
import { disposalOf, onLot } from '../../api/modules/security-interests/enforcement/disposal.ts';
import { enforcementOperations } from '../../api/modules/security-interests/enforcement/operations.ts';
import { declareDefault, disposeOf } from '../../api/modules/security-interests/enforcement/schemas.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { formatNumber } from '../../domain/encoding/numbers.ts';
import { labelOf, Workbench } from '../support/operations.ts';
import { accountOf, BANK, HOLDER, numberOf, partyOf, RIVAL } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { interestOf, registerInterest, registerRight, rightOf, type Taken } from '../support/samples.ts';

describe('Operations: enforcement', () => {
  let registry: Registry;
  let bench: Workbench<ReturnType<typeof enforcementOperations> & ReturnType<typeof amendmentOperations>>;
  let right: Hex;
  let interest: Hex;
  let junior: Hex;
  const agent = numberOf(BANK);
  const digest = keccakText('default');

  const byRival = async (taken: Taken): Promise<Hex> => {
    const terms = { securedParties: [numberOf(RIVAL)], acknowledgeJunior: true, securedAmount: 30_000_000n };
    const tx = registry.call(accountOf(RIVAL), 'SecurityInterests', 'register', [
      interestOf(registry, taken, terms),
    ]);
    const { events } = await registry.act(tx);
    return (events.at(-1)?.args as { interest: Hex }).interest;
  };
  const defaultOf = (more: object = {}) => ({
    interest,
    agent,
    declaration: declareDefault.parse({
      date: '2026-01-01',
      due: { value: '100000000', currency: 'CNY' },
      digest,
      ...more,
    }),
  });
  const body = (more: object = {}) =>
    disposeOf.parse({
      route: 'platform-sale',
      right,
      units: { from: '40', to: '60' },
      buyer: partyOf('plant'),
      proceeds: { value: '150000000', currency: 'CNY' },
      source: 'GZ-1',
      evidence: { digest },
      ...more,
    });
  /** As the route prepares it. */
  const disposal = (more: object = {}, institution = agent) => {
    const row = registry.interest(interest);
    const { lot, waterfall } = disposalOf(row, institution, body(more), bench.reader());
    return {
      interest,
      institution,
      disposal: onLot(body(more), lot),
      waterfall,
      signers: { 'checker/institution': labelOf(institution === agent ? BANK : 'court', 'checker') },
    };
  };
  const codeOf = (more: object, institution = agent) => {
    try {
      disposal(more, institution);
    } catch (error) {
      return (error as { code: string }).code;
    }
    return 'accepted';
  };

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
    interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 60]] }));
    junior = await byRival({ [right]: [[40, 80]] });
    bench = await Workbench.on(registry, (parts) => ({
      ...enforcementOperations(parts),
      ...amendmentOperations(parts),
    }));
  });

  describe('default', () => {
    it('is declared and withdrawn by the agent, and moves no unit', async () => {
      const line = registry.right(right).state;
      await bench.run(BANK, 'interest.declare-default', defaultOf());
      expect(registry.interest(interest).state.status).to.equal('enforcing');
      expect((await bench.refused('interest.declare-default', defaultOf())).code).to.equal('WRONG_STATUS');
      await bench.run(BANK, 'interest.withdraw-default', { interest, agent, digest });
      expect(registry.interest(interest).state.status).to.equal('effective');
      expect((await bench.refused('interest.withdraw-default', { interest, agent, digest })).code).to.equal(
        'WRONG_STATUS',
      );
      expect(registry.right(right).state).to.deep.equal(line);
    });

    it('is of the agent, in the currency of the interest, on a day that has come', async () => {
      const code = async (intent: ReturnType<typeof defaultOf>) =>
        (await bench.refused('interest.declare-default', intent)).code;
      expect(await code({ ...defaultOf(), agent: numberOf(RIVAL) })).to.equal('NOT_SECURED_PARTY');
      expect(await code(defaultOf({ due: { value: '1', currency: 'HKD' } }))).to.equal('CURRENCY_MISMATCH');
      expect(await code(defaultOf({ date: '2026-12-31' }))).to.equal('INVALID_REQUEST');
    });
  });

  it('disposes of nothing before a default is declared', () => {
    expect(codeOf({})).to.equal('WRONG_STATUS');
  });

  describe('disposal', () => {
    beforeEach(async () => {
      const securedAmount = { value: '120000000', currency: 'CNY' };
      const amendment = { securedAmount, acknowledgeJunior: false };
      await bench.run(BANK, 'interest.amend', { interest, agent, amendment });
      await bench.run(BANK, 'interest.declare-default', defaultOf());
    });

    it('pays by rank, an increase behind whoever registered before it', async () => {
      const intent = disposal();
      const [own, other] = [interest, junior].map((it) => formatNumber('S', BigInt(it)));
      expect(intent.waterfall).to.deep.include({
        payments: [
          { interest: own, layer: 0, secured: '100000000', claim: '100000000', paid: '100000000' },
          { interest: other, layer: 0, secured: '30000000', claim: '30000000', paid: '30000000' },
          { interest: own, layer: 1, secured: '20000000', claim: '20000000', paid: '20000000' },
        ],
        surplus: '0',
        shortfalls: [],
      });
      await bench.run(BANK, 'interest.dispose', intent);
      const sold = registry.right(right).state.overlays.filter(({ kind }) => kind === 'sold');
      expect(sold.map(({ from, to }) => [from, to])).to.deep.equal([[40n, 60n]]);
      expect(registry.interest(interest).state.securedAmount).to.equal(0n);
      expect(codeOf({})).to.equal('UNITS_BOUND');
    });

    it('gives the holder the surplus of what is claimed, and names the shortfall', async () => {
      const claims = [{ interest: formatNumber('S', BigInt(interest)), value: '10000000' }];
      expect(disposal({ claims }).waterfall).to.include({ surplus: '110000000' });
      const poor = disposal({ proceeds: { value: '110000000', currency: 'CNY' } });
      expect(poor.waterfall.shortfalls.map(({ value }) => value)).to.deep.equal(['20000000', '20000000']);
      await bench.run(BANK, 'interest.dispose', poor);
      expect(registry.interest(junior).state.securedAmount).to.equal(20_000_000n);
    });

    it('by agreement needs a market reference and the consent of the holder', async () => {
      expect(() => body({ route: 'agreement' })).to.throw('is needed for an agreement');
      const agreed = disposal({ route: 'agreement', referenceValue: '160000000' });
      const alone = await bench.run(BANK, 'interest.dispose', agreed).catch((error: unknown) => error);
      expect(String(alone)).to.contain('ApprovalExpired');
      const signers = { ...agreed.signers, 'holder/holder': labelOf(HOLDER, 'maker') };
      await bench.run(BANK, 'interest.dispose', { ...agreed, signers });
    });

    it('by a court is by a court, and by nobody else', async () => {
      expect(codeOf({ route: 'court' })).to.equal('FORBIDDEN_CAPACITY');
      expect(codeOf({}, numberOf('court'))).to.equal('NOT_SECURED_PARTY');
      await bench.run('court', 'interest.dispose', disposal({ route: 'court' }, numberOf('court')));
    });

    it('takes a lot that is encumbered alike, by place or by quantity', () => {
      expect(codeOf({ units: { from: '30', to: '50' } })).to.equal('UNITS_NOT_UNIFORM');
      expect(codeOf({ units: { from: '60', to: '70' } })).to.equal('INSUFFICIENT_QUANTITY');
      expect(codeOf({ units: { from: '0', to: '101' } })).to.equal('INSUFFICIENT_QUANTITY');
      expect(disposal({ units: undefined, quantity: '25' }).disposal.units).to.deep.equal({
        from: '0',
        to: '25',
      });
      expect(codeOf({ units: undefined, quantity: '41' })).to.equal('INSUFFICIENT_QUANTITY');
    });

    it('refuses claims beyond what is secured, and of those who have none', () => {
      const claim = (of: Hex, value: string) => ({
        claims: [{ interest: formatNumber('S', BigInt(of)), value }],
      });
      expect(codeOf(claim(junior, '30000001'))).to.equal('CLAIM_TOO_HIGH');
      expect(codeOf({ units: { from: '0', to: '40' }, ...claim(junior, '1') })).to.equal('NOT_CLAIMANT');
      expect(codeOf({ proceeds: { value: '1', currency: 'HKD' } })).to.equal('CURRENCY_MISMATCH');
      expect(codeOf({ buyer: `0x${'00'.repeat(31)}01` })).to.equal('UNKNOWN_PARTY');
    });

    it('is refused if the waterfall is no longer the one that was shown', async () => {
      const shown = disposal();
      await byRival({ [right]: [[40, 60]] });
      expect((await bench.refused('interest.dispose', shown)).code).to.equal('STALE_STATE');
    });
  });
});
