import { z } from 'zod';

// Schemas of the values that every module has in common. Each message completes "the field …".

/** zod goes on to later rules after a failed one unless told otherwise, and those rely on the form of the text. */
const final = (message: string) => ({ error: message, abort: true });

/** 0x and 64 lower-case hexadecimal digits: the id of a party, a right or an institution, or a digest. */
export const hex32 = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, 'is not 0x followed by 64 lower-case hexadecimal digits')
  .transform((text) => text as `0x${string}`);

/** 0x and 32 lower-case hexadecimal digits: the id of an operation or a proposal. */
export const hexId = z
  .string()
  .regex(/^0x[0-9a-f]{32}$/, 'is not 0x followed by 32 lower-case hexadecimal digits')
  .transform((text) => text as `0x${string}`);

/** A quantity or an amount in base or minor units, as a decimal string below 2^76. */
export const amount = z
  .string()
  .regex(/^(0|[1-9]\d{0,22})$/, final('is not a decimal string of base units, such as "136000000"'))
  .refine((text) => BigInt(text) < 1n << 76n, 'is not below 2^76');

/** The same, but not zero. */
export const positiveAmount = amount.refine((text) => text !== '0', 'is zero');

const isDate = (text: string): boolean => {
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
};

/** A civil date of Asia/Shanghai, `YYYY-MM-DD`, 1970 to 9999. */
export const civilDate = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d$/, final('is not a date such as 2026-01-31'))
  .refine((text) => isDate(text) && text >= '1970', 'is not a day of the calendar');

/** Text for people: no control characters, no blank ends, 1 to `max` characters. */
export const text = (max: number): z.ZodString =>
  z
    .string()
    .min(1, 'is empty')
    .max(max, `is longer than ${max} characters`)
    // eslint-disable-next-line no-control-regex -- control characters are exactly what is refused
    .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/u, 'contains a control character')
    .refine((value) => value === value.trim(), 'begins or ends with a blank');

/** ISO 4217 code. */
export const currency = z.string().regex(/^[A-Z]{3}$/, 'is not a currency code such as CNY');

/** An instant as the API writes it. */
export const timestamp = z.string().meta({ format: 'date-time' });

/** Carried by every read: the block that the answer is true of. */
export const asOfEnvelope = z
  .strictObject({ block: z.int(), blockHash: z.string(), time: timestamp, final: z.boolean() })
  .meta({ id: 'AsOf', description: 'The block that the answer is true of.' });
