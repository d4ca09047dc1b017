import { expect } from 'chai';
import { amendmentOperations } from '../../api/modules/security-interests/amendments/operations.ts';
import { amendInterest } from '../../api/modules/security-interests/amendments/schemas.ts';
import { endingOperations } from '../../api/modules/security-interests/endings/operations.ts';
import { worst } from '../../api/modules/security-interests/endings/release.ts';
import { releasePart } from '../../api/modules/security-interests/endings/schemas.ts';
import { expiryInstant } from '../../domain/time/calendar.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { labelOf, Workbench } from '../support/operations.ts';
import { accountOf, BANK, numberOf, RIVAL } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { interestOf, registerInterest, registerRight, rightOf } from '../support/samples.ts';

describe('Operations: endings', () => {
  let registry: Registry;
  let bench: Workbench<ReturnType<typeof endingOperations> & ReturnType<typeof amendmentOperations>>;
  let right: Hex;
  let interest: Hex;
  const agent = numberOf(BANK);

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
    const terms = { securedParties: [numberOf(RIVAL)] };
    const rival = interestOf(registry, { [right]: [[20, 40]] }, terms);
    await registry.act(registry.call(accountOf(RIVAL), 'SecurityInterests', 'register', [rival]));
    const own = interestOf(registry, { [right]: [[0, 60]] }, { acknowledgeJunior: true });
    interest = await registerInterest(registry, own);
    bench = await Workbench.on(registry, (parts) => ({
      ...endingOperations(parts),
      ...amendmentOperations(parts),
    }));
  });

  const part = (units: object, more: object = {}) => ({
    interest,
    agent,
    release: releasePart.parse({ scope: 'part', collateral: [{ right, ...units }], reason: 'debt-paid' }),
    signers: { 'checker/bank': labelOf(BANK, 'checker') },
    ...more,
  });
  const held = () =>
    registry
      .right(right)
      .state.overlays.filter(({ ref }) => ref === Number(interest))
      .map(({ from, to }) => [Number(from), Number(to)]);

  it('releases the worst rank first, and of one rank the highest units', async () => {
    await bench.run(BANK, 'interest.release', part({ quantity: '25' }));
    expect(held()).to.deep.equal([
      [0, 20],
      [40, 55],
    ]);
    const tranches = [
      { from: 0n, to: 20n, rank: 1 },
      { from: 40n, to: 60n, rank: 1 },
      { from: 20n, to: 40n, rank: 2 },
    ];
    expect(worst(5n, tranches)).to.deep.equal([{ from: 35n, to: 40n }]);
    expect(worst(45n, tranches)).to.deep.equal([{ from: 15n, to: 60n }]);
  });

  it('releases across what was registered first and what was added later', async () => {
    const amendment = amendInterest.parse({
      addCollateral: [{ right, intervals: [{ from: '60', to: '80' }] }],
    });
    await bench.run(BANK, 'interest.amend', { interest, agent, amendment });
    await bench.run(BANK, 'interest.release', part({ intervals: [{ from: '50', to: '70' }] }));
    expect(held()).to.deep.equal([
      [0, 50],
      [70, 80],
    ]);
  });

  it('releases the units named, and leaves the rest in its rank', async () => {
    await bench.run(BANK, 'interest.release', part({ intervals: [{ from: '10', to: '30' }] }));
    expect(held()).to.deep.equal([
      [0, 10],
      [30, 60],
    ]);
    expect(registry.interest(interest).state.status).to.equal('effective');
  });

  it('refuses what the interest does not lie on, and all that is left', async () => {
    const refusalOf = async (units: object) => {
      const { code, fields } = await bench.refused('interest.release', part(units));
      return [code, fields[0]?.field];
    };
    expect(await refusalOf({ quantity: '61' })).to.deep.equal(['INSUFFICIENT_QUANTITY', '/collateral/0']);
    expect(await refusalOf({ intervals: [{ from: '50', to: '61' }] })).to.deep.equal([
      'INSUFFICIENT_QUANTITY',
      '/collateral/0',
    ]);
    expect(await refusalOf({ quantity: '60' })).to.deep.equal(['INVALID_REQUEST', '/collateral']);
    const other = await registerRight(registry, rightOf('B'));
    expect(await refusalOf({ right: other, quantity: '1' })).to.deep.equal([
      'UNKNOWN_RIGHT',
      '/collateral/0/right',
    ]);
  });

  it('is possible after the term has lapsed', async () => {
    await bench.at(expiryInstant(registry.interest(interest).state.termTo) + 1);
    await bench.run(BANK, 'interest.release', part({ quantity: '10' }));
    expect(held()).to.deep.equal([[0, 50]]);
  });

  it('is for the agent and its checker', async () => {
    const stranger = await bench.refused(
      'interest.release',
      part({ quantity: '1' }, { agent: numberOf(RIVAL) }),
    );
    expect(stranger.code).to.equal('NOT_SECURED_PARTY');
    const alone = part({ quantity: '1' }, { signers: { 'checker/rival': labelOf(RIVAL, 'checker') } });
    const refusal = await bench.run(BANK, 'interest.release', alone).catch((error: unknown) => error);
    expect(String(refusal)).to.contain('NotApprovedByChecker');
  });

  describe('by judgment', () => {
    const judgment = {
      court: '广州市中级人民法院',
      number: '（2026）粤01民终1号',
      effectiveDate: '2026-01-01',
      digest: keccakText('judgment'),
    };
    const revocation = (more: object = {}) => ({
      interest,
      by: numberOf('court'),
      judgment: { ...judgment, ...more },
      signers: { 'checker/court': labelOf('court', 'checker') },
    });

    it('revokes the interest and frees its units, once', async () => {
      await bench.run('court', 'interest.revoke', revocation());
      expect(registry.interest(interest).state.status).to.equal('revoked');
      expect(held()).to.deep.equal([]);
      expect((await bench.refused('interest.revoke', revocation())).code).to.equal('INTEREST_ENDED');
      expect((await bench.refused('interest.release', part({ quantity: '1' }))).code).to.equal(
        'INTEREST_ENDED',
      );
    });

    it('has to be in effect', async () => {
      const { code, fields } = await bench.refused(
        'interest.revoke',
        revocation({ effectiveDate: '2026-12-31' }),
      );
      expect([code, fields[0]?.field]).to.deep.equal(['INVALID_REQUEST', '/judgment/effectiveDate']);
    });

    it('is registered by a court alone', async () => {
      const refusal = await bench.run(BANK, 'interest.revoke', revocation()).catch((error: unknown) => error);
      expect(String(refusal)).to.contain('WrongCapacity');
    });
  });
});
