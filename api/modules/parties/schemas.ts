import { z } from 'zod';
import {
  checkIdentifier,
  IDENTIFIER_SCHEMES,
  type IdentifierScheme,
} from '../../../domain/identity/identifiers.ts';
import { hex32, text } from '../../kit/fields.ts';

const identifier = z
  .strictObject({ scheme: z.enum(IDENTIFIER_SCHEMES), value: text(64) })
  .transform(({ scheme, value }, context): { scheme: IdentifierScheme; value: string } => {
    const checked = checkIdentifier(scheme, value);
    if (checked.ok) return { scheme, value: checked.value };
    context.addIssue({
      code: 'custom',
      path: ['value'],
      message: checked.message,
      params: { code: 'INVALID_IDENTIFIER', remedy: 'Compare it with the certificate of registration.' },
    });
    return z.NEVER;
  });

export const registerParty = z.strictObject({
  legalName: text(160),
  kind: z.literal('legal-entity').meta({ description: 'Natural persons are not entered in clear.' }),
  jurisdiction: z.string().regex(/^[A-Z]{2}(-[A-Z0-9]{1,3})?$/, 'is not an ISO 3166 code such as CN-GD'),
  address: text(160).optional(),
  identifiers: z
    .array(identifier)
    .min(1, 'is empty')
    .max(8, 'has more than 8 entries')
    .meta({ description: 'The first one gives the party its id.' }),
});
export type RegisterParty = z.output<typeof registerParty>;

export const renameParty = z.strictObject({
  legalName: text(160),
  evidence: hex32.optional().meta({ description: 'Salted digest of the notice of change.' }),
});

const evidence = z
  .strictObject({ digest: hex32 })
  .meta({ description: 'Salted digest of the record of the company register.' });

export const mergeParty = z.strictObject({ into: hex32, evidence });

/** Twin: Parties.MAX_SUCCESSORS. */
const MAX_SUCCESSORS = 16;

export const divideParty = z
  .strictObject({
    into: z
      .array(hex32)
      .min(2, 'has fewer than 2 entries')
      .max(MAX_SUCCESSORS, `has more than ${MAX_SUCCESSORS} entries`),
    evidence,
  })
  .refine(({ into }) => new Set(into).size === into.length, {
    message: 'names a party twice',
    path: ['into'],
  });

export const partyParams = z.strictObject({ id: hex32 });

export const findParties = z.strictObject({
  identifier: text(64).optional().meta({ description: 'Any identifier, exactly.' }),
  name: text(160).optional().meta({ description: 'Present or former legal name, exactly.' }),
});
