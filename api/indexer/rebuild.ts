import type { IndexDigest } from '../store/digest.ts';
import { IndexStore } from '../store/index-store.ts';
import type { IndexIdentity } from '../store/identity.ts';
import { Follower, type FollowerOptions } from './follower.ts';

export interface RebuildOptions extends Omit<FollowerOptions, 'store'> {
  /** Where the index is. No process may have it open. */
  location: string;
  identity: IndexIdentity;
  /** Stop at this block, to compare with an index that stood there. Default: the chain's tip. */
  upTo?: number;
  onProgress?: (progress: { block: number; of: number; events: number }) => void;
}

export interface Rebuilt extends IndexDigest {
  block: number;
  events: number;
  seconds: number;
  eventsPerSecond: number;
}

/** Throws the index away and builds it again from the chain alone. */
export async function rebuild({
  location,
  identity,
  upTo,
  onProgress,
  ...options
}: RebuildOptions): Promise<Rebuilt> {
  await IndexStore.destroy(location);
  const store = await IndexStore.open(location, identity);
  try {
    const began = performance.now();
    const of = Math.min((await options.chain.head()).number, upTo ?? Infinity);
    const follower = new Follower(
      { ...options, store },
      ({ head }) => onProgress?.({ block: head.number, of, events: head.events }),
      () => undefined,
    );
    // More than once, if the chain is reorganised meanwhile.
    while ((store.head?.number ?? -1) < of) await follower.advance(of);
    const seconds = (performance.now() - began) / 1000;
    const { number = -1, events = 0 } = store.head ?? {};
    return { ...(await store.digest()), block: number, events, seconds, eventsPerSecond: events / seconds };
  } finally {
    await store.close();
  }
}
