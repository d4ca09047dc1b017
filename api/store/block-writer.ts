import { Buffer } from 'node:buffer';
import type { RowChange, RowKind, Rows, RowTypes, Subject } from '../../domain/state/rows.ts';
import type { BlockRef, Hex, RawLog } from '../chain/types.ts';
import { blockKey, encodeBlock, HEAD_KEY, type Head } from './block-table.ts';
import { decode, encode } from './codec.ts';
import type { Database, Writes } from './database.ts';
import { indexKey } from './index-table.ts';
import type { IndexEntry } from '../../domain/registrations/indexes.ts';
import { encodeLog } from './log-codec.ts';
import { journalKey, logKey } from './log-table.ts';
import { encodeNotice, noticeEntries, noticeKey, type Notice } from './notice-table.ts';
import { encodeVersion, pastKey, rowKey, type Version } from './row-table.ts';
import { encodeBefore } from './undo-codec.ts';
import { undoKey } from './undo.ts';

/** All that one log does to the index. */
export interface Entry {
  log: RawLog;
  changes: readonly RowChange[];
  subjects: readonly Subject[];
  entries: readonly IndexEntry[];
  notice: Notice | undefined;
}

interface CachedRow {
  kind: RowKind;
  id: string;
  /** Of the present version, -1 if there is none yet; with its bytes. */
  version: number;
  bytes: Buffer | undefined;
  row: RowTypes[RowKind] | undefined;
  changed: boolean;
}

const NOTHING = Buffer.alloc(0);

/**
 * Gathers one block, or several in a row, into one atomic batch. What it would write does not depend on how many blocks it gathers,
 * except for the before-images. Reads see what it has gathered.
 */
export class BlockWriter implements Rows {
  readonly #database: Database;
  readonly #undoFrom: number;
  readonly #undoDepth: number;
  readonly #writes: Writes = new Map();
  readonly #rows = new Map<string, CachedRow>();
  readonly #notices: Notice[] = [];
  readonly #registries: Hex[] = [];
  #changed: CachedRow[] = [];
  #before: Writes | undefined;
  #head: Head | undefined;
  #blocks = 0;

  /** @param undoFrom the first block that may have to be undone; those before are written without before-images */
  constructor(database: Database, head: Head | undefined, undoFrom: number, undoDepth: number) {
    this.#database = database;
    this.#head = head;
    this.#undoFrom = undoFrom;
    this.#undoDepth = undoDepth;
  }

  get head(): Head | undefined {
    return this.#head;
  }

  get blocks(): number {
    return this.#blocks;
  }

  get notices(): readonly Notice[] {
    return this.#notices;
  }

  /** Those whose row is new or another. */
  get registries(): readonly Hex[] {
    return this.#registries;
  }

  get writes(): Writes {
    return this.#writes;
  }

  get<K extends RowKind>(kind: K, id: string): RowTypes[K] | undefined {
    return this.#cached(kind, id).row as RowTypes[K] | undefined;
  }

  /** Opens a block; {@link close} must follow before the next. */
  open(number: number): void {
    this.#before = number >= this.#undoFrom ? new Map() : undefined;
  }

  add({ log, changes, subjects, entries, notice }: Entry): void {
    const place = { block: log.blockNumber, logIndex: log.logIndex };
    this.#put(logKey(place), encodeLog(log), undefined);
    for (const subject of subjects) this.#put(journalKey(subject, place), NOTHING, undefined);
    for (const entry of entries) this.#put(indexKey(entry), NOTHING, this.#read(indexKey(entry)));
    for (const change of changes) {
      this.#change(this.#cached(change.kind, change.id), change.row);
      if (change.kind === 'registry') this.#registries.push(change.row.address);
    }
    if (!notice) return;
    this.#put(noticeKey(notice.sequence), encodeNotice(notice), undefined);
    for (const entry of noticeEntries(notice)) this.#put(indexKey(entry), NOTHING, undefined);
    this.#notices.push(notice);
  }

  /** Ends a block: its rows now have the state that they show as of it. */
  close(block: BlockRef, events: number, sequence: number): void {
    for (const row of this.#changed) this.#settle(row, block.number);
    this.#changed = [];
    this.#put(blockKey(block.number), encodeBlock(block), undefined);
    const { number, hash, parentHash, time } = block;
    const before = this.#head && encode(this.#head);
    this.#head = {
      ...{ number, hash, parentHash, time },
      events: (this.#head?.events ?? 0) + events,
      sequence: Math.max(this.#head?.sequence ?? 0, sequence),
    };
    this.#put(HEAD_KEY, encode(this.#head), before);
    if (this.#before) this.#writes.set(undoKey(number), encodeBefore(this.#before));
    if (number >= this.#undoDepth) this.#writes.set(undoKey(number - this.#undoDepth), undefined);
    this.#blocks += 1;
  }

  #cached(kind: RowKind, id: string): CachedRow {
    const key = rowKey(kind, id);
    const known = this.#rows.get(key);
    if (known) return known;
    const bytes = this.#database.get(key);
    const present = bytes && decode<Version<RowKind>>(bytes);
    const row = { kind, id, version: present?.version ?? -1, bytes, row: present?.row, changed: false };
    this.#rows.set(key, row);
    return row;
  }

  #change(cached: CachedRow, row: RowTypes[RowKind]): void {
    cached.row = row;
    if (cached.changed) return;
    cached.changed = true;
    this.#changed.push(cached);
  }

  /** However often the block changed the row, it has one version per block. */
  #settle(cached: CachedRow, block: number): void {
    const { kind, id, version, bytes, row } = cached;
    if (!row) return;
    if (bytes) this.#put(pastKey(kind, id, version), bytes, undefined);
    cached.version = version + 1;
    cached.bytes = encodeVersion({ since: block, version: version + 1, row });
    cached.changed = false;
    this.#put(rowKey(kind, id), cached.bytes, bytes);
  }

  /** @param before what the key had; most keys are new by their nature, and need not be looked up */
  #put(key: string, value: Buffer, before: Buffer | undefined): void {
    if (this.#before && !this.#before.has(key)) this.#before.set(key, before);
    this.#writes.set(key, value);
  }

  /** Only for the before-image: a term may have been entered already, when a party takes back a former name. */
  #read(key: string): Buffer | undefined {
    if (!this.#before) return undefined;
    return this.#writes.has(key) ? this.#writes.get(key) : this.#database.get(key);
  }
}
