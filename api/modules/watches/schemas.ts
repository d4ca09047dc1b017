import { z } from 'zod';
import { ALERT_KINDS } from '../../../domain/time/alerts.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import { formatNumber } from '../../../domain/encoding/numbers.ts';
import { hex32, hexId, timestamp } from '../../kit/fields.ts';
import { timestampOf } from '../../views/common.ts';
import { NOTICE_KINDS } from '../../../domain/registrations/notices.ts';
import { registrationNumber } from '../../views/schemas.ts';
import { startOf, type Progress, type Watch, type WatchSubject } from '../../webhooks/watch.ts';

export const KINDS: readonly string[] = [...NOTICE_KINDS, ...ALERT_KINDS];

const subject = z
  .strictObject({
    right: hex32.optional(),
    party: hex32.optional(),
    interest: registrationNumber('S', 'a security interest').transform(interestIdOf).optional(),
  })
  .refine(
    ({ right, party, interest }) => [right, party, interest].filter((it) => it !== undefined).length === 1,
    {
      message: 'names exactly one right, party or interest',
    },
  );

export const createWatch = z.strictObject({
  subject,
  events: z
    .array(z.enum(KINDS as [string, ...string[]]))
    .min(1, 'is empty')
    .refine((kinds) => new Set(kinds).size === kinds.length, 'names a kind twice')
    .optional()
    .meta({ description: 'Kinds of notices and alerts; without it all, also those that come to be later.' }),
  delivery: z.union([z.literal('stream'), z.strictObject({ webhook: z.string() })]),
});

export function subjectOf({ right, party, interest }: z.output<typeof subject>): WatchSubject {
  if (right !== undefined) return { right };
  return party !== undefined ? { party } : { interest: interest! };
}

export const watchSchema = z
  .strictObject({
    id: hexId,
    subject: z.strictObject({
      right: z.string().optional(),
      party: z.string().optional(),
      interest: z.string().optional().meta({ description: 'Number of the security interest.' }),
    }),
    events: z.array(z.string()).nullable(),
    delivery: z.union([z.literal('stream'), z.strictObject({ webhook: z.string() })]),
    createdAt: timestamp,
    status: z.enum(['active', 'retrying', 'gone', 'exhausted']).meta({
      description:
        'gone: the receiver answered 410; exhausted: tried for three days. Both until it is resumed.',
    }),
    attempts: z.int().meta({ description: 'How often the next event was tried in vain.' }),
    nextAttemptAt: timestamp.nullable(),
    lastAttempt: z.strictObject({ at: timestamp, result: z.string() }).nullable(),
  })
  .meta({ id: 'Watch' });

export const secretSchema = z.string().meta({
  description: 'Shown now and never again: with it the receiver checks the signatures.',
  examples: ['whsec_…'],
});

/** Without its secret. */
export function watchView(watch: Watch, progress: Progress = startOf(watch)): z.input<typeof watchSchema> {
  const { id, events, webhook, createdAt } = watch;
  const { attempts, nextAt, stopped, last } = progress;
  const waits = attempts > 0 && stopped === undefined;
  return {
    id,
    subject: subjectView(watch.subject),
    events: events ? [...events] : null,
    delivery: webhook === undefined ? 'stream' : { webhook },
    createdAt: timestampOf(createdAt),
    status: stopped ?? (waits ? 'retrying' : 'active'),
    attempts,
    nextAttemptAt: waits ? timestampOf(Math.ceil(nextAt / 1_000)) : null,
    lastAttempt: last ? { at: timestampOf(Math.floor(last.at / 1_000)), result: last.result } : null,
  };
}

const subjectView = (of: WatchSubject) =>
  'interest' in of ? { interest: formatNumber('S', BigInt(of.interest)) } : of;
