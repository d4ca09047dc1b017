import { z } from 'zod';
import { dayOfInstant, formatDay, type Day } from '../../../domain/time/calendar.ts';
import { cancellationClock, objectionClock } from '../../../domain/time/clocks.ts';
import { isInForce } from '../../../domain/law/law.ts';
import type { InterestRow, ObjectionRow } from '../../../domain/state/rows.ts';
import { timestamp } from '../../kit/fields.ts';
import { numberOf, timestampOf } from '../common.ts';
import { institutionId } from '../party.ts';
import type { Reader } from '../../read/reader.ts';

const registration = { number: z.string(), at: timestamp };
const file = { fileNumber: z.string().nullable(), digest: z.string() };

export const objectionSchema = z.strictObject({
  ...registration,
  institution: z.string().nullable(),
  ...file,
  status: z.enum(['open', 'accepted', 'void', 'withdrawn']).meta({
    description:
      'An objection changes no rank. Void: no acceptance of the case by a court was entered in time.',
  }),
  noticeDue: z.string().meta({ description: 'By this day the objector tells the registrant.' }),
  notified: z.strictObject({ ...registration, date: z.string() }).nullable(),
  acceptanceDue: z.string().meta({ description: 'By this day acceptance of the case is entered.' }),
  accepted: z.strictObject({ ...registration, date: z.string(), ...file }).nullable(),
  withdrawn: z.strictObject(registration).nullable(),
});

export const requestSchema = z.strictObject({
  ...registration,
  institution: z.string().nullable(),
  ...file,
  date: z.string().meta({ description: 'When the claim ended, as the grantor or debtor says.' }),
  due: z
    .string()
    .nullable()
    .meta({ description: 'Last day for the cancellation; null before the rule was in force.' }),
  overdue: z.boolean(),
  provisional: z.boolean().meta({ description: 'Holidays of a year in between are not published yet.' }),
});

export function objectionView(it: ObjectionRow, reader: Reader): z.input<typeof objectionSchema> {
  const filed = it.accepted && dayOfInstant(it.accepted.time);
  const clock = objectionClock(dayOfInstant(it.time), reader.now, filed);
  return {
    ...instantView(it),
    institution: institutionId(it.institution, reader),
    ...fileView(it),
    status: it.withdrawn ? 'withdrawn' : clock.void ? 'void' : it.accepted ? 'accepted' : 'open',
    noticeDue: formatDay(clock.noticeDue),
    notified: it.notified ? { ...instantView(it.notified), date: formatDay(it.notified.day) } : null,
    acceptanceDue: formatDay(clock.acceptanceDue),
    accepted: it.accepted
      ? { ...instantView(it.accepted), date: formatDay(it.accepted.day), ...fileView(it.accepted) }
      : null,
    withdrawn: it.withdrawn ? instantView(it.withdrawn) : null,
  };
}

/** Whether the cancellation is late now, or was when it was registered. */
export function requestView(
  it: InterestRow['requests'][number],
  { ended }: InterestRow,
  reader: Reader,
): z.input<typeof requestSchema> {
  return {
    ...instantView(it),
    institution: institutionId(it.institution, reader),
    ...fileView(it),
    date: formatDay(it.day),
    ...dueView(it.day, ended?.time ?? reader.now),
  };
}

function dueView(day: Day, at: number) {
  if (!isInForce('cancellation.due', day)) return { due: null, overdue: false, provisional: false };
  const { due, overdue, provisional } = cancellationClock(day, at);
  return { due: formatDay(due), overdue, provisional };
}

const instantView = (it: { sequence: number; time: number }) => ({
  number: numberOf('N', it),
  at: timestampOf(it.time),
});

const fileView = ({ number, digest }: { number: string; digest: string }) => ({
  fileNumber: number || null,
  digest,
});
