import { Buffer } from 'node:buffer';
import { crc32c, unmasked } from './crc32c.ts';

const PAGE_BYTES = 32_768;
const HEADER_BYTES = 7;
const WHOLE = 1;
const FIRST = 2;
const LAST = 4;

/**
 * The records of a write-ahead log or manifest, each checked against its checksum. A record that the end of the file cuts off is
 * left out: it is what a crash leaves behind, and was never acknowledged.
 * @throws RangeError saying what is wrong
 */
export function logRecords(file: Buffer): Buffer[] {
  const records: Buffer[] = [];
  let fragments: Buffer[] = [];
  for (let at = 0; at + HEADER_BYTES <= file.length;) {
    const left = PAGE_BYTES - (at % PAGE_BYTES);
    if (left < HEADER_BYTES) {
      at += left;
      continue;
    }
    const type = file[at + 6]!;
    const size = HEADER_BYTES + file.readUInt16LE(at + 4);
    if (type === 0 && size === HEADER_BYTES) {
      requireZeros(file, at);
      break;
    }
    if (type > LAST || size > left) throw new RangeError(`the record at ${at} is malformed`);
    if (at + size > file.length) break;
    if (unmasked(file.readUInt32LE(at)) !== crc32c(file, at + 6, at + size)) {
      throw new RangeError(`the checksum of the record at ${at} is wrong`);
    }
    if (type <= FIRST) fragments = [];
    fragments.push(file.subarray(at + HEADER_BYTES, at + size));
    if (type === WHOLE || type === LAST) records.push(Buffer.concat(fragments));
    at += size;
  }
  return records;
}

/** A file system may have lengthened the file before a crash kept it from being filled. */
function requireZeros(file: Buffer, from: number): void {
  for (let at = from; at < file.length; at++) {
    if (file[at] !== 0) throw new RangeError(`the record at ${from} is empty, and data follow`);
  }
}
