import { join } from 'node:path';
import { startAnvil, type Anvil, type AnvilOptions } from './anvil.ts';
import { readHeader, type Header } from './blocks.ts';
import { addEpoch, logPath, removeEpoch, type ChainGenesis, type Epoch } from './chain-files.ts';
import { replay } from './replay.ts';
import { WriteAheadLog } from './wal.ts';

/** A pino logger is one. */
export interface ChainLogger {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
}

export interface EngineOptions {
  directory: string;
  genesis: ChainGenesis;
  confinement: AnvilOptions['confinement'];
  logger: ChainLogger;
  progress: (done: number, total: number) => void;
}

/** An engine at the end of the log of its epoch, and that log open for the next block. */
export interface Engine {
  readonly epoch: Epoch;
  readonly anvil: Anvil;
  readonly log: WriteAheadLog;
  head: Header;
  /** Milliseconds that the start up to the beginning of the log took. */
  readonly loading: number;
  /** Milliseconds that executing the blocks of the log has taken. */
  work: number;
}

/** Throws CHAIN_LOG_CORRUPT, CHAIN_SNAPSHOT_CORRUPT, CHAIN_REPLAY_MISMATCH or what startAnvil throws. */
export async function startEngine(options: EngineOptions, epoch: Epoch): Promise<Engine> {
  const { log, blocks, cut } = await WriteAheadLog.open(logPath(epoch));
  try {
    if (cut > 0) {
      options.logger.warn({ bytes: cut }, 'a torn block was cut off the log; it had never been final');
    }
    const anvil = anvilOptions(options, epoch.number);
    const replayed = await replay(anvil, options.genesis, epoch, blocks, options.progress);
    return { ...replayed, epoch, log };
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** Two engines run while an epoch turns, so each has a directory of its own. */
const anvilOptions = ({ genesis, directory, confinement }: EngineOptions, epoch: number): AnvilOptions => ({
  ...genesis,
  runDirectory: join(runDirectory(directory), String(epoch)),
  ...(confinement && { confinement }),
});

export const runDirectory = (directory: string): string => join(directory, 'run');

export async function firstEpoch(options: EngineOptions): Promise<Epoch> {
  const anvil = await startAnvil(anvilOptions(options, 1));
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
export async function startLatest(options: EngineOptions, epochs: readonly Epoch[]): Promise<Engine> {
  const newest = epochs.at(-1)!;
  const before = epochs.at(-2);
  let engine: Engine;
  try {
    engine = await startEngine(options, newest);
  } catch (error) {
    if (!before || !(await isUnused(newest))) throw error;
    options.logger.warn({ err: error }, 'the latest snapshot does not load; the log before it is replayed');
    engine = await startEngine(options, before);
    await removeEpoch(newest);
  }
  for (const older of epochs) if (older.number < engine.epoch.number) await removeEpoch(older);
  const { blocks, transactions } = engine.log;
  const milliseconds = Math.round(engine.loading + engine.work);
  options.logger.info(
    { epoch: engine.epoch.number, blocks, transactions, milliseconds },
    'the chain is restored',
  );
  return engine;
}

async function isUnused(epoch: Epoch): Promise<boolean> {
  const { log } = await WriteAheadLog.open(logPath(epoch));
  await log.close();
  return log.blocks === 0;
}
