import { z } from 'zod';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { measure } from '../../../domain/line/line.ts';
import { formatNumber } from '../../../domain/encoding/numbers.ts';
import { QUOTA_KINDS } from '../../../domain/line/overlay.ts';
import type { RightRow } from '../../../domain/state/rows.ts';
import { timestamp } from '../../kit/fields.ts';
import { dayOrNull, numberOf, timestampOf } from '../common.ts';
import { intervalSchema, moneySchema } from '../schemas.ts';

const registration = { number: z.string(), at: timestamp };

/** The history of a right, each list oldest first. */
export const historyFields = {
  formerHolders: z.array(
    z.strictObject({
      holder: z.string(),
      until: timestamp,
      cause: z.string(),
      number: z.string().meta({ description: 'Of the registration that moved title.' }),
    }),
  ),
  certificates: z
    .array(
      z.strictObject({
        ...registration,
        certificateNumber: z.string(),
        validFrom: z.string().nullable(),
        validTo: z.string().nullable(),
      }),
    )
    .meta({ description: 'The last one is the present one; a renewal keeps every encumbrance.' }),
  dividedFrom: z
    .strictObject({ right: z.string(), part: z.array(intervalSchema) })
    .nullable()
    .meta({ description: 'The right that it was divided from, and which units of that it is, in order.' }),
  decisions: z.array(z.strictObject({ ...registration, kind: z.enum(QUOTA_KINDS), quantity: z.string() })),
  restrictions: z.array(z.string()).meta({ description: 'Numbers of all ever entered on it.' }),
  disposals: z.array(
    z.strictObject({
      ...registration,
      route: z.string(),
      interest: z.string().meta({ description: 'Number of the interest that was enforced.' }),
      units: intervalSchema,
      buyer: z.string(),
      proceeds: moneySchema,
      referenceValue: z.string(),
      source: z.string(),
      evidence: z.string(),
      payments: z.array(
        z.strictObject({
          interest: z.string(),
          layer: z.int().meta({ description: '0: what was registered first; n: the n-th increase.' }),
          claim: z.string(),
          paid: z.string(),
        }),
      ),
      surplus: z.string().meta({ description: 'To the holder of that time.' }),
      approver: z.string(),
      title: z
        .strictObject(registration)
        .nullable()
        .meta({ description: 'The registration that moved title to the buyer.' }),
    }),
  ),
};

export function historyView(row: RightRow): z.input<z.ZodObject<typeof historyFields>> {
  const { registration: first, renewals, dividedFrom } = row;
  return {
    formerHolders: row.formerHolders.map(({ holder, until, cause }) => ({
      holder,
      until: timestampOf(until.time),
      cause,
      number: numberOf('N', until),
    })),
    certificates: [
      certificateView(numberOf('R', row), { ...first, time: row.time }),
      ...renewals.map((renewal) => certificateView(numberOf('N', renewal), renewal)),
    ],
    dividedFrom: dividedFrom ? { right: dividedFrom.right, part: dividedFrom.part.map(intervalText) } : null,
    decisions: row.decisions.map((it) => ({
      number: numberOf('N', it),
      at: timestampOf(it.time),
      kind: it.kind,
      quantity: String(measure(it.intervals)),
    })),
    restrictions: row.restrictions.map((ref) => formatNumber('N', BigInt(ref))),
    disposals: row.disposals.map(disposalView),
  };
}

const certificateView = (
  number: string,
  it: { certificateNumber: string; validFrom: number; validTo: number; time: number },
) => ({
  number,
  at: timestampOf(it.time),
  certificateNumber: it.certificateNumber,
  validFrom: dayOrNull(it.validFrom),
  validTo: dayOrNull(it.validTo),
});

function disposalView(it: RightRow['disposals'][number]) {
  return {
    number: numberOf('N', it),
    at: timestampOf(it.time),
    route: it.route,
    interest: interestText(it.interest),
    units: intervalText(it.units),
    buyer: it.buyer,
    proceeds: { value: String(it.proceeds), currency: it.currency },
    referenceValue: String(it.referenceValue),
    source: it.source,
    evidence: it.evidence,
    payments: it.payments.map(({ claimant, layer, claim, paid }) => ({
      interest: interestText(it.claimants[claimant]!),
      layer,
      claim: String(claim),
      paid: String(paid),
    })),
    surplus: String(it.surplus),
    approver: it.approver,
    title: it.title ? { number: numberOf('N', it.title), at: timestampOf(it.title.time) } : null,
  };
}

const interestText = (id: Hex): string => formatNumber('S', BigInt(id));
const intervalText = ({ from, to }: { from: bigint; to: bigint }) => ({ from: String(from), to: String(to) });
