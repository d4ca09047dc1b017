import { z } from 'zod';
import { EFFECT_KINDS, letterOf, NOTICE_KINDS } from '../../../domain/registrations/notices.ts';
import type { InterestRow } from '../../../domain/state/rows.ts';
import { timestamp } from '../../kit/fields.ts';
import { numberOf, timestampOf } from '../common.ts';

const kind = z.enum([...NOTICE_KINDS, ...EFFECT_KINDS]);

export const registrationsSchema = z
  .array(z.strictObject({ number: z.string(), sequence: z.string(), kind, at: timestamp }))
  .meta({ description: 'Every registration on it, oldest first; …/registrations has their content.' });

export const registrationsView = (row: InterestRow): z.input<typeof registrationsSchema> =>
  row.registrations.map((entry) => ({
    number: numberOf(letterOf(entry.kind), entry),
    sequence: String(entry.sequence),
    kind: entry.kind as z.input<typeof kind>,
    at: timestampOf(entry.time),
  }));
