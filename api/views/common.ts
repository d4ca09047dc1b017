import { formatNumber, type NumberLetter } from '../../domain/encoding/numbers.ts';
import type { Instant } from '../../domain/state/rows.ts';
import type { ReadPoint } from '../read/reader.ts';

export { dayOrNull } from '../../domain/registrations/content.ts';

export const timestampOf = (unixSeconds: number): string =>
  new Date(unixSeconds * 1000).toISOString().replace('.000Z', 'Z');

export const numberOf = (letter: NumberLetter, { sequence }: Instant): string =>
  formatNumber(letter, BigInt(sequence));

export const asOfView = ({ block, blockHash, time, final }: ReadPoint) => ({
  block,
  blockHash,
  time: timestampOf(time),
  final,
});

/** A decimal string from an integer and its number of decimals: 15 and 2 are "0.15". */
export function decimalText(value: bigint, decimals: number): string {
  const digits = value.toString().padStart(decimals + 1, '0');
  if (decimals === 0) return digits;
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** The inverse of {@link decimalText} for text of the form 12.34. */
export function parseDecimal(text: string): { value: bigint; decimals: number } {
  const [whole = '', fraction = ''] = text.split('.');
  return { value: BigInt(whole + fraction), decimals: fraction.length };
}
