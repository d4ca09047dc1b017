import { z } from 'zod';
import { formatDay } from '../../../domain/time/calendar.ts';
import { legsIn, type Leg } from '../../../domain/interests/legs.ts';
import type { InterestRow } from '../../../domain/state/rows.ts';
import { timestamp } from '../../kit/fields.ts';
import { dayOrNull, numberOf, timestampOf } from '../common.ts';
import { institutionId } from '../party.ts';
import type { Reader } from '../../read/reader.ts';

const state = z.enum(['not-required', 'pending', 'matched', 'divergent']);

export const externalSchema = z
  .strictObject({
    state: state.meta({ description: 'The worst of all registers; a divergent pair is never clean.' }),
    thirdPartyEffective: z.boolean().meta({ description: '对抗第三人效力.' }),
    reason: z.string(),
    freeze: z
      .enum(['available', 'not-provided-by-law'])
      .meta({ description: 'Whether the law of the types lets the platform freeze pledged units.' }),
    registers: z.array(
      z.strictObject({
        register: z.enum(['unified', 'platform']),
        required: z.boolean(),
        state,
        entry: z
          .strictObject({
            number: z.string(),
            date: z.string().nullable(),
            quantity: z.string(),
            grantor: z.string(),
            termTo: z.string().nullable(),
            evidence: z.string(),
            enteredBy: z.string().nullable(),
            registration: z.string().meta({ description: 'Number of the entry here.' }),
            at: timestamp,
          })
          .nullable(),
        differences: z.array(z.strictObject({ field: z.string(), ours: z.string(), theirs: z.string() })),
      }),
    ),
  })
  .meta({
    id: 'ExternalRegistrations',
    description: '双登记: what other registers say, as entered by hand with evidence.',
  });

export function externalView(row: InterestRow, reader: Reader): z.input<typeof externalSchema> {
  const { legs, ...derived } = legsIn(row, reader, reader.now);
  return { ...derived, registers: legs.map((leg) => legView(leg, reader)) };
}

function legView({ entry, differences, ...leg }: Leg, reader: Reader) {
  return {
    ...leg,
    entry: entry ? entryView(entry as InterestRow['legs'][number], reader) : null,
    differences: differences.map(({ field, ours, theirs }) =>
      field === 'termTo'
        ? { field, ours: formatDay(Number(ours)), theirs: formatDay(Number(theirs)) }
        : { field, ours, theirs },
    ),
  };
}

const entryView = (it: InterestRow['legs'][number], reader: Reader) => ({
  number: it.number,
  date: dayOrNull(it.day),
  quantity: String(it.quantity),
  grantor: it.grantor,
  termTo: dayOrNull(it.termTo),
  evidence: it.evidence,
  enteredBy: institutionId(it.institution, reader),
  registration: numberOf('N', it),
  at: timestampOf(it.time),
});
