import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startAnvil, type Anvil, type AnvilOptions } from './anvil.ts';
import { readHeader, type Header } from './blocks.ts';
import { addEpoch, epochsOf, logPath, removeEpoch, type ChainGenesis, type Epoch } from './chain-files.ts';
import { ChainError, InconsistentNodeError } from './errors.ts';
import { replay, SLOW } from './replay.ts';
import type { Hex } from './types.ts';
import { WriteAheadLog, type SealedBlock } from './wal.ts';

/** A pino logger is one. */
export interface ChainLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface SupervisorOptions {
  directory: string;
  genesis: ChainGenesis;
  /** Blocks in the log from which a snapshot is worth its time. */
  epochAfter: number;
  confinement: AnvilOptions['confinement'];
  logger: ChainLogger;
  progress: (done: number, total: number) => void;
}

/** An engine at the end of the log, and the log open for the next block. */
export interface Engine {
  anvil: Anvil;
  log: WriteAheadLog;
  head: Header;
  /** Blocks in the log of this epoch. */
  logged: number;
}

export interface SupervisorListeners {
  /** Runs after each restart of a dead engine, before anybody else gets the new one. */
  revived(engine: Engine, deaths: number): Promise<void>;
  /** The engine cannot be made to run any more. */
  failed(error: unknown): void;
}

/** Deaths of the engine without a block sealed in between, after which it is not started again. */
const HOPELESS = 8;

/** Keeps one engine running on one data directory, and its log and epochs in order. */
export class Supervisor {
  readonly #options: SupervisorOptions;
  readonly #listeners: SupervisorListeners;
  #epoch: Epoch;
  #engine: Promise<Engine>;
  #deaths = 0;
  #closing = false;

  private constructor(
    options: SupervisorOptions,
    epoch: Epoch,
    engine: Engine,
    listeners: SupervisorListeners,
  ) {
    this.#options = options;
    this.#epoch = epoch;
    this.#listeners = listeners;
    this.#engine = Promise.resolve(engine);
    this.#watch(engine);
  }

  static async open(options: SupervisorOptions, listeners: SupervisorListeners): Promise<Supervisor> {
    const epochs = await epochsOf(options.directory);
    if (epochs.length === 0) epochs.push(await firstEpoch(options));
    let { epoch, engine } = await startLatest(options, epochs);
    for (const older of epochs) if (older.number < epoch.number) await removeEpoch(older);
    if (engine.logged >= options.epochAfter) ({ epoch, engine } = await turnEpoch(options, epoch, engine));
    return new Supervisor(options, epoch, engine, listeners);
  }

  /** The engine, once it runs. Rejects when it cannot be made to run any more. */
  engine(): Promise<Engine> {
    return this.#engine;
  }

  /** A block is on disk: the engine works. */
  sealed(): void {
    this.#deaths = 0;
  }

  /** Ends an engine whose state has left the log behind; the next one replays the log. */
  async abandon(engine: Engine, reason: unknown): Promise<void> {
    this.#options.logger.warn({ err: reason }, 'the engine is restarted from the log');
    await engine.anvil.stop();
  }

  async close(): Promise<void> {
    this.#closing = true;
    const engine = await this.#engine.catch(() => undefined);
    if (!engine) return;
    try {
      if (engine.logged >= this.#options.epochAfter) await snapshot(this.#options, this.#epoch, engine);
    } catch (error) {
      // A snapshot only makes the next start faster.
      this.#options.logger.warn({ err: error }, 'no snapshot was made; the next start replays the log');
    } finally {
      await engine.anvil.stop();
      await engine.log.close();
    }
  }

  #watch(engine: Engine): void {
    void engine.anvil.exited.then((words) => {
      if (this.#closing) return;
      this.#engine = this.#revive(engine, words);
      this.#engine.catch((error: unknown) => {
        if (!this.#closing) this.#listeners.failed(error);
      });
    });
  }

  async #revive(dead: Engine, words: string): Promise<Engine> {
    await dead.anvil.rpc.close();
    await dead.log.close();
    for (;;) {
      this.#deaths++;
      this.#options.logger.warn({ words, deaths: this.#deaths }, 'the engine of the embedded chain ended');
      if (this.#deaths > HOPELESS) {
        throw new ChainError('CHAIN_ENGINE_FAILED', `anvil keeps ending without sealing a block: ${words}`);
      }
      await sleep(25 * 2 ** this.#deaths);
      if (this.#closing) throw new ChainError('CHAIN_STOPPED', 'The chain has been stopped.');
      try {
        const engine = await start(this.#options, this.#epoch);
        await this.#listeners.revived(engine, this.#deaths);
        this.#watch(engine);
        return engine;
      } catch (error) {
        const again =
          error instanceof ChainError && (error.retryable || error.code === 'CHAIN_ENGINE_FAILED');
        if (!again) throw error;
        words = error.message;
      }
    }
  }
}

async function start(options: SupervisorOptions, epoch: Epoch): Promise<Engine> {
  const { log, blocks, cut } = await WriteAheadLog.open(logPath(epoch));
  try {
    if (cut > 0) {
      options.logger.warn({ bytes: cut }, 'a torn block was cut off the log; it had never been final');
    }
    const began = performance.now();
    const replayed = await replay(anvilOptions(options), options.genesis, epoch, blocks, options.progress);
    report(options.logger, epoch, blocks, performance.now() - began);
    return { ...replayed, log, logged: blocks.length };
  } catch (error) {
    await log.close();
    throw error;
  }
}

function report(logger: ChainLogger, epoch: Epoch, blocks: SealedBlock[], milliseconds: number): void {
  const transactions = blocks.reduce((sum, block) => sum + block.transactions.length, 0);
  logger.info(
    { epoch: epoch.number, blocks: blocks.length, transactions, milliseconds: Math.round(milliseconds) },
    'the chain is restored',
  );
}

const anvilOptions = ({ genesis, directory, confinement }: SupervisorOptions): AnvilOptions => ({
  ...genesis,
  runDirectory: join(directory, 'run'),
  ...(confinement && { confinement }),
});

async function firstEpoch(options: SupervisorOptions): Promise<Epoch> {
  const anvil = await startAnvil(anvilOptions(options));
  try {
    const { number, hash } = (await readHeader(anvil.rpc, 'latest'))!;
    return await addEpoch(options.directory, 1, { number, hash }, undefined);
  } finally {
    await anvil.stop();
  }
}

/**
 * An epoch that was made at a stop is proved by its first start. Until then its predecessor stays, and has everything;
 * so if the newest cannot be started and nothing has been added to it, the one before takes over.
 */
async function startLatest(
  options: SupervisorOptions,
  epochs: readonly Epoch[],
): Promise<{ epoch: Epoch; engine: Engine }> {
  const newest = epochs.at(-1)!;
  const before = epochs.at(-2);
  try {
    return { epoch: newest, engine: await start(options, newest) };
  } catch (error) {
    if (!before || !(await isUnused(newest))) throw error;
    options.logger.warn({ err: error }, 'the latest snapshot does not load; the log before it is replayed');
    const engine = await start(options, before);
    await removeEpoch(newest);
    return { epoch: before, engine };
  }
}

async function isUnused(epoch: Epoch): Promise<boolean> {
  const { log, blocks } = await WriteAheadLog.open(logPath(epoch));
  await log.close();
  return blocks.length === 0;
}

async function snapshot(options: SupervisorOptions, epoch: Epoch, engine: Engine): Promise<Epoch> {
  const { number, hash } = engine.head;
  const latest = await readHeader(engine.anvil.rpc, 'latest');
  if (latest?.hash !== hash) throw new InconsistentNodeError('The engine is ahead of the log.');
  const dump = await engine.anvil.rpc.request<Hex>('anvil_dumpState', [], SLOW);
  return addEpoch(options.directory, epoch.number + 1, { number, hash }, Buffer.from(dump.slice(2), 'hex'));
}

/** Moves a long log into a snapshot before the first new block; without success everything stays as it is. */
async function turnEpoch(
  options: SupervisorOptions,
  epoch: Epoch,
  engine: Engine,
): Promise<{ epoch: Epoch; engine: Engine }> {
  try {
    const next = await snapshot(options, epoch, engine);
    await engine.anvil.stop();
    await engine.log.close();
    const started = await startLatest(options, [epoch, next]);
    if (started.epoch === next) await removeEpoch(epoch);
    return started;
  } catch (error) {
    if (!(await isRunning(engine))) throw error;
    options.logger.warn({ err: error }, 'no snapshot was made; the log stays as it is');
    return { epoch, engine };
  }
}

const isRunning = (engine: Engine): Promise<boolean> =>
  engine.anvil.rpc.request('eth_chainId').then(
    () => true,
    () => false,
  );
