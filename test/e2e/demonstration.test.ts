import { expect } from 'chai';
import { loadDemo } from '../../demo/load.ts';
import type { Interest, Line, Notice, Page, Proposal, Right } from '../support/client.ts';
import { ranksOf } from './interests-life.ts';
import { registry } from './shared.ts';

const read = <T>(path: string, who = 'investor') => registry().as(who).read<T>(path);
const certified = async (number: string): Promise<Right> => {
  const { items } = await read<Page<Right>>(`/v1/rights?certificateNumber=${encodeURIComponent(number)}`);
  return items[0]!;
};
const on = async ({ id }: Right): Promise<Interest[]> =>
  (await read<Page<Interest>>(`/v1/security-interests?right=${id}`)).items;
const alerted = async (who: string, kind: string, interest: Interest | undefined): Promise<boolean> =>
  (await read<Page<object>>(`/v1/alerts?kind=${kind}&interest=${interest!.number}`, who)).items.length > 0;

/* What somebody finds who starts the demonstration and looks where each story says that there is something to see. */
describe('the demonstration', () => {
  it('has the published part of a water right in pledge, and the rest of it free', async () => {
    const line = await read<Line>(`/v1/rights/${(await certified('WTR-DEMO-2024-0006')).id}/line`);
    expect([line.quantity, line.free]).to.deep.equal(['241000000', '105000000']);
  });

  it('has two banks on one right, cut at both ends, and a freeze behind a freeze', async () => {
    const right = await certified('取水(示例)字〔2026〕第0021号');
    const { segments } = await read<Line>(`/v1/rights/${right.id}/line`);
    expect(
      segments.map(({ from, overlays }) => [Number(from), overlays.map(({ kind }) => kind)]),
    ).to.deep.equal([
      [0, ['interest', 'cut']],
      [100_000, ['interest']],
      [300_000, ['interest', 'judicial-freeze']],
      [400_000, ['interest', 'interest', 'judicial-freeze', 'judicial-freeze']],
      [500_000, ['interest', 'interest', 'judicial-freeze']],
      [600_000, ['interest']],
      [800_000, ['cut']],
    ]);
    expect((await on(right)).map(ranksOf)).to.deep.equal([
      [[100_000, 600_000, 1]],
      [
        [600_000, 800_000, 1],
        [400_000, 600_000, 2],
      ],
    ]);
  });

  it('has registers that agree, and registers that contradict each other', async () => {
    const interests = await on(await certified('GDEA-DEMO-2025-0022'));
    expect(
      interests.map(({ externalRegistrations: it }) => [it.state, it.thirdPartyEffective]),
    ).to.deep.equal([
      ['matched', true],
      ['divergent', false],
    ]);
  });

  it('has what was sold in the name of its buyer, free', async () => {
    for (const part of ['1', '2']) {
      const right = await certified(`EMR-DEMO-2026-0023-${part}`);
      const line = await read<Line>(`/v1/rights/${right.id}/line`);
      expect([line.quantity, line.free]).to.deep.equal(['200', '200']);
    }
  });

  it('has a company that is found by its former name, with what its successor holds', async () => {
    const search = { by: 'grantor-name', value: '示例旧名印染有限公司' };
    const { results } = await registry()
      .as('investor')
      .made<{ results: { former: boolean; rights: Right[] }[] }>('/v1/searches', search);
    expect(
      results.map(({ former, rights }) => [former, rights.map((it) => it.certificateNumber)]),
    ).to.deep.equal([[true, ['EMR-DEMO-2026-0024-B']]]);
  });

  it('has something to do for both banks', async () => {
    const [repaid, forgotten, expiring] = await on(await certified('EUR-DEMO-2026-0025'));
    expect(await alerted('bankA', 'interest-expiring', expiring)).to.equal(true);
    expect(await alerted('bankB', 'cancellation-overdue', forgotten)).to.equal(true);
    const { items } = await read<Page<Proposal>>('/v1/proposals', 'bankA');
    expect(
      items
        .filter(({ intent }) => (intent as { interest?: string }).interest === repaid!.id)
        .map(({ status }) => status),
    ).to.deep.equal(['awaiting']);
  });

  it('is loaded once, however often it is loaded', async () => {
    const latest = async () => (await read<Page<Notice>>('/v1/notices?limit=1')).asOf.block;
    const before = await latest();
    const { kept } = await loadDemo(registry().url, registry().credentials, () => undefined);
    expect([kept, await latest()]).to.deep.equal([0, before]);
  });
});
