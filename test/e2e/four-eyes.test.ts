import { expect } from 'chai';
import type { Interest, Operation, ProblemBody, Proposal } from '../support/client.ts';
import { registry } from './shared.ts';
import { newRight, pledge, proposeCancellation } from './stage.ts';

describe('four eyes', () => {
  const decide = <T = Operation & ProblemBody>(
    who: string,
    duty: 'maker' | 'checker',
    { id }: Pick<Proposal, 'id'>,
    decision = 'approve',
    key?: string,
  ) =>
    registry()
      .as(who, duty)
      .post<T>(
        `/v1/proposals/${id}/${decision}`,
        decision === 'reject' ? { reason: 'not paid yet' } : undefined,
        key === undefined ? {} : { key },
      );

  const proposed = async () => {
    const interest = await pledge(await newRight(), 'bankA', '600');
    return { interest, proposal: await proposeCancellation('bankA', interest.number) };
  };
  const statusOf = async ({ number }: Interest) =>
    (await registry().as('bankA').read<Interest>(`/v1/security-interests/${number}`)).status;

  it('the maker who proposed cannot approve, nor another institution, nor its maker', async () => {
    const { interest, proposal } = await proposed();
    for (const [who, duty, status, code] of [
      ['bankA', 'maker', 403, 'SAME_PERSON'],
      ['bankB', 'checker', 404, 'NOT_FOUND'],
      ['bankB', 'maker', 404, 'NOT_FOUND'],
      ['holder', 'checker', 404, 'NOT_FOUND'],
    ] as const) {
      const answer = await decide(who, duty, proposal);
      expect([answer.status, answer.body.code], `${who} ${duty}`).to.deep.equal([status, code]);
    }
    expect(await statusOf(interest)).to.equal('effective');
  });

  it('a rejection closes the proposal and leaves the interest as it was', async () => {
    const { interest, proposal } = await proposed();
    const rejected = await decide<Proposal>('bankA', 'checker', proposal, 'reject');
    expect(rejected.status).to.equal(201);
    expect(rejected.body).to.deep.include({ status: 'rejected', awaiting: [], reason: 'not paid yet' });
    const late = await decide('bankA', 'checker', proposal);
    expect([late.status, late.body.code]).to.deep.equal([409, 'PROPOSAL_CLOSED']);
    expect(await statusOf(interest)).to.equal('effective');
  });

  it('a second approval is refused; a repetition of the first has its answer', async () => {
    const { interest, proposal } = await proposed();
    const first = await decide('bankA', 'checker', proposal, 'approve', `approval/${proposal.id}`);
    expect(first.status).to.equal(201);
    const repeated = await decide('bankA', 'checker', proposal, 'approve', `approval/${proposal.id}`);
    expect(repeated.body).to.deep.equal(first.body);
    const second = await decide('bankA', 'checker', proposal);
    expect([second.status, second.body.code]).to.deep.equal([409, 'PROPOSAL_CLOSED']);
    const shown = await registry().as('bankA').read<Proposal>(`/v1/proposals/${proposal.id}`);
    expect(shown).to.deep.include({ status: 'approved', awaiting: [] });
    expect(await statusOf(interest)).to.equal('cancelled');
  });

  it('of an approval and a rejection at the same moment exactly one counts', async () => {
    for (let round = 0; round < 5; round++) {
      const { interest, proposal } = await proposed();
      const [approved, rejected] = await Promise.all([
        decide('bankA', 'checker', proposal),
        decide('bankA', 'checker', proposal, 'reject'),
      ]);
      expect([approved.status, rejected.status]).to.have.members([201, 409]);
      expect(await statusOf(interest)).to.equal(approved.status === 201 ? 'cancelled' : 'effective');
    }
  });

  it('of two approved proposals to cancel the same interest exactly one is carried out', async () => {
    const { interest, proposal } = await proposed();
    const other = await proposeCancellation('bankA', interest.number);
    const answers = await Promise.all([proposal, other].map((it) => decide('bankA', 'checker', it)));
    expect(answers.map(({ status }) => status)).to.have.members([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).to.equal('INTEREST_ENDED');
  });

  it('another bank cannot propose to cancel what is not its own', async () => {
    const interest = await pledge(await newRight(), 'bankA', '600');
    const answer = await registry()
      .as('bankB')
      .post<ProblemBody>(`/v1/security-interests/${interest.number}/cancellations`, {
        scope: 'whole',
        reason: 'other',
      });
    expect([answer.status, answer.body.code]).to.deep.equal([403, 'NOT_SECURED_PARTY']);
  });
});
