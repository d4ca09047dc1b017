import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readDeployment, requireChainOf, type Deployment } from '../../deploy/record.ts';
import { SUBJECT_KINDS } from '../../domain/encoding/codes.ts';
import { FACT_KINDS } from '../../domain/state/facts.ts';
import { encodeCall } from '../chain/contracts.ts';
import type { Arguments, Method } from '../chain/typed-calls.ts';
import { EmbeddedChain } from '../chain/embedded.ts';
import type { Chain, Hex } from '../chain/types.ts';
import { audit, type Audit } from '../indexer/audit.ts';
import { Follower } from '../indexer/follower.ts';
import { rebuild, type Rebuilt } from '../indexer/rebuild.ts';
import type { Difference } from '../store/difference.ts';
import { StoreError } from '../store/errors.ts';
import { IndexStore } from '../store/index-store.ts';
import type { IndexIdentity } from '../store/identity.ts';

export interface RebuildReport {
  /** The index as it was found; undefined if there was none that could be read. */
  before: { block: number; digest: string } | undefined;
  /** At the same block as `before`, else at the tip. */
  after: Rebuilt;
  /** The first of what the new index has otherwise. The old one is then kept as `index.before`. */
  differences: Difference[];
  /** At the tip of the chain. */
  head: number;
  audit: Audit;
  sequence: { index: number; ledger: number };
}

export interface RebuildHooks {
  progress: (what: string, done: number, total: number) => void;
}

const MOST_SHOWN = 20;

export const isSound = ({ differences, audit: { mismatches }, sequence }: RebuildReport): boolean =>
  differences.length === 0 && mismatches.length === 0 && sequence.index === sequence.ledger;

/**
 * Throws the index of a data directory away, builds it from the chain alone, compares the two, and holds the word of every subject
 * and every fact against the ledger.
 * @throws ChainError CHAIN_DATA_LOCKED while the service runs on the directory
 * @throws StoreError NO_REGISTRY, or what {@link readDeployment} and {@link requireChainOf} refuse
 */
export async function rebuildData(data: string, { progress }: RebuildHooks): Promise<RebuildReport> {
  const deployment = readDeployment(data);
  if (!deployment?.complete) {
    const remedy = `Start it once with "ludeng up --data ${data}".`;
    throw new StoreError('NO_REGISTRY', `${data} has no finished registry. ${remedy}`);
  }
  const chain = await EmbeddedChain.open({
    directory: join(data, 'chain'),
    progress: (done, total) => progress('replaying the chain', done, total),
  });
  try {
    await requireChainOf(deployment, chain);
    return await compared(data, deployment, chain, progress);
  } finally {
    await chain.close();
  }
}

async function compared(
  data: string,
  deployment: Deployment,
  chain: Chain,
  progress: RebuildHooks['progress'],
): Promise<RebuildReport> {
  const { chainId, genesisHash, addresses } = deployment;
  const identity = { chainId, genesisHash, ledger: addresses.Ledger };
  // The Ledger alone: that its log names every registry is part of what is tried.
  const watched = [addresses.Ledger];
  const [location, old] = [join(data, 'index'), join(data, 'index.before')];
  const before = await setAside(location, old, identity);
  const after = await rebuild({
    ...{ location, identity, chain, watched },
    ...(before === undefined ? {} : { upTo: before.block }),
    onProgress: ({ block, of }) => progress('rebuilding the index', block, of),
  });
  const store = await IndexStore.open(location, identity);
  try {
    const equal = before === undefined || before.digest === after.digest;
    const differences = equal ? [] : await differencesFrom(old, store, identity);
    if (equal) await rm(old, { recursive: true, force: true });
    const head = await follow(chain, store, watched);
    return {
      before,
      after,
      differences,
      head,
      audit: await audit(store, head, {
        word: (kind, id) => askLedger(chain, addresses.Ledger, 'word', [SUBJECT_KINDS[kind], id]),
        fact: (kind, ref) => askLedger(chain, addresses.Ledger, 'fact', [FACT_KINDS[kind], ref]),
      }),
      sequence: {
        index: store.head?.sequence ?? 0,
        ledger: Number(await askLedger(chain, addresses.Ledger, 'sequence', [])),
      },
    };
  } finally {
    await store.close();
  }
}

/** Keeps the present index under another name until it has been compared. */
async function setAside(
  location: string,
  old: string,
  identity: IndexIdentity,
): Promise<RebuildReport['before']> {
  await rm(old, { recursive: true, force: true });
  let before: RebuildReport['before'];
  try {
    const store = await IndexStore.open(location, identity);
    if (store.head) before = { block: store.head.number, digest: (await store.digest()).digest };
    await store.close();
  } catch {
    // Damaged, or of another version: then there is nothing to compare with, and all the more to rebuild.
    return undefined;
  }
  if (before) await rename(location, old);
  return before;
}

async function differencesFrom(
  old: string,
  store: IndexStore,
  identity: IndexIdentity,
): Promise<Difference[]> {
  const previous = await IndexStore.open(old, identity);
  try {
    const found: Difference[] = [];
    for await (const difference of previous.differences(store)) {
      found.push(difference);
      if (found.length === MOST_SHOWN) break;
    }
    return found;
  } finally {
    await previous.close();
  }
}

/** The old index may have ended before the chain does. */
async function follow(chain: Chain, store: IndexStore, watched: Hex[]): Promise<number> {
  const nothing = () => undefined;
  const follower = new Follower({ chain, store, watched }, nothing, nothing);
  const { number } = await chain.head();
  while ((store.head?.number ?? -1) < number) await follower.advance();
  return number;
}

const askLedger = <M extends Method<'Ledger'>>(
  chain: Chain,
  to: Hex,
  method: M,
  args: Arguments<'Ledger', M>,
): Promise<Hex> => chain.call({ to, data: encodeCall('Ledger', method, args) });
