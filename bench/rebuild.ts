import { join } from 'node:path';
import { decodeLog, TOPICS } from '../domain/registrations/events.ts';
import { interfaceOf } from '../api/chain/contracts.ts';
import { rebuild } from '../api/indexer/rebuild.ts';
import { IndexStore } from '../api/store/index-store.ts';
import { REGISTRY, type SyntheticChain } from '../test/support/synthetic-chain.ts';
import { RawChain } from './chain/raw.ts';
import { compared, median, type MeasureOptions, type Section } from './figures.ts';
import { fill } from './index/fill.ts';
import { syntheticChain } from './index/traffic.ts';
import { bytesIn, withScratch } from './load/scratch.ts';

const ROUNDS = 3;
const PER = 100_000;

/** How fast the index is built from the chain, and what it takes. */
export async function measure({ quick, progress }: MeasureOptions): Promise<Section> {
  const [blocks, rights, real] = quick ? [40, 2_000, 5] : [600, PER, 100];
  const steps = ROUNDS + 4;
  let done = 0;
  const advance = () => progress('rebuilding', done++, steps);
  return withScratch(async (scratch) => {
    advance();
    // First, because the other chains stay in memory.
    const size = await sizeOf(join(scratch, 'large'), rights);
    advance();
    const chain = syntheticChain();
    chain.mine(blocks, 50);
    const location = join(scratch, 'synthetic');
    const rebuilt = () => rebuild({ location, identity: chain.identity, chain, watched: [REGISTRY] });
    const speeds: number[] = [];
    let events = 0;
    for (let round = 0; round < ROUNDS; round++) {
      advance();
      const result = await rebuilt();
      events = result.events;
      speeds.push(result.eventsPerSecond);
    }
    const decoded = decoding(chain);
    advance();
    const embedded = await rebuildOfEmbedded(join(scratch, 'embedded'), real);
    advance();
    const each = PER / size.rights;
    return {
      title: 'Rebuild of the index',
      method:
        `A synthetic chain of ${events.toLocaleString('en')} events in memory (everyday traffic: rights, interests, cancellations, ` +
        'parties), indexed from nothing with every block on disk, in batches as the service does it; median of ' +
        `${ROUNDS}. The embedded chain is the real one, read through its node: ${embedded.events} rights registered in batches. ` +
        `Size and memory: an index with ${size.rights.toLocaleString('en')} rights and the ` +
        `${size.events.toLocaleString('en')} events that come with them; memory is of the process that wrote it, with the ` +
        'generator’s own knowledge of the chain.',
      figures: [
        { what: 'synthetic chain', value: median(speeds), unit: 'events/s' },
        { what: 'slowest of the rounds', value: Math.min(...speeds), unit: 'events/s' },
        { what: 'fastest of the rounds', value: Math.max(...speeds), unit: 'events/s' },
        {
          what: 'synthetic chain, up to the large index',
          value: size.events / size.seconds,
          unit: 'events/s',
        },
        { what: 'embedded chain, through its node', value: embedded.eventsPerSecond, unit: 'events/s' },
        compared('decoding alone', decoded.ours, 'events/s', {
          what: 'ethers parseLog',
          value: decoded.ethers,
        }),
        { what: 'disk, per 100,000 rights', value: (size.bytes * each) / 2 ** 20, unit: 'MiB' },
        { what: 'memory when it is written (RSS)', value: size.rss / 2 ** 20, unit: 'MiB' },
        { what: 'memory before (RSS)', value: size.before / 2 ** 20, unit: 'MiB' },
      ],
    };
  });
}

function decoding(chain: SyntheticChain): { ours: number; ethers: number } {
  const logs = chain.blocks.flatMap((block) => block.logs).filter((log) => KNOWN.has(log.topics[0] ?? ''));
  const few = logs.slice(0, 2_000);
  const abi = interfaceOf('Rights');
  return {
    ours: speedOf(logs, (log) => decodeLog(log)),
    ethers: speedOf(few, (log) => abi.parseLog(log)),
  };
}

// One event that both decode.
const KNOWN = new Set<string>([TOPICS.RightRegistered]);

function speedOf<T>(items: readonly T[], work: (item: T) => unknown): number {
  for (const item of items.slice(0, 500)) work(item);
  const began = performance.now();
  for (const item of items) work(item);
  return items.length / ((performance.now() - began) / 1000);
}

async function sizeOf(location: string, wanted: number) {
  const before = process.memoryUsage.rss();
  const chain = syntheticChain(2);
  const store = await IndexStore.open(location, chain.identity);
  const filled = await fill(store, chain, wanted, () => undefined);
  const rss = process.memoryUsage.rss();
  await store.close();
  return { ...filled, before, rss, bytes: await bytesIn(location) };
}

async function rebuildOfEmbedded(directory: string, transactions: number) {
  const raw = await RawChain.start(directory);
  try {
    await raw.sent(await raw.registrations(transactions, 50));
    const { chainId, genesisHash, addresses } = raw.deployment;
    return await rebuild({
      location: join(directory, 'index'),
      identity: { chainId, genesisHash, ledger: addresses.Ledger },
      chain: raw.chain,
      watched: Object.values(addresses),
    });
  } finally {
    await raw.chain.close();
  }
}
