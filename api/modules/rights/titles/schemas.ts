import { z } from 'zod';
import { hex32, text } from '../../../kit/fields.ts';
import { inOneWay, inOneWayOrWhole, namesUnits, unitFields } from '../../../kit/units.ts';
import { registrationNumber } from '../../../views/schemas.ts';

const digest = z.strictObject({ digest: hex32 }).meta({ description: 'Salted digest of the document.' });
const certificateNumber = text(80).meta({ description: 'Of the new right, which the part becomes.' });

export const transferRight = z
  .strictObject({
    to: hex32.meta({ description: 'The new holder.' }),
    cause: z.enum(['transfer', 'succession', 'court-order', 'disposal']),
    ...unitFields,
    encumbered: z.boolean().default(false).meta({
      description:
        'Whether a quantity may be made up of encumbered units where the free ones do not suffice.',
    }),
    certificateNumber: certificateNumber.optional(),
    approval: digest.optional().meta({ description: 'Of the authority that granted the right (批准转让).' }),
    evidence: digest,
    disposal: registrationNumber('N', 'a disposal').optional(),
  })
  .refine(...inOneWayOrWhole)
  .refine((body) => body.certificateNumber !== undefined || !namesUnits(body), {
    message: 'is needed for a part, which becomes a right of its own',
    path: ['certificateNumber'],
  })
  .refine((body) => body.certificateNumber === undefined || namesUnits(body) || body.cause === 'disposal', {
    message: 'is given, but no part; the whole right keeps its certificate',
    path: ['certificateNumber'],
  })
  .refine(({ cause, disposal }) => (cause === 'disposal') === (disposal !== undefined), {
    message: 'goes with the cause disposal, and with no other',
    path: ['disposal'],
  });

export type TransferRight = z.output<typeof transferRight>;

const { intervals, serialBlocks } = unitFields;
const half = { intervals, serialBlocks };
const intoMessage = 'needs either intervals or serialBlocks';
const eitherOf = (it: { intervals?: unknown; serialBlocks?: unknown }) =>
  (it.intervals === undefined) !== (it.serialBlocks === undefined);

export const splitRight = z
  .strictObject({
    into: z
      .tuple([
        z.strictObject(half).refine(eitherOf, { message: intoMessage, path: ['intervals'] }),
        z
          .strictObject({ ...half, certificateNumber })
          .refine(eitherOf, { message: intoMessage, path: ['intervals'] }),
      ])
      .optional()
      .meta({
        description: 'What stays, and what becomes a right of its own: together every unit, none twice.',
      }),
    part: z
      .strictObject(unitFields)
      .refine(...inOneWay)
      .optional()
      .meta({ description: 'Instead of `into`: what becomes a right of its own. The rest stays.' }),
    certificateNumber: certificateNumber.optional(),
    evidence: digest.optional(),
  })
  .refine(({ into, part }) => (into === undefined) !== (part === undefined), {
    message: 'needs either into or part',
    path: ['into'],
  })
  .refine(({ part, certificateNumber: given }) => (part === undefined) === (given === undefined), {
    message: 'goes with part; in `into` it stands with the part that it is of',
    path: ['certificateNumber'],
  });

export type SplitRight = z.output<typeof splitRight>;
