import type { Buffer } from 'node:buffer';
import { rm } from 'node:fs/promises';
import { Level } from 'level';
import { StoreCorruptError, StoreLockedError } from './errors.ts';
import { verifyFiles } from './integrity/files.ts';

/** Keys from `gte` up to and without `lt`. */
export interface Range {
  gte: string;
  lt: string;
  reverse?: boolean;
  limit?: number;
}

/** What one atomic batch changes: undefined deletes. */
export type Writes = Map<string, Buffer | undefined>;

/** LevelDB keeps what it has not yet sorted into tables in at most two logs of this many bytes. */
export const WRITE_BUFFER_BYTES = 8 << 20;

type Engine = Level<string, Buffer> & { getSync(key: string): Buffer | undefined };

/** The only place that knows the database engine. */
export class Database {
  readonly location: string;
  readonly #level: Engine;

  private constructor(location: string, level: Engine) {
    this.location = location;
    this.#level = level;
  }

  /**
   * @throws StoreLockedError
   * @throws StoreCorruptError if a checksum of a file is wrong, which the engine itself would not notice
   */
  static async open(location: string, options: { createIfMissing?: boolean } = {}): Promise<Database> {
    await verifyFiles(location);
    const level = new Level<string, Buffer>(location, {
      keyEncoding: 'utf8',
      valueEncoding: 'buffer',
      writeBufferSize: WRITE_BUFFER_BYTES,
      cacheSize: 32 << 20,
      createIfMissing: options.createIfMissing ?? true,
    }) as Engine;
    try {
      await level.open();
    } catch (error) {
      const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
      if (cause?.code === 'LEVEL_LOCKED') throw new StoreLockedError(location, error);
      throw new StoreCorruptError(location, 'the database does not open', error);
    }
    return new Database(location, level);
  }

  static async destroy(location: string): Promise<void> {
    await rm(location, { recursive: true, force: true });
  }

  get(key: string): Buffer | undefined {
    return this.#level.getSync(key);
  }

  async getMany(keys: string[]): Promise<(Buffer | undefined)[]> {
    return this.#level.getMany(keys);
  }

  /** All or nothing, and on the disk when it resolves. */
  async write(writes: Writes): Promise<void> {
    const batch = this.#level.batch();
    for (const [key, value] of writes) {
      if (value === undefined) batch.del(key);
      else batch.put(key, value);
    }
    await batch.write({ sync: true });
  }

  /** A stable picture: what is written while it runs is not seen. */
  async *entries(range: Range): AsyncGenerator<[string, Buffer]> {
    const iterator = this.#level.iterator(range);
    try {
      for (let some = await iterator.nextv(PAGE); some.length > 0; some = await iterator.nextv(PAGE)) {
        yield* some;
      }
    } finally {
      await iterator.close();
    }
  }

  async *keys(range: Range): AsyncGenerator<string> {
    const iterator = this.#level.keys(range);
    try {
      for (let some = await iterator.nextv(PAGE); some.length > 0; some = await iterator.nextv(PAGE)) {
        yield* some;
      }
    } finally {
      await iterator.close();
    }
  }

  async first(range: Range): Promise<[string, Buffer] | undefined> {
    const [entry] = await this.#level.iterator({ ...range, limit: 1 }).all();
    return entry;
  }

  async close(): Promise<void> {
    await this.#level.close();
  }
}

const PAGE = 256;
