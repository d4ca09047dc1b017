import type { Buffer } from 'node:buffer';

// Slicing by four: one look-up per byte, but four bytes per turn.
const TABLES = buildTables();

function buildTables(): [Uint32Array, Uint32Array, Uint32Array, Uint32Array] {
  const tables = [0, 1, 2, 3].map(() => new Uint32Array(256)) as ReturnType<typeof buildTables>;
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
    tables[0][byte] = crc;
  }
  for (let byte = 0; byte < 256; byte++) {
    for (const at of [1, 2, 3] as const) {
      const before = tables[(at - 1) as 0 | 1 | 2][byte]!;
      tables[at][byte] = (before >>> 8) ^ tables[0][before & 0xff]!;
    }
  }
  return tables;
}

/** CRC-32C (Castagnoli) of bytes[from, to). */
export function crc32c(bytes: Buffer, from: number, to: number): number {
  const [zero, one, two, three] = TABLES;
  let crc = 0xffffffff;
  let at = from;
  for (; at + 4 <= to; at += 4) {
    crc ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    crc = three[crc & 0xff]! ^ two[(crc >>> 8) & 0xff]! ^ one[(crc >>> 16) & 0xff]! ^ zero[crc >>> 24]!;
  }
  for (; at < to; at++) crc = (crc >>> 8) ^ zero[(crc ^ bytes[at]!) & 0xff]!;
  return ~crc >>> 0;
}

/** LevelDB stores checksums rotated and offset, because a checksum of data that contains its own checksum is weak. */
export function unmasked(stored: number): number {
  const rotated = (stored - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
}
