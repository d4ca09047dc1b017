import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { DivergenceError } from '../../../domain/registrations/reduce.ts';
import { InconsistentNodeError } from '../../../api/chain/errors.ts';
import type { Block } from '../../../api/chain/types.ts';
import { audit } from '../../../api/indexer/audit.ts';
import { IndexerStoppedError } from '../../../api/indexer/errors.ts';
import type { Rollback } from '../../../api/indexer/follower.ts';
import { Indexer, type IndexerOptions } from '../../../api/indexer/indexer.ts';
import { rebuild } from '../../../api/indexer/rebuild.ts';
import { UndoExhaustedError } from '../../../api/store/errors.ts';
import { IndexStore, UNDO_DEPTH } from '../../../api/store/index-store.ts';
import { catchUp, failure, freshDigest, temporaryFolder, watched } from '../../support/indexes.ts';
import { SyntheticChain } from '../../support/synthetic-chain.ts';

describe('the indexer', () => {
  const folder = temporaryFolder();
  let chain: SyntheticChain;
  let store: IndexStore;
  let indexer: Indexer;
  const rollbacks: Rollback[] = [];
  const alarms: string[] = [];

  beforeEach(async () => {
    chain = new SyntheticChain({ seed: 2, finalLag: 5 });
    chain.mine(20, 5);
    store = await IndexStore.open(`${folder()}/index`, chain.identity);
    rollbacks.length = 0;
    alarms.length = 0;
  });
  afterEach(async () => {
    await indexer.stop();
    await store.close();
  });

  function begin(options: Partial<IndexerOptions> = {}): void {
    const hooks = {
      onRollback: (it: Rollback) => void rollbacks.push(it),
      onAlarm: (it: string) => void alarms.push(it),
    };
    indexer = new Indexer({ chain, store, watched, hooks, pollMs: 60_000, ...options });
    indexer.start();
  }

  it('catches up, then follows each new block, and tells when it has it', async () => {
    begin();
    await indexer.waitFor(20);
    expect(indexer.head()?.hash).to.equal(chain.tip.hash);
    for (let number = 21; number <= 25; number++) {
      chain.mine(1, 3);
      await indexer.waitFor(number);
      expect(indexer.head()?.hash).to.equal(chain.tip.hash);
    }
    await settled();
    expect(indexer.state).to.equal('following');
    expect((await store.digest()).digest).to.equal(await freshDigest(`${folder()}/fresh`, chain));
  });

  it('tells of each registration once, in order, after it is in the index', async () => {
    const heard: number[] = [];
    begin();
    indexer.onNotice(({ sequence, block }) => {
      expect(store.head!.number).to.be.at.least(block);
      heard.push(sequence);
    });
    await indexer.waitFor(20);
    chain.mine(3, 4);
    await indexer.waitFor(23);
    const all = await store.notices({ limit: 10_000 });
    expect(heard).to.deep.equal(all.map(({ sequence }) => sequence));
  });

  it('does not let one listener keep the next from hearing', async () => {
    begin();
    const heads: number[] = [];
    indexer.onHead(() => {
      throw new Error('deaf');
    });
    indexer.onHead(({ number }) => heads.push(number));
    await indexer.waitFor(20);
    expect(heads.at(-1)).to.equal(20);
    expect(alarms).to.deep.equal(['a listener of the indexer failed']);
  });

  it('lets go of those who wait: when they want, and when it stops', async () => {
    begin();
    await indexer.waitFor(20);
    const impatient = failure(indexer.waitFor(99, AbortSignal.timeout(10)));
    const patient = failure(indexer.waitFor(99));
    expect(await impatient).to.have.property('name', 'TimeoutError');
    await indexer.stop();
    expect(await patient).to.be.instanceOf(IndexerStoppedError);
    expect(await failure(indexer.waitFor(99))).to.be.instanceOf(IndexerStoppedError);
    expect(indexer.state).to.equal('stopped');
  });

  for (const depth of [1, 10, 100]) {
    it(`is, after a reorganisation of ${depth} blocks, as if it had been built anew`, async () => {
      chain.mine(100, 3);
      begin();
      await indexer.waitFor(120);
      chain.reorganise(depth);
      await indexer.waitFor(121);
      await settled();
      expect(store.head?.hash).to.equal(chain.tip.hash);
      expect((await store.digest()).digest).to.equal(await freshDigest(`${folder()}/fresh`, chain));
      expect(rollbacks.map(({ from, to, final }) => [from.number, to.number, final])).to.deep.equal([
        [120, 120 - depth, depth > 5],
      ]);
      expect(alarms).to.have.lengthOf(depth > 5 ? 1 : 0);
      expect((await audit(store, 121, chain.ledgerReader())).mismatches).to.deep.equal([]);
    });
  }

  for (const [what, blocks] of Object.entries({ 'as long': 3, shorter: 1 })) {
    it(`follows to another branch that is ${what}`, async () => {
      begin();
      await indexer.waitFor(20);
      chain.reorganise(3, blocks);
      await settled();
      expect(store.head?.hash).to.equal(chain.tip.hash);
      expect((await store.digest()).digest).to.equal(await freshDigest(`${folder()}/fresh`, chain));
    });
  }

  it('follows to another branch that appeared while it was not running', async () => {
    await catchUp(store, chain);
    chain.reorganise(8, 12);
    begin();
    await indexer.waitFor(24);
    expect((await store.digest()).digest).to.equal(await freshDigest(`${folder()}/fresh`, chain));
  });

  it('asks for a rebuild after a reorganisation deeper than it can undo', async () => {
    chain.mine(UNDO_DEPTH + 20, 0);
    begin();
    await indexer.waitFor(chain.tip.number);
    chain.reorganise(UNDO_DEPTH + 10);
    await settled();
    expect(indexer.failure).to.be.instanceOf(UndoExhaustedError);
  });

  it('stops at an event that does not follow, and says which', async () => {
    chain.mine(1, 0);
    const right = lastRight();
    const log = chain.blocks.flatMap(({ logs }) => logs).find(({ topics }) => topics[1] === right)!;
    // The fourth word of its data is the hash of the state.
    const data = `${log.data.slice(0, 194)}${'00'.repeat(32)}${log.data.slice(258)}` as Hex;
    tamper({ logs: [{ ...log, data, blockNumber: 21, blockHash: chain.tip.hash }] });
    begin();
    expect(await failure(indexer.waitFor(21))).to.be.instanceOf(IndexerStoppedError);
    expect(indexer.failure).to.be.instanceOf(DivergenceError);
    expect(indexer.failure?.message).to.match(/^block 21, log \d+: right 0x/);
    expect(indexer.state).to.equal('stopped');
    expect(alarms).to.have.lengthOf(1);
  });

  it('stops at an event that it cannot read', async () => {
    chain.mine(1, 0);
    const { topics, ...log } = chain.blocks[1]!.logs[0]!;
    tamper({
      logs: [{ ...log, topics, blockNumber: 21, blockHash: chain.tip.hash, logIndex: 0, data: '0x00' }],
    });
    begin();
    await failure(indexer.waitFor(21));
    expect(indexer.failure).to.be.instanceOf(DivergenceError);
  });

  it('passes over a log that is no event of a registry', async () => {
    chain.mine(1, 0);
    const log = chain.blocks[1]!.logs[0]!;
    const topics = [`0x${'ab'.repeat(32)}`] as const;
    tamper({ logs: [{ ...log, topics: [...topics], blockNumber: 21, blockHash: chain.tip.hash }] });
    begin();
    await indexer.waitFor(21);
    expect(store.log({ block: 21, logIndex: log.logIndex })).to.equal(undefined);
  });

  for (const [what, change] of Object.entries<(block: Block) => Partial<Block>>({
    'a log of another block': ({ logs, number }) => ({
      logs: logs.map((log) => ({ ...log, blockNumber: number + 1 })),
    }),
    'a log of another branch': ({ logs, parentHash }) => ({
      logs: logs.map((log) => ({ ...log, blockHash: parentHash })),
    }),
    'logs in disorder': ({ logs }) => ({ logs: logs.toReversed() }),
    'a log twice': ({ logs }) => ({ logs: [logs[0]!, ...logs] }),
    'a log that it did not ask for': ({ logs }) => ({
      logs: logs.map((log) => ({ ...log, address: `0x${'77'.repeat(20)}` as const })),
    }),
  })) {
    it(`does not take ${what} from a node, and asks again`, async () => {
      chain.mine(1, 4);
      const sound = chain.tip;
      tamper(change(sound));
      const errors: unknown[] = [];
      begin({
        hooks: {
          onRetry: (error) => {
            errors.push(error);
            chain.blocks[21] = sound;
          },
        },
      });
      await indexer.waitFor(21);
      expect(errors[0]).to.be.instanceOf(InconsistentNodeError);
      expect((await store.digest()).digest).to.equal(await freshDigest(`${folder()}/fresh`, chain));
    });
  }

  it('has the same digest whatever the size of its batches', async () => {
    begin();
    await indexer.waitFor(20);
    const { digest } = await store.digest();
    for (const [i, options] of [
      { batchBlocks: 1 },
      { batchBlocks: 7, prefetch: 1 },
      { batchEvents: 13 },
    ].entries()) {
      expect(await freshDigest(`${folder()}/fresh-${i}`, chain, options)).to.equal(digest);
    }
  });

  it('agrees with every word and fact of the ledger, and notices each that it does not', async () => {
    begin();
    await indexer.waitFor(20);
    const reader = chain.ledgerReader();
    const sound = await audit(store, 20, reader);
    expect(sound.mismatches).to.deep.equal([]);
    expect(sound.subjects).to.be.greaterThan(50);
    expect(sound.facts).to.be.greaterThan(50);
    const id = lastRight();
    const ledger = `0x${'99'.repeat(32)}` as const;
    const { mismatches } = await audit(store, 20, {
      word: async (kind, it) => (it === id ? ledger : reader.word(kind, it)),
      fact: async (kind, ref) => (kind === 'institution-party' ? ledger : reader.fact(kind, ref)),
    });
    const institutions = chain.rowsAt(20).all('institution');
    expect(mismatches.map((it) => [it.what, it.kind, it.ledger])).to.deep.equal([
      ...institutions.map(() => ['fact', 'institution-party', ledger]),
      ['word', 'right', ledger],
    ]);
    expect(mismatches.at(-1)?.id).to.equal(id);
  });

  it('rebuilds to the same, up to the head or a block before it', async () => {
    begin();
    await indexer.waitFor(20);
    const { digest } = await store.digest();
    const blocks: number[] = [];
    const options = {
      location: `${folder()}/again`,
      identity: chain.identity,
      chain,
      watched,
      batchBlocks: 6,
    };
    const rebuilt = await rebuild({ ...options, onProgress: ({ block }) => blocks.push(block) });
    expect(rebuilt).to.include({ digest, block: 20, events: store.head!.events });
    expect(blocks).to.deep.equal([5, 11, 17, 20]);
    await store.rollback(9);
    const part = await rebuild({ ...options, upTo: 9 });
    expect(part).to.include({ digest: (await store.digest()).digest, block: 9 });
  });

  const lastRight = () => chain.rowsAt(20).all('right').at(-1)!.id;

  function tamper(change: Partial<Block>): void {
    chain.blocks[21] = { ...chain.blocks[21]!, ...change };
  }

  /** Until the indexer has nothing more to do. */
  async function settled(): Promise<void> {
    while (indexer.state !== 'stopped' && store.head?.hash !== chain.tip.hash) await sleep(5);
    await sleep(5);
  }
});
