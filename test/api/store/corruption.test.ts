import { cpSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { StoreCorruptError, StoreMismatchError } from '../../../api/store/errors.ts';
import { IndexStore } from '../../../api/store/index-store.ts';
import { catchUp, failure, freshDigest, temporaryFolder } from '../../support/indexes.ts';
import { Random } from '../../support/synthetic/random.ts';
import { SyntheticChain } from '../../support/synthetic-chain.ts';

/** Damages that a disk may do, each at a place that the seed chooses. */
const DAMAGES: Record<string, (file: string, random: Random) => void> = {
  'a flipped bit': (file, random) => {
    const bytes = readFileSync(file);
    const at = random.below(bytes.length);
    bytes[at]! ^= 1 << random.below(8);
    writeFileSync(file, bytes);
  },
  'a page of zeros': (file, random) => {
    const bytes = readFileSync(file);
    const at = random.below(bytes.length);
    bytes.fill(0, at, Math.min(at + 512, bytes.length));
    writeFileSync(file, bytes);
  },
  'a cut': (file, random) => truncateSync(file, random.below(readFileSync(file).length)),
  'the loss of the file': (file) => rmSync(file),
};

const FILES = { tables: /\.ldb$/, logs: /\.log$/, manifests: /^MANIFEST/, current: /^CURRENT$/ };

describe('a damaged index', () => {
  const folder = temporaryFolder();
  const chain = new SyntheticChain({ seed: 5 });
  chain.mine(60, 12);
  const sound = (): string => join(folder(), 'sound');
  const damaged = (): string => join(folder(), 'damaged');
  const digests = new Map<number, string>();

  beforeEach(async function () {
    this.timeout(30_000);
    // Half of it in tables, half in a log.
    for (const upTo of [40, 60]) {
      const store = await IndexStore.open(sound(), chain.identity);
      await catchUp(store, chain, {}, upTo);
      await store.close();
    }
    expect(readdirSync(sound()).some((name) => name.endsWith('.ldb'))).to.be.true;
  });

  /** What an index that was never damaged has at a block. */
  async function digestAt(number: number): Promise<string> {
    const known =
      digests.get(number) ?? (await freshDigest(join(folder(), `at-${number}`), chain, {}, number));
    digests.set(number, known);
    return known;
  }

  for (const [what, pattern] of Object.entries(FILES)) {
    for (const [damage, inflict] of Object.entries(DAMAGES)) {
      it(`is noticed, or is merely behind, after ${damage} in its ${what}`, async function () {
        this.timeout(60_000);
        const random = new Random(11);
        for (let round = 0; round < 6; round++) {
          rmSync(damaged(), { recursive: true, force: true });
          cpSync(sound(), damaged(), { recursive: true });
          const names = readdirSync(damaged()).filter((name) => pattern.test(name));
          inflict(join(damaged(), random.pick(names)), random);
          await requireHonest();
        }
      });
    }
  }

  /** Either it does not open, or what it says is true as of the block that it names. */
  async function requireHonest(): Promise<void> {
    let store: IndexStore;
    try {
      store = await IndexStore.open(damaged(), chain.identity);
    } catch (error) {
      expect(error).to.be.instanceOf(StoreCorruptError);
      return;
    }
    try {
      if (store.head) expect((await store.digest()).digest).to.equal(await digestAt(store.head.number));
    } finally {
      await store.close();
    }
  }

  it('is rebuilt to what it was', async () => {
    writeFileSync(
      join(
        sound(),
        readdirSync(sound()).find((name) => name.startsWith('MANIFEST'))!,
      ),
      'nonsense',
    );
    expect(await failure(IndexStore.open(sound(), chain.identity))).to.be.instanceOf(StoreCorruptError);
    await IndexStore.destroy(sound());
    const store = await IndexStore.open(sound(), chain.identity);
    await catchUp(store, chain);
    expect((await store.digest()).digest).to.equal(await digestAt(60));
    await store.close();
  });

  for (const [what, other] of Object.entries({
    chain: { chainId: 1 },
    'first block': { genesisHash: `0x${'00'.repeat(32)}` as const },
    ledger: { ledger: `0x${'00'.repeat(20)}` as const },
  })) {
    it(`is not taken for the index of another ${what}`, async () => {
      expect(await failure(IndexStore.open(sound(), { ...chain.identity, ...other }))).to.be.instanceOf(
        StoreMismatchError,
      );
    });
  }
});
