import { expect } from 'chai';
import type { Interest, Notice, Page, ProblemBody, Right } from '../support/client.ts';
import { registry } from './shared.ts';
import { newParty, newRight, pledge } from './stage.ts';

describe('lists in pages', () => {
  /** Follows the cursors to the end. */
  async function all<T>(path: string, _of?: T): Promise<{ items: T[]; pages: number }> {
    const items: T[] = [];
    let pages = 0;
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await registry()
        .as('supervisor')
        .read<Page<T>>(path + query);
      items.push(...page.items);
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor !== undefined);
    return { items, pages };
  }

  it('give each entry once, in the order of registration', async () => {
    const { id: holder } = await newParty();
    const rights: Right[] = [];
    for (let i = 0; i < 7; i++) rights.push(await newRight({}, holder));
    const found = await all<Right>(`/v1/rights?holder=${holder}&limit=3`);
    expect(found.pages).to.equal(3);
    expect(found.items.map(({ id }) => id)).to.deep.equal(rights.map(({ id }) => id));

    const [right] = rights as [Right];
    const numbers: string[] = [];
    for (let i = 0; i < 5; i++) numbers.push((await pledge(right, i % 2 ? 'bankA' : 'bankB', '100')).number);
    const interests = await all<Interest>(`/v1/security-interests?right=${right.id}&limit=2`);
    expect(interests.items.map(({ number }) => number)).to.deep.equal(numbers);
    expect((await all<Interest>(`/v1/security-interests?grantor=${holder}&limit=5`)).pages).to.equal(1);

    const notices = await all<Notice>(`/v1/notices?party=${holder}&limit=4`);
    const sequences = notices.items.map(({ sequence }) => Number(sequence));
    expect(sequences).to.deep.equal([...new Set(sequences)].sort((a, b) => a - b));
    expect(sequences).to.have.length(1 + 7 + 5);
  });

  it('hold a cursor to its list, and a limit to its bounds', async () => {
    const { id: holder } = await newParty();
    for (let i = 0; i < 2; i++) await newRight({}, holder);
    const page = await registry().as('supervisor').read<Page<Right>>(`/v1/rights?holder=${holder}&limit=1`);
    const cursor = encodeURIComponent(page.nextCursor!);
    const other = registry().idOf('holder');
    for (const [query, code] of [
      [`holder=${other}&cursor=${cursor}`, 'INVALID_CURSOR'],
      [`holder=${holder}&cursor=${cursor}x`, 'INVALID_CURSOR'],
      [`holder=${holder}&limit=101`, 'INVALID_REQUEST'],
      [`holder=${holder}&limit=0`, 'INVALID_REQUEST'],
      [`holder=${holder}&limit=1&limit=2`, 'DUPLICATE_PARAMETER'],
      [`holder=${holder}&page=2`, 'UNKNOWN_FIELD'],
    ] as const) {
      const { status, body } = await registry().as('supervisor').get<ProblemBody>(`/v1/rights?${query}`);
      expect([status, body.code], query).to.deep.equal([400, code]);
    }
  });
});
