import { z } from 'zod';
import { fixedToText } from '../../domain/abi.ts';
import { hasExpired } from '../../domain/calendar.ts';
import { measure } from '../../domain/line.ts';
import { free, segments, type Segment } from '../../domain/ranks.ts';
import type { RightRow } from '../../domain/rows.ts';
import { timestamp } from '../http/fields.ts';
import { dayOrNull, decimalText, numberOf, timestampOf } from './common.ts';
import { institutionId } from './party.ts';
import { interestNumber } from './interest-number.ts';
import type { Reader } from './reader.ts';

const evidence = z.strictObject({ kind: z.string(), digest: z.string() });

export const rightSchema = z
  .strictObject({
    id: z.string(),
    number: z.string(),
    type: z.string(),
    unit: z.string().nullable(),
    status: z.enum(['confirmed', 'expired']),
    holder: z.string(),
    authority: z.string().nullable().meta({ description: 'Id of the institution that confirmed it.' }),
    certificateNumber: z.string(),
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
    unit: reader.get('rightType', state.typeCode)?.versions.at(-1)?.description.unit ?? null,
    status: statusOf(row, reader.now),
    holder: state.holder,
    authority: institutionId(state.authority, reader),
    certificateNumber: registration.certificateNumber,
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
    registeredAt: timestampOf(row.time),
    sequence: String(row.sequence),
  };
}

/** Expiry is derived when it is read: nobody has to write it. */
export function statusOf({ state }: RightRow, now: number): 'confirmed' | 'expired' {
  return state.validTo !== 0 && hasExpired(state.validTo, now) ? 'expired' : 'confirmed';
}

export const lineSchema = z
  .strictObject({
    right: z.string(),
    quantity: z.string(),
    unit: z.string().nullable(),
    free: z
      .string()
      .meta({ description: 'Units that no overlay covers; one that several cover counts once.' }),
    tradable: z.string(),
    segments: z.array(
      z.strictObject({
        from: z.string(),
        to: z.string(),
        overlays: z.array(
          z.strictObject({
            kind: z.literal('interest'),
            number: z.string(),
            rank: z.int(),
            securedParties: z.array(z.string()),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Line' });

export function lineView(row: RightRow, reader: Reader): z.input<typeof lineSchema> {
  const { quantity, overlays, typeCode } = row.state;
  const unencumbered = String(measure(free(quantity, overlays)));
  return {
    right: row.id,
    quantity: String(quantity),
    unit: reader.get('rightType', typeCode)?.versions.at(-1)?.description.unit ?? null,
    free: unencumbered,
    tradable: statusOf(row, reader.now) === 'confirmed' ? unencumbered : '0',
    segments: segments(quantity, overlays).map((segment) => segmentView(segment, reader)),
  };
}

function segmentView({ from, to, overlays }: Segment, reader: Reader) {
  return {
    from: String(from),
    to: String(to),
    overlays: overlays.map(({ ref }, place) => ({
      kind: 'interest' as const,
      ...interestNumber(ref, reader),
      rank: place + 1,
    })),
  };
}
