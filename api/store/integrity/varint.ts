import type { Buffer } from 'node:buffer';

/** A number in groups of seven bits, lowest first, and the place after it. @throws RangeError if it does not end */
export function readVarint(bytes: Buffer, start: number): [number, number] {
  let value = 0;
  for (let at = start, weight = 1; weight < 2 ** 50; at++, weight *= 128) {
    const byte = bytes.readUInt8(at);
    value += (byte & 127) * weight;
    if (byte < 128) return [value, at + 1];
  }
  throw new RangeError('a number is too long');
}
