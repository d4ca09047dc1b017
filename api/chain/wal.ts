import { open, readFile, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32 } from 'node:zlib';
import { syncDirectory, writeDurably } from './durable.ts';
import { ChainError } from './errors.ts';
import type { Hex } from './types.ts';

/** One sealed block: what replay needs to make it again, and the hash that it must then have. */
export interface SealedBlock {
  number: number;
  hash: Hex;
  time: number;
  transactions: Hex[];
}

/** Each record: these four bytes, length, CRC-32 of length and payload, then the payload as JSON. */
const MARK = Buffer.from('LDBK');
const HEADER = 12;

/** The write-ahead log of sealed blocks. A record counts from the moment `append` returns. */
export class WriteAheadLog {
  readonly #file: FileHandle;
  #end: number;
  #blocks = 0;
  #transactions = 0;

  private constructor(file: FileHandle, end: number, blocks: readonly SealedBlock[]) {
    this.#file = file;
    this.#end = end;
    for (const block of blocks) this.#count(block);
  }

  /** How many it holds. */
  get blocks(): number {
    return this.#blocks;
  }

  /** How many its blocks hold. */
  get transactions(): number {
    return this.#transactions;
  }

  /**
   * Opens a log, cutting off a torn last record: it was never acknowledged, for that happens after the sync. The cut
   * bytes are kept beside the log, as evidence. Throws CHAIN_LOG_CORRUPT if a record before another one is damaged.
   */
  static async open(path: string): Promise<{ log: WriteAheadLog; blocks: SealedBlock[]; cut: number }> {
    const file = await open(path, 'a+', 0o600).then(async (created) => {
      await created.close();
      return open(path, 'r+');
    });
    try {
      await syncDirectory(dirname(path));
      const bytes = await readFile(path);
      const { blocks, end } = scan(bytes, path);
      if (end < bytes.length) {
        await writeDurably(`${path}.torn`, bytes.subarray(end));
        await file.truncate(end);
        await file.sync();
      }
      return { log: new WriteAheadLog(file, end, blocks), blocks, cut: bytes.length - end };
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  /** Returns when the record is on disk. After a failure the log ends where it ended before. */
  async append(block: SealedBlock): Promise<void> {
    const record = encode(block);
    try {
      await this.#file.write(record, 0, record.length, this.#end);
      await this.#file.sync();
    } catch (error) {
      await this.#file.truncate(this.#end);
      await this.#file.sync();
      throw error;
    }
    this.#end += record.length;
    this.#count(block);
  }

  #count(block: SealedBlock): void {
    this.#blocks++;
    this.#transactions += block.transactions.length;
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

function encode(block: SealedBlock): Buffer {
  const payload = Buffer.from(JSON.stringify(block));
  const record = Buffer.alloc(HEADER + payload.length);
  MARK.copy(record);
  record.writeUInt32BE(payload.length, 4);
  payload.copy(record, HEADER);
  record.writeUInt32BE(checksum(record, 0, payload.length), 8);
  return record;
}

function checksum(bytes: Buffer, at: number, length: number): number {
  return crc32(bytes.subarray(at + HEADER, at + HEADER + length), crc32(bytes.subarray(at + 4, at + 8)));
}

/** End of the sound record at this offset; undefined if there is none. */
function recordEnd(bytes: Buffer, at: number): number | undefined {
  if (at + HEADER > bytes.length || !bytes.subarray(at, at + 4).equals(MARK)) return undefined;
  const length = bytes.readUInt32BE(at + 4);
  const end = at + HEADER + length;
  if (end > bytes.length || bytes.readUInt32BE(at + 8) !== checksum(bytes, at, length)) return undefined;
  return end;
}

function scan(bytes: Buffer, path: string): { blocks: SealedBlock[]; end: number } {
  const blocks: SealedBlock[] = [];
  let at = 0;
  for (;;) {
    const end = recordEnd(bytes, at);
    if (end === undefined) break;
    blocks.push(JSON.parse(bytes.toString('utf8', at + HEADER, end)) as SealedBlock);
    at = end;
  }
  // A later record was written only after this one was on disk, so a sound one behind it means damage, not a crash.
  for (let next = bytes.indexOf(MARK, at + 1); next !== -1; next = bytes.indexOf(MARK, next + 1)) {
    if (recordEnd(bytes, next) !== undefined) throw corrupt(path, at, next);
  }
  return { blocks, end: at };
}

function corrupt(path: string, at: number, next: number): ChainError {
  return new ChainError(
    'CHAIN_LOG_CORRUPT',
    `${path} is damaged between byte ${at} and byte ${next}, with sound blocks behind: the disk or somebody changed it. ` +
      'Nothing was altered. Restore the data directory from a backup; do not delete the log.',
  );
}
