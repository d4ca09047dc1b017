import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import { decodeLog, type RegistryEvent } from '../../domain/registrations/events.ts';
import { ensureDeployment, readDeployment, requireChainOf, type Deployment } from '../../deploy/record.ts';
import type { Genesis } from '../../deploy/genesis.ts';
import type { Policy } from '../../deploy/policies.ts';
import { RegistryCalls } from '../chain/calls.ts';
import { Keystore } from '../chain/keystore.ts';
import type { Chain, Hex } from '../chain/types.ts';
import type { Config } from '../settings/config.ts';
import { buildApp } from '../http/app.ts';
import { Lifecycle } from '../http/lifecycle.ts';
import { createMetricsRegistry } from '../http/metrics.ts';
import { createCursors } from '../kit/pagination.ts';
import { startServer, type RunningServer } from '../http/server.ts';
import { Indexer } from '../indexer/indexer.ts';
import type { WatchParts } from '../modules/watches/routes.ts';
import type { Operation } from '../outbox/operation.ts';
import { Outbox } from '../outbox/outbox.ts';
import { Proposals } from '../proposals/proposals.ts';
import type { Services } from '../kit/services.ts';
import { DurableStore } from '../store/durable-store.ts';
import type { IndexStore } from '../store/index-store.ts';
import { IndexReader, pointOf } from '../read/index-reader.ts';
import { addressBook } from './addresses.ts';
import { clockAlerts } from './alerts.ts';
import { institutionDirectory } from './directory.ts';
import { openIndex } from './index.ts';
import { registerInstitutions } from './institutions.ts';
import { keyRing } from './keys.ts';
import { registerNodeMetrics } from './metrics.ts';
import { openNetwork } from './network.ts';
import { noticeFeed } from './notices.ts';
import { operationKinds, routesOf } from './modules.ts';
import { apiKeyStore, idempotencyStore, operationStore, proposalStore, searchStore } from './stores.ts';
import { makeWatches } from './watches.ts';

export interface NodeOptions {
  config: Config;
  logger: Logger;
  version: string;
  /** What a new registry is made of; read only if the data directory has none. */
  plan: () => Promise<{ genesis: Genesis; policies: Policy[] }>;
  progress?: (what: string, done: number, total: number) => void;
  /** The service cannot go on; the process should end, and be started again. */
  onFailure?: (error: unknown) => void;
  /** Holds the handlers to their declared answers; for tests. */
  checkReplies?: boolean;
}

/** One institution's service beside one chain: what `ludeng up` runs. */
export interface LudengNode {
  readonly url: string;
  readonly deployment: Deployment;
  readonly chain: Chain;
  readonly index: IndexStore;
  readonly indexer: Indexer;
  readonly outbox: Outbox;
  readonly durable: DurableStore;
  /** Stops taking requests, lets what is under way end, and closes everything. Nothing is lost either way. */
  close(): Promise<void>;
}

/** Starts everything, in the order in which it depends on each other; what was started is stopped again if a later part fails. */
export async function startNode(options: NodeOptions): Promise<LudengNode> {
  const { config, logger, progress = () => undefined, onFailure = () => undefined } = options;
  const closers: (() => Promise<unknown>)[] = [];
  const closeAll = async () => {
    for (const close of closers.splice(0).reverse()) await close();
  };
  try {
    const recorded = readDeployment(config.data);
    const chain = await openNetwork(config, { logger, progress, onFailure });
    closers.push(() => chain.close());
    if (recorded) await requireChainOf(recorded, chain);
    const keystore = await Keystore.open({
      directory: join(config.data, 'keys'),
      chainId: chain.chainId,
      passphrase: config.keystorePassphrase,
    });
    const deployment = await ensureDeployment(config.data, chain, keystore, options.plan, (done, total) =>
      progress('deploying the registry', done, total),
    );
    const durable = await DurableStore.open(join(config.data, 'journal'));
    closers.push(() => durable.close());
    const index = await openIndex(join(config.data, 'index'), deployment, logger);
    closers.push(() => index.close());
    const indexer = new Indexer({
      ...{ chain, store: index, watched: [deployment.addresses.Ledger] },
      hooks: indexerHooks(logger),
    });
    closers.push(() => indexer.stop());
    indexer.start();

    let finalized = await chain.finalized();
    chain.onHead(() => void chain.finalized().then((number) => (finalized = number), onFailure));
    await indexer.waitFor((await chain.head()).number);

    const services = makeServices({
      chain,
      keystore,
      deployment,
      durable,
      index,
      indexer,
      logger,
      finalized: () => finalized,
    });
    closers.push(() => services.outbox.close(config.drainSeconds * 1000));
    const recovered = await services.outbox.recover();
    if (recovered > 0) logger.info({ operations: recovered }, 'operations of an earlier run are taken up');

    await registerInstitutions(services, deployment.genesis, (done, total) =>
      progress('entering the institutions', done, total),
    );

    const registry = createMetricsRegistry();
    const parts = { services, durable, index, indexer, chain, registry };
    const sources = [
      clockAlerts(
        index,
        () => finalized,
        () => services.now(),
      ),
    ];
    const watches = makeWatches({ ...parts, config, logger, sources });
    closers.push(() => watches.dispatcher.close(config.drainSeconds * 1000));
    await watches.dispatcher.start();

    const server = await serve(options, { ...parts, watches });
    closers.push(() => server.close());
    const { outbox } = services;
    return { url: server.url, deployment, chain, index, indexer, outbox, durable, close: closeAll };
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface Parts {
  chain: Chain;
  keystore: Keystore;
  deployment: Deployment;
  durable: DurableStore;
  index: IndexStore;
  indexer: Indexer;
  logger: Logger;
  finalized: () => number;
}

function makeServices({
  chain,
  keystore,
  deployment,
  durable,
  index,
  indexer,
  logger,
  finalized,
}: Parts): Services {
  const addresses = addressBook(index, deployment.addresses);
  const calls = new RegistryCalls(addresses, deployment.chainId);
  const keys = keyRing(keystore, new Map(Object.entries(deployment.institutions) as [Hex, string][]));
  const now = () => Math.floor(Date.now() / 1000);
  const read: Services['read'] = (asOf) => {
    const point = pointOf(index, finalized(), asOf);
    return new IndexReader(index, point, asOf === undefined ? Math.max(now(), point.time) : point.time);
  };
  const outbox = new Outbox({
    chain,
    signer: keystore,
    store: operationStore(durable),
    inclusion: indexer,
    kinds: operationKinds({ read, calls, keys, now }),
    onError: (error, { id, kind }) =>
      logger.error({ err: error, operation: id, kind }, 'an operation is left for the next start'),
  });
  const cursors = createCursors(randomBytes(32));
  return { read, calls, keys, now, outbox, cursors, eventsOf: (operation) => eventsOf(index, operation) };
}

/** The events of the transaction with which an operation became final, in order: its logs are beside one another in the block. */
async function eventsOf(index: IndexStore, { block, attempts }: Operation): Promise<RegistryEvent[]> {
  const transaction = attempts.at(-1)?.hash;
  const events: RegistryEvent[] = [];
  if (!block) return events;
  for await (const log of index.logs(block.number, block.number)) {
    if (log.transactionHash !== transaction) {
      if (events.length > 0) break;
      continue;
    }
    const event = decodeLog(log);
    if (event) events.push(event);
  }
  return events;
}

interface Served {
  services: Services;
  durable: DurableStore;
  index: IndexStore;
  indexer: Indexer;
  chain: Chain;
  registry: Registry;
  watches: WatchParts;
}

async function serve(
  options: NodeOptions,
  { services, durable, index, indexer, chain, registry, watches }: Served,
): Promise<RunningServer> {
  const { config, logger, version } = options;
  const lifecycle = new Lifecycle();
  registerNodeMetrics(registry, { outbox: services.outbox, index, chain });
  const proposals = new Proposals(proposalStore(durable), services.outbox, services.keys);
  const listener = buildApp({
    routes: routesOf({
      services,
      proposals,
      searches: searchStore(durable),
      feed: noticeFeed(index, indexer),
      watches,
    }),
    version,
    apiKeys: apiKeyStore(durable),
    institutions: institutionDirectory(services),
    idempotency: idempotencyStore(durable),
    readiness: [
      {
        name: 'chain',
        check: async () => {
          await chain.head();
        },
      },
      {
        name: 'index',
        check: () => {
          if (indexer.state === 'stopped') throw indexer.failure ?? new Error('the indexer has stopped');
        },
      },
    ],
    registry,
    lifecycle,
    logger,
    rateLimits: { perKey: config.rateLimit, perAddress: config.rateLimitAnonymous },
    waitSeconds: config.waitSeconds,
    maxStreams: config.maxStreams,
    trustedProxies: config.trustedProxies,
    checkReplies: options.checkReplies ?? false,
  });
  const { host, port, drainSeconds } = config;
  return startServer({ listener, lifecycle, host, port, drainSeconds });
}

function indexerHooks(logger: Logger) {
  return {
    onRollback: (rollback: object) => logger.warn(rollback, 'the chain was reorganised; the index follows'),
    onAlarm: (message: string, error?: unknown) => logger.error({ err: error }, message),
    onRetry: (error: unknown, attempt: number) =>
      logger.warn({ err: error, attempt }, 'the index tries again'),
  };
}
