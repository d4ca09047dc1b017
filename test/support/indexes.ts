import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Follower, type FollowerOptions } from '../../api/indexer/follower.ts';
import { IndexStore } from '../../api/store/index-store.ts';
import { REGISTRY, type SyntheticChain } from './synthetic-chain.ts';

/** A directory of its own, removed after each test. Call inside `describe`. */
export function temporaryFolder(): () => string {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'ludeng-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  return () => folder;
}

export const watched = [REGISTRY];

/** Brings the index to the chain's head, or to a block below. */
export async function catchUp(
  store: IndexStore,
  chain: SyntheticChain,
  options: Partial<FollowerOptions> = {},
  upTo = chain.tip.number,
): Promise<void> {
  const nothing = (): undefined => undefined;
  const follower = new Follower({ chain, store, watched, ...options }, nothing, nothing);
  while (store.head?.hash !== chain.blocks[upTo]!.hash) await follower.advance(upTo);
}

/** The digest of an index that is built from nothing. */
export async function freshDigest(
  location: string,
  chain: SyntheticChain,
  options: Partial<FollowerOptions> = {},
  upTo = chain.tip.number,
): Promise<string> {
  const store = await IndexStore.open(location, chain.identity);
  try {
    await catchUp(store, chain, options, upTo);
    return (await store.digest()).digest;
  } finally {
    await store.close();
  }
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** What the promise is rejected with; undefined if it is not. */
export const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );
