import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Block } from '../../api/chain/types.ts';
import { applyBlock } from '../../api/indexer/apply.ts';
import { IndexStore } from '../../api/store/index-store.ts';
import { IndexReader, pointOf } from '../../api/read/index-reader.ts';
import { interestView } from '../../api/views/interest.ts';
import { lineView } from '../../api/views/line.ts';
import type { Reader } from '../../api/read/reader.ts';
import { rightView } from '../../api/views/right.ts';
import { decodeLog } from '../../domain/registrations/events.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { replay } from '../support/replay.ts';
import { reduce } from '../../domain/registrations/reduce.ts';
import { MemoryRows, type RowKind } from '../../domain/state/rows.ts';
import { Chain, CHAIN_ID, type Receipt, type Transaction } from './engine/chain.ts';
import { genesis } from './engine/genesis.ts';
import { Life } from './life.ts';
import { Random } from './random.ts';

/** Of all kinds, accepted and refused. */
const STEPS = 3_000;
const LEAST_REGISTRATIONS = 500;
const TIMES = 1_000;
const SEED = Number(process.env['LUDENG_TWIN_SEED'] ?? Date.now() % 2 ** 31);
const KINDS = [
  'institution',
  'key',
  'rightType',
  'party',
  'right',
  'interest',
  'restriction',
] as const satisfies RowKind[];

/** Keeps what happens on the chain as the blocks that an index is fed. */
class Recorder {
  readonly blocks: Block[] = [];

  add(time: number, { logs }: Pick<Receipt, 'logs'>): void {
    const number = this.blocks.length;
    const hash = keccakText(`block ${number}`);
    const parentHash = this.blocks.at(-1)?.hash ?? keccakText('nothing');
    const place = { blockNumber: number, blockHash: hash, transactionHash: hash, transactionIndex: 0 };
    const placed = logs.map(({ address, topics, data }, logIndex) => ({
      ...{ address, topics: [...topics], data, ...place, logIndex },
    }));
    this.blocks.push({ number, hash, parentHash, time, logs: placed });
  }

  /** The chain, of which every block that it seals from now on is kept. */
  of(chain: Chain): Chain {
    const recorded = Object.create(chain) as Chain;
    recorded.send = async (tx: Transaction, time: number) => {
      const receipt = await chain.send(tx, time);
      this.add(time, receipt);
      return receipt;
    };
    for (const method of ['call', 'snapshot', 'revert', 'stop'] as const) {
      recorded[method] = chain[method].bind(chain) as never;
    }
    return recorded;
  }
}

describe(`a long history as of ${TIMES} random times (seed ${SEED})`, function () {
  this.timeout(300_000);
  const recorder = new Recorder();
  let folder: string;
  let store: IndexStore;

  before(async () => {
    const chain = await Chain.start();
    try {
      const base = await genesis(chain);
      recorder.add(base.time, base);
      await new Life(recorder.of(chain), base, new Random(SEED)).run(STEPS);
      folder = mkdtempSync(join(tmpdir(), 'ludeng-as-of-'));
      store = await IndexStore.open(folder, {
        ...{ chainId: CHAIN_ID, ledger: base.at.Ledger, genesisHash: recorder.blocks[0]!.hash },
      });
      const writer = store.writer(recorder.blocks.length);
      for (const block of recorder.blocks) applyBlock(block, writer);
      await store.commit(writer);
    } finally {
      await chain.stop();
    }
  });

  after(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it('is what a replay of the journal to that time makes it, row by row and as it is shown', () => {
    const { blocks } = recorder;
    const random = new Random(SEED + 1);
    const [first, last] = [blocks[0]!.time, blocks.at(-1)!.time + 86_400];
    const times = Array.from({ length: TIMES }, () => random.between(first, last)).sort((a, b) => a - b);
    const rows = new MemoryRows();
    let entered = 0;
    let compared = 0;
    let sequence = 0;
    for (const [i, time] of times.entries()) {
      for (; entered < blocks.length && blocks[entered]!.time <= time; entered++) {
        for (const log of blocks[entered]!.logs) {
          const event = decodeLog(log);
          if (!event) continue;
          rows.apply(reduce(event, log, rows).changes);
          if ('sequence' in event.args) sequence = Number(event.args.sequence);
        }
      }
      const point = pointOf(store, blocks.length, { time });
      expect(point.block, `the block at ${time}`).to.equal(entered - 1);
      const reader = new IndexReader(store, point, time);
      const memory = { get: rows.get.bind(rows), point, now: time } as unknown as Reader;
      // Every row at every tenth time, and some rows at each.
      const chosen = <T>(all: T[]) => (i % 10 === 0 ? all : all.filter(() => random.once(20)));
      for (const kind of KINDS) {
        for (const row of chosen(rows.all(kind))) {
          const id = 'id' in row ? row.id : idOf(row);
          expect(reader.get(kind, id), `${kind} ${id} at ${time}`).to.deep.equal(row);
          compared += 1;
        }
      }
      for (const row of chosen(rows.all('right'))) {
        expect(lineView(reader.get('right', row.id)!, reader)).to.deep.equal(lineView(row, memory));
        expect(rightView(reader.get('right', row.id)!, reader)).to.deep.equal(rightView(row, memory));
      }
      for (const row of chosen(rows.all('interest'))) {
        expect(interestView(reader.get('interest', row.id)!, reader)).to.deep.equal(
          interestView(row, memory),
        );
      }
    }
    expect(compared).to.be.greaterThan(10_000);
    expect(sequence).to.be.greaterThan(LEAST_REGISTRATIONS);
  });

  it('has at a block the interests that a replay from the beginning to that block has, and no others', () => {
    const { blocks } = recorder;
    const all = replay(blocks.flatMap(({ logs }) => logs));
    const random = new Random(SEED + 2);
    for (let i = 0; i < 50; i++) {
      const { number, time } = random.pick(blocks);
      const then = replay(
        blocks.flatMap(({ logs }) => logs),
        { block: number },
      );
      const reader = new IndexReader(store, pointOf(store, blocks.length, { block: number }), time);
      for (const { id } of all.all('interest')) {
        expect(reader.get('interest', id)).to.deep.equal(then.get('interest', id));
      }
    }
  });
});

function idOf(row: { number: number } | { address: Hex } | { code: string } | { ref: number }): string {
  if ('address' in row) return row.address;
  if ('code' in row) return row.code;
  return String('ref' in row ? row.ref : row.number);
}
