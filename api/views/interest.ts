import { z } from 'zod';
import { formatDay } from '../../domain/calendar.ts';
import { measure } from '../../domain/line.ts';
import { tranchesOf, type Tranche } from '../../domain/ranks.ts';
import type { InterestRow } from '../../domain/rows.ts';
import { timestamp } from '../http/fields.ts';
import { numberOf, timestampOf } from './common.ts';
import { institutionId } from './party.ts';
import type { Reader } from './reader.ts';
import { intervalSchema, moneySchema, trancheSchema } from './schemas.ts';

export const interestSchema = z
  .strictObject({
    id: z.string(),
    number: z.string(),
    kind: z.enum(['pledge', 'mortgage', 'maximum-amount-pledge']),
    status: z.enum(['effective', 'cancelled']),
    grantor: z.string(),
    debtor: z.string(),
    securedParties: z.array(z.string()),
    agent: z.string().nullable().meta({ description: 'The secured party that registered and acts for all.' }),
    securedAmount: moneySchema,
    contract: z.strictObject({ number: z.string(), digest: z.string() }),
    term: z.strictObject({ from: z.string(), to: z.string() }),
    collateral: z.array(
      z.strictObject({
        right: z.string(),
        quantity: z.string().meta({ description: 'As registered.' }),
        intervals: z.array(intervalSchema),
        tranches: z.array(trancheSchema).meta({ description: 'Present ranks; empty once it has ended.' }),
      }),
    ),
    sequence: z.string(),
    effectiveAt: timestamp,
    cancellation: z
      .strictObject({ number: z.string(), at: timestamp, reason: z.string(), approver: z.string() })
      .nullable(),
  })
  .meta({ id: 'SecurityInterest' });

export function interestView(row: InterestRow, reader: Reader): z.input<typeof interestSchema> {
  const { state, ended } = row;
  return {
    id: row.id,
    number: numberOf('S', row),
    kind: state.kind as 'pledge' | 'mortgage' | 'maximum-amount-pledge',
    status: state.status as 'effective' | 'cancelled',
    grantor: state.grantor,
    debtor: state.debtor,
    securedParties: state.securedParties.map((number) => institutionId(number, reader) ?? ''),
    agent: institutionId(state.agent, reader),
    securedAmount: { value: String(state.securedAmount), currency: state.currency },
    contract: { number: row.terms.contractNumber, digest: state.contractDigest },
    term: { from: formatDay(state.termFrom), to: formatDay(state.termTo) },
    collateral: row.collateral.map(({ right, intervals }) => ({
      right,
      quantity: String(measure(intervals)),
      intervals: intervals.map(({ from, to }) => ({ from: String(from), to: String(to) })),
      tranches: tranchesOf(row.sequence, reader.get('right', right)?.state.overlays ?? []).map(trancheView),
    })),
    sequence: String(row.sequence),
    effectiveAt: timestampOf(row.time),
    cancellation: ended
      ? {
          number: numberOf('C', ended),
          at: timestampOf(ended.time),
          reason: ended.reason,
          approver: ended.approver,
        }
      : null,
  };
}

export function trancheView({ from, to, rank }: Tranche) {
  return { from: String(from), to: String(to), rank };
}
