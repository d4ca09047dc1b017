import { z } from 'zod';
import type { EventName } from '../../domain/events.ts';
import { formatNumber, type NumberLetter } from '../../domain/numbers.ts';
import { timestamp } from '../http/fields.ts';
import { timestampOf } from './common.ts';

export const NOTICE_KINDS = [
  'party-registration',
  'party-rename',
  'right-registration',
  'initial-registration',
  'cancellation',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** The events that are registrations, hence publicity; what they are called; the letter of their number. */
export const NOTICE_OF: Readonly<Partial<Record<EventName, { kind: NoticeKind; letter: NumberLetter }>>> = {
  PartyRegistered: { kind: 'party-registration', letter: 'P' },
  PartyRenamed: { kind: 'party-rename', letter: 'N' },
  RightRegistered: { kind: 'right-registration', letter: 'R' },
  InterestRegistered: { kind: 'initial-registration', letter: 'S' },
  InterestCancelled: { kind: 'cancellation', letter: 'C' },
};

export const noticeSchema = z
  .strictObject({
    number: z.string(),
    sequence: z.string(),
    kind: z.enum(NOTICE_KINDS),
    at: timestamp,
    block: z.int(),
    party: z.string().nullable().meta({ description: 'Party, holder or grantor.' }),
    rights: z.array(z.string()),
    interest: z.string().nullable().meta({ description: 'Number of the security interest.' }),
  })
  .meta({ id: 'Notice' });

/** As the index keeps it. */
export interface NoticeEntry {
  sequence: number;
  event: EventName;
  time: number;
  block: number;
  parties: readonly string[];
  rights: readonly string[];
  interest: string | undefined;
}

export function noticeView(entry: NoticeEntry): z.input<typeof noticeSchema> {
  const notice = NOTICE_OF[entry.event];
  if (!notice) throw new RangeError(`${entry.event} is not a registration`);
  return {
    number: formatNumber(notice.letter, BigInt(entry.sequence)),
    sequence: String(entry.sequence),
    kind: notice.kind,
    at: timestampOf(entry.time),
    block: entry.block,
    party: entry.parties[0] ?? null,
    rights: [...entry.rights],
    interest: entry.interest ? formatNumber('S', BigInt(entry.interest)) : null,
  };
}

/** The event that a kind of notice announces. */
export const EVENT_OF = Object.fromEntries(
  Object.entries(NOTICE_OF).map(([event, { kind }]) => [kind, event]),
) as Record<NoticeKind, EventName>;
