/**
 * Keys are readable text in parts. LevelDB orders them by their bytes, so a number has a fixed width, and a part of any width is
 * closed by {@link END}, which sorts before everything that a part may contain.
 */
export const END = '\0';

/** Just above every key that begins with `prefix`; no key contains U+10FFFF, which is not a character. */
export const above = (prefix: string): string => `${prefix}\u{10ffff}`;

/** @throws RangeError if `value` is not a whole number of at most `width` decimal digits */
export function digits(value: number | bigint, width: number): string {
  const text = String(value);
  if (!/^\d+$/.test(text) || text.length > width) {
    throw new RangeError(`${text} is not a number of at most ${width} digits`);
  }
  return text.padStart(width, '0');
}

/** Block numbers have 12 digits: one block per second for thirty thousand years. */
export const blockDigits = (number: number): string => digits(number, 12);

/** Registry sequences have 48 bits on chain. */
export const sequenceDigits = (sequence: number): string => digits(sequence, 15);

export const logDigits = (block: number, logIndex: number): string =>
  `${blockDigits(block)}/${digits(logIndex, 7)}`;

/**
 * Parts of any text as one term. Control characters are replaced, as they would break the order; two terms may thus become one,
 * which is harmless: what an index finds are candidates.
 */
export const term = (...parts: string[]): string =>
  // eslint-disable-next-line no-control-regex -- these are the characters meant
  parts.map((part) => part.replace(/[\0-\x1f\u{10ffff}]/gu, '\ufffd')).join('\x01');
