import { expect } from 'chai';
import type { Interest, Line, Operation, ProblemBody, Proposal, Right } from '../support/client.ts';
import { registry } from './shared.ts';
import { newRight, pledge, pledgeOf } from './stage.ts';

// Types whose pledge the holder must have signed, by the rules of their registries.
for (const type of ['GDEA', 'SZEA']) {
  describe(`the grantor's consent, demanded of a pledge of ${type}`, () => {
    let right: Right;
    const ask = (more: object = {}) =>
      registry()
        .as('bankA')
        .post<Proposal & ProblemBody>('/v1/security-interests', pledgeOf(right, 'bankA', '400', more));
    const decide = (who: string, duty: 'maker' | 'checker', id: string, decision = 'approve') =>
      registry()
        .as(who, duty)
        .post<Operation & ProblemBody>(
          `/v1/proposals/${id}/${decision}`,
          decision === 'reject' ? {} : undefined,
        );
    const free = async () => (await registry().as('bankA').read<Line>(`/v1/rights/${right.id}/line`)).free;

    beforeEach(async () => {
      right = await newRight({ type, vintage: 2025 }, registry().idOf('holder'));
    });

    it('is asked for, and nothing is registered before it is given', async () => {
      const { status, body } = await ask();
      expect(status).to.equal(202);
      expect(body).to.deep.include({
        awaiting: ['grantor'],
        approvals: [{ role: 'grantor', institution: registry().idOf('holder'), decidedAt: null }],
      });
      expect(await free()).to.equal('1000');
      for (const [who, duty, code] of [
        ['bankA', 'maker', 'FORBIDDEN_CAPACITY'],
        ['bankA', 'checker', 'FORBIDDEN_CAPACITY'],
        ['bankB', 'checker', 'NOT_FOUND'],
      ] as const) {
        expect((await decide(who, duty, body.id)).body.code, `${who} ${duty}`).to.equal(code);
      }
      const approved = await decide('holder', 'maker', body.id);
      expect(approved.status).to.equal(201);
      const interest = await registry().as('holder').read<Interest>(approved.body.resource!);
      expect(interest).to.include({ status: 'effective', agent: registry().idOf('bankA') });
      expect(await free()).to.equal('600');
    });

    it('can be refused', async () => {
      const { body } = await ask();
      expect((await decide('holder', 'checker', body.id, 'reject')).status).to.equal(201);
      expect((await decide('holder', 'checker', body.id)).body.code).to.equal('PROPOSAL_CLOSED');
      expect(await free()).to.equal('1000');
    });

    it('is not asked for what the registry would refuse anyway', async () => {
      const tooMuch = await ask({ collateral: [{ right: right.id, quantity: '1001' }] });
      expect([tooMuch.status, tooMuch.body.code]).to.deep.equal([409, 'INSUFFICIENT_QUANTITY']);
    });

    it('is to what was proposed, also when others have registered meanwhile', async () => {
      const [mine, other] = [await ask(), await ask()];
      expect((await decide('holder', 'maker', other.body.id)).status).to.equal(201);
      const approved = await decide('holder', 'maker', mine.body.id);
      expect(approved.status).to.equal(201);
      expect(await free()).to.equal('200');
    });
  });
}

describe('a type that demands no consent', () => {
  it('is pledged by the bank alone', async () => {
    expect((await pledge(await newRight(), 'bankA', '10')).status).to.equal('effective');
  });
});
