import { readReceipt } from './blocks.ts';
import type { ChainLogger, Engine } from './engine.ts';
import { InconsistentNodeError, RpcUnavailableError } from './errors.ts';
import { Gate } from './gate.ts';
import { seal } from './replay.ts';
import type { Rpc } from './rpc.ts';
import type { Supervisor, SupervisorListeners } from './supervisor.ts';
import { asRejection, isKnown } from './transactions.ts';
import type { BlockRef, Hex } from './types.ts';

export interface SealerOptions {
  /** Unix seconds. */
  now: () => number;
  logger: ChainLogger;
  /** Milliseconds without a block after which a long log may be folded. */
  idle: number;
  failed: (error: unknown) => void;
}

/** After so many deaths in a row what was pending is suspected and not handed in again; its senders will. */
const SUSPICIOUS = 3;

/**
 * Makes the blocks: one as soon as something is pending, on disk before it is announced. While one is being written
 * the next transactions gather, so load makes blocks larger, not more frequent. Between blocks it lets the log be folded.
 */
export class Sealer implements SupervisorListeners {
  readonly #options: SealerOptions;
  readonly #listeners = new Set<(head: BlockRef) => void>();
  /** Handed to the engine, not yet on disk: transaction hash to signed bytes. */
  readonly #pending = new Map<Hex, Hex>();
  readonly #gate = new Gate();
  #supervisor!: Supervisor;
  #head!: BlockRef;
  #blockWanted = false;
  #turnWanted = false;
  #working: Promise<void> | undefined;
  #rest: NodeJS.Timeout | undefined;
  #closing = false;
  #closed = false;

  constructor(options: SealerOptions) {
    this.#options = options;
  }

  /** To be called once, before anything else. */
  begin(supervisor: Supervisor): void {
    this.#supervisor = supervisor;
    this.#head = reference(supervisor.current.head);
    this.#awaitIdleness();
  }

  get head(): BlockRef {
    return this.#head;
  }

  onHead(listener: (head: BlockRef) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes a transaction; waits while the log is folded. */
  take(raw: Hex, hash: Hex, engine: () => Promise<Engine>): Promise<void> {
    return this.#gate.through(async () => {
      const { rpc } = (await engine()).anvil;
      const fresh = !this.#pending.has(hash);
      this.#pending.set(hash, raw);
      try {
        await rpc.request('eth_sendRawTransaction', [raw]);
      } catch (error) {
        // Unanswered, it may have arrived: it stays, and is handed in again if the engine has died.
        if (error instanceof RpcUnavailableError) throw error;
        if (!isKnown(error)) {
          if (fresh) this.#pending.delete(hash);
          if (await readReceipt(rpc, hash)) return;
          throw asRejection(error, hash);
        }
      }
      this.#wantBlock();
    });
  }

  /** Ends what is under way; no block is sealed after that. */
  async close(): Promise<void> {
    this.#closing = true;
    clearTimeout(this.#rest);
    await this.#working;
    await this.#gate.alone(async () => {
      await this.#working;
      this.#closed = true;
    });
    this.#listeners.clear();
  }

  async revived(engine: Engine, deaths: number): Promise<void> {
    // A block may have reached the disk although its write was reported as failed.
    if (engine.head.number > this.#head.number) this.#announce(engine.head);
    if (deaths >= SUSPICIOUS) this.#pending.clear();
    const refused = await this.#handIn(engine.anvil.rpc);
    for (const hash of refused) this.#pending.delete(hash);
    if (this.#pending.size > 0) this.#wantBlock();
  }

  async handOver(fresh: Engine): Promise<void> {
    // What it refuses stays noted: the present engine has it, and may yet go on.
    await this.#handIn(fresh.anvil.rpc);
    if (this.#pending.size > 0) this.#blockWanted = true;
  }

  failed(error: unknown): void {
    this.#options.failed(error);
  }

  async #handIn(rpc: Rpc): Promise<Hex[]> {
    const refused: Hex[] = [];
    for (const [hash, raw] of this.#pending) {
      await rpc.request('eth_sendRawTransaction', [raw]).catch((error: unknown) => {
        if (error instanceof RpcUnavailableError) throw error;
        refused.push(hash);
      });
    }
    return refused;
  }

  #wantBlock(): void {
    if (this.#closed) return;
    this.#blockWanted = true;
    this.#working ??= this.#work();
  }

  async #work(): Promise<void> {
    clearTimeout(this.#rest);
    while (this.#blockWanted || this.#turnWanted) {
      const engine = await this.#supervisor.engine().catch(() => undefined);
      if (!engine) break;
      if (this.#blockWanted) {
        this.#blockWanted = false;
        try {
          if (await this.#sealBlock(engine)) this.#blockWanted = true;
        } catch (error) {
          await this.#supervisor.abandon(engine, error);
          continue;
        }
      }
      if ((this.#turnWanted || this.#supervisor.isRipe(false)) && !this.#closing) {
        await this.#gate.alone(() => this.#supervisor.turn());
      }
      this.#turnWanted = false;
    }
    this.#working = undefined;
    this.#awaitIdleness();
  }

  #awaitIdleness(): void {
    if (this.#closing || !this.#supervisor.isRipe(true)) return;
    this.#rest = setTimeout(() => {
      this.#turnWanted = true;
      this.#working ??= this.#work();
    }, this.#options.idle).unref();
  }

  /** Says whether there may be more to seal. */
  async #sealBlock(engine: Engine): Promise<boolean> {
    const { rpc } = engine.anvil;
    const pool = await rpc.request<{ pending: Hex }>('txpool_status');
    if (Number(pool.pending) === 0) return false;
    const began = performance.now();
    const header = await seal(rpc, Math.max(this.#options.now(), this.#head.time));
    engine.work += performance.now() - began;
    const { number, hash, parentHash, time } = header;
    if (parentHash !== this.#head.hash) {
      throw new InconsistentNodeError(
        `Block ${number} does not follow the last one: somebody else sealed blocks.`,
      );
    }
    const transactions = header.transactions.map((each) => this.#signed(each));
    await engine.log.append({ number, hash, time, transactions });
    engine.head = header;
    this.#supervisor.sealed();
    for (const each of header.transactions) this.#pending.delete(each);
    this.#announce(header);
    // What is pending but fits no block would otherwise be tried for ever.
    return transactions.length > 0;
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
        this.#options.logger.warn({ err: error }, 'a listener for new blocks failed');
      }
    }
  }
}

/** A block without what only the engine needs of it. */
export const reference = ({ number, hash, parentHash, time }: BlockRef): BlockRef => ({
  number,
  hash,
  parentHash,
  time,
});
