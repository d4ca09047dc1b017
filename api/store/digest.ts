import { createHash } from 'node:crypto';
import type { Database } from './database.ts';
import { above } from './keys.ts';

export interface IndexDigest {
  /** SHA-256 over every key and value, in hexadecimal. */
  digest: string;
  /** Entries per table: `row/right`, `past/party`, `log`, `journal/right`, `index/party-by-name`, … */
  counts: Record<string, number>;
}

// Everything that the chain determines. Before-images depend on how the index came about, and the identity on its place.
export const TABLES = ['block/', 'index/', 'journal/', 'log/', 'meta/head', 'notice/', 'past/', 'row/'];

/** Two indexes of the same blocks have equal digests, however they were built. Stop writing before. */
export async function digestOf(database: Database): Promise<IndexDigest> {
  const hash = createHash('sha256');
  const counts: Record<string, number> = {};
  for (const table of TABLES) {
    for await (const [key, value] of database.entries({ gte: table, lt: above(table) })) {
      hash.update(`${Buffer.byteLength(key)}:${value.length}:${key}`).update(value);
      const name = NESTED.test(key) ? key.split('/', 2).join('/') : key.split('/', 1).join();
      counts[name] = (counts[name] ?? 0) + 1;
    }
  }
  return { digest: hash.digest('hex'), counts };
}

const NESTED = /^(index|journal|past|row)\//;
