import { expect } from 'chai';
import type { z } from 'zod';
import type { carriedSchema, decisionSchema } from '../../api/modules/rights/quotas/schemas.ts';
import type { Line, Right } from '../support/client.ts';
import { ask, decision, expectOnlyMakersOf, expectRefused, lineOf, made, outcomes } from './life.ts';
import { registry } from './shared.ts';
import { newRight, pledge } from './stage.ts';

type Decision = z.output<typeof decisionSchema>;
type CarryOver = z.output<typeof carriedSchema>;

const decide = <T = Decision>(
  { id }: Pick<Right, 'id'>,
  what: 'surrenders' | 'retirements' | 'quota-cuts' | 'carry-overs',
  body: object,
) => ask<T>('authority', `/v1/rights/${id}/${what}`, { decision: decision(), ...body });
const at = (from: number, to: number) => ({ from: String(from), to: String(to) });
const free = async (right: Pick<Right, 'id'>): Promise<Line['free']> => (await lineOf(right)).free;
const allowances = (more: object = {}) => newRight({ type: 'CEA', vintage: 2024, ...more });

describe('a surrender', () => {
  it('takes free units, whose places stay', async () => {
    const right = await allowances();
    await pledge(right, 'bankA', '300');
    const surrendered = made(await decide(right, 'surrenders', { quantity: '200', period: 2025 }));
    expect(surrendered).to.deep.include({
      kind: 'surrendered',
      quantity: '200',
      intervals: [at(300, 500)],
      affected: [],
      period: 2025,
    });
    expect(await free(right)).to.equal('500');
    const read = await registry().as('bankA').read<Decision>(surrendered.location);
    expect(read.number).to.equal(surrendered.number);
  });

  it('takes units that are kept for it before any other', async () => {
    const right = await allowances();
    const hold = { kind: 'compliance-hold', until: null, order: decision() };
    made(
      await ask('authority', `/v1/rights/${right.id}/restrictions`, { ...hold, intervals: [at(500, 600)] }),
    );
    const { intervals } = made(await decide(right, 'surrenders', { quantity: '150', period: 2025 }));
    expect(intervals).to.deep.equal([at(0, 50), at(500, 600)]);
  });

  it('touches nobody’s collateral unless the authority overrides, and then shows whose', async () => {
    const right = await allowances();
    const interest = await pledge(right, 'bankA', '800');
    const body = { quantity: '500', period: 2025 };
    expectRefused(await decide(right, 'surrenders', body), 409, 'INSUFFICIENT_QUANTITY', '/quantity');
    const named = { intervals: [at(0, 10)], period: 2025 };
    expectRefused(await decide(right, 'surrenders', named), 409, 'UNITS_ENCUMBERED');
    const surrendered = made(await decide(right, 'surrenders', { ...body, overriding: true }));
    expect(surrendered).to.deep.include({ overriding: true, intervals: [at(0, 300), at(800, 1000)] });
    expect(surrendered.affected).to.deep.equal([
      {
        interest: interest.number,
        securedParties: [registry().idOf('bankA')],
        quantity: '300',
        tranches: [{ ...at(0, 300), rank: 1 }],
      },
    ]);
  });

  it('of several at once never takes a unit twice', async () => {
    const right = await allowances();
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => decide(right, 'surrenders', { quantity: '300', period: 2025 })),
    );
    expect(outcomes(answers)).to.deep.equal({ made: 3, codes: ['INSUFFICIENT_QUANTITY'] });
    expect(await free(right)).to.equal('100');
    const body = { quantity: '1', period: 2025, decision: decision() };
    await expectOnlyMakersOf(['authority'], `/v1/rights/${right.id}/surrenders`, body);
  });
});

describe('a retirement', () => {
  it('is of free units, and of no others', async () => {
    const right = await allowances();
    await pledge(right, 'bankA', '300');
    const { kind, intervals } = made(await decide(right, 'retirements', { quantity: '100' }));
    expect([kind, intervals]).to.deep.equal(['retired', [at(300, 400)]]);
    expectRefused(await decide(right, 'retirements', { intervals: [at(0, 1)] }), 409, 'UNITS_ENCUMBERED');
    expectRefused(
      await decide(right, 'retirements', { quantity: '1', overriding: true }),
      400,
      'UNKNOWN_FIELD',
      '/overriding',
    );
    const gone = await decide(right, 'retirements', { intervals: [at(300, 301)] });
    expectRefused(gone, 409, 'UNITS_GONE', '/intervals');
  });
});

describe('a quota cut', () => {
  it('takes free units first, is never refused for what lies on the others, and shows who lost what', async () => {
    const right = await allowances();
    const first = await pledge(right, 'bankA', '600');
    const second = await pledge(right, 'bankB', '700', { acknowledgeJunior: true });
    const cut = made(await decide(right, 'quota-cuts', { quantity: '500', period: 2026 }));
    const lost = Object.fromEntries(cut.affected.map((it) => [it.interest, it.quantity]));
    const total = BigInt(lost[first.number] ?? '0') + BigInt(lost[second.number] ?? '0');
    expect(cut.quantity).to.equal('500');
    expect(total).to.equal(500n);
    expect(await free(right)).to.equal('0');
  });

  it('by name leaves no free unit while it takes encumbered ones', async () => {
    const right = await allowances();
    await pledge(right, 'bankA', '600');
    const answer = await decide(right, 'quota-cuts', { intervals: [at(500, 700)], period: 2026 });
    expectRefused(answer, 409, 'FREE_UNITS_FIRST');
    expect(answer.body).to.deep.include({ units: [at(700, 1000)] });
    made(await decide(right, 'quota-cuts', { intervals: [at(500, 1000)], period: 2026 }));
  });
});

describe('a carry-over', () => {
  it('marks what exceeds the limit, free units first, once', async () => {
    const right = await allowances({ quantity: '250000' });
    await pledge(right, 'bankA', '120000');
    const body = { netSold: '60000', period: 2024 };
    const carried = made(await decide<CarryOver>(right, 'carry-overs', body));
    expect(carried.limit).to.deep.include({ holding: '250000', carried: '100000', remainder: '150000' });
    expect(carried.intervals).to.deep.equal([at(0, 20_000), at(120_000, 250_000)]);
    expect(carried.affected.map(({ quantity }) => quantity)).to.deep.equal(['20000']);
    expectRefused(await decide(right, 'carry-overs', body), 409, 'NO_REMAINDER', '/netSold');
    const used = await decide(right, 'surrenders', { intervals: [at(120_000, 120_001)], period: 2025 });
    expectRefused(used, 409, 'UNITS_NOT_CARRIED');
  });

  it('is divided over the rights of an operator by naming how much falls on each', async () => {
    const right = await allowances({ quantity: '100000' });
    const body = { holding: '250000', netSold: '60000', period: 2024 };
    const { quantity } = made(await decide(right, 'carry-overs', { ...body, quantity: '40000' }));
    expect(quantity).to.equal('40000');
    const small = await decide(right, 'carry-overs', { ...body, holding: '99999' });
    expectRefused(small, 400, 'INVALID_REQUEST', '/holding');
    const other = await newRight({ type: 'CEA', vintage: 2025 });
    expectRefused(await decide(other, 'carry-overs', body), 409, 'CARRY_OVER_NOT_APPLICABLE');
  });
});
