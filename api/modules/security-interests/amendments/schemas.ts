import { z } from 'zod';
import { civilDate, currency, hex32, positiveAmount, text } from '../../../kit/fields.ts';
import { collateral } from '../units.ts';

const securedAmount = z
  .strictObject({ value: positiveAmount, currency })
  .meta({ description: 'Minor units.' });

export const amendInterest = z
  .strictObject({
    securedAmount: securedAmount.optional(),
    debtor: hex32.optional(),
    contract: z.strictObject({ number: text(80), digest: hex32 }).optional(),
    negativePledge: z.boolean().optional(),
    determinationDate: civilDate
      .nullable()
      .optional()
      .meta({ description: 'Of a maximum-amount pledge; null takes it away.' }),
    addCollateral: collateral.optional(),
    acknowledgeJunior: z.boolean().default(false),
  })
  .refine(({ acknowledgeJunior: _, ...changes }) => Object.values(changes).some((it) => it !== undefined), {
    message: 'changes nothing; give at least one field besides acknowledgeJunior',
  });

export type AmendInterest = z.output<typeof amendInterest>;

export const extendInterest = z.strictObject({
  to: civilDate.meta({ description: 'New last day of the term; it ends at 23:59:59 of Asia/Shanghai.' }),
});

export const confirmInterest = z.strictObject({
  contract: z.strictObject({ digest: hex32 }).meta({ description: 'The agreement as it was concluded.' }),
});
