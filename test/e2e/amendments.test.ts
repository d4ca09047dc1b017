import { expect } from 'chai';
import type { Page, Proposal } from '../support/client.ts';
import { digest, expectOnlyMakersOf, expectRefused, outcomes } from './life.ts';
import { decides, on, path, ranksOf, read, registers } from './interests-life.ts';
import { registry } from './shared.ts';
import { newRight, pledge } from './stage.ts';

const CNY = (value: string) => ({ value, currency: 'CNY' });

describe('an amendment', () => {
  it('changes what it names, keeps the number and the rank, and has a number of its own', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '600');
    await pledge(right, 'bankB', '600', { acknowledgeJunior: true });
    const amended = await registers(interest, 'amendments', {
      securedAmount: CNY('1200000000'),
      negativePledge: true,
    });
    expect(amended.number).to.equal(interest.number);
    expect(amended.registration.number).to.match(/^LD-N-/);
    expect(amended.securedAmount).to.deep.equal(CNY('1200000000'));
    expect(ranksOf(amended)).to.deep.equal([[0, 600, 1]]);
    expect(amended.contract).to.deep.equal(interest.contract);
  });

  it('adds units behind whoever came in between, once that is acknowledged', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '600');
    await pledge(right, 'bankB', '300');
    const more = { addCollateral: [{ right: right.id, quantity: '300' }] };
    expectRefused(await on(interest, 'amendments', more), 409, 'JUNIOR_RANK_NOT_ACKNOWLEDGED');
    const amended = await registers(interest, 'amendments', { ...more, acknowledgeJunior: true });
    expect(ranksOf(amended)).to.deep.equal([
      [0, 600, 1],
      [900, 1000, 1],
      [600, 800, 2],
    ]);
  });

  it('awaits the grantor where the type of what is added demands it', async () => {
    const holder = registry().idOf('holder');
    const [plain, guarded] = [
      await newRight({}, holder),
      await newRight({ type: 'GDEA', vintage: 2025 }, holder),
    ];
    const interest = await pledge(plain, 'bankA', '600');
    const body = { addCollateral: [{ right: guarded.id, quantity: '10' }] };
    const proposal = await on<Proposal>(interest, 'amendments', body);
    expect([proposal.status, proposal.body.awaiting]).to.deep.equal([202, ['grantor']]);
    expect((await read(interest)).collateral).to.have.length(1);
    expect((await decides('bankA', proposal.body)).body.code).to.equal('FORBIDDEN_CAPACITY');
    expect((await decides('holder', proposal.body, 'maker')).status).to.equal(201);
    expect((await read(interest)).collateral).to.have.length(2);
  });

  it('is of the agent alone, of something, and of fields that exist', async () => {
    const interest = await pledge(await newRight(), 'bankA', '600');
    await expectOnlyMakersOf(['bankA'], path(interest, 'amendments'), { negativePledge: true });
    expectRefused(
      await on(interest, 'amendments', { negativePledge: true }, 'bankB'),
      403,
      'NOT_SECURED_PARTY',
    );
    expectRefused(await on(interest, 'amendments', {}), 400, 'INVALID_REQUEST');
    expectRefused(
      await on(interest, 'amendments', { negativePledge: true, amount: '1' }),
      400,
      'UNKNOWN_FIELD',
    );
    const foreign = { securedAmount: { value: '1', currency: 'HKD' } };
    expectRefused(
      await on(interest, 'amendments', foreign),
      409,
      'CURRENCY_MISMATCH',
      '/securedAmount/currency',
    );
  });

  it('is made once under one key, and of several at once none is lost', async () => {
    const interest = await pledge(await newRight(), 'bankA', '600');
    const body = { securedAmount: CNY('1100000000') };
    const [first, second] = [
      await on(interest, 'amendments', body, 'bankA', `once/${interest.number}`),
      await on(interest, 'amendments', body, 'bankA', `once/${interest.number}`),
    ];
    expect(second.body).to.deep.equal(first.body);
    const many = ['1200000000', '1300000000', '1400000000'].map((value) =>
      on(interest, 'amendments', { securedAmount: CNY(value) }),
    );
    expect(outcomes(await Promise.all(many))).to.deep.equal({ made: 3, codes: [] });
  });
});

describe('an extension', () => {
  it('lasts a month to thirty years and keeps the rank', async () => {
    const interest = await pledge(await newRight(), 'bankA', '600', {
      term: { from: '2026-01-01', to: '2028-12-31' },
    });
    expectRefused(await on(interest, 'extensions', { to: '2029-01-30' }), 400, 'TERM_OUT_OF_RANGE', '/to');
    const extended = await registers(interest, 'extensions', { to: '2030-12-31' });
    expect([extended.term.to, ranksOf(extended)]).to.deep.equal(['2030-12-31', [[0, 600, 1]]]);
    expectRefused(await on(interest, 'extensions', { to: '2035-12-31' }, 'bankB'), 403, 'NOT_SECURED_PARTY');
  });
});

describe('an advance registration', () => {
  it('keeps its rank for the interest that arises, once', async () => {
    const right = await newRight();
    const advance = await pledge(right, 'bankA', '600', { advance: true });
    await pledge(right, 'bankB', '600', { acknowledgeJunior: true });
    const confirmation = { contract: { digest: digest() } };
    const confirmed = await registers(advance, 'confirmations', confirmation);
    expect([confirmed.status, ranksOf(confirmed)]).to.deep.equal(['effective', [[0, 600, 1]]]);
    expectRefused(await on(advance, 'confirmations', confirmation), 409, 'WRONG_STATUS');
  });
});

describe('the chain of registrations', () => {
  it('has every registration with its number and content, and the original stays readable', async () => {
    const interest = await pledge(await newRight(), 'bankA', '600', {
      term: { from: '2026-01-01', to: '2028-12-31' },
    });
    const amended = await registers(interest, 'amendments', { securedAmount: CNY('7') });
    await registers(interest, 'extensions', { to: '2030-12-31' });
    type Entry = { number: string; kind: string; content: Record<string, unknown> };
    const chain = await registry().as('bankB').read<Page<Entry>>(path(interest, 'registrations'));
    expect(chain.items.map(({ number }) => number).slice(0, 2)).to.deep.equal([
      interest.number,
      amended.registration.number,
    ]);
    expect(chain.items.map(({ content }) => content['securedAmount'] ?? content['to'])).to.deep.equal([
      CNY('1000000000'),
      '7',
      '2030-12-31',
    ]);
    const before = await registry()
      .as('bankB')
      .read<Page<Entry>>(`${path(interest, 'registrations')}?asOf=${amended.asOf.block}`);
    expect(before.items).to.have.length(2);
    const original = await read(interest, '?as=original');
    expect([original.securedAmount.value, original.term.to]).to.deep.equal(['1000000000', '2028-12-31']);
    expect((await read(interest)).securedAmount.value).to.equal('7');
  });
});
