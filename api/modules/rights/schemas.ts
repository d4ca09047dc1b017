import { z } from 'zod';
import { amount, civilDate, currency, hex32, positiveAmount, text } from '../../kit/fields.ts';

const decimal = z
  .string()
  .regex(/^(0|[1-9]\d{0,17})(\.\d{1,8})?$/, 'is not a decimal such as "0.15", with at most 8 decimals');

const serialBlock = z
  .strictObject({ prefix: text(80).optional(), start: amount, end: amount })
  .refine(({ start, end }) => BigInt(start) <= BigInt(end), {
    message: 'ends before it starts',
    path: ['end'],
  });

export const evidence = z
  .array(
    z.strictObject({
      kind: z.string().regex(/^[a-z0-9-]{1,16}$/, 'is not 1 to 16 characters a-z, 0-9 or -'),
      digest: hex32,
    }),
  )
  .max(16, 'has more than 16 entries')
  .default([]);

export const registerRight = z
  .strictObject({
    type: z.string().regex(/^[A-Z0-9-]{1,8}$/, 'is not a type code such as WTR'),
    holder: hex32,
    certificateNumber: text(80),
    quantity: positiveAmount.meta({ description: 'Base units of the type.' }),
    region: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'is not an ISO 3166 code such as CN-44'),
    validFrom: civilDate.nullish(),
    validTo: civilDate.nullish(),
    vintage: z.int().min(1990, 'is before 1990').max(2100, 'is after 2100').nullish(),
    serialBlocks: z.array(serialBlock).max(64, 'has more than 64 entries').default([]),
    acquisition: z.enum(['free', 'paid', 'traded']),
    referencePrice: z
      .strictObject({ value: decimal, currency, asOf: civilDate.nullish(), source: text(80) })
      .nullish(),
    evidence,
  })
  .refine(({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo, {
    message: 'is before validFrom',
    path: ['validTo'],
  })
  .refine(
    ({ serialBlocks, quantity }) =>
      serialBlocks.length === 0 || blockTotal(serialBlocks) === BigInt(quantity),
    { message: 'do not add up to the quantity (count = end - start + 1)', path: ['serialBlocks'] },
  )
  .superRefine(({ serialBlocks }, context) => {
    for (const [i, block] of serialBlocks.entries()) {
      const clash = serialBlocks.slice(0, i).some((other) => overlap(block, other));
      if (clash) {
        context.addIssue({ code: 'custom', path: ['serialBlocks', i], message: 'overlaps an earlier block' });
      }
    }
  });

export type RegisterRight = z.output<typeof registerRight>;
type SerialBlock = z.output<typeof serialBlock>;

function blockTotal(blocks: readonly SerialBlock[]): bigint {
  return blocks.reduce((sum, { start, end }) => sum + BigInt(end) - BigInt(start) + 1n, 0n);
}

function overlap(a: SerialBlock, b: SerialBlock): boolean {
  const samePrefix = (a.prefix ?? '') === (b.prefix ?? '');
  return samePrefix && BigInt(a.start) <= BigInt(b.end) && BigInt(b.start) <= BigInt(a.end);
}

export const rightParams = z.strictObject({ id: hex32 });
