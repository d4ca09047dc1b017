import { expect } from 'chai';
import type { Interest, Line, Operation, Party, ProblemBody, Proposal, Right } from '../support/client.ts';
import { interestBody, partyBody, rightBody } from '../support/bodies.ts';
import { registry, unique } from './shared.ts';

// 郧西天河能源: the first pledge of a water right in Hubei. The steps build on each other.
describe('the Yunxi water right, through HTTP alone', () => {
  let company: Party;
  let right: Right;
  let first: Interest;
  let second: Interest;

  const line = () => registry().as('bankB').read<Line>(`/v1/rights/${right.id}/line`);
  const loan = (bank: string, quantity: string, more: object = {}) =>
    interestBody(
      {
        grantor: company.id,
        bank: registry().idOf(bank),
        right: right.id,
        quantity,
        contract: unique('YX-'),
      },
      { securedAmount: { value: '1000000000', currency: 'CNY' }, ...more },
    );

  it('the authority registers the company and its 241,000,000 m³ a year', async () => {
    const authority = registry().as('authority');
    company = await authority.made('/v1/parties', partyBody(unique('郧西天河能源有限公司')));
    right = await authority.made(
      '/v1/rights',
      rightBody(company.id, unique('取水证'), { quantity: '241000000' }),
    );
    expect(right).to.include({ type: 'WTR', unit: 'm3/a', quantity: '241000000', status: 'confirmed' });
    expect(await line()).to.include({ quantity: '241000000', free: '241000000', tradable: '241000000' });
  });

  it('a bank takes 136,000,000 of them in pledge for CNY 10,000,000', async () => {
    first = await registry().as('bankA').made('/v1/security-interests', loan('bankA', '136000000'));
    expect(first).to.deep.include({
      status: 'effective',
      securedAmount: { value: '1000000000', currency: 'CNY' },
      agent: registry().idOf('bankA'),
      grantor: company.id,
    });
    expect(first.collateral[0]?.tranches).to.deep.equal([{ from: '0', to: '136000000', rank: 1 }]);
  });

  it('the line shows 105,000,000 free', async () => {
    const { free, tradable, segments } = await line();
    expect({ free, tradable }).to.deep.equal({ free: '105000000', tradable: '105000000' });
    const overlay = {
      kind: 'interest',
      number: first.number,
      securedParties: [registry().idOf('bankA')],
      status: 'effective',
    };
    expect(segments).to.deep.equal([
      { from: '0', to: '136000000', overlays: [{ ...overlay, rank: 1 }] },
      { from: '136000000', to: '241000000', overlays: [] },
    ]);
  });

  it('a second bank that asks for 120,000,000 is told that 15,000,000 would be second-ranking', async () => {
    const answer = await registry()
      .as('bankB')
      .post<ProblemBody>('/v1/security-interests', loan('bankB', '120000000'));
    expect(answer.status).to.equal(409);
    expect(answer.headers.get('content-type')).to.equal('application/problem+json');
    expect(answer.body.code).to.equal('JUNIOR_RANK_NOT_ACKNOWLEDGED');
    const tranches = answer.body.tranches ?? [];
    const byRank = (rank: number) =>
      tranches
        .filter((it) => it.rank === rank)
        .reduce((sum, { from, to }) => sum + Number(to) - Number(from), 0);
    expect([byRank(1), byRank(2)]).to.deep.equal([105_000_000, 15_000_000]);
    expect((await line()).free, 'nothing was registered').to.equal('105000000');
  });

  it('and is registered when it acknowledges that', async () => {
    const body = loan('bankB', '120000000', { acknowledgeJunior: true });
    second = await registry().as('bankB').made('/v1/security-interests', body);
    const ranks = second.collateral[0]?.tranches.map(({ rank }) => rank);
    expect(ranks).to.have.members([1, 2]);
    expect(Number(second.sequence)).to.be.above(Number(first.sequence));
    expect((await line()).free).to.equal('0');
  });

  it('the loan is repaid: a maker of the first bank proposes, a checker approves the cancellation', async () => {
    const proposed = await registry()
      .as('bankA')
      .post<Proposal>(`/v1/security-interests/${first.number}/cancellations`, {
        scope: 'whole',
        reason: 'debt-paid',
      });
    expect(proposed.status).to.equal(202);
    expect(proposed.body).to.deep.include({ awaiting: ['checker'], status: 'awaiting' });
    expect((await line()).free, 'a proposal changes nothing').to.equal('0');
    const approved = await registry()
      .as('bankA', 'checker')
      .post<Operation>(`/v1/proposals/${proposed.body.id}/approve`);
    expect(approved.status).to.equal(201);
    expect(approved.body).to.include({ status: 'final' });
    const ended = await registry().as('bankB').read<Interest>(`/v1/security-interests/${first.number}`);
    expect(ended.status).to.equal('cancelled');
    expect(ended.cancellation).to.include({ reason: 'debt-paid' });
  });

  it('which makes the second bank first-ranking on all that it has', async () => {
    const { collateral } = await registry()
      .as('bankB')
      .read<Interest>(`/v1/security-interests/${second.number}`);
    const tranches = collateral[0]?.tranches ?? [];
    expect(tranches.every(({ rank }) => rank === 1)).to.be.true;
    expect(tranches.reduce((sum, { from, to }) => sum + Number(to) - Number(from), 0)).to.equal(120_000_000);
    expect((await line()).free).to.equal('121000000');
  });
});
