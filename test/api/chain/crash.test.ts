import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { EmbeddedChain } from '../../../api/chain/embedded.ts';
import type { EpochBounds } from '../../../api/chain/epoch-bounds.ts';
import type { Block, Hex } from '../../../api/chain/types.ts';
import {
  addressOf,
  deployment,
  hashOf,
  history,
  included,
  PROGRAMS,
  removeDirectory,
  temporaryDirectory,
  transaction,
} from './support.ts';

const OWNER = fileURLToPath(new URL('crashing-owner.ts', import.meta.url));

/** Engines that work in this directory, by their command lines. */
function engines(directory: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const [command = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
        return command.endsWith('anvil') && args.some((arg) => arg.startsWith(directory));
      } catch {
        return false;
      }
    });
}

/** The number of the newest epoch. */
const epochOf = (directory: string): number =>
  Math.max(...readdirSync(join(directory, 'epochs')).map((name) => Number.parseInt(name, 10)));

async function nobody(directory: string): Promise<boolean> {
  for (let wait = 0; wait < 100; wait++) {
    if (engines(directory).length === 0) return true;
    await sleep(10);
  }
  return false;
}

describe('crashes of the embedded chain', function () {
  this.timeout(120_000);
  let directory: string;

  before(function () {
    if (process.platform !== 'linux') this.skip();
  });
  beforeEach(() => (directory = temporaryDirectory()));
  afterEach(() => removeDirectory(directory));

  /** Runs an owner until it has made some blocks, kills it a little later, and gives back what it had told. */
  async function killedOwner(
    directory: string,
    guard: string,
    epochBlocks: number,
  ): Promise<{ past: Block[]; told: Block[]; errors: string }> {
    const child = spawn(process.execPath, [OWNER, directory, guard, String(epochBlocks)], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    let errors = '';
    child.stderr.on('data', (chunk) => (errors += String(chunk)));
    const ended = new Promise((resolve) => child.once('close', resolve));
    const blocks = Math.floor(Math.random() * 8);
    const worked = new Promise<void>((resolve) => {
      child.stdout.on('data', (chunk) => {
        output += String(chunk);
        const [, after] = output.split('ready ');
        if (after !== undefined && after.split('block ').length > blocks) resolve();
      });
    });
    await Promise.race([worked, ended]);
    await sleep(Math.random() * 200);
    child.kill('SIGKILL');
    await ended;
    const lines = output.split('\n').slice(0, -1);
    const of = (word: string): Block[] =>
      lines
        .filter((line) => line.startsWith(`${word} {`))
        .map((line) => JSON.parse(line.slice(word.length)) as Block);
    return { past: of('past'), told: of('block'), errors };
  }

  async function survives(
    directory: string,
    guard: string,
    rounds: number,
    epochBlocks = 120,
  ): Promise<void> {
    const announced = new Map<number, Block>();
    for (let round = 0; round < rounds; round++) {
      const { past, told, errors } = await killedOwner(directory, guard, epochBlocks);
      expect(errors).to.equal('');
      for (const block of announced.values()) {
        expect(past[block.number], `round ${round}`).to.deep.equal(block);
      }
      for (const block of [...past, ...told]) announced.set(block.number, block);
      expect(await nobody(directory), `engine left by ${guard}`).to.be.true;
    }
    const chain = await EmbeddedChain.open({ directory });
    chain.watch(addressOf(0));
    const blocks = (await history(chain)) as Block[];
    await chain.close();
    expect(blocks.length).to.be.at.least(announced.size).and.above(rounds);
    const hashes = blocks.flatMap((block) => block.logs.map((log) => log.transactionHash));
    expect(new Set(hashes).size).to.equal(hashes.length);
  }

  it('keeps every announced block through 20 kills of the owner, and leaves no engine behind', async () => {
    await Promise.all([
      survives(join(directory, 'a'), 'kernel', 10),
      survives(join(directory, 'b'), 'pipe', 10),
    ]);
  });

  it('keeps every announced block through 20 kills of owners that fold their log all the time', async () => {
    await Promise.all([
      survives(join(directory, 'a'), 'kernel', 10, 2),
      survives(join(directory, 'b'), 'pipe', 10, 4),
    ]);
    for (const name of ['a', 'b']) expect(epochOf(join(directory, name))).to.be.above(5);
  });

  it('starts a killed engine again 20 times, keeping every block and sealing everything that was sent', () =>
    outlives({}, 20));

  it('does so when the engines are killed while one takes the place of the other', async () => {
    await outlives({ blocks: 3, patience: 0, idle: 10 }, 300);
    expect(epochOf(directory)).to.be.above(1);
  });

  async function outlives(epochs: Partial<EpochBounds>, milliseconds: number): Promise<void> {
    const chain = await EmbeddedChain.open({ directory, epochs });
    chain.watch(addressOf(0));
    const heads: { number: number; hash: Hex }[] = [];
    chain.onHead((head) => heads.push(head));
    await chain.send(await deployment(0, PROGRAMS.LOGGER));
    const hashes: Hex[] = [];
    let nonce = 1;
    for (let round = 0; round < 20; round++) {
      const raws = await Promise.all(
        Array.from({ length: 10 }, () => transaction(nonce++, { to: addressOf(0) })),
      );
      const sending = raws.map(async (raw) => {
        // As the outbox does: what was not taken for certain is sent again.
        while ((await chain.send(raw).catch(() => undefined)) === undefined) await sleep(20);
      });
      await sleep(Math.random() * milliseconds);
      for (const pid of engines(directory)) process.kill(pid, 'SIGKILL');
      await Promise.all(sending);
      hashes.push(...raws.map(hashOf));
      await included(chain, hashes.slice(-10));
    }
    const blocks = (await history(chain)) as Block[];
    await chain.close();
    expect(heads.map(({ number }) => number)).to.deep.equal(heads.map((_, i) => i + 1));
    for (const { number, hash } of heads) expect(blocks[number]?.hash).to.equal(hash);
    const logged = blocks.flatMap((block) => block.logs.map((log) => log.transactionHash));
    expect(logged).to.have.members(hashes).and.have.length(hashes.length);
  }
});
