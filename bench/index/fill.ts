import { Follower } from '../../api/indexer/follower.ts';
import type { IndexStore } from '../../api/store/index-store.ts';
import { TOPICS } from '../../domain/registrations/events.ts';
import { REGISTRY, type SyntheticChain } from '../../test/support/synthetic-chain.ts';

const TRANSACTIONS = 50;
const BLOCKS = 20;

export interface Filled {
  rights: number;
  events: number;
  /** Of the indexer, without the making of the chain. */
  seconds: number;
}

/**
 * Indexes a synthetic chain until it has `wanted` rights. The chain is made a few blocks at a time and forgotten behind the index, so
 * that it does not count as the index's memory.
 */
export async function fill(
  store: IndexStore,
  chain: SyntheticChain,
  wanted: number,
  progress: (rights: number) => void,
): Promise<Filled> {
  const nothing = (): undefined => undefined;
  const follower = new Follower({ chain, store, watched: [REGISTRY] }, nothing, nothing);
  let [rights, seconds] = [0, 0];
  while (rights < wanted) {
    const from = chain.blocks.length;
    chain.mine(BLOCKS, TRANSACTIONS);
    for (const { logs } of chain.blocks.slice(from)) {
      rights += logs.filter(({ topics }) => topics[0] === TOPICS.RightRegistered).length;
    }
    const began = performance.now();
    while (store.head?.number !== chain.tip.number) await follower.advance(chain.tip.number);
    seconds += (performance.now() - began) / 1000;
    for (const block of chain.blocks) block.logs = [];
    progress(Math.min(rights, wanted));
  }
  return { rights, events: store.head?.events ?? 0, seconds };
}
