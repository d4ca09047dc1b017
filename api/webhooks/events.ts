import { alertView } from '../views/alert.ts';
import { timestampOf } from '../views/common.ts';
import { noticeView, type NoticeEntry } from '../views/notice.ts';
import type { AlertStore, FoundAlert } from './alerts.ts';
import { wants, type Position, type Watch, type WatchSubject } from './watch.ts';

/** Notices that nothing can take back any more, in the order of the registry sequence. */
export interface FinalNotices {
  read(query: WatchSubject & { after: number; limit: number }): Promise<NoticeEntry[]>;
  /** The last sequence that is final; 0 if there is none. */
  latest(): Promise<number>;
}

/** What is told, by webhook and by stream alike: the form that Standard Webhooks recommends. */
export interface WatchEvent {
  readonly type: string;
  readonly timestamp: string;
  readonly data: object;
}

/** An event of a watch, and where the watch stands once it has been told. */
export interface Told {
  /** Of the event: the same at every attempt, and after every restart. */
  readonly id: string;
  readonly position: Position;
  readonly event: WatchEvent;
}

export interface EventSources {
  readonly notices: FinalNotices;
  readonly alerts: AlertStore;
}

const BATCH = 50;

/**
 * What a watch has to be told after a position: notices first, then alerts. Empty if there is nothing.
 * Notices that it does not want are passed over, so the position returned may be ahead of what is told.
 */
export async function eventsAfter(
  watch: Watch,
  { sequence, alerts }: Position,
  sources: EventSources,
): Promise<{ told: Told[]; position: Position }> {
  let after = sequence;
  for (;;) {
    const found = await sources.notices.read({ ...watch.subject, after, limit: BATCH });
    after = found.at(-1)?.sequence ?? after;
    const told = found.flatMap((entry) => toldNotice(watch, entry, alerts) ?? []);
    if (told.length > 0) return { told, position: { sequence: after, alerts } };
    if (found.length < BATCH) break;
  }
  const more = await sources.alerts.after(watch.id, alerts, BATCH);
  const told = more.map((found) => toldAlert(watch, found, after));
  return { told, position: { sequence: after, alerts: more.at(-1)?.place ?? alerts } };
}

function toldNotice(watch: Watch, entry: NoticeEntry, alerts: number): Told | undefined {
  const { kind } = entry;
  if (!wants(watch, kind)) return undefined;
  return {
    id: `msg_${watch.id.slice(2)}_n${entry.sequence}`,
    position: { sequence: entry.sequence, alerts },
    event: { type: `notice.${kind}`, timestamp: timestampOf(entry.time), data: noticeView(entry) },
  };
}

function toldAlert(watch: Watch, { place, at, alert }: FoundAlert, sequence: number): Told {
  return {
    id: `msg_${watch.id.slice(2)}_a${place}`,
    position: { sequence, alerts: place },
    event: { type: `alert.${alert.kind}`, timestamp: timestampOf(at), data: alertView(alert) },
  };
}
