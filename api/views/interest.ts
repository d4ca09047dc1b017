import { z } from 'zod';
import { formatDay } from '../../domain/time/calendar.ts';
import { interestLife } from '../../domain/time/life.ts';
import type { InterestRow } from '../../domain/state/rows.ts';
import { timestamp } from '../kit/fields.ts';
import { dayOrNull, numberOf, timestampOf } from './common.ts';
import { objectionSchema, objectionView, requestSchema, requestView } from './interest/annotations.ts';
import { collateralSchema, collateralView, layersSchema, layersView } from './interest/collateral.ts';
import { externalSchema, externalView } from './interest/external.ts';
import { outcomeFields, outcomeView } from './interest/outcome.ts';
import { registrationsSchema, registrationsView } from './interest/registrations.ts';
import { institutionId } from './party.ts';
import type { Reader } from '../read/reader.ts';
import { moneySchema } from './schemas.ts';

export const interestSchema = z
  .strictObject({
    id: z.string(),
    number: z.string(),
    kind: z.enum(['pledge', 'mortgage', 'maximum-amount-pledge']),
    status: z
      .enum(['advance', 'effective', 'enforcing', 'lapsed', 'cancelled', 'revoked'])
      .meta({ description: 'Derived for the time of reading: it lapses without anybody writing it.' }),
    grantor: z.string(),
    debtor: z.string(),
    securedParties: z.array(z.string()),
    agent: z.string().nullable().meta({ description: 'The secured party that registered and acts for all.' }),
    securedAmount: moneySchema,
    layers: layersSchema,
    contract: z.strictObject({ number: z.string(), digest: z.string() }),
    term: z.strictObject({ from: z.string(), to: z.string() }),
    negativePledge: z.boolean(),
    determinationDate: z.string().nullable(),
    collateral: collateralSchema,
    externalRegistrations: externalSchema,
    objections: z.array(objectionSchema),
    cancellationRequests: z.array(requestSchema),
    ...outcomeFields,
    registrations: registrationsSchema,
    sequence: z.string(),
    effectiveAt: timestamp,
  })
  .meta({ id: 'SecurityInterest' });

export function interestView(row: InterestRow, reader: Reader): z.input<typeof interestSchema> {
  const { state, terms } = row;
  return {
    id: row.id,
    number: numberOf('S', row),
    kind: state.kind as 'pledge' | 'mortgage' | 'maximum-amount-pledge',
    status: interestLife(row, reader.now),
    grantor: state.grantor,
    debtor: state.debtor,
    securedParties: state.securedParties.map((number) => institutionId(number, reader) ?? ''),
    agent: institutionId(state.agent, reader),
    securedAmount: { value: String(state.securedAmount), currency: state.currency },
    layers: layersView(row, reader),
    contract: { number: terms.contractNumber, digest: state.contractDigest },
    term: { from: formatDay(state.termFrom), to: formatDay(state.termTo) },
    negativePledge: terms.negativePledge,
    determinationDate: dayOrNull(terms.determinationDay),
    collateral: collateralView(row, reader),
    externalRegistrations: externalView(row, reader),
    objections: row.objections.map((it) => objectionView(it, reader)),
    cancellationRequests: row.requests.map((it) => requestView(it, row, reader)),
    ...outcomeView(row),
    registrations: registrationsView(row),
    sequence: String(row.sequence),
    effectiveAt: timestampOf(row.time),
  };
}

export { trancheView } from './interest/collateral.ts';
