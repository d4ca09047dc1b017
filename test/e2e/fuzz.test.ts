import { expect } from 'chai';
import type { OpenApi } from '../../api/http/openapi.ts';
import { Client, type Notice, type Page } from '../support/client.ts';
import { fuzz, type FuzzStatistics } from '../support/fuzz.ts';
import { registry } from './shared.ts';
import { newRight, pledge, proposeCancellation } from './stage.ts';

const full = process.env['npm_lifecycle_event'] === 'test:fuzz';
const requests = Number(process.env['FUZZ_REQUESTS'] ?? (full ? 20_000 : 1_500));
const seed = Number(process.env['FUZZ_SEED'] ?? 1);

/** Routes whose success enters something into the registry. */
const REGISTERING = [
  'POST /v1/parties',
  'POST /v1/parties/{id}/renames',
  'POST /v1/rights',
  'POST /v1/security-interests',
  'POST /v1/proposals/{id}/approve',
];

describe('generated requests to the whole system', () => {
  it(`of ${requests} each is answered as promised, and none that is refused changes anything`, async function () {
    this.timeout(60_000 + requests * 100);
    // Something of everything to run into.
    const interest = await pledge(await newRight(), 'bankA', '600');
    await proposeCancellation('bankA', interest.number);
    const people = Object.values(registry().credentials);
    const document = await new Client(registry().url, undefined).read<OpenApi>('/openapi.json');
    const before = await sequence();
    const statistics = await fuzz({
      document,
      baseUrl: registry().url,
      tokens: people.flatMap(({ maker, checker }) => [maker, checker]),
      requests,
      seed,
    });
    if (full) report(statistics);
    expect(statistics.failures, JSON.stringify(statistics.failures.slice(0, 3), null, 2)).to.deep.equal([]);
    expect(statistics.undocumented).to.deep.equal({});
    const accepted = REGISTERING.reduce((sum, route) => sum + (statistics.byRoute[route]?.accepted ?? 0), 0);
    expect((await sequence()) - before, 'registrations').to.be.at.most(accepted);
    expect((await new Client(registry().url, undefined).get('/readyz')).status).to.equal(200);
  });

  const sequence = async (): Promise<number> => {
    let last = 0;
    for (;;) {
      const page = await registry()
        .as('supervisor')
        .read<Page<Notice>>(`/v1/notices?limit=100&after=${last}`);
      last = Number(page.items.at(-1)?.sequence ?? last);
      if (page.nextCursor === undefined) return last;
    }
  };
});

function report({ seconds, byStatus, byCode, byRoute, failed }: FuzzStatistics): void {
  const each = (counts: Record<string, number>) =>
    Object.entries(counts)
      .sort(([, a], [, b]) => b - a)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ');
  console.log(`      ${requests} requests, seed ${seed}, ${seconds.toFixed(0)} s, ${failed} faults`);
  console.log(`      by status: ${each(byStatus)}`);
  console.log(`      by code: ${each(byCode)}`);
  for (const [route, { requests: sent, accepted }] of Object.entries(byRoute)) {
    console.log(`      ${route}: ${sent} sent, ${accepted} accepted`);
  }
}
