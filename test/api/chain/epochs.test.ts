import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { EmbeddedChain } from '../../../api/chain/embedded.ts';
import { EPOCH_BOUNDS, isRipe, type EpochBounds } from '../../../api/chain/epoch-bounds.ts';
import type { Block, Hex } from '../../../api/chain/types.ts';
import {
  addressOf,
  deployment,
  hashOf,
  history,
  included,
  loggedIn,
  OTHER,
  PAYER,
  PROGRAMS,
  removeDirectory,
  temporaryDirectory,
  transaction,
} from './support.ts';

const AT_ONCE = { patience: 0, idle: 3_600_000, work: 3_600_000 };

describe('epochs of the embedded chain', function () {
  this.timeout(20_000);
  let directory: string;
  let chain: EmbeddedChain;
  let said: string[];
  let failure: unknown;

  async function open(epochs: Partial<EpochBounds>): Promise<void> {
    const log = (_fields: object, message: string): void => void said.push(message);
    chain = await EmbeddedChain.open({
      directory,
      epochs,
      logger: { info: log, warn: log },
      onFailure: (error) => (failure = error),
    });
    chain.watch(addressOf(0));
  }

  const epochs = (): string[] => readdirSync(join(directory, 'epochs'));
  const folded = (): number => said.filter((words) => words.includes('is folded')).length;

  async function until(condition: () => boolean): Promise<void> {
    for (let wait = 0; wait < 500 && !condition(); wait++) await sleep(10);
    expect(condition()).to.equal(true);
  }

  async function sealed(...raws: Hex[]): Promise<void> {
    for (const raw of raws) await chain.send(raw);
    await included(chain, raws.map(hashOf));
  }

  beforeEach(() => {
    directory = temporaryDirectory();
    said = [];
    failure = undefined;
  });
  afterEach(async () => {
    await chain.close();
    removeDirectory(directory);
  });

  it('folds the log again and again under load, refusing nobody and answering all the time', async () => {
    await open({ ...AT_ONCE, blocks: 5 });
    const heads: number[] = [];
    chain.onHead(({ number }) => heads.push(number));
    await sealed(await deployment(0, PROGRAMS.LOGGER));
    const first = await chain.block(1);
    const raws = [await transaction(1, { to: addressOf(0) })];
    await sealed(raws[0]!);
    const written = new AbortController();
    const reading = (async () => {
      while (!written.signal.aborted) {
        expect(await chain.block(1)).to.deep.equal(first);
        expect(await chain.call({ to: addressOf(0), data: '0x' })).to.equal('0x');
        expect(await chain.receipt(hashOf(raws[0]!))).to.include({ status: 1 });
        await sleep(1);
      }
    })();
    // How many blocks the transactions come into depends on the machine.
    while (folded() < 2 || raws.length < 200) {
      const more = await Promise.all(
        Array.from({ length: 40 }, (_, i) => transaction(raws.length + 1 + i, { to: addressOf(0) })),
      );
      await sealed(...more);
      raws.push(...more);
    }
    written.abort();
    await reading;
    expect(heads).to.deep.equal(heads.map((_, i) => i + 1));
    const before = await history(chain);
    const receipts = await Promise.all(raws.map((raw) => chain.receipt(hashOf(raw))));
    await chain.close();
    await open({});
    expect(epochs()).to.have.length(1);
    expect(await history(chain)).to.deep.equal(before);
    const logs = (before as Block[]).flatMap((block) => block.logs);
    expect(logs).to.have.length(raws.length);
    expect(await chain.logs(loggedIn(0, before.length))).to.deep.equal(logs);
    expect(await Promise.all(raws.map((raw) => chain.receipt(hashOf(raw))))).to.deep.equal(receipts);
  });

  it('hands over what waits for an earlier nonce', async () => {
    await open({ ...AT_ONCE, blocks: 3 });
    const early = await transaction(1);
    await chain.send(early);
    for (let nonce = 0; nonce < 4; nonce++) await sealed(await transaction(nonce, {}, OTHER));
    await until(() => folded() === 1);
    await sealed(await transaction(0));
    await included(chain, [hashOf(early)]);
    expect(await chain.nonce(PAYER.address as Hex)).to.equal(2);
  });

  it('folds at a third of the bound when nothing has happened for a while, also what a kill has left', async () => {
    await open(AT_ONCE);
    for (let nonce = 0; nonce < 4; nonce++) await sealed(await transaction(nonce));
    const before = await history(chain);
    await chain.close();
    await open({ blocks: 12, patience: 0, idle: 50 });
    expect(epochs()).to.deep.equal(['000001']);
    await until(() => folded() === 1);
    await until(() => epochs().join() === '000002');
    await sleep(100);
    expect(folded()).to.equal(1);
    expect(await history(chain)).to.deep.equal(before);
    await sealed(await transaction(4));
  });

  it('goes on with the present epoch when the fresh engine is not the same, and tries again later', async () => {
    await open({ ...AT_ONCE, blocks: 2 });
    const genesis = join(directory, 'epochs', '000002.draft', 'snapshot.gz');
    const spoiler = setInterval(() => {
      try {
        if (readFileSync(genesis).length > 0) writeFileSync(genesis, 'damaged');
      } catch {
        // Not there yet.
      }
    }, 0);
    try {
      for (let nonce = 0; nonce < 3; nonce++) await sealed(await transaction(nonce));
      await until(() => said.some((words) => words.includes('could not be folded')));
    } finally {
      clearInterval(spoiler);
    }
    for (let nonce = 3; nonce < 12; nonce++) await sealed(await transaction(nonce));
    await until(() => folded() > 0);
    expect(await chain.finalized()).to.equal(12);
  });

  it('stops when it cannot know whether the new epoch is on disk; a start decides', async () => {
    await open({ ...AT_ONCE, blocks: 3 });
    const obstacle = join(directory, 'epochs', '000002');
    mkdirSync(join(obstacle, 'in the way'), { recursive: true });
    for (let nonce = 0; nonce < 3; nonce++) await sealed(await transaction(nonce));
    await until(() => failure !== undefined);
    expect(failure).to.include({ code: 'CHAIN_STORAGE_FAILED' });
    await chain.close();
    removeDirectory(obstacle);
    await open({});
    expect(await chain.finalized()).to.equal(3);
  });

  it('waits longer on a large chain', () => {
    const log = (blocks: number, transactions: number) => ({ blocks, transactions }) as never;
    const ripe = (blocks: number, transactions: number, work: number, share = 1): boolean =>
      isRipe({ log: log(blocks, transactions), loading: 2_000, work }, EPOCH_BOUNDS, share);
    expect(ripe(1_500, 1_500, 6_000)).to.equal(true);
    expect(ripe(200, 15_000, 6_000)).to.equal(true);
    expect(ripe(1, 1, 10_000)).to.equal(true);
    expect(ripe(1_499, 14_999, 9_999)).to.equal(false);
    expect(ripe(1_500, 15_000, 5_999)).to.equal(false);
    expect(ripe(500, 500, 2_000, 1 / 3)).to.equal(true);
    expect(ripe(499, 500, 2_000, 1 / 3)).to.equal(false);
  });
});
