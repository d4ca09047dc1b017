import type { Logger } from 'pino';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Chain } from '../chain/types.ts';
import type { Config } from '../settings/config.ts';
import { Problem } from '../errors/problem.ts';
import type { Indexer } from '../indexer/indexer.ts';
import type { WatchParts } from '../modules/watches/routes.ts';
import type { DurableStore } from '../store/durable-store.ts';
import type { IndexStore } from '../store/index-store.ts';
import type { AlertSource } from '../webhooks/alerts.ts';
import type { Attempt } from '../webhooks/courier.ts';
import { Dispatcher, type Arrivals } from '../webhooks/dispatcher.ts';
import type { FinalNotices } from '../webhooks/events.ts';
import { reachable } from '../webhooks/networks.ts';
import { sender } from '../webhooks/send.ts';
import { Switchboard } from '../webhooks/switchboard.ts';
import { flawOfTarget } from '../webhooks/target.ts';
import { alertStore, watchStore } from './stores.ts';

interface Parts {
  config: Pick<Config, 'webhookNetworks' | 'alertSeconds'>;
  chain: Pick<Chain, 'block' | 'finalized'>;
  index: IndexStore;
  indexer: Indexer;
  durable: DurableStore;
  logger: Logger;
  registry: Registry;
  sources: readonly AlertSource[];
}

/** Everything that watching needs; the dispatcher has still to be started. */
export function makeWatches({
  config,
  chain,
  index,
  indexer,
  durable,
  logger,
  registry,
  sources,
}: Parts): WatchParts {
  const store = watchStore(durable);
  const alerts = alertStore(durable);
  const notices = finalNotices(index, chain);
  const switchboard = new Switchboard();
  const mayReach = reachable(config.webhookNetworks);
  const count = deliveries(registry);
  const dispatcher = new Dispatcher({
    ...{ store, alerts, notices, switchboard, sources },
    arrivals: arrivalsOf(index, indexer, chain),
    send: sender(mayReach),
    alertMs: config.alertSeconds * 1_000,
    onAttempt(attempt) {
      count.inc({ result: attempt.ok ? 'ok' : 'failed' });
      log(logger, attempt);
    },
    onError: (watch, error) =>
      logger.error({ err: error, watch }, 'a watch could not be served; it is tried again'),
  });
  new Gauge({
    name: 'ludeng_webhook_pending',
    help: 'Webhooks with an event that is being delivered or tried again.',
    registers: [registry],
    collect() {
      this.set(dispatcher.awaiting);
    },
  });
  return { store, alerts, notices, switchboard, dispatcher, flawOf: (url) => flawOfTarget(url, mayReach) };
}

const deliveries = (registry: Registry) =>
  new Counter({
    name: 'ludeng_webhook_deliveries_total',
    help: 'Attempts to deliver an event to a webhook, by result: ok or failed.',
    labelNames: ['result'] as const,
    registers: [registry],
  });

/** Never the URL, whose path or query may be a secret, nor what was sent. */
function log(logger: Logger, { watch, message, ok, result, progress }: Attempt): void {
  const line = {
    ...{ watch: watch.id, institution: watch.institution, message, result },
    host: URL.parse(watch.webhook ?? '')?.host,
  };
  if (ok) logger.debug(line, 'a webhook was delivered');
  else if (progress.stopped) {
    logger.warn({ ...line, stopped: progress.stopped }, 'a webhook is not delivered any more');
  } else logger.warn({ ...line, attempts: progress.attempts }, 'a webhook was not taken; it is tried again');
}

/** The notices up to the last final block, if the index has that very block: an index that still follows an abandoned branch waits. */
export function finalNotices(index: IndexStore, chain: Pick<Chain, 'block' | 'finalized'>): FinalNotices {
  const read = async (query: Omit<Parameters<IndexStore['notices']>[0], 'block'>) => {
    const block = Math.min(await chain.finalized(), index.head?.number ?? -1);
    const hash = index.block(block)?.hash;
    if (hash === undefined) return undefined;
    const found = await index.notices({ ...query, block });
    // Asked only if there is something. If it is the same block, the index will never take back what it has just read.
    return found.length === 0 || (await chain.block(block))?.hash === hash ? found : undefined;
  };
  return {
    read: async (query) => (await read(query)) ?? [],
    async latest() {
      const found = await read({ limit: 1, reverse: true });
      if (!found) throw new Problem('INDEX_BEHIND');
      return found[0]?.sequence ?? 0;
    },
  };
}

function arrivalsOf(index: IndexStore, indexer: Indexer, chain: Pick<Chain, 'finalized'>): Arrivals {
  return {
    onNotice: (listener) => indexer.onNotice(listener),
    onFinal: (listener) =>
      indexer.onHead(({ number }) => {
        // A chain that does not answer will at the next block; and couriers ask again by themselves.
        chain.finalized().then(
          (final) => listener(Math.min(final, number)),
          () => undefined,
        );
      }),
    head: () => index.head?.number ?? 0,
  };
}
