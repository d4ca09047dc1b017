import { expect } from 'chai';
import type { Interest, Proposal, Right } from '../support/client.ts';
import { ask, digest, expectOnlyMakersOf, expectRefused, lineOf, outcomes } from './life.ts';
import { decides, on, path, proposes, read, registers, type Named } from './interests-life.ts';
import { registry } from './shared.ts';
import { newParty, newRight, pledge } from './stage.ts';

const CNY = (value: string) => ({ value, currency: 'CNY' });
const declaration = () => ({ date: '2026-01-31', due: CNY('1000000000'), digest: digest() });

type Shown = Proposal & { intent: { waterfall: { surplus: string; payments: { paid: string }[] } } };

/** 600 units under bankA, of which 400 to 600 also under bankB; bankA is in enforcement. */
async function enforced(): Promise<{ right: Right; senior: Interest; junior: Interest; buyer: string }> {
  const right = await newRight({}, registry().idOf('holder'));
  const senior = await pledge(right, 'bankA', '600');
  const junior = await pledge(right, 'bankB', '400', {
    collateral: [{ right: right.id, intervals: [{ from: '400', to: '800' }] }],
    acknowledgeJunior: true,
  });
  await registers(senior, 'defaults', declaration());
  return { right, senior, junior, buyer: (await newParty()).id };
}

const sale = ({ right, buyer }: { right: Right; buyer: string }, more: object = {}) => ({
  route: 'platform-sale',
  right: right.id,
  units: { from: '400', to: '600' },
  buyer,
  proceeds: CNY('1500000000'),
  source: 'GZ-2026-1',
  evidence: { digest: digest() },
  ...more,
});

describe('a default', () => {
  it('is publicity that moves nothing, and can be withdrawn', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '600');
    const before = (await lineOf(right)).segments;
    const declared = await registers(interest, 'defaults', declaration());
    expect(declared.status).to.equal('enforcing');
    expectRefused(await on(interest, 'defaults', declaration()), 409, 'WRONG_STATUS');
    const cured = await registers(interest, 'defaults/withdrawals', { digest: digest() });
    expect(cured.status).to.equal('effective');
    expectRefused(await on(interest, 'defaults/withdrawals', { digest: digest() }), 409, 'WRONG_STATUS');
    expect((await lineOf(right)).segments).to.deep.equal(before);
  });

  it('is declared by the agent alone', async () => {
    const interest = await pledge(await newRight(), 'bankA', '600');
    await expectOnlyMakersOf(['bankA'], path(interest, 'defaults'), declaration());
    expectRefused(await on(interest, 'defaults', declaration(), 'bankB'), 403, 'NOT_SECURED_PARTY');
    const both = await Promise.all([
      on(interest, 'defaults', declaration()),
      on(interest, 'defaults', declaration()),
    ]);
    expect(outcomes(both)).to.deep.equal({ made: 1, codes: ['WRONG_STATUS'] });
  });
});

describe('a disposal', () => {
  const preview = (interest: Named, body: object, who = 'bankA') =>
    ask<{ surplus: string; shortfalls: object[]; payments: { interest: string; paid: string }[] }>(
      who,
      path(interest, 'disposals/preview'),
      body,
    );

  it('shows beforehand who would be paid what, and writes nothing', async () => {
    const stage = await enforced();
    const { status, body } = await preview(stage.senior, sale(stage));
    expect(status).to.equal(200);
    expect(body.payments.map(({ interest, paid }) => [interest, paid])).to.deep.equal([
      [stage.senior.number, '1000000000'],
      [stage.junior.number, '500000000'],
    ]);
    expect([body.surplus, body.shortfalls]).to.deep.equal([
      '0',
      [{ interest: stage.junior.number, value: '500000000' }],
    ]);
    expect((await read(stage.senior)).securedAmount.value).to.equal('1000000000');
  });

  it('pays by rank once a second person approves, and the units await their title', async () => {
    const stage = await enforced();
    const claims = [{ interest: stage.senior.number, value: '400000000' }];
    const proposal = (await proposes(stage.senior, 'disposals', sale(stage, { claims }))) as Shown;
    expect(proposal.intent.waterfall.surplus).to.equal('100000000');
    expect((await decides('bankA', proposal, 'maker')).body.code).to.equal('SAME_PERSON');
    const answer = await decides('bankA', proposal);
    expect(answer.status, JSON.stringify(answer.body)).to.equal(201);
    expect((await read(stage.senior)).securedAmount.value).to.equal('600000000');
    expect((await read(stage.junior)).securedAmount.value).to.equal('0');
    expectRefused(await on(stage.senior, 'disposals', sale(stage)), 409, 'UNITS_BOUND');
  });

  it('by agreement awaits the checker and the holder', async () => {
    const stage = await enforced();
    const agreement = sale(stage, { route: 'agreement' });
    expectRefused(await on(stage.senior, 'disposals', agreement), 400, 'INVALID_REQUEST', '/referenceValue');
    const proposal = await proposes(stage.senior, 'disposals', {
      ...agreement,
      referenceValue: '1600000000',
    });
    expect(proposal.awaiting).to.have.members(['checker', 'holder']);
    expect((await decides('bankA', proposal)).status).to.equal(200);
    expect(
      (await lineOf(stage.right)).segments.some(({ overlays }) =>
        overlays.some(({ kind }) => kind === 'sold'),
      ),
    ).to.equal(false);
    expect((await decides('holder', proposal, 'maker')).status).to.equal(201);
    expect((await read(stage.senior)).securedAmount.value).to.equal('0');
  });

  it('by a court is by two persons of a court', async () => {
    const stage = await enforced();
    const court = sale(stage, { route: 'court' });
    expectRefused(await on(stage.senior, 'disposals', court), 403, 'FORBIDDEN_CAPACITY');
    expectRefused(await on(stage.senior, 'disposals', sale(stage), 'court'), 403, 'NOT_SECURED_PARTY');
    const proposal = await proposes(stage.senior, 'disposals', court, 'court');
    expect((await decides('court', proposal)).status).to.equal(201);
  });

  it('is refused before default, of units encumbered unlike, and by strangers', async () => {
    const stage = await enforced();
    const calm = await pledge(await newRight(), 'bankA', '10');
    expectRefused(await on(calm, 'disposals', sale(stage)), 409, 'WRONG_STATUS');
    const unlike = sale(stage, { units: { from: '300', to: '500' } });
    expectRefused(await on(stage.senior, 'disposals', unlike), 409, 'UNITS_NOT_UNIFORM', '/units');
    const tooMuch = sale(stage, { claims: [{ interest: stage.junior.number, value: '1000000001' }] });
    expectRefused(await on(stage.senior, 'disposals', tooMuch), 409, 'CLAIM_TOO_HIGH', '/claims/0/value');
    const tooLittle = { claims: [{ interest: stage.junior.number, value: '0' }] };
    const forAnother = await on(stage.senior, 'disposals', sale(stage, tooLittle));
    expectRefused(forAnother, 409, 'CLAIM_TOO_LOW', '/claims/0/value');
    await proposes(stage.senior, 'disposals', sale(stage, { ...tooLittle, route: 'court' }), 'court');
    expectRefused(await on(stage.senior, 'disposals', sale(stage), 'bankB'), 403, 'NOT_SECURED_PARTY');
  });

  it('of two that were approved for the same units exactly one is carried out', async () => {
    const stage = await enforced();
    const [a, b] = [
      await proposes(stage.senior, 'disposals', sale(stage)),
      await proposes(stage.senior, 'disposals', sale(stage)),
    ];
    const answers = await Promise.all([decides('bankA', a), decides('bankA', b)]);
    expect(outcomes(answers).made).to.equal(1);
  });
});
