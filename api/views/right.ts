import { z } from 'zod';
import { fixedToText } from '../../domain/encoding/abi.ts';
import { rightLife } from '../../domain/time/life.ts';
import type { RightRow } from '../../domain/state/rows.ts';
import { timestamp } from '../kit/fields.ts';
import { dayOrNull, decimalText, numberOf, timestampOf } from './common.ts';
import { institutionId } from './party.ts';
import type { Reader } from '../read/reader.ts';
import { historyFields, historyView } from './right/history.ts';
import { holdingSchema, holdingView } from './right/holding.ts';
import { unitOf } from './unit.ts';

const evidence = z.strictObject({ kind: z.string(), digest: z.string() });

export const rightSchema = z
  .strictObject({
    id: z.string(),
    number: z.string(),
    type: z.string(),
    unit: z.string().nullable(),
    status: z
      .enum(['confirmed', 'suspended', 'expired', 'surrendered', 'retired', 'cut', 'moved', 'exhausted'])
      .meta({
        description:
          'Derived for the time of reading. Suspended: every unit that is left is. From surrendered on no unit is left; exhausted: for more ' +
          'than one reason.',
      }),
    holder: z.string(),
    authority: z.string().nullable().meta({ description: 'Id of the institution that confirmed it.' }),
    certificateNumber: z.string().meta({ description: 'Of the present certificate.' }),
    quantity: z.string(),
    region: z.string(),
    validFrom: z.string().nullable(),
    validTo: z.string().nullable(),
    vintage: z.int().nullable(),
    acquisition: z.enum(['free', 'paid', 'traded']),
    referencePrice: z
      .strictObject({
        value: z.string(),
        currency: z.string(),
        asOf: z.string().nullable(),
        source: z.string(),
      })
      .nullable(),
    serialBlocks: z.array(
      z.strictObject({ prefix: z.string(), start: z.string(), end: z.string(), count: z.string() }),
    ),
    evidence: z.array(evidence),
    holding: holdingSchema,
    ...historyFields,
    registeredAt: timestamp,
    sequence: z.string(),
  })
  .meta({ id: 'Right' });

export function rightView(row: RightRow, reader: Reader): z.input<typeof rightSchema> {
  const { state, registration } = row;
  const price = registration.referencePrice;
  return {
    id: row.id,
    number: numberOf('R', row),
    type: state.typeCode,
    unit: unitOf(row, reader),
    status: rightLife(row, reader, reader.now),
    holder: state.holder,
    authority: institutionId(state.authority, reader),
    certificateNumber: (row.renewals.at(-1) ?? registration).certificateNumber,
    quantity: String(state.quantity),
    region: registration.region,
    validFrom: dayOrNull(state.validFrom),
    validTo: dayOrNull(state.validTo),
    vintage: registration.vintage === 0 ? null : registration.vintage,
    acquisition: state.acquisition as 'free' | 'paid' | 'traded',
    referencePrice:
      price.value === 0n
        ? null
        : {
            value: decimalText(price.value, price.decimals),
            currency: fixedToText(price.currency),
            asOf: dayOrNull(price.day),
            source: price.source,
          },
    serialBlocks: registration.serialBlocks.map(({ prefix, first, last }) => ({
      prefix,
      start: String(first),
      end: String(last),
      count: String(last - first + 1n),
    })),
    evidence: registration.evidence.map(({ kind, digest }) => ({ kind: fixedToText(kind), digest })),
    holding: holdingView(row, reader),
    ...historyView(row),
    registeredAt: timestampOf(row.time),
    sequence: String(row.sequence),
  };
}
