import { z } from 'zod';
import { letterOf, NOTICE_KINDS, type NoticeKind } from '../../domain/registrations/notices.ts';
import { formatNumber } from '../../domain/encoding/numbers.ts';
import { timestamp } from '../kit/fields.ts';
import { timestampOf } from './common.ts';

export const noticeSchema = z
  .strictObject({
    number: z.string(),
    sequence: z.string(),
    kind: z.enum(NOTICE_KINDS),
    at: timestamp,
    block: z.int(),
    party: z.string().nullable().meta({ description: 'Party, holder or grantor.' }),
    parties: z.array(z.string()).meta({ description: 'Every party that it concerns.' }),
    rights: z.array(z.string()),
    interest: z
      .string()
      .nullable()
      .meta({ description: 'Number of the security interest that it is about.' }),
    interests: z.array(z.string()).meta({
      description: 'Numbers of all that it concerns, also of those on units of which something becomes.',
    }),
  })
  .meta({ id: 'Notice' });

/** As the index keeps it. */
export interface NoticeEntry {
  sequence: number;
  kind: NoticeKind;
  time: number;
  block: number;
  parties: readonly string[];
  rights: readonly string[];
  interest: string | undefined;
  interests: readonly string[];
}

export function noticeView(entry: NoticeEntry): z.input<typeof noticeSchema> {
  const interestNumber = (id: string) => formatNumber('S', BigInt(id));
  return {
    number: formatNumber(letterOf(entry.kind), BigInt(entry.sequence)),
    sequence: String(entry.sequence),
    kind: entry.kind,
    at: timestampOf(entry.time),
    block: entry.block,
    party: entry.parties[0] ?? null,
    parties: [...entry.parties],
    rights: [...entry.rights],
    interest: entry.interest ? interestNumber(entry.interest) : null,
    interests: entry.interests.map(interestNumber),
  };
}
