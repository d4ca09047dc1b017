import type { Subject } from '../../domain/state/rows.ts';
import type { Hex, RawLog } from '../chain/types.ts';
import { readBlock } from './block-table.ts';
import type { Database } from './database.ts';
import { blockDigits, END, logDigits } from './keys.ts';
import { decodeLogBytes } from './log-codec.ts';

/** Where a log stands in the chain. */
export interface LogPlace {
  block: number;
  logIndex: number;
}

export const logKey = ({ block, logIndex }: LogPlace): string => `log/${logDigits(block, logIndex)}`;

/** The value is empty: the key says which log. */
export const journalKey = ({ kind, id }: Subject, { block, logIndex }: LogPlace): string =>
  `journal/${kind}/${id}${END}${logDigits(block, logIndex)}`;

export function readLog(database: Database, place: LogPlace): RawLog | undefined {
  const bytes = database.get(logKey(place));
  const hash = readBlock(database, place.block)?.hash;
  return bytes && hash && logFrom(bytes, place, hash);
}

/** All logs of a subject up to the end of `block`, oldest first: they fold to its journal. */
export async function* journalOf(
  database: Database,
  subject: Subject,
  block: number,
): AsyncGenerator<RawLog> {
  const prefix = `journal/${subject.kind}/${subject.id}${END}`;
  for await (const key of database.keys({ gte: prefix, lt: prefix + blockDigits(block + 1) })) {
    const log = readLog(database, placeIn(key.slice(prefix.length)));
    if (log) yield log;
  }
}

/** The logs of the blocks [from, to], in order. */
export async function* logsBetween(database: Database, from: number, to: number): AsyncGenerator<RawLog> {
  let block: { number: number; hash: Hex } | undefined;
  const range = { gte: `log/${blockDigits(from)}`, lt: `log/${blockDigits(to + 1)}` };
  for await (const [key, bytes] of database.entries(range)) {
    const place = placeIn(key.slice('log/'.length));
    if (block?.number !== place.block) block = readBlock(database, place.block);
    if (block) yield logFrom(bytes, place, block.hash);
  }
}

const placeIn = (text: string): LogPlace => {
  const [block, logIndex] = text.split('/').map(Number) as [number, number];
  return { block, logIndex };
};

const logFrom = (bytes: Buffer, { block, logIndex }: LogPlace, blockHash: Hex): RawLog =>
  decodeLogBytes(bytes, { blockNumber: block, blockHash, logIndex });
