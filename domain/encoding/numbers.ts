import { accepted, refused, type Checked } from './checked.ts';

/**
 * What a registration number names. R: right. S: security interest. C: cancellation. P: party.
 * N: notice, that is any other registration. Q: search.
 */
export const NUMBER_LETTERS = ['R', 'S', 'C', 'P', 'N', 'Q'] as const;
export type NumberLetter = (typeof NUMBER_LETTERS)[number];

export interface RegistrationNumber {
  readonly letter: NumberLetter;
  /** Place in the registry's total order, from 1. */
  readonly sequence: bigint;
}

/** The largest sequence that a number can carry: ten digits. */
export const MAX_NUMBERED_SEQUENCE = 9_999_999_999n;

/**
 * Writes `LD-<letter>-<10 digits of sequence>-<2 check digits>`; the check digits are ISO 7064 MOD 97-10 over letter and
 * sequence, so every single wrong character and every exchange of two characters is caught.
 * @throws RangeError if the sequence is not 1 … 9,999,999,999.
 */
export function formatNumber(letter: NumberLetter, sequence: bigint): string {
  if (sequence < 1n || sequence > MAX_NUMBERED_SEQUENCE) {
    throw new RangeError(
      `a registration number carries a sequence from 1 to ${MAX_NUMBERED_SEQUENCE}, not ${sequence}`,
    );
  }
  const digits = sequence.toString().padStart(10, '0');
  return `LD-${letter}-${digits}-${checkDigits(letter, digits)}`;
}

/**
 * Reads a number as people type it: any case, full-width characters, spaces, hyphens or none.
 * @returns the number, or a refusal with code NUMBER_SHAPE, NUMBER_CHECK_DIGIT or NUMBER_SEQUENCE.
 */
export function parseNumber(text: string): Checked<RegistrationNumber> {
  const compact = text
    .normalize('NFKC')
    .replace(/[\s\p{Pd}]/gu, '')
    .toUpperCase();
  const match = /^LD([RSCPNQ])(\d{10})(\d{2})$/.exec(compact);
  if (!match) return refused('NUMBER_SHAPE', 'a registration number looks like LD-S-0000000042-17');
  const [, letter, digits, check] = match as unknown as [string, NumberLetter, string, string];
  if (checkDigits(letter, digits) !== check) {
    return refused('NUMBER_CHECK_DIGIT', 'the check digits do not fit: a character was mistyped');
  }
  const sequence = BigInt(digits);
  if (sequence === 0n) return refused('NUMBER_SEQUENCE', 'sequences start at 1');
  return accepted({ letter, sequence });
}

function checkDigits(letter: NumberLetter, digits: string): string {
  const letterValue = letter.charCodeAt(0) - 'A'.charCodeAt(0) + 10;
  const remainder = (BigInt(`${letterValue}${digits}`) * 100n) % 97n;
  return (98n - remainder).toString().padStart(2, '0');
}
