import { z } from 'zod';
import { civilDate, currency, hex32, positiveAmount, text } from '../../kit/fields.ts';
import { collateral } from './units.ts';

export const registerInterest = z
  .strictObject({
    kind: z.enum(['pledge', 'mortgage', 'maximum-amount-pledge']),
    grantor: hex32,
    debtor: hex32,
    securedParties: z.array(hex32).min(1, 'is empty').max(16, 'has more than 16 entries'),
    securedAmount: z.strictObject({ value: positiveAmount, currency }).meta({ description: 'Minor units.' }),
    contract: z.strictObject({ number: text(80), digest: hex32 }),
    term: z.strictObject({ from: civilDate, to: civilDate }),
    collateral,
    acknowledgeJunior: z.boolean().default(false),
    negativePledge: z
      .boolean()
      .default(false)
      .meta({ description: '禁止转让约定, which publicity makes bind transferees.' }),
    advance: z
      .boolean()
      .default(false)
      .meta({ description: '预告登记: keeps its rank for an interest still to arise.' }),
    determinationDate: civilDate
      .nullish()
      .meta({ description: 'Of a maximum-amount pledge: when its claims are determined (决算日).' }),
  })
  .refine(({ term }) => term.from <= term.to, { message: 'is before from', path: ['term', 'to'] })
  .refine(({ securedParties }) => new Set(securedParties).size === securedParties.length, {
    message: 'names a party twice',
    path: ['securedParties'],
  })
  .refine(({ kind, determinationDate }) => !determinationDate || kind === 'maximum-amount-pledge', {
    message: 'is of a maximum-amount pledge only',
    path: ['determinationDate'],
  });

export type RegisterInterest = z.output<typeof registerInterest>;
