// The service's own HTTP stack on an index filled from a synthetic chain; says by IPC where it is and what to ask.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buildApp } from '../../api/http/app.ts';
import { mintApiKey } from '../../api/http/api-keys.ts';
import { Lifecycle } from '../../api/http/lifecycle.ts';
import { createLogger } from '../../api/http/logger.ts';
import { createMetricsRegistry } from '../../api/http/metrics.ts';
import { createCursors } from '../../api/kit/pagination.ts';
import { startServer } from '../../api/http/server.ts';
import { rightRoutes } from '../../api/modules/rights/routes.ts';
import { institutionDirectory } from '../../api/node/directory.ts';
import { apiKeyStore, idempotencyStore } from '../../api/node/stores.ts';
import type { Proposals } from '../../api/proposals/proposals.ts';
import type { Services } from '../../api/kit/services.ts';
import { DurableStore } from '../../api/store/durable-store.ts';
import { IndexStore } from '../../api/store/index-store.ts';
import { IndexReader, pointOf } from '../../api/read/index-reader.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { fill } from '../index/fill.ts';
import { syntheticChain } from '../index/traffic.ts';

/** What the server tells; `ready` once. */
export type Told =
  | { kind: 'progress'; rights: number }
  | { kind: 'ready'; port: number; token: string; rights: Hex[]; rowsSeconds: number }
  | { kind: 'plain'; port: number }
  | { kind: 'memory'; rss: number };
/** Asked of it: a plain server beside it that answers `body`, or how much memory it holds. */
export type Asked = { kind: 'plain'; body: string; headers: Record<string, string> } | { kind: 'memory' };

const SAMPLED = 2_000;
const [directory = '', wanted = '1000'] = process.argv.slice(2);
const tell = (told: Told): void => void process.send?.(told);
process.once('disconnect', () => process.exit(0));

const chain = syntheticChain();
const index = await IndexStore.open(join(directory, 'index'), chain.identity);
await fill(index, chain, Number(wanted), (rights) => tell({ kind: 'progress', rights }));

const durable = await DurableStore.open(join(directory, 'journal'));
const read = (): IndexReader => {
  const point = pointOf(index, chain.tip.number);
  return new IndexReader(index, point, Math.max(Math.floor(Date.now() / 1000), point.time));
};
const apiKeys = apiKeyStore(durable);
const institution = index.get('institution', '1')!.party;
const { token } = await mintApiKey(apiKeys, { institution, duty: 'maker', label: 'benchmark' });
const nothing = (): never => {
  throw new Error('only reads are measured here');
};
const services = { read, cursors: createCursors(randomBytes(32)), eventsOf: nothing } as unknown as Services;
const lifecycle = new Lifecycle();
const server = await startServer({
  listener: buildApp({
    routes: rightRoutes(services, {} as unknown as Proposals),
    version: '0.0.0',
    apiKeys,
    institutions: institutionDirectory({ read }),
    idempotency: idempotencyStore(durable),
    readiness: [],
    registry: createMetricsRegistry(),
    lifecycle,
    logger: createLogger('warn'),
    rateLimits: { perKey: 1e9, perAddress: 1e9 },
    waitSeconds: 10,
    maxStreams: 1,
    trustedProxies: [],
  }),
  lifecycle,
  host: '127.0.0.1',
  port: 0,
  drainSeconds: 1,
});

const began = performance.now();
const rights: Hex[] = [];
for await (const { id } of index.rowsAsOf('right', chain.tip.number)) rights.push(id);
const rowsSeconds = (performance.now() - began) / 1000;
const step = Math.max(1, Math.floor(rights.length / SAMPLED));
const sample = rights.filter((_, i) => i % step === 0);
tell({ kind: 'ready', port: Number(new URL(server.url).port), token, rights: sample, rowsSeconds });

process.on('message', (asked: Asked) => {
  if (asked.kind === 'memory') {
    tell({ kind: 'memory', rss: process.memoryUsage.rss() });
    return;
  }
  const body = Buffer.from(asked.body);
  const plain = createServer((_request, response) => response.writeHead(200, asked.headers).end(body));
  plain.listen(0, '127.0.0.1', () => tell({ kind: 'plain', port: (plain.address() as AddressInfo).port }));
});
