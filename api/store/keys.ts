import { digits } from '../../domain/registrations/indexes.ts';

/**
 * Keys are readable text in parts. LevelDB orders them by their bytes, so a number has a fixed width, and a part of any width is
 * closed by {@link END}, which sorts before everything that a part may contain.
 */
export const END = '\0';

/** Just above every key that begins with `prefix`; no key contains U+10FFFF, which is not a character. */
export const above = (prefix: string): string => `${prefix}\u{10ffff}`;

/** Block numbers have 12 digits: one block per second for thirty thousand years. */
export const blockDigits = (number: number): string => digits(number, 12);

/** Registry sequences have 48 bits on chain. */
export const sequenceDigits = (sequence: number): string => digits(sequence, 15);

export const logDigits = (block: number, logIndex: number): string =>
  `${blockDigits(block)}/${digits(logIndex, 7)}`;
