import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { Database } from './database.ts';
import { DurableTable, type DurableTableName, type TermsOf } from './durable-table.ts';
import { StoreError } from './errors.ts';
import { GroupCommit } from './group-commit.ts';

/** Raised when this code cannot go on with the values of a journal that the code before wrote. */
const FORMAT = 1;

/**
 * The store of operations, which the chain cannot give back. Operations of the outbox, answers given under idempotency keys, stored
 * searches, API keys (hashed), proposals, watches and how far they are told. Back it up. Every write that resolves is on the disk.
 */
export class DurableStore {
  readonly #database: Database;
  readonly #commits: GroupCommit;

  private constructor(database: Database) {
    this.#database = database;
    this.#commits = new GroupCommit(database);
  }

  /**
   * @throws StoreCorruptError: restore it from a backup; never start with an empty one in its place
   * @throws StoreLockedError
   * @throws StoreError STORE_FORMAT_UNKNOWN
   */
  static async open(location: string): Promise<DurableStore> {
    // Beside the database, so that it is known to have existed even if all of its files are gone.
    const marker = `${location}.exists`;
    const found = await readFile(marker, 'utf8').catch(() => undefined);
    const existed = found !== undefined;
    if (existed) requireFormat(location, found);
    await mkdir(location, { recursive: true });
    const database = await Database.open(location, { createIfMissing: !existed });
    if (!existed) {
      await writeFile(
        marker,
        `This directory has a journal of format ${FORMAT}. Never delete the one without the other.\n`,
      );
    }
    return new DurableStore(database);
  }

  /**
   * A table of values by id. Values may contain bigint and undefined; a value is not to be changed after it was put.
   * @param terms secondary terms of a value, by name, for {@link DurableTable.listBy}; always the same for the same table
   */
  table<V, T extends TermsOf<V> = Record<string, never>>(
    name: DurableTableName,
    terms?: T,
  ): DurableTable<V, T> {
    return new DurableTable<V, T>(this.#database, this.#commits, name, terms ?? ({} as T));
  }

  /** All writes that `change` makes to tables reach the disk together or not at all. `change` is synchronous and awaits none of them. */
  atomically(change: () => void): Promise<void> {
    return this.#commits.together(change);
  }

  /** Waits for the writes under way. */
  async close(): Promise<void> {
    await this.#commits.settled();
    await this.#database.close();
  }
}

function requireFormat(location: string, marker: string): void {
  const format = /journal of format (\d+)/.exec(marker)?.[1];
  if (format === String(FORMAT)) return;
  throw new StoreError(
    'STORE_FORMAT_UNKNOWN',
    `${location} is a journal ${format === undefined ? 'without a format' : `of format ${format}`}, and this version reads format ` +
      `${FORMAT}. Nothing was altered. Open it with the version of Ludeng that made it: "madeBy" in deployment.json.`,
  );
}
