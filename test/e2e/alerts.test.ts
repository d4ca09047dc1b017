import { expect } from 'chai';
import type { Page, ProblemBody } from '../support/client.ts';
import { registers } from './interests-life.ts';
import { digest } from './life.ts';
import { newRight, pledge } from './stage.ts';
import { registry } from './shared.ts';

interface Alert {
  id: string;
  kind: string;
  dueAt: string;
  overdue: boolean;
  parties: string[];
  rights: string[];
  interest: string | null;
  details: Record<string, string>;
}

const alerts = async (query: object, who = 'bankA'): Promise<Alert[]> => {
  const text = new URLSearchParams(query as Record<string, string>).toString();
  return (await registry().as(who).read<Page<Alert>>(`/v1/alerts?${text}`)).items;
};
const kinds = (found: Alert[]) => found.map(({ kind }) => kind).sort();
const inDays = (days: number) =>
  new Date(Date.now() + (8 + days * 24) * 3_600_000).toISOString().slice(0, 10);

describe('alerts', () => {
  it('tell what is overdue or soon will be of an interest, until it is settled', async () => {
    const right = await newRight({}, registry().idOf('holder'));
    const interest = await pledge(right, 'bankA', '600');
    const { number } = interest;
    const first = await registry().as('bankA').read<Page<Alert>>(`/v1/alerts?interest=${number}`);
    const [missing, ...others] = first.items;
    expect(others).to.deep.equal([]);
    expect(missing).to.deep.include({ kind: 'external-missing', interest: number });
    expect(missing!.rights).to.deep.equal([right.id]);
    expect(missing!.parties).to.include.members([registry().idOf('holder'), registry().idOf('bankA')]);

    await registers(interest, 'cancellation-requests', { date: '2026-01-30', digest: digest() }, 'holder');
    const objection = await registers(interest, 'objections', { digest: digest() }, 'bankB');
    const found = await alerts({ interest: number });
    expect(kinds(found)).to.deep.equal(['cancellation-overdue', 'external-missing', 'objection-notice-due']);
    const due = found.find(({ kind }) => kind === 'objection-notice-due')!;
    expect([due.overdue, due.details.objection]).to.deep.equal([false, objection.registration.number]);
    expect(due.dueAt).to.equal(`${inDays(7)}T15:59:59Z`);
    const late = found.find(({ kind }) => kind === 'cancellation-overdue')!;
    expect([late.overdue, late.details.endedOn]).to.deep.equal([true, '2026-01-30']);

    const path = `objections/${objection.registration.number}/notifications`;
    await registers(interest, path, { date: inDays(0) }, 'bankB');
    const after = await alerts({ interest: number });
    expect(kinds(after)).to.deep.equal(['cancellation-overdue', 'external-missing']);
    expect(after.map(({ id }) => id)).to.have.members([missing!.id, late.id]);

    const asOf = String(first.asOf.block);
    expect(kinds(await alerts({ interest: number, asOf }))).to.deep.equal(['external-missing']);
  });

  it('are filtered, shown page by page, and one’s own unless one asks for others', async () => {
    const right = await newRight();
    await pledge(right, 'bankA', '100');
    await pledge(right, 'bankB', '100');
    expect(await alerts({ right: right.id })).to.have.length(2);
    expect(await alerts({ right: right.id, kind: 'interest-lapsed' })).to.deep.equal([]);
    expect(await alerts({ party: right.holder, kind: 'external-missing' })).to.have.length(2);

    const found = await alerts({ party: right.holder, limit: '100' });
    const about = found.filter(({ rights }) => rights.includes(right.id));
    expect(await alerts({ right: right.id })).to.deep.equal(about);

    const own = await alerts({ limit: '100' });
    expect(own.every(({ parties }) => parties.includes(registry().idOf('bankA')))).to.equal(true);
    const pages: string[] = [];
    let cursor: string | undefined;
    do {
      const next = cursor === undefined ? '' : `&cursor=${cursor}`;
      const page = await registry()
        .as('bankA')
        .read<Page<Alert>>(`/v1/alerts?right=${right.id}&limit=1${next}`);
      expect(page.items).to.have.length(1);
      pages.push(...page.items.map(({ id }) => id));
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    expect(pages).to.deep.equal((await alerts({ right: right.id })).map(({ id }) => id));
  });

  it('refuse a cursor of another list and a kind that there is not', async () => {
    for (const [query, code] of [
      ['cursor=abc', 'INVALID_CURSOR'],
      ['kind=nonsense', 'INVALID_REQUEST'],
    ]) {
      const answer = await registry().as('bankA').get<ProblemBody>(`/v1/alerts?${query}`);
      expect([answer.status, answer.body.code]).to.deep.equal([400, code]);
    }
  });
});
