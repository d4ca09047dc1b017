import { setTimeout as sleep } from 'node:timers/promises';
import { readBlock, quantity, readLogs, readReceipt } from './blocks.ts';
import { genesisOf } from './chain-files.ts';
import type { ConfinementOptions, Exposure } from './confinement.ts';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import type { ChainLogger, Engine } from './engine.ts';
import { EPOCH_BOUNDS, type EpochBounds } from './epoch-bounds.ts';
import { ChainError, RpcUnavailableError } from './errors.ts';
import type { Rpc } from './rpc.ts';
import { reference, Sealer } from './sealer.ts';
import { Supervisor } from './supervisor.ts';
import { parseSigned } from './transactions.ts';
import type { Block, BlockRef, CallRequest, Chain, Hex, LogFilter, RawLog, Receipt } from './types.ts';

/** "LD" in ASCII. Give every deployment that is not a demonstration a number of its own: signatures are bound to it. */
export const EMBEDDED_CHAIN_ID = 0x4c44;

export interface EmbeddedOptions {
  /** Belongs to the chain alone. Made with mode 0700 if it does not exist. */
  directory: string;
  /** Fixed by the first start; default EMBEDDED_CHAIN_ID. */
  chainId?: number;
  logger?: ChainLogger;
  /** Called while the log is replayed, with the blocks done and the blocks in all. */
  progress?: (done: number, total: number) => void;
  /** The engine cannot be kept running: every later request fails. */
  onFailure?: (error: unknown) => void;
  /** Unix seconds; for tests. */
  now?: () => number;
  /** When the log is folded into a snapshot; default EPOCH_BOUNDS. */
  epochs?: Partial<EpochBounds>;
  confinement?: ConfinementOptions;
}

const SILENT: ChainLogger = { info: () => undefined, warn: () => undefined };
/** The engine's socket closes a little before its process counts as ended. */
const NOTICE_MILLISECONDS = 1_000;

/**
 * The embedded network: one anvil process that only this process reaches. A block exists for others only when it
 * is on disk: tip, finality and the log on disk are the same block.
 */
export class EmbeddedChain implements Chain {
  readonly chainId: number;
  readonly #blockGasLimit: number;
  readonly #lock: DirectoryLock;
  readonly #now: () => number;
  readonly #sealer: Sealer;
  readonly #supervisor: Supervisor;
  readonly #watched = new Set<Hex>();
  #closing: Promise<void> | undefined;

  private constructor(
    chainId: number,
    blockGasLimit: number,
    lock: DirectoryLock,
    now: () => number,
    sealer: Sealer,
    supervisor: Supervisor,
  ) {
    this.chainId = chainId;
    this.#blockGasLimit = blockGasLimit;
    this.#lock = lock;
    this.#now = now;
    this.#sealer = sealer;
    this.#supervisor = supervisor;
  }

  /**
   * Throws ChainError: CHAIN_DATA_LOCKED, CHAIN_FORMAT_UNKNOWN, CHAIN_GENESIS_MISMATCH, CHAIN_ENGINE_MISSING, CHAIN_ENGINE_FAILED,
   * CHAIN_LOG_CORRUPT, CHAIN_SNAPSHOT_CORRUPT or CHAIN_REPLAY_MISMATCH. None of them alters what is on disk.
   */
  static async open(options: EmbeddedOptions): Promise<EmbeddedChain> {
    const { directory, chainId = EMBEDDED_CHAIN_ID, logger = SILENT } = options;
    const { onFailure: failed = () => undefined, progress = () => undefined, confinement } = options;
    const now = options.now ?? (() => Math.floor(Date.now() / 1000));
    const bounds = { ...EPOCH_BOUNDS, ...options.epochs };
    const lock = lockDirectory(directory);
    try {
      const fresh = { chainId, timestamp: now(), hardfork: 'prague', blockGasLimit: 30_000_000 };
      const genesis = await genesisOf(directory, fresh);
      const sealer = new Sealer({ now, logger, idle: bounds.idle, failed });
      const supervisor = await Supervisor.open(
        { directory, genesis, bounds, confinement, logger, progress },
        sealer,
      );
      sealer.begin(supervisor);
      return new EmbeddedChain(chainId, genesis.blockGasLimit, lock, now, sealer, supervisor);
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** What of the engine other programs of this machine can reach. */
  get exposure(): Exposure {
    return this.#supervisor.current.anvil.exposure;
  }

  watch(...addresses: Hex[]): void {
    for (const address of addresses) this.#watched.add(address.toLowerCase() as Hex);
  }

  async head(): Promise<BlockRef> {
    return reference(this.#sealer.head);
  }

  async finalized(): Promise<number> {
    return this.#sealer.head.number;
  }

  async block(number: number): Promise<Block | undefined> {
    if (number > this.#sealer.head.number) return undefined;
    return this.#ask((rpc) => readBlock(rpc, number, [...this.#watched]));
  }

  async logs(filter: LogFilter): Promise<RawLog[]> {
    const to = Math.min(filter.to, this.#sealer.head.number);
    return filter.from > to ? [] : this.#ask((rpc) => readLogs(rpc, { ...filter, to }));
  }

  onHead(listener: (head: BlockRef) => void): () => void {
    return this.#sealer.onHead(listener);
  }

  async send(raw: Hex): Promise<Hex> {
    const { hash } = parseSigned(raw, this.chainId, this.#blockGasLimit);
    await this.#sealer.take(raw, hash, () => this.#engine());
    return hash;
  }

  async receipt(hash: Hex): Promise<Receipt | undefined> {
    const receipt = await this.#ask((rpc) => readReceipt(rpc, hash));
    return receipt && receipt.blockNumber <= this.#sealer.head.number ? receipt : undefined;
  }

  async call(request: CallRequest): Promise<Hex> {
    const { number, time } = this.#sealer.head;
    // The last block may be old, and what is simulated will be in a block of now.
    const clock = quantity(Math.max(this.#now(), time));
    const params = [request, quantity(number), {}, { time: clock }];
    return this.#ask((rpc) => rpc.request<Hex>('eth_call', params));
  }

  async nonce(address: Hex): Promise<number> {
    const params = [address, 'pending'];
    return Number(await this.#ask((rpc) => rpc.request<Hex>('eth_getTransactionCount', params)));
  }

  async code(address: Hex): Promise<Hex> {
    const params = [address, quantity(this.#sealer.head.number)];
    return this.#ask((rpc) => rpc.request<Hex>('eth_getCode', params));
  }

  /** Seals what is pending, makes a snapshot if the log has grown long, and gives the directory free. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    await this.#sealer.close();
    await this.#supervisor.close();
    this.#lock.release();
  }

  #engine(): Promise<Engine> {
    if (this.#closing) throw new ChainError('CHAIN_STOPPED', 'The chain has been stopped.');
    return this.#supervisor.engine();
  }

  /** A question changes nothing, so it is put again to the next engine when the one asked has died. */
  async #ask<Answer>(question: (rpc: Rpc) => Promise<Answer>): Promise<Answer> {
    const { anvil } = await this.#engine();
    try {
      return await question(anvil.rpc);
    } catch (error) {
      if (!(error instanceof RpcUnavailableError)) throw error;
      await Promise.race([anvil.exited, sleep(NOTICE_MILLISECONDS, undefined, { ref: false })]);
      return question((await this.#engine()).anvil.rpc);
    }
  }
}
