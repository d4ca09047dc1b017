import { expect } from 'chai';
import type { OpenApi } from '../../api/http/openapi.ts';
import { Client, type Notice, type Page } from '../support/client.ts';
import { fuzz, type FuzzStatistics } from '../support/fuzz.ts';
import { rightBody } from '../support/bodies.ts';
import { registry, unique } from './shared.ts';
import { newRight, pledge, pledgeOf, proposeCancellation } from './stage.ts';

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

  it('that get as far as the rules and the contracts are answered as promised as well', async function () {
    this.timeout(60_000 + requests * 100);
    const document = await new Client(registry().url, undefined).read<OpenApi>('/openapi.json');
    const { authority, bankA, holder } = registry().credentials;
    const statistics = await fuzz({
      document: await grounded(document),
      ...{ baseUrl: registry().url, requests: Math.ceil(requests / 3), seed: seed + 2, validPercent: 40 },
      tokens: [authority!.maker, bankA!.maker, bankA!.checker, holder!.maker],
    });
    if (full) report(statistics);
    expect(statistics.failures, JSON.stringify(statistics.failures.slice(0, 3), null, 2)).to.deep.equal([]);
    expect(statistics.undocumented).to.deep.equal({});
  });

  it('of those who may register nothing, none registers anything', async function () {
    this.timeout(60_000 + requests * 20);
    const people = ['reviewer', 'supervisor', 'investor'].map((who) => registry().credentials[who]!);
    const document = await new Client(registry().url, undefined).read<OpenApi>('/openapi.json');
    const before = await sequence();
    const tokens = people.flatMap(({ maker, checker }) => [maker, checker]);
    const statistics = await fuzz({
      ...{ document, tokens, seed: seed + 1 },
      ...{ baseUrl: registry().url, requests: Math.ceil(requests / 5), validPercent: 60 },
    });
    expect(statistics.failures, JSON.stringify(statistics.failures.slice(0, 3), null, 2)).to.deep.equal([]);
    expect(await sequence()).to.equal(before);
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

/** The document's routes about single things, with examples that are really there. */
async function grounded(document: OpenApi): Promise<OpenApi> {
  const right = await newRight({ quantity: '1000000' });
  const consented = await newRight({ type: 'GDEA', vintage: 2025 }, registry().idOf('holder'));
  const interest = await pledge(right, 'bankA', '6000');
  const proposals = await Promise.all(
    Array.from({ length: 20 }, async () =>
      proposeCancellation('bankA', (await pledge(right, 'bankA', '1', { acknowledgeJunior: true })).number),
    ),
  );
  const bodies: Record<string, object[]> = {
    '/v1/rights': [rightBody(right.holder, unique('证'))],
    '/v1/security-interests': [pledgeOf(right, 'bankA', '7'), pledgeOf(consented, 'bankA', '7')],
    '/v1/security-interests/{number}/cancellations': [{ scope: 'whole', reason: 'waived' }],
    '/v1/searches': [{ by: 'right', value: right.number }],
  };
  const ids: Record<string, string[]> = {
    '/v1/parties': [right.holder],
    '/v1/rights': [right.id, consented.id],
    '/v1/security-interests': [interest.number],
    '/v1/proposals': proposals.map(({ id }) => id),
  };
  const paths: OpenApi['paths'] = {};
  for (const [path, operations] of Object.entries(structuredClone(document.paths))) {
    const known = Object.entries(ids).find(([prefix]) => path.startsWith(`${prefix}/{`))?.[1];
    if (known || path in bodies) paths[path] = operations;
    for (const { parameters, requestBody } of Object.values(operations)) {
      for (const parameter of parameters) {
        if (known && parameter.in === 'path') Object.assign(parameter, { schema: { enum: known } });
      }
      const [content] = Object.values(requestBody?.content ?? {});
      if (content && bodies[path]) {
        Object.assign(content, { schema: { enum: bodies[path] }, example: undefined });
      }
    }
  }
  return { ...document, paths };
}

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
