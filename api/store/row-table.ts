import type { Buffer } from 'node:buffer';
import type { RowKind, RowTypes } from '../../domain/rows.ts';
import { decode, encode } from './codec.ts';
import type { Database } from './database.ts';
import { above, blockDigits, END } from './keys.ts';

/** A row as it has been since the end of block `since`. */
export interface Version<K extends RowKind> {
  since: number;
  row: RowTypes[K];
}

/** The present version of each row; what it replaced is under `past/`, by the block in which it ended. */
export const rowKey = (kind: RowKind, id: string): string => `row/${kind}/${id}`;

export const pastKey = (kind: RowKind, id: string, endedIn: number): string =>
  `past/${kind}/${id}${END}${blockDigits(endedIn)}`;

export const encodeVersion = <K extends RowKind>(version: Version<K>): Buffer => encode(version);

export const decodeVersion = <K extends RowKind>(bytes: Buffer): Version<K> => decode(bytes);

export function presentVersion<K extends RowKind>(
  database: Database,
  kind: K,
  id: string,
): Version<K> | undefined {
  const bytes = database.get(rowKey(kind, id));
  return bytes && decodeVersion<K>(bytes);
}

/** The row as it was at the end of `block`; undefined if there was none yet. */
export async function rowAsOf<K extends RowKind>(
  database: Database,
  kind: K,
  id: string,
  block: number,
): Promise<RowTypes[K] | undefined> {
  const present = presentVersion(database, kind, id);
  if (!present || present.since <= block) return present?.row;
  const [, bytes] = (await database.first(pastRange(kind, id, block))) ?? [];
  const past = bytes ? decodeVersion<K>(bytes) : presentVersion(database, kind, id);
  return past && past.since <= block ? past.row : undefined;
}

/** The first version that ended after `block`. */
const pastRange = (kind: RowKind, id: string, block: number) => ({
  gte: pastKey(kind, id, block + 1),
  lt: above(`past/${kind}/${id}${END}`),
});

/**
 * The same without waiting, walking back version by version: for answers as of the head or little before it, and for rows that
 * change seldom.
 */
export function rowAt<K extends RowKind>(
  database: Database,
  kind: K,
  id: string,
  block: number,
): RowTypes[K] | undefined {
  let version = presentVersion(database, kind, id);
  while (version && version.since > block) {
    const bytes = database.get(pastKey(kind, id, version.since));
    version = bytes && decodeVersion<K>(bytes);
  }
  return version?.row;
}

/** Every row of a kind as of `block`, in order of id. */
export async function* rowsAsOf<K extends RowKind>(
  database: Database,
  kind: K,
  block: number,
): AsyncGenerator<RowTypes[K]> {
  const prefix = rowKey(kind, '');
  for await (const [key, bytes] of database.entries({ gte: prefix, lt: above(prefix) })) {
    const present = decodeVersion<K>(bytes);
    const row =
      present.since <= block ? present.row : await rowAsOf(database, kind, key.slice(prefix.length), block);
    if (row) yield row;
  }
}
