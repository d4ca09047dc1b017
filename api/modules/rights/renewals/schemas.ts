import { z } from 'zod';
import { civilDate, text } from '../../../kit/fields.ts';
import { evidence } from '../schemas.ts';

export const renewRight = z
  .strictObject({
    certificateNumber: text(80),
    validFrom: civilDate.nullish(),
    validTo: civilDate.nullish(),
    evidence,
    identityConfirmed: z.boolean().meta({
      description:
        'That it is the same right under a new certificate: every encumbrance keeps its units and its rank.',
    }),
  })
  .refine(({ validFrom, validTo }) => !validFrom || !validTo || validFrom <= validTo, {
    message: 'is before validFrom',
    path: ['validTo'],
  });

export type RenewRight = z.output<typeof renewRight>;
