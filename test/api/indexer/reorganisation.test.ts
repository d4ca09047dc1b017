import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { IndexStore } from '../../../api/store/index-store.ts';
import { ReorganisingRegistry } from '../../support/reorganising-registry.ts';

describe('a reorganisation of the real engine', function () {
  this.timeout(120_000);
  let folder: string;
  let registry: ReorganisingRegistry;
  let index: IndexStore;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'ludeng-reorg-'));
    registry = await ReorganisingRegistry.start(folder);
    index = await registry.index('index');
    await registry.grow(5);
    await registry.follow(index);
  });
  after(async () => {
    await index.close();
    await registry.close();
    rmSync(folder, { recursive: true, force: true });
  });

  for (const depth of [1, 10, 100]) {
    it(`of ${depth} ${depth === 1 ? 'block' : 'blocks'} leaves the index equal to a rebuild, and every word as in the ledger`, async () => {
      const common = index.head!;
      const snapshot = await registry.snapshot();
      await registry.grow(depth);
      await registry.follow(index);
      const abandoned = index.head!;
      expect(abandoned.number).to.equal(common.number + depth);
      expect(abandoned.sequence).to.be.above(common.sequence + 2 * depth - 1);

      await registry.takeBack(snapshot);
      await registry.grow(depth + 1);
      const rollbacks = await registry.follow(index);
      expect(rollbacks.map(({ from, to, final }) => ({ from: from.hash, to: to.hash, final }))).to.deep.equal(
        [{ from: abandoned.hash, to: common.hash, final: false }],
      );
      expect(index.holds(abandoned)).to.be.false;
      expect(index.head!.number).to.equal(common.number + depth + 1);
      expect((await index.digest()).digest).to.equal(await registry.rebuilt());
      const { subjects, mismatches } = await registry.audit(index);
      expect(mismatches).to.deep.equal([]);
      expect(subjects).to.be.above(depth);
    });
  }

  it('to a shorter chain is followed down as well', async () => {
    const snapshot = await registry.snapshot();
    await registry.grow(3);
    await registry.follow(index);
    await registry.takeBack(snapshot);
    await registry.grow(1);
    await registry.follow(index);
    expect((await index.digest()).digest).to.equal(await registry.rebuilt());
  });
});
