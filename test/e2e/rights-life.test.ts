import { expect } from 'chai';
import { rightBody } from '../support/bodies.ts';
import type { Interest, Notice, Operation, Page, ProblemBody, Proposal, Right } from '../support/client.ts';
import { ask, digest, expectOnlyMakersOf, expectRefused, lineOf, made, outcomes, transfer } from './life.ts';
import { approved, registers } from './interests-life.ts';
import { registry, unique } from './shared.ts';
import { newParty, newRight, pledge } from './stage.ts';

const rightOf = (id: string) => registry().as('authority').read<Right>(`/v1/rights/${id}`);
/** Where the interest lies on a right, and in which rank. */
const ranksOn = async (right: Pick<Right, 'id'>, { number }: Pick<Interest, 'number'>) =>
  (await lineOf(right)).segments.flatMap(({ from, to, overlays }) =>
    overlays.filter((it) => it.number === number).map((it) => [from, to, it.rank]),
  );

describe('a transfer', () => {
  it('moves the whole right to another holder, once', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    const key = unique('key-');
    const body = {
      to: buyer.id,
      cause: 'transfer',
      evidence: { digest: digest() },
      approval: { digest: digest() },
    };
    const path = `/v1/rights/${right.id}/transfers`;
    const moved = made(await ask<Right>('authority', path, body, key));
    expect(moved).to.include({ id: right.id, holder: buyer.id, acquisition: 'traded', quantity: '1000' });
    expect(moved.location).to.equal(`/v1/rights/${right.id}`);
    expect(made(await ask<Right>('authority', path, body, key)).sequence).to.equal(moved.sequence);
    expectRefused(await ask('authority', path, body), 409, 'INVALID_RECIPIENT', '/to');
    expect((await rightOf(right.id)).holder).to.equal(buyer.id);
  });

  it('is made by the authority of the right alone', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    const body = { to: buyer.id, cause: 'transfer', evidence: { digest: digest() } };
    await expectOnlyMakersOf(['authority'], `/v1/rights/${right.id}/transfers`, body);
    expectRefused(await transfer({ id: digest() }, buyer.id), 404, 'NOT_FOUND');
  });

  it('of an approval-bound type needs the approval', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    expectRefused(
      await transfer(right, buyer.id, { approval: undefined }),
      409,
      'APPROVAL_REQUIRED',
      '/approval',
    );
  });

  it('of a part makes a right of its own, and leaves the rest', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    const certificateNumber = unique('证');
    const child = made(await transfer(right, buyer.id, { quantity: '400', certificateNumber }));
    expect(child).to.include({ holder: buyer.id, quantity: '400', certificateNumber, status: 'confirmed' });
    expect(child.location).to.equal(`/v1/rights/${child.id}`);
    expect((await rightOf(right.id)).holder).to.equal(right.holder);
    expect((await lineOf(right)).free).to.equal('600');
    const again = await transfer(right, buyer.id, { quantity: '1', certificateNumber });
    expectRefused(again, 409, 'DUPLICATE_RIGHT', '/certificateNumber');
    const gone = { intervals: [{ from: '0', to: '1' }], certificateNumber: unique('证') };
    expectRefused(await transfer(right, buyer.id, gone), 409, 'UNITS_GONE', '/intervals');
    const rest = { quantity: '600', certificateNumber: unique('证') };
    expectRefused(await transfer(right, buyer.id, rest), 409, 'NOTHING_LEFT');
    const more = { quantity: '601', certificateNumber: unique('证') };
    expectRefused(await transfer(right, buyer.id, more), 409, 'INSUFFICIENT_QUANTITY', '/quantity');
    expectRefused(
      await transfer(right, buyer.id, { quantity: '1' }),
      400,
      'INVALID_REQUEST',
      '/certificateNumber',
    );
    const misspelt = await transfer(right, buyer.id, { quantities: '1' });
    expectRefused(misspelt, 400, 'UNKNOWN_FIELD', '/quantities');
  });

  it('of a quantity takes free units, and encumbered ones only if that is said', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    await pledge(right, 'bankA', '600');
    const free = made(await transfer(right, buyer.id, { quantity: '300', certificateNumber: unique('证') }));
    expect((await lineOf(free)).free).to.equal('300');
    const part = { quantity: '150', certificateNumber: unique('证') };
    expectRefused(await transfer(right, buyer.id, part), 409, 'UNITS_ENCUMBERED', '/quantity');
    const proposed = await transfer(right, buyer.id, { ...part, encumbered: true });
    expect(proposed.status).to.equal(202);
  });

  it('of several for the last free units at once exactly one is made', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    const answers = await Promise.all(
      Array.from({ length: 6 }, () =>
        transfer(right, buyer.id, { quantity: '600', certificateNumber: unique('证') }),
      ),
    );
    expect(outcomes(answers)).to.deep.equal({ made: 1, codes: ['INSUFFICIENT_QUANTITY'] });
    expect((await lineOf(right)).free).to.equal('400');
  });

  it('by court order takes encumbered units along without asking anybody', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    const interest = await pledge(right, 'bankA', '600');
    const child = made(
      await transfer(right, buyer.id, {
        cause: 'court-order',
        intervals: [{ from: '500', to: '800' }],
        certificateNumber: unique('证'),
      }),
    );
    expect(await ranksOn(right, interest)).to.deep.equal([['0', '500', 1]]);
    expect(await ranksOn(child, interest)).to.deep.equal([['0', '100', 1]]);
    expect((await lineOf(child)).free).to.equal('200');
  });

  it('by succession goes to a successor only, and of a disposal there must be one', async () => {
    const [right, other] = [await newRight(), await newParty()];
    expectRefused(await transfer(right, other.id, { cause: 'succession' }), 409, 'NOT_SUCCESSOR', '/to');
    expectRefused(
      await transfer(right, other.id, { cause: 'disposal' }),
      400,
      'INVALID_REQUEST',
      '/disposal',
    );
  });
});

describe('a transfer of encumbered units', () => {
  const decide = (who: string, id: string, duty: 'maker' | 'checker' = 'checker') =>
    registry().as(who, duty).post<Operation & ProblemBody>(`/v1/proposals/${id}/approve`);

  it('awaits every secured party, and is executed when the last has consented', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    const first = await pledge(right, 'bankA', '600');
    const second = await pledge(right, 'bankB', '800', { acknowledgeJunior: true });
    const proposed = await transfer(right, buyer.id);
    expect(proposed.status).to.equal(202);
    const { id, awaiting } = proposed.body as unknown as Proposal;
    expect(awaiting).to.include('secured-party');
    expect((await decide('bankA', id, 'maker')).status).to.equal(403);
    expect((await decide('authority', id)).status).to.equal(403);
    const one = await decide('bankA', id);
    expect(one.status, JSON.stringify(one.body)).to.equal(200);
    expectRefused(await decide('bankA', id), 409, 'PROPOSAL_CLOSED');
    expect((await rightOf(right.id)).holder).to.equal(right.holder);
    const both = await decide('bankB', id);
    expect(both.status, JSON.stringify(both.body)).to.equal(201);
    expect((await rightOf(right.id)).holder).to.equal(buyer.id);
    expect(await ranksOn(right, first)).to.deep.equal([
      ['0', '400', 1],
      ['400', '600', 1],
    ]);
    expect(await ranksOn(right, second)).to.deep.equal([
      ['0', '400', 2],
      ['600', '1000', 1],
    ]);
  });

  it('is not executed without the consent of somebody who came later', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    await pledge(right, 'bankA', '600');
    const { id } = (await transfer(right, buyer.id)).body as unknown as Proposal;
    await pledge(right, 'bankB', '100');
    expectRefused(await decide('bankA', id), 409, 'CONSENT_REQUIRED');
    expect((await rightOf(right.id)).holder).to.equal(right.holder);
  });

  it('asks about the units that the proposal names, whatever is free when it is approved', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    const interest = await pledge(right, 'bankA', '900');
    const part = { quantity: '300', encumbered: true, certificateNumber: unique('证') };
    const { id, intent } = (await transfer(right, buyer.id, part)).body as unknown as Proposal;
    expect((intent.transfer as { intervals: object[] }).intervals).to.deep.equal([
      { from: '0', to: '200' },
      { from: '900', to: '1000' },
    ]);
    const executed = await decide('bankA', id);
    expect(executed.status, JSON.stringify(executed.body)).to.equal(201);
    expect(executed.body.resource).to.match(/^\/v1\/rights\/0x/);
    const child = await registry().as('bankA').read<Right>(executed.body.resource!);
    expect(child).to.include({ holder: buyer.id, quantity: '300' });
    expect(await ranksOn(child, interest)).to.deep.equal([['0', '200', 1]]);
  });

  it('is proposed once, however often it is asked for with one key', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    await pledge(right, 'bankA', '600');
    const body = {
      to: buyer.id,
      cause: 'transfer',
      evidence: { digest: digest() },
      approval: { digest: digest() },
    };
    const key = unique('key-');
    const answers = await Promise.all(
      Array.from({ length: 5 }, () =>
        ask<Proposal>('authority', `/v1/rights/${right.id}/transfers`, body, key),
      ),
    );
    expect(answers.map(({ status }) => status)).to.deep.equal([202, 202, 202, 202, 202]);
    expect(new Set(answers.map((it) => it.body.id)).size).to.equal(1);
  });

  it('is refused if one of them refuses', async () => {
    const [right, buyer] = [await newRight(), await newParty()];
    await pledge(right, 'bankA', '600');
    const { id } = (await transfer(right, buyer.id)).body as unknown as Proposal;
    const rejected = await registry().as('bankA', 'checker').post(`/v1/proposals/${id}/reject`, {});
    expect(rejected.status).to.equal(201);
    expectRefused(await decide('bankA', id), 409, 'PROPOSAL_CLOSED');
    expect((await rightOf(right.id)).holder).to.equal(right.holder);
  });
});

describe('the title that follows a disposal', () => {
  /** 600 units under bankA, of which 400 to 600 have been sold. */
  async function sold() {
    const [right, buyer] = [await newRight(), await newParty()];
    const interest = await pledge(right, 'bankA', '600');
    const CNY = (value: string) => ({ value, currency: 'CNY' });
    await registers(interest, 'defaults', {
      date: '2026-01-31',
      due: CNY('1000000000'),
      digest: digest(),
    });
    await approved(interest, 'disposals', {
      route: 'platform-sale',
      right: right.id,
      units: { from: '400', to: '600' },
      buyer: buyer.id,
      proceeds: CNY('500000000'),
      source: 'GZ-2026-1',
      evidence: { digest: digest() },
    });
    const notices = await registry()
      .as('bankA')
      .read<Page<Notice>>(`/v1/notices?kind=disposal&right=${right.id}`);
    return { right, buyer, interest, disposal: notices.items[0]?.number };
  }

  it('is of exactly what was sold, to its buyer, free of the interests that were paid', async () => {
    const { right, buyer, interest, disposal } = await sold();
    const title = { cause: 'disposal', disposal };
    const stranger = await newParty();
    expectRefused(await transfer(right, buyer.id), 409, 'UNITS_BOUND');
    expectRefused(await transfer(right, buyer.id, title), 409, 'NOT_SOLD', '/disposal');
    expectRefused(await transfer(right, stranger.id, title), 409, 'NOT_BUYER', '/to');
    const more = { ...title, intervals: [{ from: '300', to: '600' }], certificateNumber: unique('证') };
    expectRefused(await transfer(right, buyer.id, more), 409, 'NOT_SOLD', '/disposal');
    const part = { ...title, certificateNumber: unique('证') };
    const child = made(await transfer(right, buyer.id, part));
    expect(child).to.include({ holder: buyer.id, quantity: '200', acquisition: 'traded' });
    expect((await lineOf(child)).free).to.equal('200');
    expect(await ranksOn(right, interest)).to.deep.equal([['0', '400', 1]]);
    const again = { ...part, certificateNumber: unique('证') };
    expectRefused(await transfer(right, buyer.id, again), 409, 'NOT_SOLD', '/disposal');
  });

  it('needs no consent of those who still have an interest elsewhere, and is given once', async () => {
    const { right, buyer, disposal } = await sold();
    const answers = await Promise.all(
      [1, 2].map(() =>
        transfer(right, buyer.id, { cause: 'disposal', disposal, certificateNumber: unique('证') }),
      ),
    );
    expect(outcomes(answers)).to.deep.equal({ made: 1, codes: ['NOT_SOLD'] });
  });
});

describe('a split', () => {
  const split = (right: Right, body: object, key?: string) =>
    ask<Right>('authority', `/v1/rights/${right.id}/splits`, body, key);
  const into = (a: [number, number][], b: [number, number][]) => {
    const intervals = (all: [number, number][]) =>
      all.map(([from, to]) => ({ from: String(from), to: String(to) }));
    return {
      into: [{ intervals: intervals(a) }, { intervals: intervals(b), certificateNumber: unique('证') }],
    };
  };

  it('divides a right in two; interests follow their units without consent', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '700');
    const child = made(await split(right, into([[0, 600]], [[600, 1000]])));
    expect(child).to.include({ holder: right.holder, quantity: '400', acquisition: 'paid' });
    expect(await ranksOn(right, interest)).to.deep.equal([['0', '600', 1]]);
    expect(await ranksOn(child, interest)).to.deep.equal([['0', '100', 1]]);
    const found = await registry()
      .as('bankA')
      .read<Page<Interest>>(`/v1/security-interests?right=${child.id}`);
    expect(found.items.map(({ number }) => number)).to.deep.equal([interest.number]);
  });

  it('is refused with a gap or an overlap, even if the sums match, and it is said where', async () => {
    const right = await newRight();
    const answer = await split(right, into([[0, 600]], [[500, 900]]));
    expectRefused(answer, 409, 'SPLIT_INEXACT', '/into');
    expect(answer.body).to.deep.include({
      overlaps: [{ from: '500', to: '600' }],
      gaps: [{ from: '900', to: '1000' }],
    });
    expect((await lineOf(right)).free).to.equal('1000');
  });

  it('by serial numbers gives each part the blocks that are of it', async () => {
    const serialBlocks = [
      { prefix: 'A-', start: '101', end: '150' },
      { prefix: 'B-', start: '1', end: '50' },
    ];
    const right = await newRight({ type: 'VCU', vintage: 2024, quantity: '100', serialBlocks });
    const stays = { serialBlocks: [{ prefix: 'A-', start: '101', end: '140' }] };
    const goes = {
      serialBlocks: [
        { prefix: 'A-', start: '141', end: '150' },
        { prefix: 'B-', start: '1', end: '50' },
      ],
      certificateNumber: unique('证'),
    };
    const foreign = { ...goes, serialBlocks: [{ prefix: 'C-', start: '1', end: '60' }] };
    expectRefused(
      await split(right, { into: [stays, foreign] }),
      422,
      'UNKNOWN_SERIAL',
      '/into/1/serialBlocks/0',
    );
    const child = made(await split(right, { into: [stays, goes] }));
    expect(child.serialBlocks.map(({ prefix, start, end }) => [prefix, start, end])).to.deep.equal([
      ['A-', '141', '150'],
      ['B-', '1', '50'],
    ]);
  });

  it('names one part for short; twice at once it is made once', async () => {
    const right = await newRight();
    const body = { part: { quantity: '300' }, certificateNumber: unique('证') };
    const answers = await Promise.all([split(right, body), split(right, body)]);
    expect(outcomes(answers)).to.deep.equal({ made: 1, codes: ['DUPLICATE_RIGHT'] });
    await expectOnlyMakersOf(['authority'], `/v1/rights/${right.id}/splits`, body);
    expectRefused(
      await split(right, { part: { quantity: '1' } }),
      400,
      'INVALID_REQUEST',
      '/certificateNumber',
    );
  });
});

describe('a renewal', () => {
  const renewal = (more: object = {}) => ({
    certificateNumber: unique('新证'),
    validFrom: '2054-01-01',
    validTo: '2063-12-31',
    identityConfirmed: true,
    ...more,
  });
  const renew = (right: Right, body: object) =>
    ask<Right>('authority', `/v1/rights/${right.id}/renewals`, body);

  it('goes on under a new certificate, with every encumbrance in its rank', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '600');
    const body = renewal();
    const renewed = made(await renew(right, body));
    expect(renewed).to.include({ id: right.id, validTo: '2063-12-31' });
    expect(await ranksOn(right, interest)).to.deep.equal([['0', '600', 1]]);
    expectRefused(await renew(right, body), 409, 'DUPLICATE_RIGHT');
    const { certificateNumber } = body;
    const anew = rightBody(right.holder, certificateNumber);
    expectRefused(await ask('authority', '/v1/rights', anew), 409, 'DUPLICATE_RIGHT');
  });

  it('is no way to carry encumbrances to another right, and never shortens', async () => {
    const right = await newRight();
    const answer = await renew(right, renewal({ identityConfirmed: false }));
    expectRefused(answer, 409, 'IDENTITY_NOT_CONFIRMED', '/identityConfirmed');
    expect(answer.body.remedy).to.include('new right');
    expectRefused(
      await renew(right, renewal({ validFrom: '2030-01-01', validTo: '2040-12-31' })),
      409,
      'INVALID_RENEWAL',
      '/validTo',
    );
    await expectOnlyMakersOf(['authority'], `/v1/rights/${right.id}/renewals`, renewal());
  });
});
