import type { Buffer } from 'node:buffer';
import type { RowKind, RowTypes } from '../../domain/state/rows.ts';
import { decode, encode } from './codec.ts';
import type { Database } from './database.ts';
import { digits } from '../../domain/registrations/indexes.ts';
import { above, END } from './keys.ts';

/** A row as it has been since the end of block `since`; its versions count from 0. */
export interface Version<K extends RowKind> {
  since: number;
  version: number;
  row: RowTypes[K];
}

/** The present version of each row. What it replaced is under `past/`, by its number, so that any block is found by halving. */
export const rowKey = (kind: RowKind, id: string): string => `row/${kind}/${id}`;

export const pastKey = (kind: RowKind, id: string, version: number): string =>
  `past/${kind}/${id}${END}${digits(version, 10)}`;

export const encodeVersion = <K extends RowKind>(version: Version<K>): Buffer => encode(version);

export function readVersion<K extends RowKind>(database: Database, key: string): Version<K> | undefined {
  const bytes = database.get(key);
  return bytes && decode<Version<K>>(bytes);
}

/** The row as it was at the end of `block`; undefined if there was none yet. */
export function rowAt<K extends RowKind>(
  database: Database,
  kind: K,
  id: string,
  block: number,
): RowTypes[K] | undefined {
  const present = readVersion<K>(database, rowKey(kind, id));
  return present && rowOfVersions(database, kind, id, present, block);
}

function rowOfVersions<K extends RowKind>(
  database: Database,
  kind: K,
  id: string,
  present: Version<K>,
  block: number,
): RowTypes[K] | undefined {
  if (present.since <= block) return present.row;
  let found: RowTypes[K] | undefined;
  for (let low = 0, high = present.version - 1; low <= high;) {
    const middle = (low + high) >>> 1;
    const past = readVersion<K>(database, pastKey(kind, id, middle));
    if (past && past.since <= block) {
      found = past.row;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return found;
}

/** All that a row has been up to the end of `block`, oldest first: one version for each block that changed it. */
export function versionsOf<K extends RowKind>(
  database: Database,
  kind: K,
  id: string,
  block = Infinity,
): Version<K>[] {
  const present = readVersion<K>(database, rowKey(kind, id));
  if (!present) return [];
  const past = Array.from({ length: present.version }, (_, version) =>
    readVersion<K>(database, pastKey(kind, id, version)),
  );
  return [...past, present].filter((it) => it !== undefined && it.since <= block) as Version<K>[];
}

/** The ids of a kind that the index has at present, in order. */
export async function idsOf(database: Database, kind: RowKind): Promise<string[]> {
  const prefix = rowKey(kind, '');
  const ids: string[] = [];
  for await (const [key] of database.entries({ gte: prefix, lt: above(prefix) })) {
    ids.push(key.slice(prefix.length));
  }
  return ids;
}

/** Every row of a kind as of `block`, in order of id. */
export async function* rowsAsOf<K extends RowKind>(
  database: Database,
  kind: K,
  block: number,
): AsyncGenerator<RowTypes[K]> {
  const prefix = rowKey(kind, '');
  for await (const [key, bytes] of database.entries({ gte: prefix, lt: above(prefix) })) {
    const present = decode<Version<K>>(bytes);
    const row = rowOfVersions(database, kind, key.slice(prefix.length), present, block);
    if (row) yield row;
  }
}
