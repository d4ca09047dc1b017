import { Buffer } from 'node:buffer';
import type { Writes } from './database.ts';

const ABSENT = 0xffff_ffff;

/** The values that keys had before a block: key length 4 | key | value length 4 (all ones: there was none) | value, repeated. */
export function encodeBefore(before: Writes): Buffer {
  const parts: Buffer[] = [];
  for (const [key, value] of before) {
    const name = Buffer.from(key);
    parts.push(length(name.length), name, length(value?.length ?? ABSENT));
    if (value) parts.push(value);
  }
  return Buffer.concat(parts);
}

export function* decodeBefore(bytes: Buffer): Generator<[string, Buffer | undefined]> {
  for (let at = 0; at < bytes.length;) {
    const keyEnd = at + 4 + bytes.readUInt32BE(at);
    const key = bytes.toString('utf8', at + 4, keyEnd);
    const size = bytes.readUInt32BE(keyEnd);
    at = keyEnd + 4 + (size === ABSENT ? 0 : size);
    yield [key, size === ABSENT ? undefined : bytes.subarray(keyEnd + 4, at)];
  }
}

function length(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
