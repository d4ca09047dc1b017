import { setImmediate as breath } from 'node:timers/promises';
import { z } from 'zod';
import { ALERT_KINDS, alertDays, alertsOf, type ClockAlert } from '../../domain/alerts.ts';
import { formatNumber } from '../../domain/numbers.ts';
import { timestamp } from '../http/fields.ts';
import { timestampOf } from './common.ts';
import type { ClockPlace, Reader } from './reader.ts';

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

/** What a clock brought about, whoever derived it. */
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

/**
 * Every alert that stands, by the day that it is reckoned from. The work is bounded by the rows whose clocks are reckoned from a day
 * that an alert can be reckoned from now, however many there are besides.
 * @param after only alerts behind this place
 */
export async function* standingAlerts(
  reader: Reader,
  after?: AlertPlace,
): AsyncGenerator<AlertPlace & { alert: ClockAlert }> {
  let looked = 0;
  for await (const clocked of reader.clocked(alertDays(reader.now), after?.place)) {
    if (++looked % AT_ONCE === 0) await breath();
    const { day, place } = clocked;
    const isRowOfLast = after?.place.term === place.term && after.place.id === place.id;
    const standing = alertsOf(clocked, reader, reader.now)
      .filter((alert) => alert.day === day && !(isRowOfLast && alert.id <= after.id))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    for (const alert of standing) yield { alert, place, id: alert.id };
  }
}
