import { Buffer } from 'node:buffer';
import { crc32c, unmasked } from './crc32c.ts';
import { snappyExpand } from './snappy.ts';
import { readVarint } from './varint.ts';

const FOOTER_BYTES = 48;
const MAGIC = Buffer.from('57fb808b247547db', 'hex');
const TRAILER_BYTES = 5;

/** Where a block lies, without its trailer. */
interface Handle {
  offset: number;
  size: number;
}

/**
 * Checks every block of a sorted table (`.ldb`) against its checksum.
 * @throws RangeError saying what is wrong
 */
export function verifyTableFile(file: Buffer): void {
  if (file.length < FOOTER_BYTES) throw new RangeError('the table is truncated');
  const footer = file.subarray(-FOOTER_BYTES);
  if (!footer.subarray(-MAGIC.length).equals(MAGIC)) throw new RangeError('the table has no footer');
  const [meta, next] = readHandle(footer, 0);
  const [index] = readHandle(footer, next);
  const blocks = [...handlesIn(verifiedBlock(file, meta)), ...handlesIn(verifiedBlock(file, index))];
  for (const block of blocks) requireChecksum(file, block);
  requireNoGap(file, [...blocks, meta, index]);
}

function verifiedBlock(file: Buffer, handle: Handle): Buffer {
  requireChecksum(file, handle);
  const block = file.subarray(handle.offset, handle.offset + handle.size);
  return file[handle.offset + handle.size] === 1 ? snappyExpand(block) : block;
}

function requireChecksum(file: Buffer, { offset, size }: Handle): void {
  const end = offset + size + 1;
  if (unmasked(file.readUInt32LE(end)) !== crc32c(file, offset, end)) {
    throw new RangeError(`the checksum of the block at ${offset} is wrong`);
  }
}

/** Blocks follow each other without a gap, so together they say where the footer, the only part without a checksum, begins. */
function requireNoGap(file: Buffer, blocks: Handle[]): void {
  const bytes = blocks.reduce((sum, { size }) => sum + size + TRAILER_BYTES, 0);
  if (bytes + FOOTER_BYTES !== file.length) throw new RangeError('the table has a gap');
}

/** The handles that the entries of an index block lead to. */
function* handlesIn(block: Buffer): Generator<Handle> {
  const restarts = block.readUInt32LE(block.length - 4);
  const end = block.length - 4 * (restarts + 1);
  for (let at = 0; at < end;) {
    const [, afterShared] = readVarint(block, at);
    const [ownKey, afterOwn] = readVarint(block, afterShared);
    const [value, afterValue] = readVarint(block, afterOwn);
    yield readHandle(block, afterValue + ownKey)[0];
    at = afterValue + ownKey + value;
  }
}

function readHandle(bytes: Buffer, at: number): [Handle, number] {
  const [offset, afterOffset] = readVarint(bytes, at);
  const [size, end] = readVarint(bytes, afterOffset);
  return [{ offset, size }, end];
}
