import { Buffer } from 'node:buffer';
import { decode, encode } from './codec.ts';
import type { Database, Writes } from './database.ts';
import type { GroupCommit } from './group-commit.ts';
import { above, END } from './keys.ts';

export type DurableTableName =
  | 'operation'
  | 'idempotency'
  | 'search'
  | 'api-key'
  | 'proposal'
  | 'watch'
  | 'watch-progress'
  | 'watch-alert';

/** One of the terms that a value is found by; values of one term are in order of `order`, then id. */
export interface Term {
  term: string;
  order?: string;
}

/** The secondary terms of a value, by the name of the index. */
export type TermsOf<V> = Record<string, (value: V) => Term[]>;

export interface ListOptions {
  /** Only ids after this one, in the direction of reading. */
  after?: string | undefined;
  limit?: number | undefined;
  reverse?: boolean | undefined;
}

/** Ids are any text without control characters; where order matters, write numbers with a fixed width. */
export class DurableTable<V, T extends TermsOf<V>> {
  readonly #database: Database;
  readonly #commits: GroupCommit;
  readonly #name: DurableTableName;
  readonly #terms: T;

  constructor(database: Database, commits: GroupCommit, name: DurableTableName, terms: T) {
    this.#database = database;
    this.#commits = commits;
    this.#name = name;
    this.#terms = terms;
  }

  /** Immediate, and sees what is put but not yet on the disk. */
  get(id: string): V | undefined {
    const bytes = this.#commits.get(this.#key(id));
    return bytes && decode<V>(bytes);
  }

  /** On the disk when it resolves. */
  put(id: string, value: V): Promise<void> {
    const changes: Writes = this.#withoutTerms(id);
    changes.set(this.#key(id), encode(value));
    for (const key of this.#termKeys(id, value)) changes.set(key, EMPTY);
    return this.#commits.put(changes);
  }

  delete(id: string): Promise<void> {
    const changes = this.#withoutTerms(id);
    changes.set(this.#key(id), undefined);
    return this.#commits.put(changes);
  }

  /** In order of id. Sees what is on the disk. */
  async *list(options: ListOptions = {}): AsyncGenerator<[string, V]> {
    const prefix = this.#key('');
    for await (const [key, bytes] of this.#database.entries(rangeOf(prefix, options))) {
      yield [key.slice(prefix.length), decode<V>(bytes)];
    }
  }

  /** The values that have the term, in its order. Sees what is on the disk. */
  async *listBy(
    name: keyof T & string,
    term: string,
    { limit, reverse }: Omit<ListOptions, 'after'> = {},
  ): AsyncGenerator<[string, V]> {
    const prefix = `by/${this.#name}/${name}/${term}${END}`;
    for await (const key of this.#database.keys(rangeOf(prefix, { limit, reverse }))) {
      const id = key.slice(key.indexOf(END, prefix.length) + 1);
      const value = this.get(id);
      // It may have got another term meanwhile.
      if (value !== undefined && this.#terms[name]?.(value).some((it) => it.term === term)) yield [id, value];
    }
  }

  /** The greatest id on the disk. */
  async lastId(): Promise<string | undefined> {
    for await (const [id] of this.list({ reverse: true, limit: 1 })) return id;
    return undefined;
  }

  #key(id: string): string {
    return `table/${this.#name}/${id}`;
  }

  #termKeys(id: string, value: V): string[] {
    return Object.entries(this.#terms).flatMap(([name, termsOf]) =>
      termsOf(value).map(
        ({ term, order = '' }) => `by/${this.#name}/${name}/${term}${END}${order}${END}${id}`,
      ),
    );
  }

  #withoutTerms(id: string): Writes {
    const value = this.get(id);
    if (value === undefined) return new Map();
    return new Map(this.#termKeys(id, value).map((key): [string, Buffer | undefined] => [key, undefined]));
  }
}

const EMPTY = Buffer.alloc(0);

function rangeOf(prefix: string, { after, limit, reverse }: ListOptions) {
  return {
    gte: after !== undefined && !reverse ? prefix + after + END : prefix,
    lt: after !== undefined && reverse ? prefix + after : above(prefix),
    ...(limit === undefined ? {} : { limit }),
    ...(reverse === undefined ? {} : { reverse }),
  };
}
