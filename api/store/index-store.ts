import type { RowKind, Rows, RowTypes, Subject } from '../../domain/state/rows.ts';
import type { BlockRef, Hex, RawLog } from '../chain/types.ts';
import { blockAtTime, HEAD_KEY, readBlock, type Head } from './block-table.ts';
import { BlockWriter } from './block-writer.ts';
import { decode } from './codec.ts';
import { Database } from './database.ts';
import { differencesOf, type Difference } from './difference.ts';
import { digestOf, type IndexDigest } from './digest.ts';
import { establish, type IndexIdentity } from './identity.ts';
import { findEntries, type IndexHit, type IndexPage, type TermQuery } from './index-table.ts';
import type { IndexName } from '../../domain/registrations/indexes.ts';
import { journalOf, logsBetween, readLog, type LogPlace } from './log-table.ts';
import { readNotices, type Notice, type NoticeQuery } from './notice-table.ts';
import { idsOf, readVersion, rowAt, rowKey, rowsAsOf, versionsOf, type Version } from './row-table.ts';
import { undoBlocks } from './undo.ts';

/** Blocks that can be taken back; a deeper reorganisation means a rebuild. */
export const UNDO_DEPTH = 256;

/**
 * The index: everything that the chain has said, in the order in which it is asked for. It can be thrown away and rebuilt. A block is
 * in it wholly or not at all. `get`, `rowAt`, `block` and `log` are immediate; an answer as of a block takes {@link IndexStore.rowAt}
 * throughout, since the next block may arrive between two reads, and at the end {@link IndexStore.holds}.
 */
export class IndexStore implements Rows {
  readonly #database: Database;
  readonly #registries: Set<Hex>;
  #head: Head | undefined;

  private constructor(database: Database, head: Head | undefined, registries: readonly Hex[]) {
    this.#database = database;
    this.#head = head;
    this.#registries = new Set(registries);
  }

  /**
   * @throws StoreCorruptError or StoreMismatchError: {@link IndexStore.destroy} it, open again, and index from the first block
   * @throws StoreLockedError
   */
  static async open(location: string, identity: IndexIdentity): Promise<IndexStore> {
    const database = await Database.open(location);
    try {
      const head = await establish(database, identity);
      return new IndexStore(database, head, (await idsOf(database, 'registry')) as Hex[]);
    } catch (error) {
      await database.close();
      throw error;
    }
  }

  static async destroy(location: string): Promise<void> {
    await Database.destroy(location);
  }

  /** Undefined while nothing is indexed. */
  get head(): Head | undefined {
    return this.#head;
  }

  /**
   * The address of every registry that was ever appointed. They are few, and asked for at every write, so they are kept at hand; after a
   * rollback there may be some whose row is gone.
   */
  get registries(): ReadonlySet<Hex> {
    return this.#registries;
  }

  /* READING */

  /** The present row, perhaps newer than a tip read before. */
  get<K extends RowKind>(kind: K, id: string): RowTypes[K] | undefined {
    return readVersion<K>(this.#database, rowKey(kind, id))?.row;
  }

  /** The row as it was at the end of `block`; undefined if there was none yet. */
  rowAt<K extends RowKind>(kind: K, id: string, block: number): RowTypes[K] | undefined {
    return rowAt(this.#database, kind, id, block);
  }

  /** Every row of a kind as of `block`, in order of id. */
  rowsAsOf<K extends RowKind>(kind: K, block: number): AsyncGenerator<RowTypes[K]> {
    return rowsAsOf(this.#database, kind, block);
  }

  /** All that a row has been up to the end of `block`, oldest first: one version for each block that changed it. */
  versions<K extends RowKind>(kind: K, id: string, block?: number): Version<K>[] {
    return versionsOf(this.#database, kind, id, block);
  }

  block(number: number): BlockRef | undefined {
    return readBlock(this.#database, number);
  }

  /** The last block whose time is not after `time` (unix seconds); undefined if all are. */
  blockAtTime(time: number): BlockRef | undefined {
    return this.#head && blockAtTime(this.#database, 0, this.#head.number, time);
  }

  /** Whether the block is still part of the chain that is indexed: false after a reorganisation. */
  holds({ number, hash }: Pick<BlockRef, 'number' | 'hash'>): boolean {
    return this.block(number)?.hash === hash;
  }

  log(place: LogPlace): RawLog | undefined {
    return readLog(this.#database, place);
  }

  /** The logs of the blocks [from, to], in order. */
  logs(from: number, to: number): AsyncGenerator<RawLog> {
    return logsBetween(this.#database, from, to);
  }

  /** All logs of a subject up to the end of `block`, oldest first: they fold to its journal. */
  journal(subject: Subject, block: number): AsyncGenerator<RawLog> {
    return journalOf(this.#database, subject, block);
  }

  /** In order of sequence, the latest first if `reverse`. The sequence of the last one is where the next page begins. */
  async notices(query: NoticeQuery): Promise<Notice[]> {
    return readNotices(this.#database, query);
  }

  /** Candidates: compare each row, as of the block answered for, with what was asked. */
  find(index: IndexName, query: TermQuery, page: IndexPage = {}): AsyncGenerator<IndexHit> {
    return findEntries(this.#database, index, query, page);
  }

  /* WRITING: by the indexer alone, one writer at a time */

  /** @param undoFrom the first block that may have to be taken back */
  writer(undoFrom = 0): BlockWriter {
    return new BlockWriter(this.#database, this.#head, undoFrom, UNDO_DEPTH);
  }

  /** One atomic batch, on the disk when it resolves. */
  async commit(writer: BlockWriter): Promise<void> {
    await this.#database.write(writer.writes);
    for (const address of writer.registries) this.#registries.add(address);
    this.#head = writer.head;
  }

  /**
   * Takes back every block above `target`.
   * @throws UndoExhaustedError if that is deeper than {@link UNDO_DEPTH}; nothing is changed then
   */
  async rollback(target: number): Promise<void> {
    if (!this.#head || target >= this.#head.number) return;
    try {
      await undoBlocks(this.#database, this.#head.number, target);
    } finally {
      const bytes = this.#database.get(HEAD_KEY);
      this.#head = bytes && decode<Head>(bytes);
    }
  }

  /* THE WHOLE */

  /** Reads everything: 100,000 rights take some seconds. Two indexes of the same blocks have equal digests. */
  async digest(): Promise<IndexDigest> {
    return digestOf(this.#database);
  }

  /** What `other` has differently, in order of key. Stop writing to both before. */
  differences(other: IndexStore): AsyncGenerator<Difference> {
    return differencesOf(this.#database, other.#database);
  }

  async close(): Promise<void> {
    await this.#database.close();
  }
}
