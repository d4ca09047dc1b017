/**
 * For tests that kill a process while it writes: enters blocks one by one and takes some back, for ever.
 * Usage: node index-writer.ts LOCATION SEED
 */
import { IndexStore } from '../../../api/store/index-store.ts';
import { Follower } from '../../../api/indexer/follower.ts';
import { crashChain, REGISTRY } from '../synthetic-chain.ts';
import { Random } from './random.ts';

const [location = '', seed = '1'] = process.argv.slice(2);
const chain = crashChain();
const random = new Random(Number(seed));
const store = await IndexStore.open(location, chain.identity);
const nothing = (): undefined => undefined;
const follower = new Follower({ chain, store, watched: [REGISTRY], batchBlocks: 1 }, nothing, nothing);
process.stdout.write('writing\n');
for (;;) {
  await follower.advance();
  await store.rollback(random.below(chain.tip.number));
}
