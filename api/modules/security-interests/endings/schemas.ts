import { z } from 'zod';
import { civilDate, hex32, text } from '../../../kit/fields.ts';
import { released } from '../units.ts';

const reason = z.enum(['debt-paid', 'realised', 'waived', 'other']);

const cancelWhole = z.strictObject({ scope: z.literal('whole'), reason });
export const releasePart = z.strictObject({ scope: z.literal('part'), collateral: released, reason });

export const endInterest = z.discriminatedUnion('scope', [cancelWhole, releasePart]);

export type ReleasePart = z.output<typeof releasePart>;

export const revokeInterest = z.strictObject({
  judgment: z.strictObject({
    court: text(80).meta({ description: 'Name of the court or arbitral institution.' }),
    number: text(80).meta({ description: 'File number of the judgment or award.' }),
    effectiveDate: civilDate,
    digest: hex32,
  }),
});

export type RevokeInterest = z.output<typeof revokeInterest>;
