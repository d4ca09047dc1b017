import { Buffer } from 'node:buffer';
import type { Hex, RawLog } from '../chain/types.ts';

/**
 * A log as bytes: a third of its JSON, and logs are most of what an index holds.
 * address 20 | transaction hash 32 | transaction index 4 | number of topics 1 | topics 32 each | data
 */
export function encodeLog(log: RawLog): Buffer {
  const size = HEAD_BYTES + log.topics.length * 32 + (log.data.length - 2) / 2;
  const bytes = Buffer.allocUnsafe(size);
  let at = writeHex(bytes, log.address, 0, 20);
  at = writeHex(bytes, log.transactionHash, at, 32);
  at = bytes.writeUInt32BE(log.transactionIndex, at);
  at = bytes.writeUInt8(log.topics.length, at);
  for (const topic of log.topics) at = writeHex(bytes, topic, at, 32);
  writeHex(bytes, log.data, at, size - at);
  return bytes;
}

/** @param place what the key and the block say about the log */
export function decodeLogBytes(
  bytes: Buffer,
  place: Pick<RawLog, 'blockNumber' | 'blockHash' | 'logIndex'>,
): RawLog {
  const topicsEnd = HEAD_BYTES + bytes.readUInt8(56) * 32;
  const topics: Hex[] = [];
  for (let at = HEAD_BYTES; at < topicsEnd; at += 32) topics.push(readHex(bytes, at, at + 32));
  return {
    address: readHex(bytes, 0, 20),
    topics,
    data: readHex(bytes, topicsEnd, bytes.length),
    ...place,
    transactionHash: readHex(bytes, 20, 52),
    transactionIndex: bytes.readUInt32BE(52),
  };
}

const HEAD_BYTES = 57;

function writeHex(bytes: Buffer, hex: Hex, at: number, size: number): number {
  const written = bytes.write(hex.slice(2), at, 'hex');
  if (written !== size || hex.length !== 2 + 2 * size) throw new RangeError(`not ${size} bytes: ${hex}`);
  return at + size;
}

function readHex(bytes: Buffer, from: number, to: number): Hex {
  return `0x${bytes.toString('hex', from, to)}`;
}
