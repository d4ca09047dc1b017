import type { BlockRef } from '../chain/types.ts';
import { decode, encode } from './codec.ts';
import type { Database } from './database.ts';
import { blockDigits } from './keys.ts';

/** Where the index stands: everything up to the end of this block, and nothing beyond. */
export interface Head extends BlockRef {
  /** Events indexed since the first block. */
  events: number;
  /** The last number of the registry sequence; 0 before the first registration. */
  sequence: number;
}

export const HEAD_KEY = 'meta/head';

export const blockKey = (number: number): string => `block/${blockDigits(number)}`;

export const encodeBlock = ({ hash, parentHash, time }: BlockRef): Buffer =>
  encode({ hash, parentHash, time });

export function readBlock(database: Database, number: number): BlockRef | undefined {
  const bytes = database.get(blockKey(number));
  return bytes && { number, ...decode<Omit<BlockRef, 'number'>>(bytes) };
}

/** The last block of [first, last] whose time is not after `time`. Block times never decrease. */
export function blockAtTime(
  database: Database,
  first: number,
  last: number,
  time: number,
): BlockRef | undefined {
  let found: BlockRef | undefined;
  for (let low = first, high = last; low <= high;) {
    const middle = Math.floor((low + high) / 2);
    const block = readBlock(database, middle);
    // A block that is missing is before the first that was indexed.
    if (!block || block.time <= time) {
      found = block;
      low = middle + 1;
    } else high = middle - 1;
  }
  return found;
}
