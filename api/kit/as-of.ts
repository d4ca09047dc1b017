import { z } from 'zod';

/** The point in the history of the registry that a read is about. */
export type AsOf = { readonly block: number } | { readonly time: number };

const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d{1,9})?(Z|[+-]\d\d:\d\d)$/i;
const BLOCK = /^(0|[1-9]\d{0,15})$/;

const REMEDY =
  'Give a block number, or a time such as 2026-01-31T12:00:00Z; the + of an offset is written %2B in a URL.';

/** Undefined if the text is neither a block number nor an RFC 3339 time. `time` is in unix seconds, fractions cut off. */
export function parseAsOf(text: string): AsOf | undefined {
  if (BLOCK.test(text)) {
    const block = Number(text);
    return Number.isSafeInteger(block) ? { block } : undefined;
  }
  const parts = RFC3339.exec(text);
  if (parts === null) return undefined;
  const [year, month, day, hour, minute, second] = parts.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const civil = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  civil.setUTCFullYear(year);
  // Date rolls 30 February over to March: what comes back must be what went in.
  const exact = civil.getUTCMonth() === month - 1 && civil.getUTCDate() === day;
  if (!exact || hour > 23 || minute > 59 || second > 59) return undefined;
  const offset = offsetSeconds(parts[8] ?? 'Z');
  return offset === undefined ? undefined : { time: Math.floor(civil.getTime() / 1000) - offset };
}

function offsetSeconds(text: string): number | undefined {
  if (text.toUpperCase() === 'Z') return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(4, 6));
  if (hours > 23 || minutes > 59) return undefined;
  return (text.startsWith('-') ? -1 : 1) * (hours * 3600 + minutes * 60);
}

/** The query parameter `asOf` of every read of registry state. */
export const asOfParameter = z
  .string()
  .max(40)
  .transform((text, context): AsOf => {
    const asOf = parseAsOf(text);
    if (asOf !== undefined) return asOf;
    context.addIssue({
      code: 'custom',
      message: 'is neither a block number nor an RFC 3339 time',
      params: { remedy: REMEDY },
    });
    return z.NEVER;
  })
  .optional()
  .meta({
    description: 'Answer as of this block number or RFC 3339 time instead of now.',
    examples: ['2026-01-31T12:00:00Z', '1200'],
  });
