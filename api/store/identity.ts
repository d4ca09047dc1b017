import type { Hex } from '../chain/types.ts';
import type { BlockRef } from '../chain/types.ts';
import { blockKey, HEAD_KEY, readBlock, type Head } from './block-table.ts';
import { decode, encode } from './codec.ts';
import { WRITE_BUFFER_BYTES, type Database } from './database.ts';
import { StoreCorruptError, StoreMismatchError } from './errors.ts';

/** Raised whenever the same chain would give other keys or values than before. */
const SCHEMA = 5;

/** What an index is an index of. */
export interface IndexIdentity {
  chainId: number;
  genesisHash: Hex;
  ledger: Hex;
}

const IDENTITY_KEY = 'meta/identity';

// A block writes at least its reference, the tip and its undo record.
const LEAST_BLOCK_BYTES = 400;

/** At most so many of the newest blocks are not yet in tables, and may vanish without a trace if a log or manifest is damaged. */
const UNSORTED_BLOCKS = Math.ceil((2 * WRITE_BUFFER_BYTES) / LEAST_BLOCK_BYTES);

/**
 * Whether the database is the index of `identity`, without a gap. An empty one becomes it.
 * @returns the tip, undefined if it is empty
 * @throws StoreMismatchError
 * @throws StoreCorruptError
 */
export async function establish(database: Database, identity: IndexIdentity): Promise<Head | undefined> {
  const { location } = database;
  const expected = encode({ schema: SCHEMA, ...pick(identity) });
  const stored = database.get(IDENTITY_KEY);
  const bytes = database.get(HEAD_KEY);
  if (!stored) {
    if (await database.first({ gte: '', lt: '\u{10ffff}' })) {
      throw new StoreCorruptError(location, 'its identity is missing');
    }
    await database.write(new Map([[IDENTITY_KEY, expected]]));
    return undefined;
  }
  if (!stored.equals(expected)) {
    throw new StoreMismatchError(
      location,
      `is the index of ${stored.toString()}, not of ${expected.toString()}`,
    );
  }
  if (bytes) return requireContinuous(database, decode<Head>(bytes));
  if (await database.first({ gte: 'block/', lt: 'block0' })) {
    throw new StoreCorruptError(location, 'its head is missing');
  }
  return undefined;
}

const pick = ({ chainId, genesisHash, ledger }: IndexIdentity): IndexIdentity => ({
  chainId,
  genesisHash,
  ledger,
});

async function requireContinuous(database: Database, head: Head): Promise<Head> {
  let child: BlockRef | undefined;
  let missing = head.number;
  const range = { gte: blockKey(Math.max(0, head.number - UNSORTED_BLOCKS)), lt: blockKey(head.number + 1) };
  for await (const key of database.keys({ ...range, reverse: true })) {
    const block = readBlock(database, Number(key.slice('block/'.length)));
    const expected = child ? child.parentHash : head.hash;
    if (block?.number !== missing || block.hash !== expected) break;
    child = block;
    missing -= 1;
  }
  if (!child) throw new StoreCorruptError(database.location, `block ${head.number}, its head, is missing`);
  const first = await database.first({ gte: 'block/', lt: 'block0' });
  const lowest = Math.max(Number(first?.[0].slice('block/'.length)), head.number - UNSORTED_BLOCKS);
  if (missing >= lowest) throw new StoreCorruptError(database.location, `block ${missing} is missing`);
  return head;
}
