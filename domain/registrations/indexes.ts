/**
 * The secondary indexes. An entry says that a row has at some time had a value, and is never taken back: former names stay
 * searchable, and the same index answers as of any block. So what is found are candidates, and the reader compares each row, as of the
 * block it answers for, with what was asked.
 */
export type IndexName =
  | 'party-by-identifier'
  | 'party-by-name'
  | 'party-by-gram'
  | 'right-by-holder'
  | 'right-by-certificate'
  | 'right-by-serial'
  | 'interest-by-grantor'
  | 'interest-by-right'
  | 'clock-by-day'
  | 'notice-by-kind'
  | 'notice-by-right'
  | 'notice-by-party'
  | 'notice-by-interest';

export interface IndexEntry {
  index: IndexName;
  term: string;
  /** Places the entries of one term; the registry sequence where there is one. */
  order: number;
  /** The id of the row, or empty where the order says it all. */
  id: string;
}

/** Entries of one row, in the order of its sequence. */
export const entryOf =
  (id: string, order: number) =>
  (index: IndexName, term: string): IndexEntry => ({ index, term, order, id });

/** @throws RangeError if `value` is not a whole number of at most `width` decimal digits */
export function digits(value: number | bigint, width: number): string {
  const text = String(value);
  if (!/^\d+$/.test(text) || text.length > width) {
    throw new RangeError(`${text} is not a number of at most ${width} digits`);
  }
  return text.padStart(width, '0');
}

/**
 * Parts of any text as one term. Control characters are replaced, as they would break the order; two terms may thus become one,
 * which is harmless: what an index finds are candidates.
 */
export const term = (...parts: string[]): string =>
  // eslint-disable-next-line no-control-regex -- these are the characters meant
  parts.map((part) => part.replace(/[\0-\x1f\u{10ffff}]/gu, '\ufffd')).join('\x01');

/** How the terms of the indexes are written, for those who fill them and those who ask. Ids are terms as they are. */
export const terms = {
  identifier: (scheme: string, value: string): string => term(scheme, value),
  /** @param key of domain/identity/names.ts exactNameKey */
  name: (key: string): string => term(key),
  gram: (gram: string): string => term(gram),
  certificate: (certificateNumber: string): string => term(certificateNumber),
  /** Of a block of serial numbers, by its last: the block that holds a number is the first that does not end before it. */
  serial: (prefix: string, last: bigint): string => term(prefix, digits(last, 39)),
  /** @param day civil day number, days since 1970-01-01 */
  day: (day: number): string => digits(day, 10),
};
