import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { EmbeddedChain, EMBEDDED_CHAIN_ID, type EmbeddedOptions } from '../../../api/chain/embedded.ts';
import type { Hex } from '../../../api/chain/types.ts';
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

/** The log is folded at a stop only. */
const STILL = { patience: 0, idle: 3_600_000, work: 3_600_000 };

describe('embedded chain', function () {
  this.timeout(20_000);
  let directory: string;
  let chain: EmbeddedChain;

  const open = async (options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedChain> =>
    (chain = await EmbeddedChain.open({ directory, ...options }));

  const fault = (promise: Promise<unknown>): Promise<unknown> =>
    promise.then(
      () => 'no error',
      (error: unknown) => error,
    );

  async function sealed(...raws: Hex[]): Promise<void> {
    await Promise.all(raws.map((raw) => chain.send(raw)));
    await included(chain, raws.map(hashOf));
  }

  beforeEach(() => (directory = temporaryDirectory()));
  afterEach(async () => {
    await chain.close();
    removeDirectory(directory);
  });

  it('seals what is sent, and gives logs of watched contracts, receipts, nonces and code', async () => {
    await open();
    chain.watch(addressOf(0));
    await sealed(await deployment(0, PROGRAMS.LOGGER));
    const raw = await transaction(1, { to: addressOf(0), data: '0xabcd' });
    await sealed(raw);
    const head = await chain.head();
    const receipt = await chain.receipt(hashOf(raw));
    expect(receipt).to.deep.equal({
      transactionHash: hashOf(raw),
      blockNumber: head.number,
      blockHash: head.hash,
      status: 1,
    });
    expect(await chain.finalized()).to.equal(head.number);
    const block = await chain.block(head.number);
    expect(block).to.deep.include(head);
    expect(block?.logs).to.have.length(1);
    expect(block?.logs[0]).to.include({
      address: addressOf(0),
      data: '0xabcd',
      transactionHash: hashOf(raw),
    });
    expect(await chain.logs(loggedIn(0, head.number + 1))).to.deep.equal(block?.logs);
    expect(await chain.logs(loggedIn(0, head.number - 1))).to.deep.equal([]);
    expect(await chain.block(head.number + 1)).to.equal(undefined);
    expect(await chain.nonce(PAYER.address as Hex)).to.equal(2);
    expect(await chain.code(addressOf(0))).to.equal(`0x${PROGRAMS.LOGGER}`);
    expect(await chain.code(addressOf(9))).to.equal('0x');
  });

  it('announces a block only when it is on disk', async () => {
    await open();
    const log = join(directory, 'epochs', '000001', 'blocks.log');
    const seen: boolean[] = [];
    chain.onHead(({ hash }) => seen.push(readFileSync(log, 'utf8').includes(hash)));
    for (let nonce = 0; nonce < 5; nonce++) await sealed(await transaction(nonce));
    expect(seen).to.deep.equal([true, true, true, true, true]);
  });

  it('goes on when a listener fails, and stops telling one that has left', async () => {
    await open();
    let told = 0;
    chain.onHead(() => {
      throw new Error('a faulty listener');
    });
    const leave = chain.onHead(() => told++);
    await sealed(await transaction(0));
    leave();
    await sealed(await transaction(1));
    expect(told).to.equal(1);
  });

  it('seals a transaction once, however often it is sent', async () => {
    await open();
    chain.watch(addressOf(0));
    await sealed(await deployment(0, PROGRAMS.LOGGER));
    const raw = await transaction(1, { to: addressOf(0) });
    const hashes = await Promise.all(Array.from({ length: 10 }, () => chain.send(raw)));
    await included(chain, [hashOf(raw)]);
    expect(new Set([...hashes, await chain.send(raw)])).to.deep.equal(new Set([hashOf(raw)]));
    const blocks = await Promise.all([2, 3].map((number) => chain.block(number)));
    expect(blocks.map((block) => block?.logs.length)).to.deep.equal([1, undefined]);
  });

  it('refuses with a reason, and seals nothing of it', async () => {
    await open();
    await sealed(await transaction(0));
    const cases: [string, Hex][] = [
      ['nonce-too-low', await transaction(0, { data: '0x99' })],
      ['insufficient-funds', await transaction(1, { value: 1n })],
      ['gas-limit', await transaction(1, { gasLimit: 30_000_001 })],
      ['gas-limit', await transaction(1, { gasLimit: 1_000 })],
      ['wrong-chain', await transaction(1, { chainId: 1 })],
      ['malformed', '0x1234'],
    ];
    for (const [reason, raw] of cases) {
      const error = await fault(chain.send(raw));
      expect(error, reason).to.include({ code: 'CHAIN_TRANSACTION_REJECTED', reason });
    }
    await sealed(await transaction(1));
    expect(await chain.finalized()).to.equal(2);
  });

  it('keeps a transaction with a later nonce until the gap is filled', async () => {
    await open();
    const [first, second] = [await transaction(0), await transaction(1)];
    await chain.send(second);
    await sealed(first, second);
    expect(await chain.finalized()).to.be.at.most(2);
  });

  it('keeps blocks within their gas: what does not fit is in the next', async () => {
    await open();
    await sealed(await deployment(0, PROGRAMS.BURNER));
    const burn = { to: addressOf(0), gasLimit: 14_000_000 };
    const raws = await Promise.all([1, 2, 3, 4, 5].map((nonce) => transaction(nonce, burn)));
    await sealed(...raws);
    const receipts = await Promise.all(raws.map((raw) => chain.receipt(hashOf(raw))));
    expect(receipts.map((receipt) => receipt?.status)).to.deep.equal([0, 0, 0, 0, 0]);
    const counts = Map.groupBy(receipts, (receipt) => receipt?.blockNumber);
    for (const [number, inside] of counts) expect(inside.length, `block ${number}`).to.be.at.most(2);
  });

  it('simulates at the present time, though the last block is old, and hands out revert data', async () => {
    let now = 1_800_000_000;
    await open({ now: () => now });
    await sealed(await deployment(0, PROGRAMS.CLOCK), await deployment(1, PROGRAMS.REFUSER));
    now += 86_400;
    expect(Number(await chain.call({ to: addressOf(0), data: '0x' }))).to.equal(now);
    const error = await fault(chain.call({ to: addressOf(1), data: '0xdeadbeef00' }));
    expect(error).to.include({ code: 'CHAIN_CALL_REVERTED', data: '0xdeadbeef00' });
  });

  it('has times that never go back, though the clock does', async () => {
    let now = 1_800_000_000;
    await open({ now: () => now });
    for (const [nonce, clock] of [now, now - 50, now, now + 9].entries()) {
      now = clock;
      await sealed(await transaction(nonce));
    }
    const times = (await history(chain)).map((block) => (block as { time: number }).time - 1_800_000_000);
    expect(times).to.deep.equal([0, 0, 0, 0, 9]);
  });

  it('is the same after restarts, by replay and through snapshots', async () => {
    await open({ epochs: { ...STILL, blocks: 18 } });
    chain.watch(addressOf(0));
    await sealed(await deployment(0, PROGRAMS.LOGGER));
    let nonce = 1;
    for (let restart = 0; restart < 4; restart++) {
      for (let i = 0; i < 4; i++) await sealed(await transaction(nonce++, { to: addressOf(0) }));
      const before = [
        await chain.head(),
        await history(chain),
        await chain.receipt(hashOf(await transaction(1))),
      ];
      await chain.close();
      await open({ epochs: { ...STILL, blocks: 18 } });
      chain.watch(addressOf(0));
      const after = [
        await chain.head(),
        await history(chain),
        await chain.receipt(hashOf(await transaction(1))),
      ];
      expect(after).to.deep.equal(before);
    }
    const old = await transaction(2, { to: addressOf(0) });
    expect(await chain.send(old)).to.equal(hashOf(old));
    expect(Number(readdirSync(join(directory, 'epochs')).at(-1))).to.be.at.least(3);
  });

  it('falls back on the log while the newest snapshot is unproved, and refuses a damaged one after that', async () => {
    await open({ epochs: { ...STILL, blocks: 9 } });
    for (let nonce = 0; nonce < 4; nonce++) await sealed(await transaction(nonce));
    const before = await history(chain);
    await chain.close();
    const snapshot = join(directory, 'epochs', '000002', 'snapshot.gz');
    const damage = (): void => writeFileSync(snapshot, 'damaged');
    damage();
    await open({ epochs: { ...STILL, blocks: 9 } });
    expect(await history(chain)).to.deep.equal(before);
    await chain.close();
    await open();
    await chain.close();
    expect(readdirSync(join(directory, 'epochs'))).to.have.length(1);
    writeFileSync(
      join(directory, 'epochs', readdirSync(join(directory, 'epochs'))[0]!, 'snapshot.gz'),
      'damaged',
    );
    expect(await fault(open())).to.include({ code: 'CHAIN_SNAPSHOT_CORRUPT' });
  });

  it('refuses to start when a block replays differently', async () => {
    await open();
    await sealed(await transaction(0));
    await sealed(await transaction(1));
    await chain.close();
    const path = join(directory, 'genesis.json');
    const genesis = JSON.parse(readFileSync(path, 'utf8')) as { timestamp: number };
    writeFileSync(path, JSON.stringify({ ...genesis, blockGasLimit: 29_000_000 }));
    const error = await fault(open());
    expect(error).to.include({ code: 'CHAIN_REPLAY_MISMATCH' });
    expect(String(error)).to.contain('backup');
    writeFileSync(path, JSON.stringify(genesis));
    await open();
    expect(await chain.finalized()).to.equal(2);
  });

  it('has one owner and one chain id', async () => {
    await open();
    expect(await fault(EmbeddedChain.open({ directory }))).to.include({ code: 'CHAIN_DATA_LOCKED' });
    await chain.close();
    const other = { directory, chainId: EMBEDDED_CHAIN_ID + 1 };
    expect(await fault(EmbeddedChain.open(other))).to.include({ code: 'CHAIN_GENESIS_MISMATCH' });
    expect(await fault(chain.send(await transaction(0)))).to.include({ code: 'CHAIN_STOPPED' });
  });

  it('lets nobody else into its directory', async () => {
    await open();
    await sealed(await transaction(0, {}, OTHER));
    expect(statSync(join(directory, 'run')).mode & 0o777).to.equal(0o700);
  });
});
