import { setTimeout as sleep } from 'node:timers/promises';
import { readBlock, quantity, readReceipt } from './blocks.ts';
import { genesisOf } from './chain-files.ts';
import type { ConfinementOptions, Exposure } from './confinement.ts';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import { ChainError, InconsistentNodeError, RpcUnavailableError } from './errors.ts';
import { seal } from './replay.ts';
import type { Rpc } from './rpc.ts';
import { Supervisor, type ChainLogger, type Engine } from './supervisor.ts';
import { asRejection, isKnown, parseSigned } from './transactions.ts';
import type { Block, BlockRef, CallRequest, Chain, Hex, Receipt } from './types.ts';

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
  epochAfter?: number;
  confinement?: ConfinementOptions;
}

const SILENT: ChainLogger = { info: () => undefined, warn: () => undefined };
/** After so many deaths in a row what was pending is suspected and not handed in again; its senders will. */
const SUSPICIOUS = 3;
/** The engine's socket closes a little before its process counts as ended. */
const NOTICE_MILLISECONDS = 1_000;

/**
 * The embedded network: one anvil process that only this process reaches. A block is sealed as soon as something is
 * pending, and exists for everybody else only when it is on disk: head, finality and the log on disk are the same block.
 * While one block is being written the next transactions gather, so load makes blocks larger, not more frequent.
 */
export class EmbeddedChain implements Chain {
  readonly chainId: number;
  readonly #blockGasLimit: number;
  readonly #lock: DirectoryLock;
  readonly #now: () => number;
  readonly #logger: ChainLogger;
  readonly #watched = new Set<Hex>();
  readonly #listeners = new Set<(head: BlockRef) => void>();
  /** Handed to the engine, not yet on disk: transaction hash to signed bytes. */
  readonly #pending = new Map<Hex, Hex>();
  #supervisor!: Supervisor;
  #exposure!: Exposure;
  #head!: BlockRef;
  #wanted = false;
  #sealing: Promise<void> | undefined;
  #closing: Promise<void> | undefined;

  private constructor(
    chainId: number,
    blockGasLimit: number,
    lock: DirectoryLock,
    now: () => number,
    logger: ChainLogger,
  ) {
    this.chainId = chainId;
    this.#logger = logger;
    this.#blockGasLimit = blockGasLimit;
    this.#lock = lock;
    this.#now = now;
  }

  /**
   * Throws ChainError: CHAIN_DATA_LOCKED, CHAIN_GENESIS_MISMATCH, CHAIN_ENGINE_MISSING, CHAIN_ENGINE_FAILED,
   * CHAIN_LOG_CORRUPT, CHAIN_SNAPSHOT_CORRUPT or CHAIN_REPLAY_MISMATCH. None of them alters what is on disk.
   */
  static async open(options: EmbeddedOptions): Promise<EmbeddedChain> {
    const { directory, chainId = EMBEDDED_CHAIN_ID, logger = SILENT, onFailure = () => undefined } = options;
    const now = options.now ?? (() => Math.floor(Date.now() / 1000));
    const lock = lockDirectory(directory);
    try {
      const fresh = { chainId, timestamp: now(), hardfork: 'prague', blockGasLimit: 30_000_000 };
      const genesis = await genesisOf(directory, fresh);
      const chain = new EmbeddedChain(chainId, genesis.blockGasLimit, lock, now, logger);
      const supervisor = await Supervisor.open(
        {
          directory,
          genesis,
          epochAfter: options.epochAfter ?? 500,
          confinement: options.confinement,
          logger,
          progress: options.progress ?? (() => undefined),
        },
        { revived: (engine, deaths) => chain.#revived(engine, deaths), failed: onFailure },
      );
      const { anvil, head } = await supervisor.engine();
      chain.#supervisor = supervisor;
      chain.#exposure = anvil.exposure;
      chain.#head = head;
      return chain;
    } catch (error) {
      lock.release();
      throw error;
    }
  }

  /** What of the engine other programs of this machine can reach. */
  get exposure(): Exposure {
    return this.#exposure;
  }

  watch(...addresses: Hex[]): void {
    for (const address of addresses) this.#watched.add(address.toLowerCase() as Hex);
  }

  async head(): Promise<BlockRef> {
    return reference(this.#head);
  }

  async finalized(): Promise<number> {
    return this.#head.number;
  }

  async block(number: number): Promise<Block | undefined> {
    if (number > this.#head.number) return undefined;
    return this.#ask((rpc) => readBlock(rpc, number, [...this.#watched]));
  }

  onHead(listener: (head: BlockRef) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async send(raw: Hex): Promise<Hex> {
    const { hash } = parseSigned(raw, this.chainId, this.#blockGasLimit);
    const { rpc } = (await this.#engine()).anvil;
    const fresh = !this.#pending.has(hash);
    this.#pending.set(hash, raw);
    try {
      await rpc.request('eth_sendRawTransaction', [raw]);
    } catch (error) {
      // Unanswered, it may have arrived: it stays, and is handed in again if the engine has died.
      if (error instanceof RpcUnavailableError) throw error;
      if (!isKnown(error)) {
        if (fresh) this.#pending.delete(hash);
        if (await readReceipt(rpc, hash)) return hash;
        throw asRejection(error, hash);
      }
    }
    this.#wantBlock();
    return hash;
  }

  async receipt(hash: Hex): Promise<Receipt | undefined> {
    const receipt = await this.#ask((rpc) => readReceipt(rpc, hash));
    return receipt && receipt.blockNumber <= this.#head.number ? receipt : undefined;
  }

  async call(request: CallRequest): Promise<Hex> {
    const { number, time } = this.#head;
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
    const params = [address, quantity(this.#head.number)];
    return this.#ask((rpc) => rpc.request<Hex>('eth_getCode', params));
  }

  /** Seals what is pending, makes a snapshot if the log has grown long, and gives the directory free. */
  close(): Promise<void> {
    return (this.#closing ??= this.#close());
  }

  async #close(): Promise<void> {
    await this.#sealing;
    await this.#supervisor.close();
    this.#lock.release();
    this.#listeners.clear();
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

  #wantBlock(): void {
    this.#wanted = true;
    this.#sealing ??= this.#sealWanted();
  }

  async #sealWanted(): Promise<void> {
    while (this.#wanted) {
      this.#wanted = false;
      const engine = await this.#supervisor.engine().catch(() => undefined);
      if (!engine) break;
      try {
        await this.#sealPending(engine);
      } catch (error) {
        await this.#supervisor.abandon(engine, error);
      }
    }
    this.#sealing = undefined;
  }

  async #sealPending(engine: Engine): Promise<void> {
    const { rpc } = engine.anvil;
    for (;;) {
      const pool = await rpc.request<{ pending: Hex }>('txpool_status');
      if (Number(pool.pending) === 0) return;
      const header = await seal(rpc, Math.max(this.#now(), this.#head.time));
      const { number, hash, parentHash, time } = header;
      if (parentHash !== this.#head.hash) {
        throw new InconsistentNodeError(
          `Block ${number} does not follow the last one: somebody else sealed blocks.`,
        );
      }
      const transactions = header.transactions.map((each) => this.#signed(each));
      await engine.log.append({ number, hash, time, transactions });
      engine.head = header;
      engine.logged++;
      this.#supervisor.sealed();
      for (const each of header.transactions) this.#pending.delete(each);
      this.#announce(header);
      // What is pending but fits no block would otherwise be tried for ever.
      if (transactions.length === 0) return;
    }
  }

  #signed(hash: Hex): Hex {
    const raw = this.#pending.get(hash);
    if (raw !== undefined) return raw;
    throw new InconsistentNodeError(`Transaction ${hash} was not sent through this process.`);
  }

  #announce(head: BlockRef): void {
    this.#head = reference(head);
    for (const listener of this.#listeners) {
      try {
        listener(reference(head));
      } catch (error) {
        // The block is on disk; what a listener makes of it cannot change that.
        this.#logger.warn({ err: error }, 'a listener for new blocks failed');
      }
    }
  }

  async #revived(engine: Engine, deaths: number): Promise<void> {
    this.#exposure = engine.anvil.exposure;
    // A block may have reached the disk although its write was reported as failed.
    if (engine.head.number > this.#head.number) this.#announce(engine.head);
    if (deaths >= SUSPICIOUS) this.#pending.clear();
    for (const [hash, raw] of this.#pending) {
      await engine.anvil.rpc.request('eth_sendRawTransaction', [raw]).catch((error: unknown) => {
        if (error instanceof RpcUnavailableError) throw error;
        this.#pending.delete(hash);
      });
    }
    if (this.#pending.size > 0) this.#wantBlock();
  }
}

const reference = ({ number, hash, parentHash, time }: BlockRef): BlockRef => ({
  number,
  hash,
  parentHash,
  time,
});
