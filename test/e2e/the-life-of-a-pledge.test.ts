import { expect } from 'chai';
import type { Interest, Line, Notice, Page, ProblemBody, Proposal, Right } from '../support/client.ts';
import { approved, decides, on, proposes, ranksOf, read, registers } from './interests-life.ts';
import { ask, decision, digest, expectRefused, lineOf, made, transfer } from './life.ts';
import { registry } from './shared.ts';
import { newParty, newRight, pledge, pledgeOf } from './stage.ts';

const CNY = (value: string) => ({ value, currency: 'CNY' });
const inAYear = (): string => new Date(Date.now() + 365 * 86_400_000).toISOString().slice(0, 10);

interface Sold {
  disposals: { number: string; surplus: string }[];
}

/**
 * One right of 1,000 units a year, two banks, a court and a buyer, from the registration to the last fen. Each step starts from what the
 * one before it left.
 */
describe('the life of a pledge, through HTTP alone', () => {
  let right: Right;
  let first: Interest;
  let second: Interest;
  let freeze: string;
  let beforeTheSale: number;
  const disposals: string[] = [];
  let buyer: string;

  const sale = (units: [string, string], proceeds: string) => ({
    route: 'platform-sale',
    right: right.id,
    units: { from: units[0], to: units[1] },
    buyer,
    proceeds: CNY(proceeds),
    source: 'GDEX-2026-1',
    evidence: { digest: digest() },
  });
  const kindsAt = ({ segments }: Line, unit: number) =>
    segments
      .find(({ from, to }) => Number(from) <= unit && unit < Number(to))!
      .overlays.map(({ kind }) => kind);
  const notices = async (query: string) =>
    (await registry().as('supervisor').read<Page<Notice>>(`/v1/notices?limit=100&${query}`)).items;

  it('the water authority registers a right of the company, 1,000 units a year', async () => {
    right = await newRight({}, registry().idOf('holder'));
    buyer = (await newParty()).id;
    expect((await lineOf(right)).free).to.equal('1000');
  });

  it('bank A takes 600 of them in pledge for CNY 10,000,000', async () => {
    first = await pledge(right, 'bankA', '600');
    expect(ranksOf(first)).to.deep.equal([[0, 600, 1]]);
    expect((await lineOf(right)).free).to.equal('400');
  });

  it('bank B wants 400 to 800, is told that half of it would be second-ranking, and takes it', async () => {
    const collateral = [{ right: right.id, intervals: [{ from: '400', to: '800' }] }];
    const asked = await registry()
      .as('bankB')
      .post<ProblemBody>('/v1/security-interests', pledgeOf(right, 'bankB', '400', { collateral }));
    expectRefused(asked, 409, 'JUNIOR_RANK_NOT_ACKNOWLEDGED');
    second = await pledge(right, 'bankB', '400', { collateral, acknowledgeJunior: true });
    expect(ranksOf(second)).to.deep.equal([
      [600, 800, 1],
      [400, 600, 2],
    ]);
  });

  it('bank A extends its registration before the term ends, and keeps its rank', async () => {
    const extended = await registers(first, 'extensions', { to: '2055-12-31' });
    expect(extended.term.to).to.equal('2055-12-31');
    expect(ranksOf(extended)).to.deep.equal([[0, 600, 1]]);
  });

  it('the authority cuts the quota by 300: the free 200 first, then 100 of what bank A has', async () => {
    const answer = await ask<{ intervals: object[]; affected: { interest: string; quantity: string }[] }>(
      'authority',
      `/v1/rights/${right.id}/quota-cuts`,
      { quantity: '300', period: 2026, decision: decision() },
    );
    const { intervals, affected } = made(answer);
    expect(intervals).to.deep.equal([
      { from: '0', to: '100' },
      { from: '800', to: '1000' },
    ]);
    expect(affected.map(({ interest, quantity }) => [interest, quantity])).to.deep.equal([
      [first.number, '100'],
    ]);
    const [cut] = (await notices(`kind=quota-cut&right=${right.id}`)).slice(-1);
    expect(cut!.interests).to.have.members([first.number, second.number]);
  });

  it('the company objects; that annotates the pledge, moves no rank, and is withdrawn', async () => {
    const objected = await registers(first, 'objections', { digest: digest() }, 'holder');
    expect(ranksOf(objected)).to.deep.equal(ranksOf(await read(first)));
    const withdrawal = `objections/${objected.registration.number}/withdrawals`;
    expect((await on(first, withdrawal, {}, 'holder')).status).to.equal(201);
    expect((await read(first)).status).to.equal('effective');
  });

  it('bank A assigns its claim to bank B: two persons sign, and the rank goes with the claim', async () => {
    const bankB = registry().idOf('bankB');
    const body = { to: [bankB], agent: bankB, evidence: { digest: digest() } };
    const assigned = await approved(first, 'assignments', body);
    expect(assigned.agent).to.equal(bankB);
    expect(ranksOf(assigned)).to.deep.equal([[100, 600, 1]]);
    expectRefused(await on(first, 'extensions', { to: '2056-12-31' }), 403, 'NOT_SECURED_PARTY');
  });

  it('a court freezes 400 to 600', async () => {
    const body = { kind: 'judicial-freeze', until: inAYear(), order: decision() };
    const intervals = [{ from: '400', to: '600' }];
    const path = `/v1/rights/${right.id}/restrictions`;
    freeze = made(await ask<{ number: string }>('court', path, { ...body, intervals })).number;
    expect(kindsAt(await lineOf(right), 500)).to.deep.equal(['interest', 'interest', 'judicial-freeze']);
  });

  it('the company defaults; title stays where it is', async () => {
    const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    for (const interest of [first, second]) {
      const body = { date: day, due: CNY('1000000000'), digest: digest() };
      expect((await registers(interest, 'defaults', body, 'bankB')).status).to.equal('enforcing');
    }
    const { holder, asOf } = await registry().as('investor').read<Right>(`/v1/rights/${right.id}`);
    expect(holder).to.equal(registry().idOf('holder'));
    beforeTheSale = asOf.block;
  });

  it('what is frozen cannot be sold on the platform', async () => {
    const answer = await on(first, 'disposals', sale(['400', '600'], '1500000000'), 'bankB');
    expectRefused(answer, 409, 'UNITS_BOUND');
  });

  it('the court lifts its freeze, by two persons', async () => {
    const lift = await ask<Proposal>('court', `/v1/restrictions/${freeze}/lifts`, { order: decision() });
    expect(lift.status, JSON.stringify(lift.body)).to.equal(202);
    expect((await decides('court', lift.body)).status).to.equal(201);
    expect(kindsAt(await lineOf(right), 500)).to.deep.equal(['interest', 'interest']);
  });

  it('the platform sells 400 to 600 for CNY 15,000,000: the first rank is paid in full, the second in part', async () => {
    const proposal = await proposes(first, 'disposals', sale(['400', '600'], '1500000000'), 'bankB');
    expect((await decides('bankB', proposal)).status).to.equal(201);
    expect((await read(first)).securedAmount.value).to.equal('0');
    expect((await read(second)).securedAmount.value).to.equal('500000000');
    expect(kindsAt(await lineOf(right), 500)).to.deep.equal(['sold']);
  });

  it('and 600 to 800 for CNY 7,000,000: what was short is paid, and CNY 2,000,000 are left for the company', async () => {
    const proposal = await proposes(second, 'disposals', sale(['600', '800'], '700000000'), 'bankB');
    expect((await decides('bankB', proposal)).status).to.equal(201);
    expect((await read(second)).securedAmount.value).to.equal('0');
    const shown = await registry().as('investor').read<Sold>(`/v1/rights/${right.id}`);
    disposals.push(...shown.disposals.map(({ number }) => number));
    expect(shown.disposals.map(({ surplus }) => surplus)).to.deep.equal(['0', '200000000']);
  });

  it('the authority registers the buyer, who has the units free of both pledges', async () => {
    for (const disposal of disposals) {
      const title = {
        cause: 'disposal',
        disposal,
        certificateNumber: `${right.certificateNumber}-${disposal}`,
      };
      const child = made(await transfer(right, buyer, title));
      expect(child.holder).to.equal(buyer);
      const line = await lineOf(child);
      expect([line.quantity, line.free]).to.deep.equal(['200', '200']);
    }
    expect(kindsAt(await lineOf(right), 500)).to.deep.equal(['moved']);
  });

  it('bank B cancels what is realised, and the company is free of it', async () => {
    for (const interest of [first, second]) {
      const ended = await approved(
        interest,
        'cancellations',
        { scope: 'whole', reason: 'realised' },
        'bankB',
      );
      expect(ended.status).to.equal('cancelled');
    }
    expect((await lineOf(right)).free).to.equal('300');
  });

  it('all of it can be read for ever: in order, interest by interest, and as of any moment', async () => {
    const kinds = (await notices(`right=${right.id}`)).map(({ kind }) => kind);
    expect(kinds).to.deep.equal([
      ...['right-registration', 'initial-registration', 'initial-registration', 'extension', 'quota-cut'],
      ...[
        'objection',
        'objection-withdrawal',
        'assignment',
        'restriction',
        'default-notice',
        'default-notice',
      ],
      ...['restriction-lift', 'disposal', 'disposal', 'disposal-transfer', 'disposal-transfer'],
      ...['cancellation', 'cancellation'],
    ]);
    const chain = await registry()
      .as('investor')
      .read<Page<{ kind: string }>>(`/v1/security-interests/${first.number}/registrations`);
    expect(chain.items.map(({ kind }) => kind)).to.deep.equal([
      ...['initial-registration', 'extension', 'objection', 'objection-withdrawal', 'assignment'],
      ...['default-notice', 'payment', 'cancellation'],
    ]);
    const then = await registry()
      .as('investor')
      .read<Line>(`/v1/rights/${right.id}/line?asOf=${beforeTheSale}`);
    expect(kindsAt(then, 500)).to.deep.equal(['interest', 'interest', 'judicial-freeze']);
    const original = await registry()
      .as('investor')
      .read<Interest>(`/v1/security-interests/${first.number}?as=original`);
    expect(original.term.to).to.equal('2050-12-31');
    expect(original.agent).to.equal(registry().idOf('bankA'));
  });
});
