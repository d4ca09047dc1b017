import type { Hex } from '../../domain/encoding/hash.ts';
import type { Switchboard } from './switchboard.ts';
import { wants, type Concerns, type WatchStore } from './watch.ts';

/**
 * Something that a clock brought about, or will, without any registration. It is derived whenever it is asked for, and stored only where it
 * has been told to somebody.
 */
export interface Alert extends Concerns {
  /** The same whenever the same fact is derived; 1 to 200 characters, none of them a control character. */
  readonly id: string;
  readonly kind: string;
  readonly rights: readonly Hex[];
  readonly parties: readonly Hex[];
  readonly interest: Hex | undefined;
  /** When the clock runs out, or ran out; unix seconds. */
  readonly dueAt: number;
  /** Further facts, as JSON shows them. */
  readonly details?: Readonly<Record<string, string | number | boolean | null>>;
}

export interface AlertSource {
  /** Every alert that stands at this time. @param now unix seconds */
  alertsAt(now: number): Iterable<Alert> | AsyncIterable<Alert>;
}

/** An alert that a watch was given. */
export interface FoundAlert {
  /** From 1, without gaps, among those of the watch. */
  readonly place: number;
  /** When it was found; unix seconds. */
  readonly at: number;
  readonly alert: Alert;
}

export interface AlertStore {
  /** Durable when it resolves. @returns false if the watch has an alert of this id already */
  add(watch: string, alert: Alert, at: number): Promise<boolean>;
  after(watch: string, place: number, limit: number): Promise<FoundAlert[]>;
}

interface Polled {
  sources: readonly AlertSource[];
  switchboard: Switchboard;
  watches: Pick<WatchStore, 'get'>;
  alerts: AlertStore;
}

/** Asks the sources once, and gives each watch what it has not been given. */
export async function pollAlerts(
  { sources, switchboard, watches, alerts }: Polled,
  now: number,
): Promise<void> {
  if (switchboard.isEmpty) return;
  for (const source of sources) {
    for await (const alert of source.alertsAt(now)) {
      for (const id of switchboard.concerned(alert)) {
        const watch = watches.get(id);
        if (watch && wants(watch, alert.kind) && (await alerts.add(id, alert, now))) switchboard.wake(id);
      }
    }
  }
}
