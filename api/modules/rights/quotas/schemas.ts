import { z } from 'zod';
import { amount, hex32, positiveAmount, text, timestamp } from '../../../kit/fields.ts';
import { inOneWay, unitFields } from '../../../kit/units.ts';
import { intervalSchema, trancheSchema } from '../../../views/schemas.ts';

/** 256 bytes on chain, of which a Chinese character takes three. */
const decision = z.strictObject({
  number: text(80).meta({ description: 'File number of the decision.' }),
  digest: hex32.meta({ description: 'Salted digest of the decision.' }),
});
const period = z
  .int()
  .min(1990, 'is before 1990')
  .max(2100, 'is after 2100')
  .meta({ description: 'Compliance year.' });

export const surrenderUnits = z
  .strictObject({
    ...unitFields,
    period,
    decision,
    overriding: z.boolean().default(false).meta({
      description:
        'Although somebody has a claim on the units: the authority answers for it, and it is shown.',
    }),
  })
  .refine(...inOneWay);

export const retireUnits = z
  .strictObject({ ...unitFields, period: period.optional(), decision })
  .refine(...inOneWay);

export const cutUnits = z.strictObject({ ...unitFields, period, decision }).refine(...inOneWay);

export const carryOverUnits = z.strictObject({
  holding: positiveAmount.optional().meta({
    description:
      'All allowances of the operator that the rule is about; by default those on the line of this right.',
  }),
  netSold: amount.meta({ description: 'Sold less bought; 0 for an operator that bought more.' }),
  quantity: positiveAmount.optional().meta({
    description: 'How much of the remainder falls on this right; by default as much as there is.',
  }),
  period,
  decision,
});

export type DecisionBody =
  | ({ kind: 'surrendered' } & z.output<typeof surrenderUnits>)
  | ({ kind: 'retired' } & z.output<typeof retireUnits>)
  | ({ kind: 'cut' } & z.output<typeof cutUnits>)
  | ({ kind: 'not-carried-over' } & z.output<typeof carryOverUnits>);

export type CarryOverBody = z.output<typeof carryOverUnits>;

export const decisionSchema = z
  .strictObject({
    right: z.string(),
    number: z.string(),
    sequence: z.string(),
    kind: z.enum(['surrendered', 'retired', 'cut', 'not-carried-over']),
    at: timestamp,
    period: z.int().nullable(),
    decision: z.strictObject({ number: z.string(), digest: z.string() }),
    overriding: z.boolean(),
    quantity: z.string(),
    intervals: z.array(intervalSchema),
    affected: z
      .array(
        z.strictObject({
          interest: z.string(),
          securedParties: z.array(z.string()),
          quantity: z.string(),
          tranches: z.array(trancheSchema),
        }),
      )
      .meta({
        description:
          'Interests on these units, with the ranks that they have there: collateral that is lost, or of units that were not carried over, worth less.',
      }),
  })
  .meta({ id: 'Decision' });

export const carriedSchema = decisionSchema
  .extend({
    limit: z.strictObject({
      holding: z.string(),
      netSold: z.string(),
      carried: z.string().meta({ description: 'May be carried over.' }),
      remainder: z.string().meta({ description: 'May not: to be marked on this right and others.' }),
      source: z.string(),
    }),
  })
  .meta({ id: 'CarryOver' });
