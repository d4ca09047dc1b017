import { expect } from 'chai';
import { amendmentOperations } from '../../api/modules/security-interests/amendments/operations.ts';
import { amendInterest } from '../../api/modules/security-interests/amendments/schemas.ts';
import { expiryInstant, formatDay } from '../../domain/time/calendar.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { tranchesOf } from '../../domain/line/ranks.ts';
import { labelOf, Workbench } from '../support/operations.ts';
import { accountOf, BANK, HOLDER, numberOf, RIVAL } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { interestOf, registerInterest, registerRight, rightOf, TODAY, YEAR } from '../support/samples.ts';
import { typeCode } from '../support/types.ts';

describe('Operations: amendments', () => {
  let registry: Registry;
  let bench: Workbench<ReturnType<typeof amendmentOperations>>;
  let right: Hex;
  let interest: Hex;
  const agent = numberOf(BANK);

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
    interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 60]] }));
    bench = await Workbench.on(registry, amendmentOperations);
  });

  const amend = (body: object, more: object = {}) => ({
    interest,
    agent,
    amendment: amendInterest.parse(body),
    ...more,
  });

  it('keeps whatever the body does not name', async () => {
    const before = registry.interest(interest);
    await bench.run(BANK, 'interest.amend', amend({ negativePledge: true }));
    const { state, terms } = registry.interest(interest);
    expect(state).to.deep.equal(before.state);
    expect(terms).to.deep.equal({ ...before.terms, negativePledge: true });
  });

  it('ranks a higher amount from the amendment, and lowers from the latest increase', async () => {
    await bench.run(
      BANK,
      'interest.amend',
      amend({ securedAmount: { value: '150000000', currency: 'CNY' } }),
    );
    const since = registry.lastSequence;
    expect(registry.interest(interest).state.increases).to.deep.equal([{ since, amount: 50_000_000n }]);
    await bench.run(BANK, 'interest.amend', amend({ securedAmount: { value: '90000000', currency: 'CNY' } }));
    expect(registry.interest(interest).state).to.deep.include({ securedAmount: 90_000_000n, increases: [] });
  });

  it('refuses another currency, the ninth increase, and a determination date of an ordinary pledge', async () => {
    const code = async (body: object) => (await bench.refused('interest.amend', amend(body))).code;
    expect(await code({ securedAmount: { value: '1', currency: 'HKD' } })).to.equal('CURRENCY_MISMATCH');
    expect(await code({ determinationDate: '2026-06-30' })).to.equal('INVALID_REQUEST');
    for (let i = 1; i <= 8; i++) {
      const securedAmount = { value: String(100_000_000 + i), currency: 'CNY' };
      await bench.run(BANK, 'interest.amend', amend({ securedAmount }));
    }
    const ninth = { securedAmount: { value: '200000000', currency: 'CNY' } };
    expect(await code(ninth)).to.equal('TOO_MANY_INCREASES');
  });

  it('adds units behind whoever has registered meanwhile, and only if that is acknowledged', async () => {
    const rival = interestOf(registry, { [right]: [[60, 80]] }, { securedParties: [numberOf(RIVAL)] });
    await registry.act(registry.call(accountOf(RIVAL), 'SecurityInterests', 'register', [rival]));
    const more = { addCollateral: [{ right, quantity: '30' }] };
    const refusal = await bench.refused('interest.amend', amend(more));
    expect(refusal.code).to.equal('JUNIOR_RANK_NOT_ACKNOWLEDGED');
    expect(refusal.extensions['tranches']).to.deep.equal([
      { from: '80', to: '100', rank: 1 },
      { from: '60', to: '70', rank: 2 },
    ]);
    await bench.run(BANK, 'interest.amend', amend({ ...more, acknowledgeJunior: true }));
    const { overlays } = registry.right(right).state;
    expect(tranchesOf(Number(interest), overlays)).to.deep.equal([
      { from: 0n, to: 60n, rank: 1 },
      { from: 80n, to: 100n, rank: 1 },
      { from: 60n, to: 70n, rank: 2 },
    ]);
    const twice = await bench.refused(
      'interest.amend',
      amend({ addCollateral: [{ right, intervals: [{ from: '0', to: '1' }] }] }),
    );
    expect([twice.code, twice.fields[0]?.field]).to.deep.equal(['UNITS_ALREADY_TAKEN', '/addCollateral/0']);
  });

  it('takes further rights, with the consent that their type demands', async () => {
    const guarded = await registerRight(registry, rightOf('B', { typeCode: typeCode('CONSENT') }));
    const more = amend({ addCollateral: [{ right: guarded, quantity: '10' }] });
    await bench.run(BANK, 'interest.amend', {
      ...more,
      signers: { 'grantor/holder': labelOf(HOLDER, 'maker') },
    });
    expect(registry.interest(interest).state.rights).to.deep.equal([right, guarded]);
  });

  it('extends until the last second of the term, and not one second later', async () => {
    const { termTo } = registry.interest(interest).state;
    const to = formatDay(termTo + YEAR);
    await bench.at(expiryInstant(termTo) + 1);
    const late = await bench.refused('interest.extend', { interest, agent, to });
    expect([late.code, late.status]).to.deep.equal(['INTEREST_LAPSED', 409]);
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
    interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 60]] }));
    bench = await Workbench.on(registry, amendmentOperations);
    await bench.at(expiryInstant(termTo));
    await bench.run(BANK, 'interest.extend', { interest, agent, to });
    expect(registry.interest(interest).state.termTo).to.equal(termTo + YEAR);
    expect(tranchesOf(Number(interest), registry.right(right).state.overlays)[0]?.rank).to.equal(1);
  });

  it('extends by a month at least and thirty years at most', async () => {
    const { termTo } = registry.interest(interest).state;
    for (const days of [1, 27, 30 * 366]) {
      const to = formatDay(termTo + days);
      const { code, fields } = await bench.refused('interest.extend', { interest, agent, to });
      expect([code, fields[0]?.field], to).to.deep.equal(['TERM_OUT_OF_RANGE', '/to']);
    }
  });

  it('confirms what was announced, once, and nothing that was not', async () => {
    const announced = await registerInterest(
      registry,
      interestOf(registry, { [right]: [[60, 100]] }, { advance: true }),
    );
    const digest = keccakText('signed');
    await bench.run(BANK, 'interest.confirm', { interest: announced, agent, digest });
    expect(registry.interest(announced).state).to.include({ status: 'effective', contractDigest: digest });
    const again = await bench.refused('interest.confirm', { interest: announced, agent, digest });
    expect(again.code).to.equal('WRONG_STATUS');
  });

  it('is not for another institution', async () => {
    const stranger = { interest, agent: numberOf(RIVAL) };
    const digest = keccakText('x');
    const to = formatDay(TODAY + 4 * YEAR);
    for (const refusal of [
      await bench.refused('interest.amend', { ...amend({ negativePledge: true }), ...stranger }),
      await bench.refused('interest.extend', { ...stranger, to }),
      await bench.refused('interest.confirm', { ...stranger, digest }),
    ]) {
      expect(refusal.code).to.equal('NOT_SECURED_PARTY');
    }
  });
});
