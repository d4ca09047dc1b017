import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { findAnvil } from './anvil-binary.ts';
import { confine, type ConfinementOptions, type Exposure } from './confinement.ts';
import { ChainError } from './errors.ts';
import { Rpc } from './rpc.ts';
import { unixSocket } from './transport.ts';

export interface AnvilOptions {
  chainId: number;
  /** Unix seconds of the genesis block. */
  timestamp: number;
  hardfork: string;
  blockGasLimit: number;
  /** Private to this engine: emptied at its start, removed at its end. */
  runDirectory: string;
  confinement?: ConfinementOptions;
  /** What to begin with, as `anvil_dumpState` gave it; default the genesis. */
  snapshot?: Uint8Array | undefined;
}

/** Old states kept in memory, for proofs of recent blocks. Without a bound anvil writes every state to a file: 1 GB per 5,000 blocks. */
const STATES = 32;
/** Longest path of a unix socket that Linux and macOS both take. */
const SOCKET_PATH_BYTES = 100;
const START_ATTEMPTS = 5;
const START_MILLISECONDS = 30_000;
/** A large snapshot takes its time on a busy machine. */
const LOAD_MILLISECONDS = 300_000;

/** A running engine. It is gone for good once `exited` resolves; to have another one, start it. */
export interface Anvil {
  readonly rpc: Rpc;
  readonly pid: number;
  readonly exposure: Exposure;
  /** Resolves, with the last words of the engine, when it has ended for any reason. */
  readonly exited: Promise<string>;
  stop(): Promise<void>;
}

/** Starts anvil and waits until it answers. Throws CHAIN_ENGINE_FAILED with what it wrote, or CHAIN_ENGINE_MISSING. */
export async function startAnvil(options: AnvilOptions): Promise<Anvil> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await startOnce(options);
    } catch (error) {
      // A random port may be taken; a namespace has all ports free.
      if (attempt === START_ATTEMPTS || !/in use/i.test(String(error))) throw error;
    }
  }
}

async function startOnce(options: AnvilOptions): Promise<Anvil> {
  const runDirectory = resolve(options.runDirectory);
  const { socketPath, cleanUp } = prepare(runDirectory);
  const { snapshot } = options;
  const state = join(runDirectory, 'state.json');
  if (snapshot) {
    await unpack(snapshot, state).catch((cause: unknown) => {
      cleanUp();
      throw new ChainError('CHAIN_ENGINE_FAILED', `The snapshot could not be unpacked to ${state}.`, {
        cause,
      });
    });
  }
  const confinement = confine(options.confinement);
  const [command, ...args] = confinement.wrap([
    findAnvil(),
    ...['--ipc', socketPath, '--host', confinement.host, '--port', String(confinement.port), '--no-cors'],
    ...['--chain-id', String(options.chainId), '--timestamp', String(options.timestamp)],
    ...['--hardfork', options.hardfork, '--gas-limit', String(options.blockGasLimit)],
    ...['--gas-price', '0', '--block-base-fee-per-gas', '0', '--disable-min-priority-fee', '--accounts', '0'],
    ...['--no-mining', '--order', 'fifo', '--prune-history', String(STATES), '--quiet'],
    // Handed in through the socket it would take a time that grows with the square of its size.
    ...(snapshot ? ['--load-state', state] : []),
  ]);
  const child = spawn(command!, args, {
    // A session of its own, so that ctrl-C reaches us and not the engine, and its whole group can be ended at once.
    detached: true,
    cwd: runDirectory,
    env: { PATH: process.env['PATH'], HOME: runDirectory },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
  });
  const exited = ending(child).finally(cleanUp);
  const stop = async (): Promise<void> => {
    end(child);
    await exited;
  };
  try {
    const rpc = await connect(socketPath, exited, snapshot ? LOAD_MILLISECONDS : START_MILLISECONDS);
    rmSync(state, { force: true });
    return {
      rpc,
      pid: child.pid!,
      exposure: confinement.exposure,
      exited,
      async stop() {
        await rpc.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

const unpack = (snapshot: Uint8Array, path: string): Promise<void> =>
  pipeline(Readable.from([snapshot]), createGunzip(), createWriteStream(path, { mode: 0o600 }));

const remove = (path: string): void => rmSync(path, { recursive: true, force: true });

function tryToRemove(path: string): void {
  try {
    remove(path);
  } catch {
    // The next start does it.
  }
}

function prepare(runDirectory: string): { socketPath: string; cleanUp: () => void } {
  remove(runDirectory);
  mkdirSync(runDirectory, { recursive: true, mode: 0o700 });
  chmodSync(runDirectory, 0o700);
  const near = join(runDirectory, 'anvil.ipc');
  if (Buffer.byteLength(near) <= SOCKET_PATH_BYTES) {
    return { socketPath: near, cleanUp: () => tryToRemove(runDirectory) };
  }
  const far = mkdtempSync(join(tmpdir(), 'ludeng-'));
  return { socketPath: join(far, 'anvil.ipc'), cleanUp: () => [runDirectory, far].forEach(tryToRemove) };
}

function ending(child: ChildProcess): Promise<string> {
  let words = '';
  child.stderr?.on('data', (chunk: Buffer) => (words = (words + chunk.toString()).slice(-2000)));
  for (const stream of child.stdio) stream?.on('error', () => undefined);
  child.once('exit', () => child.stdio[3]?.destroy());
  return new Promise((tell) => {
    child.once('error', (error) => tell(error.message));
    child.once('close', (code, signal) => {
      tell(`${words.trim()} (${signal ?? `exit code ${code}`})`.trim());
    });
  });
}

function end(child: ChildProcess): void {
  try {
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) {
      process.kill(-child.pid, 'SIGKILL');
    }
  } catch {
    // Already gone.
  }
}

async function connect(path: string, exited: Promise<string>, milliseconds: number): Promise<Rpc> {
  let words: string | undefined;
  void exited.then((said) => (words = said));
  const deadline = Date.now() + milliseconds;
  while (Date.now() < deadline) {
    if (words !== undefined) {
      throw new ChainError('CHAIN_ENGINE_FAILED', `anvil ended at its start: ${words}`);
    }
    try {
      const rpc = new Rpc(await unixSocket(path));
      await rpc.request('eth_chainId');
      return rpc;
    } catch {
      await sleep(5);
    }
  }
  throw new ChainError('CHAIN_ENGINE_FAILED', `anvil did not answer within ${milliseconds / 1000} s`);
}
