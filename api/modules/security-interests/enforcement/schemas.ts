import { z } from 'zod';
import { amount, civilDate, currency, hex32, positiveAmount, text } from '../../../kit/fields.ts';
import { interval } from '../../../kit/units.ts';
import { registrationNumber } from '../../../views/schemas.ts';

const money = z.strictObject({ value: positiveAmount, currency }).meta({ description: 'Minor units.' });

export const declareDefault = z.strictObject({ date: civilDate, due: money, digest: hex32 });
export const withdrawDefault = z.strictObject({ digest: hex32 });

export const disposeOf = z
  .strictObject({
    route: z.enum(['agreement', 'platform-sale', 'court']),
    right: hex32,
    units: interval.optional().meta({ description: 'The lot; every overlay on it covers all of it.' }),
    quantity: positiveAmount
      .optional()
      .meta({ description: 'Instead of units: the lowest of this number under one run of the interest.' }),
    buyer: hex32,
    proceeds: money,
    referenceValue: positiveAmount.optional().meta({
      description:
        'Market reference for the units in minor units of the same currency; an agreement needs it.',
    }),
    source: text(80).meta({ description: 'Where the reference is from, or the number of the sale.' }),
    evidence: z.strictObject({ digest: hex32 }),
    claims: z
      .array(z.strictObject({ interest: registrationNumber('S', 'a security interest'), value: amount }))
      .max(64, 'has more than 64 entries')
      .default([])
      .meta({
        description:
          'What each claims; one that is not named claims all that is secured. Less for another only by a court.',
      }),
  })
  .refine(({ units, quantity }) => (units === undefined) !== (quantity === undefined), {
    message: 'needs either units or quantity',
    path: ['units'],
  })
  .refine(({ claims }) => new Set(claims.map(({ interest }) => interest)).size === claims.length, {
    message: 'names an interest twice',
    path: ['claims'],
  })
  .refine(({ route, referenceValue }) => route !== 'agreement' || referenceValue !== undefined, {
    message: 'is needed for an agreement',
    path: ['referenceValue'],
  });

export type DisposeOf = z.output<typeof disposeOf>;
