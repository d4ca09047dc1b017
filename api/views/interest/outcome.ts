import { z } from 'zod';
import { formatDay } from '../../../domain/time/calendar.ts';
import type { InterestRow } from '../../../domain/state/rows.ts';
import { timestamp } from '../../kit/fields.ts';
import { numberOf, timestampOf } from '../common.ts';
import { moneySchema } from '../schemas.ts';

const registration = { number: z.string(), at: timestamp };

/** How enforcement stands, and how the interest ended. */
export const outcomeFields = {
  default: z
    .strictObject({ ...registration, date: z.string(), due: moneySchema, digest: z.string() })
    .nullable()
    .meta({ description: 'As declared; null if none is, or no longer.' }),
  payments: z
    .array(z.strictObject({ ...registration, claimed: z.string(), paid: z.string() }))
    .meta({ description: 'From disposals; what was paid is secured no longer.' }),
  cancellation: z.strictObject({ ...registration, reason: z.string(), approver: z.string() }).nullable(),
  revocation: z
    .strictObject({
      ...registration,
      judgment: z.strictObject({
        court: z.string(),
        number: z.string(),
        effectiveDate: z.string(),
        digest: z.string(),
      }),
      approver: z.string(),
    })
    .nullable(),
};

export function outcomeView(row: InterestRow): z.input<z.ZodObject<typeof outcomeFields>> {
  const { ended, state } = row;
  const declared = row.default;
  return {
    default: declared
      ? {
          ...instantView('N', declared),
          date: formatDay(declared.day),
          due: { value: String(declared.due), currency: state.currency },
          digest: declared.digest,
        }
      : null,
    payments: row.payments.map((it) => ({
      ...instantView('N', it),
      claimed: String(it.claimed),
      paid: String(it.paid),
    })),
    cancellation:
      ended && ended.reason !== 'revoked'
        ? { ...instantView('C', ended), reason: ended.reason, approver: ended.approver }
        : null,
    revocation: ended?.reason === 'revoked' ? revocationView(ended) : null,
  };
}

function revocationView(ended: Extract<NonNullable<InterestRow['ended']>, { reason: 'revoked' }>) {
  const { court, number, effectiveDay, digest } = ended.judgment;
  return {
    ...instantView('N', ended),
    judgment: { court, number, effectiveDate: formatDay(effectiveDay), digest },
    approver: ended.approver,
  };
}

const instantView = (letter: 'C' | 'N', it: { sequence: number; time: number }) => ({
  number: numberOf(letter, it),
  at: timestampOf(it.time),
});
