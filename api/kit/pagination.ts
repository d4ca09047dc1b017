import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { fieldProblem } from '../errors/problem.ts';

const MAX_LIMIT = 100;

/** The query parameters of every list. */
export const pageParameters = {
  limit: z
    .string()
    .regex(/^\d{1,3}$/, 'is not a whole number')
    .transform(Number)
    .refine((n) => n >= 1 && n <= MAX_LIMIT, `is not between 1 and ${MAX_LIMIT}`)
    .default(20)
    .meta({ description: `Entries per page, 1 to ${MAX_LIMIT}.`, examples: ['20'] }),
  cursor: z
    .string()
    .min(1)
    .max(1024)
    .optional()
    .meta({ description: 'The `nextCursor` of the previous page, unchanged, with the same filters.' }),
} as const;

type Page<T extends z.ZodType> = z.ZodObject<
  { items: z.ZodArray<T>; nextCursor: z.ZodOptional<z.ZodString> },
  z.core.$strict
>;

/** Schema of a page: `items`, and `nextCursor` unless it is the last. */
export const page = <T extends z.ZodType>(item: T): Page<T> =>
  z.strictObject({ items: z.array(item).max(MAX_LIMIT), nextCursor: z.string().optional() });

/** Makes cursors that clients cannot read a meaning into or change: base64url of a MAC and the position. */
export interface Cursors {
  /** @param list names the list and its filters: a cursor is good for the same list only. @param position small JSON value */
  encode(list: string, position: unknown): string;
  /** @throws Problem INVALID_CURSOR */
  decode(list: string, cursor: string): unknown;
}

const MAC_BYTES = 12;

/** @param secret 32 bytes, kept as long as cursors should stay valid */
export function createCursors(secret: Uint8Array): Cursors {
  const mac = (list: string, payload: Uint8Array): Buffer =>
    createHmac('sha256', secret)
      .update(`${list.length}:${list}`)
      .update(payload)
      .digest()
      .subarray(0, MAC_BYTES);

  return {
    encode(list, position) {
      const payload = Buffer.from(JSON.stringify(position));
      return Buffer.concat([mac(list, payload), payload]).toString('base64url');
    },
    decode(list, cursor) {
      const bytes = Buffer.from(cursor, 'base64url');
      const payload = bytes.subarray(MAC_BYTES);
      // Buffer ignores what is not base64url, so a padded or dotted copy would pass without this comparison.
      const canonical = bytes.toString('base64url') === cursor && bytes.length > MAC_BYTES;
      if (!canonical || !timingSafeEqual(bytes.subarray(0, MAC_BYTES), mac(list, payload))) {
        throw fieldProblem('INVALID_CURSOR', '/cursor', 'is not a cursor of this list', { in: 'query' });
      }
      return JSON.parse(payload.toString('utf8')) as unknown;
    },
  };
}
