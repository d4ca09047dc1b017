import type { Buffer } from 'node:buffer';
import type { Database, Writes } from './database.ts';

/**
 * Collects writes while the disk is busy with earlier ones and sends them together: one fsync for all who wait. Order is kept.
 * What is collected is read back at once, though only what has resolved is on the disk.
 */
export class GroupCommit {
  readonly #database: Database;
  #collected: Writes = new Map();
  #sent: Writes = new Map();
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(database: Database) {
    this.#database = database;
  }

  get(key: string): Buffer | undefined {
    if (this.#collected.has(key)) return this.#collected.get(key);
    if (this.#sent.has(key)) return this.#sent.get(key);
    return this.#database.get(key);
  }

  /** Resolves when everything put so far is on the disk. All who wait for the same fsync share one promise. */
  put(changes: Writes): Promise<void> {
    for (const [key, value] of changes) this.#collected.set(key, value);
    this.#next ??= this.#flushAfter(this.#last);
    return this.#next;
  }

  /** Runs `change` without a pause, so that all it puts goes into one batch. */
  together(change: () => void): Promise<void> {
    change();
    return this.put(new Map());
  }

  async settled(): Promise<void> {
    await Promise.allSettled([this.#last, this.#next]);
  }

  #flushAfter(last: Promise<void>): Promise<void> {
    const flushed = last
      .catch(() => undefined)
      .then(async () => {
        this.#sent = this.#collected;
        this.#collected = new Map();
        this.#last = flushed;
        this.#next = undefined;
        try {
          if (this.#sent.size > 0) await this.#database.write(this.#sent);
        } finally {
          this.#sent = new Map();
        }
      });
    return flushed;
  }
}
