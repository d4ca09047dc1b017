import { expect } from 'chai';
import type { Answer, Interest, Line, Page, ProblemBody, Right } from '../support/client.ts';
import { registry, unique } from './shared.ts';
import { newParty, newRight, pledgeOf } from './stage.ts';
import { rightBody } from '../support/bodies.ts';

type Result = Answer<Interest & ProblemBody>;

describe('many at once', () => {
  const ask = (right: Right, bank: string, quantity: string, more: object = {}): Promise<Result> =>
    registry()
      .as(bank)
      .post('/v1/security-interests', pledgeOf(right, bank, quantity, more));

  it('of two banks that ask for the same free units exactly one is first, and the other is told', async () => {
    for (let round = 0; round < 8; round++) {
      const right = await newRight();
      const banks = round % 2 === 0 ? ['bankA', 'bankB'] : ['bankB', 'bankA'];
      const answers = await Promise.all(banks.map((bank) => ask(right, bank, '1000')));
      expect(answers.map(({ status }) => status)).to.have.members([201, 409]);
      const [won, lost] = answers.sort((a, b) => a.status - b.status) as [Result, Result];
      expect(won.body.collateral[0]?.tranches).to.deep.equal([{ from: '0', to: '1000', rank: 1 }]);
      expect(lost.body.code).to.equal('JUNIOR_RANK_NOT_ACKNOWLEDGED');
      expect(lost.body.tranches).to.deep.equal([{ from: '0', to: '1000', rank: 2 }]);
    }
  });

  it('takes 50 interests on one right by several banks: each final or cleanly refused, and the line adds up', async () => {
    const right = await newRight({ quantity: '1000' });
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        ask(right, i % 3 === 0 ? 'bankA' : 'bankB', '30', { acknowledgeJunior: i % 2 === 0 }),
      ),
    );
    for (const { status, body } of answers) {
      expect(status, JSON.stringify(body)).to.be.oneOf([201, 409]);
      if (status === 409) {
        expect(body.code).to.be.oneOf(['JUNIOR_RANK_NOT_ACKNOWLEDGED', 'TOO_MANY_OVERLAYS']);
      }
    }
    const taken = answers.filter(({ status }) => status === 201);
    expect(taken.length).to.be.at.least(33);
    const interests = await everyInterest(right);
    expect(interests.map(({ number }) => number)).to.have.members(taken.map(({ body }) => body.number));
    const line = await registry().as('bankA').read<Line>(`/v1/rights/${right.id}/line`);
    expectConsistent(line, interests);
  });

  it('of the same right registered twice at once, one is registered and one refused', async () => {
    const holder = (await newParty()).id;
    const body = rightBody(holder, unique('证'));
    const answers = await Promise.all(
      [1, 2].map(() => registry().as('authority').post<ProblemBody>('/v1/rights', body)),
    );
    expect(answers.map(({ status }) => status)).to.have.members([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body.code).to.equal('DUPLICATE_RIGHT');
  });

  async function everyInterest(right: Right): Promise<Interest[]> {
    const path = `/v1/security-interests?right=${right.id}&limit=100`;
    return (await registry().as('bankA').read<Page<Interest>>(path)).items;
  }

  /** Ranks on each segment are 1, 2, … in the order of registration; segments cover the line; the free part is what nobody has. */
  function expectConsistent(line: Line, interests: Interest[]): void {
    const sequenceOf = new Map(interests.map(({ number, sequence }) => [number, Number(sequence)]));
    let at = 0;
    let free = 0;
    const units = new Map<string, number>();
    for (const { from, to, overlays } of line.segments) {
      expect(Number(from)).to.equal(at);
      at = Number(to);
      if (overlays.length === 0) free += at - Number(from);
      expect(overlays.map(({ rank }) => rank)).to.deep.equal(overlays.map((_, i) => i + 1));
      const order = overlays.map(({ number }) => sequenceOf.get(number)!);
      expect(order).to.deep.equal([...order].sort((a, b) => a - b));
      for (const { number } of overlays) units.set(number, (units.get(number) ?? 0) + at - Number(from));
    }
    expect([at, free]).to.deep.equal([Number(line.quantity), Number(line.free)]);
    for (const { number, collateral } of interests) {
      expect(units.get(number), number).to.equal(Number(collateral[0]?.quantity));
    }
  }
});
