import { z } from 'zod';
import type { POLICY_FLAGS } from '../../../domain/encoding/codes.ts';
import type { RightTypeRow } from '../../../domain/state/rows.ts';
import { Problem } from '../../errors/problem.ts';
import { asOfEnvelope, timestamp } from '../../kit/fields.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../../kit/services.ts';
import { asOfView, timestampOf } from '../../views/common.ts';
import { institutionId } from '../../views/party.ts';
import type { Reader } from '../../read/reader.ts';
import { asOfQuery, withAsOf } from '../../views/schemas.ts';

const policySchema = z
  .strictObject({
    effectiveFrom: timestamp,
    nature: z.enum(['stock', 'flow']),
    pledgeable: z.boolean(),
    paidOnly: z.boolean().meta({ description: 'Only what was paid for (有偿取得) may be pledged.' }),
    consentRequired: z.boolean(),
    vintageRequired: z.boolean(),
    serialised: z.boolean(),
    registrationTerm: z.strictObject({ minMonths: z.int(), maxMonths: z.int() }),
    nameZh: z.string(),
    nameEn: z.string(),
    unit: z.string(),
    authorityKind: z.string(),
    requiredExternalRegistrations: z.array(z.string()),
    source: z.string(),
    note: z.string(),
  })
  .meta({ id: 'RightTypePolicy' });

const rightTypeSchema = z
  .strictObject({
    code: z.string(),
    policy: policySchema.nullable().meta({ description: 'In effect at the point of the answer.' }),
    versions: z.array(policySchema),
    confirmingAuthorities: z.array(z.string()),
  })
  .meta({ id: 'RightType' });

type Policy = z.input<typeof policySchema>;

function rightTypeView(row: RightTypeRow, reader: Reader): z.input<typeof rightTypeSchema> {
  const inEffect = row.versions.findLast(({ effectiveFrom }) => effectiveFrom <= reader.now);
  return {
    code: row.code,
    policy: inEffect ? policyView(inEffect) : null,
    versions: row.versions.map(policyView),
    confirmingAuthorities: row.competent.map((number) => institutionId(number, reader) ?? ''),
  };
}

function policyView({
  effectiveFrom,
  flags,
  minTermMonths,
  maxTermMonths,
  description,
}: RightTypeRow['versions'][number]): Policy {
  const has = (flag: (typeof POLICY_FLAGS)[number]) => flags.includes(flag);
  return {
    effectiveFrom: timestampOf(effectiveFrom),
    nature: has('flow') ? 'flow' : 'stock',
    pledgeable: has('pledgeable'),
    paidOnly: has('paid-only'),
    consentRequired: has('consent'),
    vintageRequired: has('vintage-required'),
    serialised: has('serialised'),
    registrationTerm: { minMonths: minTermMonths, maxMonths: maxTermMonths },
    nameZh: description.nameZh,
    nameEn: description.nameEn,
    unit: description.unit,
    authorityKind: description.authorityKind,
    requiredExternalRegistrations: description.externalRegistrations.split(',').filter(Boolean),
    source: description.source,
    note: description.note,
  };
}

export function rightTypeRoutes(services: Services): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/right-types',
      summary: 'The policies of all right types',
      tags: ['right-types'],
      auth: 'account',
      query: asOfQuery,
      responses: {
        200: {
          description: 'All types.',
          schema: z.strictObject({ items: z.array(rightTypeSchema), asOf: asOfEnvelope }),
        },
      },
    }).handle(async ({ query }) => {
      const reader = services.read(query.asOf);
      const items = (await reader.rightTypes()).map((row) => rightTypeView(row, reader));
      return { status: 200, body: { items, asOf: asOfView(reader.point) } };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/right-types/{code}',
      summary: 'The policy of one right type, with all its versions',
      tags: ['right-types'],
      auth: 'account',
      params: z.strictObject({
        code: z.string().regex(/^[A-Z0-9-]{1,8}$/, 'is not a type code such as WTR'),
      }),
      query: asOfQuery,
      responses: { 200: { description: 'The type.', schema: withAsOf(rightTypeSchema) } },
      errors: ['NOT_FOUND'],
    }).handle(({ params, query }) => {
      const reader = services.read(query.asOf);
      const row = reader.get('rightType', params.code);
      if (!row) throw new Problem('NOT_FOUND', { detail: `There is no right type ${params.code}.` });
      return { status: 200, body: { ...rightTypeView(row, reader), asOf: asOfView(reader.point) } };
    }),
  ];
}
