import { expect } from 'chai';
import { expectRefused, outcomes, digest } from './life.ts';
import { approved, decides, on, proposes, ranksOf, read } from './interests-life.ts';
import { registry } from './shared.ts';
import { newRight, pledge } from './stage.ts';

describe('a subordination', () => {
  const three = async () => {
    const right = await newRight();
    const first = await pledge(right, 'bankA', '600');
    const second = await pledge(right, 'bankB', '1000', { acknowledgeJunior: true });
    return { right, first, second };
  };

  it('shows the ranks before and after, and takes effect with the second person', async () => {
    const { right, first, second } = await three();
    const proposal = await proposes(first, 'subordinations', { behind: second.number });
    expect(proposal.intent['ranks']).to.deep.equal([
      {
        right: right.id,
        units: { from: '0', to: '600' },
        before: [first.number, second.number],
        after: [second.number, first.number],
      },
    ]);
    expect((await decides('bankA', proposal, 'maker')).body.code).to.equal('SAME_PERSON');
    expect((await decides('bankA', proposal)).status).to.equal(201);
    expect(ranksOf(await read(first))).to.deep.equal([[0, 600, 2]]);
    expectRefused(
      await on(first, 'subordinations', { behind: second.number }),
      409,
      'NOT_RANKING_BEFORE',
      '/behind',
    );
  });

  it('is not for the one that gains by it', async () => {
    const { first, second } = await three();
    expectRefused(
      await on(first, 'subordinations', { behind: second.number }, 'bankB'),
      403,
      'NOT_SECURED_PARTY',
    );
  });
});

describe('an assignment', () => {
  it('hands the interest to the new agent with its rank', async () => {
    const interest = await pledge(await newRight(), 'bankA', '600');
    const bankB = registry().idOf('bankB');
    const body = { to: [bankB], agent: bankB, evidence: { digest: digest() } };
    const assigned = await approved(interest, 'assignments', body);
    expect([assigned.agent, ranksOf(assigned)]).to.deep.equal([bankB, [[0, 600, 1]]]);
    expectRefused(await on(interest, 'assignments', body), 403, 'NOT_SECURED_PARTY');
  });
});

describe('a partial cancellation', () => {
  const part = (right: string, units: object) => ({
    scope: 'part',
    collateral: [{ right, ...units }],
    reason: 'debt-paid',
  });

  it('frees units, the highest first, and everybody behind moves up', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '600');
    const junior = await pledge(right, 'bankB', '600', {
      collateral: [{ right: right.id, intervals: [{ from: '0', to: '600' }] }],
      acknowledgeJunior: true,
    });
    const released = await approved(interest, 'cancellations', part(right.id, { quantity: '200' }));
    expect(ranksOf(released)).to.deep.equal([[0, 400, 1]]);
    expect(ranksOf(await read(junior))).to.deep.equal([
      [400, 600, 1],
      [0, 400, 2],
    ]);
  });

  it('of units that others were quicker to release fails', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '600');
    const body = part(right.id, { intervals: [{ from: '0', to: '10' }] });
    const [a, b] = [
      await proposes(interest, 'cancellations', body),
      await proposes(interest, 'cancellations', body),
    ];
    const both = await Promise.all([decides('bankA', a), decides('bankA', b)]);
    expect(outcomes(both)).to.deep.equal({ made: 1, codes: ['INSUFFICIENT_QUANTITY'] });
  });
});

describe('a revocation', () => {
  it('is by two persons of a court, and ends the interest', async () => {
    const interest = await pledge(await newRight(), 'bankA', '600');
    const judgment = {
      court: '广州市中级人民法院',
      number: '（2026）粤01民终1号',
      effectiveDate: '2026-01-31',
      digest: digest(),
    };
    expectRefused(await on(interest, 'revocations', { judgment }), 403, 'FORBIDDEN_CAPACITY');
    expect((await approved(interest, 'revocations', { judgment }, 'court')).status).to.equal('revoked');
    expectRefused(await on(interest, 'revocations', { judgment }, 'court'), 409, 'INTEREST_ENDED');
  });
});
