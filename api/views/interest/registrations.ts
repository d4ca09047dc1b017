import { z } from 'zod';
import {
  KIND_OF_EVENT,
  letterOf,
  NOTICE_KINDS,
  type NoticeKind,
} from '../../../domain/registrations/notices.ts';
import type { InterestRow, RegistrationEntry } from '../../../domain/state/rows.ts';
import { timestamp } from '../../kit/fields.ts';
import { numberOf, timestampOf } from '../common.ts';

/** What befell an interest through a registration on its collateral, whose number it bears. */
export const EFFECTS = { InterestFollowed: 'followed-division', InterestPaid: 'payment' } as const;

const kind = z.enum([...NOTICE_KINDS, ...Object.values(EFFECTS)]);

export const registrationsSchema = z
  .array(z.strictObject({ number: z.string(), sequence: z.string(), kind, at: timestamp }))
  .meta({ description: 'Every registration on it, oldest first; …/registrations has their content.' });

export const registrationsView = (row: InterestRow): z.input<typeof registrationsSchema> =>
  row.registrations.map((entry) => {
    const kind = kindOf(row, entry);
    const number = numberOf(letterOf(kind), entry);
    return { number, sequence: String(entry.sequence), kind, at: timestampOf(entry.time) };
  });

function kindOf(row: InterestRow, { event, sequence }: RegistrationEntry): z.input<typeof kind> {
  switch (event) {
    case 'InterestFollowed':
    case 'InterestPaid':
      return EFFECTS[event];
    case 'InterestRegistered':
      return wasAdvance(row) ? 'advance-registration' : 'initial-registration';
    case 'InterestRemarked':
      return remarkKind(row, sequence);
    default: {
      const known = KIND_OF_EVENT[event];
      if (!known) throw new RangeError(`${event} is no registration on an interest`);
      return known;
    }
  }
}

/** A confirmation ends the advance registration, and nothing else does. */
const wasAdvance = ({ terms, registrations }: InterestRow): boolean =>
  terms.advance || registrations.some(({ event }) => event === 'InterestConfirmed');

function remarkKind({ objections }: InterestRow, sequence: number): NoticeKind {
  for (const it of objections) {
    if (it.sequence === sequence) return 'objection';
    if (it.notified?.sequence === sequence) return 'objection-notification';
    if (it.accepted?.sequence === sequence) return 'case-acceptance';
    if (it.withdrawn?.sequence === sequence) return 'objection-withdrawal';
  }
  return 'cancellation-request';
}
