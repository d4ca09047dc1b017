import type { Hex } from '../../domain/encoding/hash.ts';
import type { Block, BlockRef, Chain } from '../chain/types.ts';
import type { Head } from '../store/block-table.ts';
import type { BlockWriter } from '../store/block-writer.ts';
import { UndoExhaustedError } from '../store/errors.ts';
import { UNDO_DEPTH, type IndexStore } from '../store/index-store.ts';
import type { Notice } from '../store/notice-table.ts';
import { applyBlock } from './apply.ts';
import { ParentMismatchError, requireContinuity } from './continuity.ts';
import { Emitters } from './emitters.ts';
import { prefetched } from './prefetch.ts';

export interface Commit {
  head: Head;
  blocks: number;
  events: number;
  notices: readonly Notice[];
  /** From the first block's arrival to the disk. */
  seconds: number;
}

export interface Rollback {
  from: BlockRef;
  to: BlockRef;
  /** Blocks were taken back that the network's rule had called final: somebody must look at the network. */
  final: boolean;
}

export interface FollowerOptions {
  chain: Chain;
  store: IndexStore;
  /** What is known before the first block is read. The Ledger is enough: its log names every registry. */
  watched: readonly Hex[];
  /** Where the index begins; no registry may have logs before. Default 0. */
  firstBlock?: number;
  /** A batch goes to the disk when it has this many events or blocks. */
  batchEvents?: number;
  batchBlocks?: number;
  /** Blocks asked for at a time. */
  prefetch?: number;
}

/** Brings the index to where the chain is, one call at a time. */
export class Follower {
  readonly #options: Required<FollowerOptions>;
  readonly #emitters: Emitters;
  readonly #onCommit: (commit: Commit) => void;
  readonly #onRollback: (rollback: Rollback) => void;
  /** The highest block of the index that has been final. */
  #final: number | undefined;

  constructor(
    options: FollowerOptions,
    onCommit: (commit: Commit) => void,
    onRollback: (rollback: Rollback) => void,
  ) {
    this.#options = { firstBlock: 0, batchEvents: 2_000, batchBlocks: 1_000, prefetch: 16, ...options };
    this.#emitters = new Emitters(options.chain, options.watched, options.store.registries);
    this.#onCommit = onCommit;
    this.#onRollback = onRollback;
  }

  /**
   * Enters the missing blocks up to the chain's present tip, or up to `upTo`. Where the chain has left the index, takes back the blocks
   * that are no longer in it instead: call again until the tips are equal.
   * @returns the chain's tip
   * @throws DivergenceError; what was committed before stays
   * @throws UndoExhaustedError: the index must be rebuilt
   * @throws ChainError
   */
  async advance(upTo = Infinity, signal?: AbortSignal): Promise<BlockRef> {
    const { chain, store } = this.#options;
    const remote = await chain.head();
    if (this.#final === undefined) await this.#noteFinal();
    if (store.head && remote.number <= store.head.number) await this.#reconcile(remote);
    try {
      await this.#enter(Math.min(remote.number, upTo), remote.number - UNDO_DEPTH, signal);
    } catch (error) {
      if (!(error instanceof ParentMismatchError)) throw error;
      await this.#reconcile(remote);
    }
    await this.#noteFinal();
    return remote;
  }

  async #noteFinal(): Promise<void> {
    const head = this.#options.store.head;
    if (!head) return;
    const final = Math.min(await this.#options.chain.finalized(), head.number);
    this.#final = Math.max(this.#final ?? final, final);
  }

  async #reconcile(remote: BlockRef): Promise<void> {
    const { store } = this.#options;
    const from = store.head;
    if (!from || from.hash === remote.hash) return;
    const to = await this.#forkPoint(Math.min(from.number, remote.number));
    if (to.number === from.number) return;
    const final = to.number < (this.#final ?? 0);
    await store.rollback(to.number);
    this.#final = Math.min(this.#final ?? to.number, to.number);
    this.#onRollback({ from, to, final });
  }

  /** The highest block at or below `number` that chain and index agree on. */
  async #forkPoint(number: number): Promise<BlockRef> {
    const { chain, store } = this.#options;
    const lowest = Math.max(this.#options.firstBlock, number - UNDO_DEPTH);
    for (let at = number; at >= lowest; at--) {
      const own = store.block(at);
      if (own && (await chain.block(at))?.hash === own.hash) return own;
    }
    throw new UndoExhaustedError(lowest - 1, lowest);
  }

  async #enter(target: number, undoFrom: number, signal: AbortSignal | undefined): Promise<void> {
    const { store, firstBlock } = this.#options;
    const next = store.head ? store.head.number + 1 : firstBlock;
    let batch: Batch | undefined;
    for await (const block of this.#blocks(next, target)) {
      batch ??= { writer: store.writer(undoFrom), events: 0, began: performance.now() };
      batch.events += this.#apply(block, batch);
      if (signal?.aborted) break;
      if (!this.#isFull(batch)) continue;
      await this.#commit(batch);
      batch = undefined;
    }
    if (batch) await this.#commit(batch);
  }

  /**
   * In order. A block that appoints what was not watched is read again, since the new registry may have made its first registration behind
   * its appointment, and so is all that had been read ahead.
   */
  async *#blocks(from: number, to: number): AsyncGenerator<Block> {
    const { chain, prefetch } = this.#options;
    let next = from;
    let again: boolean;
    do {
      again = false;
      for await (const block of prefetched((number) => chain.block(number), next, to, prefetch)) {
        next = block.number;
        again = this.#emitters.discover(block);
        if (again) break;
        yield block;
      }
    } while (again);
  }

  #apply(block: Block, { writer }: Batch): number {
    requireContinuity(block, writer.head, this.#emitters.watched);
    return applyBlock(block, writer, (log) => this.#emitters.hears(log, writer));
  }

  #isFull({ writer, events }: Batch): boolean {
    return events >= this.#options.batchEvents || writer.blocks >= this.#options.batchBlocks;
  }

  async #commit({ writer, events, began }: Batch): Promise<void> {
    const { store } = this.#options;
    await store.commit(writer);
    const { blocks, notices } = writer;
    this.#onCommit({
      head: store.head!,
      blocks,
      events,
      notices,
      seconds: (performance.now() - began) / 1000,
    });
  }
}

interface Batch {
  writer: BlockWriter;
  events: number;
  began: number;
}
