import { Gauge, type Registry } from 'prom-client';
import type { Chain } from '../chain/types.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { IndexStore } from '../store/index-store.ts';

interface Measured {
  outbox: Outbox;
  index: IndexStore;
  chain: Chain;
}

/** What an operator watches: how far the chain, the index and the outbox are. Read when Prometheus asks. */
export function registerNodeMetrics(registry: Registry, { outbox, index, chain }: Measured): void {
  const gauge = (name: string, help: string, read: () => number | Promise<number>) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      async collect() {
        this.set(await read());
      },
    });
  gauge(
    'ludeng_chain_block',
    'Number of the last block of the chain.',
    async () => (await chain.head()).number,
  );
  gauge('ludeng_chain_final_block', 'Number of the last final block.', () => chain.finalized());
  gauge('ludeng_index_block', 'Number of the last block in the index.', () => index.head?.number ?? 0);
  gauge('ludeng_index_events', 'Events in the index.', () => index.head?.events ?? 0);
  gauge('ludeng_registry_sequence', 'Last number of the registry sequence.', () => index.head?.sequence ?? 0);
  gauge('ludeng_outbox_open', 'Accepted operations that are neither final nor failed.', () => outbox.depth);
}
