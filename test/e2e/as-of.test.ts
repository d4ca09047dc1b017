import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Interest, Line, Page, Party, ProblemBody, Right } from '../support/client.ts';
import { registry, unique } from './shared.ts';
import { approve, newParty, newRight, pledge, proposeCancellation } from './stage.ts';

describe('the registry as it stood', () => {
  const read = <T>(path: string) => registry().as('supervisor').read<T>(path);

  it('at a block: party, right, line and interest are what they were', async () => {
    const name = unique('示例公司');
    const party = await newParty(name);
    const right = await newRight({}, party.id);
    const interest = await pledge(right, 'bankA', '400');
    const later = unique('改名公司');
    const renamed = await registry()
      .as('authority')
      .made<Party>(`/v1/parties/${party.id}/renames`, { legalName: later });
    await approve('bankA', (await proposeCancellation('bankA', interest.number)).id);

    const line = (asOf: number) => read<Line>(`/v1/rights/${right.id}/line?asOf=${asOf}`);
    expect((await line(right.asOf.block)).free).to.equal('1000');
    expect((await line(interest.asOf.block)).free).to.equal('600');
    expect((await read<Line>(`/v1/rights/${right.id}/line`)).free).to.equal('1000');

    const nameAt = async (block: number) =>
      (await read<Party>(`/v1/parties/${party.id}?asOf=${block}`)).legalName;
    expect(await nameAt(party.asOf.block)).to.equal(name);
    expect(await nameAt(renamed.asOf.block)).to.equal(later);

    const then = await read<Interest>(
      `/v1/security-interests/${interest.number}?asOf=${interest.asOf.block}`,
    );
    expect(then).to.deep.equal(interest);
    const of = (block: number) =>
      read<Page<Interest>>(`/v1/security-interests?grantor=${party.id}&asOf=${block}`);
    expect((await of(right.asOf.block)).items).to.have.length(0);
    expect((await of(interest.asOf.block)).items).to.deep.equal([without(interest)]);
    const rights = await read<Page<Right>>(`/v1/rights?holder=${party.id}&asOf=${party.asOf.block}`);
    expect(rights.items).to.have.length(0);
  });

  it('at a block: the notices end there', async () => {
    const right = await newRight();
    const interest = await pledge(right, 'bankA', '400');
    const kinds = async (block: number) => {
      const path = `/v1/notices?right=${right.id}&asOf=${block}`;
      return (await read<Page<{ kind: string }>>(path)).items.map(({ kind }) => kind);
    };
    expect(await kinds(right.asOf.block)).to.deep.equal(['right-registration']);
    expect(await kinds(interest.asOf.block)).to.deep.equal(['right-registration', 'initial-registration']);
  });

  it('before it was registered there was nothing', async () => {
    const party = await newParty();
    const answer = await registry()
      .as('supervisor')
      .get<ProblemBody>(`/v1/parties/${party.id}?asOf=${party.asOf.block - 1}`);
    expect([answer.status, answer.body.code]).to.deep.equal([404, 'NOT_FOUND']);
  });

  it('at a time: the last block that was not later', async () => {
    const right = await newRight();
    await sleep(1_100);
    const interest = await pledge(right, 'bankA', '400');
    const line = (asOf: string) => read<Line>(`/v1/rights/${right.id}/line?asOf=${encodeURIComponent(asOf)}`);
    const before = await line(right.registeredAt);
    expect(before).to.include({ free: '1000' });
    expect(Date.parse(before.asOf.time)).to.be.at.most(Date.parse(right.registeredAt));
    expect(await line(interest.effectiveAt)).to.include({ free: '600' });
    // The same instant, as a clock in Guangzhou shows it.
    const there = new Date(Date.parse(interest.effectiveAt) + 8 * 3_600_000)
      .toISOString()
      .replace(/\.000Z$/, '+08:00');
    expect(await line(there)).to.include({ free: '600' });
  });

  it('names the parameter when there was no such block or the text is neither block nor time', async () => {
    const { id } = await newParty();
    for (const asOf of ['99999999', '1999-01-01T00:00:00Z', 'yesterday', '2026-02-30T00:00:00Z', '-1']) {
      const answer = await registry().as('supervisor').get<ProblemBody>(`/v1/parties/${id}?asOf=${asOf}`);
      expect([answer.status, answer.body.errors?.[0]?.field], asOf).to.deep.equal([400, '/asOf']);
    }
  });
});

function without({ asOf: _, ...rest }: Interest): Omit<Interest, 'asOf'> {
  return rest;
}
