import { expect } from 'chai';
import { digest, expectRefused } from './life.ts';
import { on, ranksOf, read, registers } from './interests-life.ts';
import { newRight, pledge } from './stage.ts';
import { registry } from './shared.ts';

const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

describe('an objection', () => {
  it('annotates, is followed by its objector step by step, and changes no rank', async () => {
    const interest = await pledge(await newRight(), 'bankA', '600');
    const raised = await registers(interest, 'objections', { digest: digest() }, 'bankB');
    const number = raised.registration.number;
    expect([raised.status, ranksOf(raised)]).to.deep.equal(['effective', [[0, 600, 1]]]);
    const step = (what: string, body: object, who = 'bankB') =>
      on(interest, `objections/${number}/${what}`, body, who);
    expectRefused(await step('notifications', { date: today() }, 'holder'), 403, 'FORBIDDEN_CAPACITY');
    expect((await step('notifications', { date: today() })).status).to.equal(201);
    expectRefused(await step('notifications', { date: today() }), 409, 'OBJECTION_CLOSED');
    const acceptance = { number: '（2026）粤0106民初1号', date: today(), digest: digest() };
    expect((await step('acceptances', acceptance, 'court')).status).to.equal(201);
    expectRefused(await step('acceptances', acceptance), 409, 'OBJECTION_CLOSED');
    expect((await step('withdrawals', {})).status).to.equal(201);
    expectRefused(await step('withdrawals', {}), 409, 'OBJECTION_CLOSED');
    expect(ranksOf(await read(interest))).to.deep.equal([[0, 600, 1]]);
  });

  it('is not for the registrant, and has to be one to this interest', async () => {
    const right = await newRight();
    const [interest, other] = [await pledge(right, 'bankA', '100'), await pledge(right, 'bankA', '100')];
    expectRefused(
      await on(interest, 'objections', { digest: digest() }),
      403,
      'OBJECTION_TO_OWN_REGISTRATION',
    );
    const { registration } = await registers(interest, 'objections', { digest: digest() }, 'bankB');
    const elsewhere = `objections/${registration.number}/withdrawals`;
    expectRefused(await on(other, elsewhere, {}, 'bankB'), 404, 'NOT_FOUND');
  });

  it('the grantor asks for cancellation, nobody else', async () => {
    const interest = await pledge(await newRight({}, registry().idOf('holder')), 'bankA', '600');
    const request = { date: '2026-01-30', digest: digest() };
    expectRefused(await on(interest, 'cancellation-requests', request, 'bankB'), 403, 'FORBIDDEN_CAPACITY');
    await registers(interest, 'cancellation-requests', request, 'holder');
    expectRefused(
      await on(interest, 'cancellation-requests', { ...request, date: '2099-01-01' }, 'holder'),
      400,
      'INVALID_REQUEST',
      '/date',
    );
  });
});
