import { expect } from 'chai';
import type { Page } from '../support/client.ts';
import { digest, expectOnlyMakersOf, expectRefused } from './life.ts';
import { on, path, registers } from './interests-life.ts';
import { registry } from './shared.ts';
import { newRight, pledge } from './stage.ts';

describe('an external registration', () => {
  const entry = (grantor: string, more: object = {}) => ({
    register: 'unified',
    number: 'ZD-0123',
    date: '2026-01-31',
    quantity: '600',
    grantor,
    termTo: '2050-12-31',
    evidence: { digest: digest() },
    ...more,
  });

  it('is entered with its evidence and stands in the chain as it was entered', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '600');
    const entered = await registers(
      interest,
      'external-registrations',
      entry(right.holder, { quantity: '500' }),
    );
    type Entry = { number: string; kind: string; content: Record<string, unknown> };
    const chain = await registry().as('bankA').read<Page<Entry>>(path(interest, 'registrations'));
    expect(chain.items.at(-1)).to.deep.include({
      number: entered.registration.number,
      kind: 'external-registration',
    });
    expect(chain.items.at(-1)?.content).to.deep.include({ register: 'unified', quantity: '500' });
  });

  it('is entered by the agent, that of the platform by an authority too', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '600');
    const body = entry(right.holder);
    await expectOnlyMakersOf(['bankA'], path(interest, 'external-registrations'), body);
    expectRefused(await on(interest, 'external-registrations', body, 'bankB'), 403, 'NOT_SECURED_PARTY');
    await registers(interest, 'external-registrations', { ...body, register: 'platform' }, 'authority');
    expectRefused(
      await on(interest, 'external-registrations', { ...body, date: '2099-01-01' }),
      400,
      'INVALID_REQUEST',
      '/date',
    );
    expectRefused(
      await on(interest, 'external-registrations', { ...body, quantity: '0' }),
      400,
      'INVALID_REQUEST',
      '/quantity',
    );
  });
});
