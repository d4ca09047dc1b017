import type { Buffer } from 'node:buffer';
import { readVarint } from './varint.ts';

// Tags of the fields of a version edit, by what follows them.
const COMPARATOR = 1;
const NUMBERS: readonly number[] = [2, 3, 4, 9];
const COMPACT_POINTER = 5;
const DELETED_FILE = 6;
const NEW_FILE = 7;

/** The numbers of the tables that the last version in a manifest consists of. @throws RangeError if a record is none of it */
export function liveTables(records: Buffer[]): Set<number> {
  const live = new Set<number>();
  for (const record of records) applyEdit(record, live);
  return live;
}

function applyEdit(record: Buffer, live: Set<number>): void {
  let at = 0;
  const number = (): number => {
    const [value, next] = readVarint(record, at);
    at = next;
    return value;
  };
  const skipText = (): void => {
    const size = number();
    at += size;
  };
  while (at < record.length) {
    const tag = number();
    if (tag === COMPARATOR) skipText();
    else if (NUMBERS.includes(tag)) number();
    else if (tag === COMPACT_POINTER) {
      number();
      skipText();
    } else if (tag === DELETED_FILE) {
      number();
      live.delete(number());
    } else if (tag === NEW_FILE) {
      number();
      live.add(number());
      number();
      skipText();
      skipText();
    } else throw new RangeError(`the manifest has an unknown field ${tag}`);
  }
}
