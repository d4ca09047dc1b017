import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { expect } from 'chai';
import { IndexStore } from '../../../api/store/index-store.ts';
import { catchUp, freshDigest, temporaryFolder } from '../../support/indexes.ts';
import { Random } from '../../support/synthetic/random.ts';
import { crashChain } from '../../support/synthetic-chain.ts';

const WRITER = fileURLToPath(new URL('../../support/synthetic/index-writer.ts', import.meta.url));
const ROUNDS = 6;

describe('an index whose process is killed while it writes and takes back', () => {
  const folder = temporaryFolder();

  it(`is whole up to its head, ${ROUNDS} times over`, async function () {
    this.timeout(120_000);
    const chain = crashChain();
    const random = new Random(23);
    const location = join(folder(), 'index');
    const complete = await freshDigest(join(folder(), 'complete'), chain);
    for (let round = 0; round < ROUNDS; round++) {
      await killedAfter(random.below(400), location, round);
      const store = await IndexStore.open(location, chain.identity);
      const { number } = store.head ?? {};
      if (number !== undefined) {
        const expected = await freshDigest(join(folder(), `fresh-${round}`), chain, {}, number);
        expect((await store.digest()).digest).to.equal(expected);
      }
      await catchUp(store, chain);
      expect((await store.digest()).digest).to.equal(complete);
      await store.close();
    }
  });
});

async function killedAfter(ms: number, location: string, seed: number): Promise<void> {
  const writer = spawn(process.execPath, [WRITER, location, String(seed)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(writer.stdout, 'data');
  await sleep(ms);
  writer.kill('SIGKILL');
  await once(writer, 'exit');
  expect(writer.signalCode).to.equal('SIGKILL');
}
