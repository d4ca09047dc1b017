import { z } from 'zod';
import { registrationNumber } from '../../views/schemas.ts';
import { amount, civilDate, currency, hex32, positiveAmount, text } from '../../http/fields.ts';

const interval = z
  .strictObject({ from: amount, to: positiveAmount })
  .refine(({ from, to }) => BigInt(from) < BigInt(to), { message: 'is not after from', path: ['to'] });

const collateral = z
  .strictObject({
    right: hex32,
    quantity: positiveAmount.optional().meta({ description: 'Units are taken from the free part first.' }),
    intervals: z.array(interval).min(1, 'is empty').max(16, 'has more than 16 entries').optional(),
  })
  .refine(({ quantity, intervals }) => (quantity === undefined) !== (intervals === undefined), {
    message: 'needs either quantity or intervals',
    path: ['quantity'],
  })
  .refine(({ intervals }) => (intervals ?? []).every((it, i, all) => i === 0 || apart(all[i - 1], it)), {
    message: 'must ascend without touching each other',
    path: ['intervals'],
  });

function apart(before: { to: string } | undefined, after: { from: string }): boolean {
  return before !== undefined && BigInt(before.to) < BigInt(after.from);
}

export const registerInterest = z
  .strictObject({
    kind: z.enum(['pledge', 'mortgage', 'maximum-amount-pledge']),
    grantor: hex32,
    debtor: hex32,
    securedParties: z.array(hex32).min(1, 'is empty').max(16, 'has more than 16 entries'),
    securedAmount: z.strictObject({ value: positiveAmount, currency }).meta({ description: 'Minor units.' }),
    contract: z.strictObject({ number: text(80), digest: hex32 }),
    term: z.strictObject({ from: civilDate, to: civilDate }),
    collateral: z.array(collateral).min(1, 'is empty').max(32, 'has more than 32 entries'),
    acknowledgeJunior: z.boolean().default(false),
  })
  .refine(({ term }) => term.from <= term.to, { message: 'is before from', path: ['term', 'to'] })
  .refine(({ securedParties }) => new Set(securedParties).size === securedParties.length, {
    message: 'names a party twice',
    path: ['securedParties'],
  })
  .refine(({ collateral: items }) => new Set(items.map(({ right }) => right)).size === items.length, {
    message: 'names a right twice; put its intervals together',
    path: ['collateral'],
  });

export type RegisterInterest = z.output<typeof registerInterest>;

export const cancelInterest = z.strictObject({
  scope: z.literal('whole'),
  reason: z.enum(['debt-paid', 'realised', 'waived', 'other']),
});

export const interestParams = z.strictObject({ number: registrationNumber('S', 'a security interest') });
