import { setImmediate as breath } from 'node:timers/promises';
import { z } from 'zod';
import {
  ALERT_KINDS,
  alertDays,
  alertsOf,
  clockDays,
  type ClockAlert,
  type Clocked,
} from '../../domain/time/alerts.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { formatNumber } from '../../domain/encoding/numbers.ts';
import { timestamp } from '../kit/fields.ts';
import { timestampOf } from './common.ts';
import { terms } from '../../domain/registrations/indexes.ts';
import type { ClockedAt, ClockPlace, Reader } from '../read/reader.ts';

const fields = {
  id: z.string().meta({ description: 'The same whenever the same fact is derived.' }),
  dueAt: timestamp.meta({ description: 'When the clock runs out, or ran out.' }),
  parties: z.array(z.string()).meta({ description: 'Holder, or grantor and debtor, and secured parties.' }),
  rights: z.array(z.string()),
  interest: z.string().nullable().meta({ description: 'Number of the security interest.' }),
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
};

export const alertSchema = z
  .strictObject({ ...fields, kind: z.enum(ALERT_KINDS), overdue: z.boolean() })
  .meta({ id: 'Alert' });

/** An alert, derived by the service or by a reader. */
interface Shown<K> extends Pick<ClockAlert, 'id' | 'rights' | 'parties' | 'interest' | 'dueAt'> {
  kind: K;
  details?: ClockAlert['details'];
}

/** As a webhook tells it. */
export function alertView<K extends string>(alert: Shown<K>) {
  const { id, kind, rights, parties, interest, dueAt, details = {} } = alert;
  return {
    ...{ id, kind, dueAt: timestampOf(dueAt), parties: [...parties], rights: [...rights] },
    interest: interest === undefined ? null : formatNumber('S', BigInt(interest)),
    details: { ...details },
  };
}

/** Rows that are looked at before others get their turn. */
const AT_ONCE = 200;

export interface AlertPlace {
  place: ClockPlace;
  id: string;
}

/** Whose alerts are asked for; those of everything if neither is named. */
export interface AlertSubject {
  right?: Hex | undefined;
  interest?: Hex | undefined;
}

/**
 * Every alert that stands, by the day that it is reckoned from. The work is bounded by the rows that can have one: those of the subject, or
 * all whose clocks are reckoned from a day that an alert can be reckoned from now.
 * @param after only alerts behind this place
 */
export async function* standingAlerts(
  reader: Reader,
  after?: AlertPlace,
  subject: AlertSubject = {},
): AsyncGenerator<AlertPlace & { alert: ClockAlert }> {
  let looked = 0;
  const named = subject.right !== undefined || subject.interest !== undefined;
  const candidates = named
    ? clockedOf(await rowsAbout(subject, reader), reader, after?.place)
    : reader.clocked(alertDays(reader.now), after?.place);
  for await (const clocked of candidates) {
    if (++looked % AT_ONCE === 0) await breath();
    const { day, place } = clocked;
    const isRowOfLast = after?.place.term === place.term && after.place.id === place.id;
    const standing = alertsOf(clocked, reader, reader.now)
      .filter((alert) => alert.day === day && !(isRowOfLast && alert.id <= after.id))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const alert of standing) yield { alert, place, id: alert.id };
  }
}

/** The rows from which an alert about the subject can be derived: a permit that ran out under an interest is one of the right. */
async function rowsAbout({ right, interest }: AlertSubject, reader: Reader): Promise<Clocked[]> {
  const own = interest && reader.get('interest', interest);
  const rights = own ? own.state.rights : right ? [right] : [];
  const lying = own ? [own] : right ? await reader.interestsOnRight(right) : [];
  const found = rights.flatMap((id) => reader.get('right', id) ?? []);
  const restricting = [...new Set(found.flatMap(({ restrictions }) => restrictions))];
  return [
    ...lying.map((row) => ({ kind: 'interest', row }) as const),
    ...found.map((row) => ({ kind: 'right', row }) as const),
    ...restricting.flatMap((ref) => {
      const row = reader.get('restriction', String(ref));
      return row ? [{ kind: 'restriction', row } as const] : [];
    }),
  ];
}

/** The rows as {@link Reader.clocked} has them: in its order, from `start` on. */
function clockedOf(rows: readonly Clocked[], { now }: Reader, start?: ClockPlace): ClockedAt[] {
  const { from, to } = alertDays(now);
  const key = ({ term, order, id }: ClockPlace) => `${term}/${String(order).padStart(16, '0')}/${id}`;
  return rows
    .flatMap((clocked) =>
      clockDays(clocked).map((day): ClockedAt => {
        const id = `${clocked.kind}/${clocked.kind === 'restriction' ? clocked.row.ref : clocked.row.id}`;
        return { ...clocked, day, place: { term: terms.day(day), order: clocked.row.sequence, id } };
      }),
    )
    .filter(({ day, place }) => from <= day && day <= to && (!start || key(place) >= key(start)))
    .sort((a, b) => (key(a.place) < key(b.place) ? -1 : 1));
}
