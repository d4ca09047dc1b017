import { Buffer } from 'node:buffer';
import { readVarint } from './varint.ts';

/** Expands a block in Snappy's raw format. @throws RangeError if it is none */
export function snappyExpand(block: Buffer): Buffer {
  const [length, start] = readVarint(block, 0);
  const result = Buffer.alloc(length);
  let to = 0;
  for (let at = start; at < block.length;) {
    const tag = block[at++]!;
    if ((tag & 3) === 0) {
      let size = (tag >>> 2) + 1;
      if (size > 60) {
        const bytes = size - 60;
        size = block.readUIntLE(at, bytes) + 1;
        at += bytes;
      }
      block.copy(result, to, at, at + size);
      at += size;
      to += size;
      continue;
    }
    const [size, offset, width] = copyOf(block, at, tag);
    at += width;
    if (offset === 0 || offset > to || to + size > length) {
      throw new RangeError('a copy points outside the block');
    }
    // Byte by byte: a copy may overlap what it writes.
    for (const end = to + size; to < end; to++) result[to] = result[to - offset]!;
  }
  if (to !== length) throw new RangeError('the block is shorter than it says');
  return result;
}

/** Length, distance back, and bytes that follow the tag. */
function copyOf(block: Buffer, at: number, tag: number): [number, number, number] {
  switch (tag & 3) {
    case 1:
      return [((tag >>> 2) & 7) + 4, ((tag >>> 5) << 8) | block.readUInt8(at), 1];
    case 2:
      return [(tag >>> 2) + 1, block.readUInt16LE(at), 2];
    default:
      return [(tag >>> 2) + 1, block.readUInt32LE(at), 4];
  }
}
