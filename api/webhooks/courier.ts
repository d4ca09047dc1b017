import { setTimeout as sleep } from 'node:timers/promises';
import { eventsAfter, type EventSources, type Told } from './events.ts';
import { delayAfter } from './schedule.ts';
import type { Outcome, Send } from './send.ts';
import { signatureOf } from './signature.ts';
import type { Slots } from './slots.ts';
import type { Switchboard } from './switchboard.ts';
import { startOf, type Progress, type Watch, type WatchStore } from './watch.ts';

export interface Attempt {
  readonly watch: Watch;
  readonly message: string;
  readonly ok: boolean;
  readonly result: string;
  readonly progress: Progress;
}

export interface CourierParts extends EventSources {
  readonly store: WatchStore;
  readonly switchboard: Switchboard;
  readonly send: Send;
  readonly slots: Slots;
  readonly delays: readonly number[];
  readonly onAttempt: (attempt: Attempt) => void;
  /** Something of ours failed; the courier tries again. */
  readonly onError: (watch: string, error: unknown) => void;
}

/** The two ends of a courier: no new attempt after the first, and none goes on after the second. */
export interface Signals {
  readonly stop: AbortSignal;
  readonly abort: AbortSignal;
}

const PAUSE_AFTER_ERROR_MS = 10_000;
const LONGEST_SLEEP_MS = 2 ** 31 - 1;
/** Also without being called: a call could have been lost together with the finality that it waited for. */
const ASK_AGAIN_MS = 60_000;

/** Carries the events of one watch, one at a time and in order: the next is not tried before this one has been taken. */
export class Courier {
  readonly #id: string;
  readonly #parts: CourierParts;
  readonly #signals: Signals;
  #awaiting = false;

  constructor(id: string, parts: CourierParts, signals: Signals) {
    this.#id = id;
    this.#parts = parts;
    this.#signals = signals;
  }

  /** Whether there is an event that the receiver has not taken. */
  get awaiting(): boolean {
    return this.#awaiting;
  }

  /** Ends when the watch is gone or stopped, or the service ends. Never rejects. */
  async run(): Promise<void> {
    while (!this.#ending()) {
      try {
        if (!(await this.#round())) return;
      } catch (error) {
        if (this.#ending()) return;
        this.#parts.onError(this.#id, error);
        await rest(PAUSE_AFTER_ERROR_MS, this.#signals.stop);
      }
    }
  }

  #ending(): boolean {
    return this.#signals.stop.aborted;
  }

  /** Delivers what there is, then waits for a call. @returns false if there is nothing more to do */
  async #round(): Promise<boolean> {
    const { store, switchboard } = this.#parts;
    const { stop } = this.#signals;
    const watch = store.get(this.#id);
    const progress = watch && (store.progress(this.#id) ?? startOf(watch));
    if (!watch || !progress || progress.stopped) return false;
    const calls = switchboard.calls(this.#id);
    const { told } = await eventsAfter(watch, progress.position, this.#parts);
    for (const each of told) {
      if (!(await this.#deliver(each))) return true;
    }
    if (told.length > 0) return true;
    const timer = AbortSignal.timeout(ASK_AGAIN_MS);
    await switchboard.next(this.#id, calls, AbortSignal.any([stop, timer]));
    return true;
  }

  /** One event, until it is taken. @returns false if it will not be taken now */
  async #deliver(told: Told): Promise<boolean> {
    const { store, slots, onAttempt } = this.#parts;
    const { stop } = this.#signals;
    this.#awaiting = true;
    for (;;) {
      const before = store.progress(this.#id);
      await rest((before?.nextAt ?? 0) - Date.now(), stop);
      const watch = store.get(this.#id);
      if (!watch || this.#ending()) return false;
      const outcome = await slots.run(watch.institution, () => this.#attempt(watch, told));
      // A watch that was deleted meanwhile must not leave its progress behind.
      if (outcome === undefined || !store.get(this.#id)) return false;
      const progress = this.#after(before ?? startOf(watch), told, outcome);
      await store.putProgress(this.#id, progress);
      const ok = progress.attempts === 0;
      this.#awaiting = !ok;
      onAttempt({ watch, message: told.id, ok, result: wordsOf(outcome), progress });
      if (ok) return true;
      if (progress.stopped) return false;
    }
  }

  async #attempt(watch: Watch, { id, event }: Told): Promise<Outcome | undefined> {
    const { webhook, secret, formerSecret } = watch;
    if (this.#ending() || webhook === undefined || secret === undefined) return undefined;
    const timestamp = Math.floor(Date.now() / 1_000);
    const former = formerSecret && formerSecret.until > timestamp ? [formerSecret.secret] : [];
    const body = JSON.stringify(event);
    const headers = {
      'content-type': 'application/json',
      'user-agent': 'Ludeng',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureOf([secret, ...former], id, timestamp, body),
    };
    return this.#parts.send({ url: webhook, headers, body }, this.#signals.abort);
  }

  #after(before: Progress, told: Told, outcome: Outcome): Progress {
    const last = { at: Date.now(), result: wordsOf(outcome) };
    if (outcome.status !== undefined && outcome.status >= 200 && outcome.status < 300) {
      return { position: told.position, attempts: 0, nextAt: 0, stopped: undefined, last };
    }
    const attempts = before.attempts + 1;
    if (outcome.status === 410) return { ...before, attempts, nextAt: 0, stopped: 'gone', last };
    const wish = outcome.status === undefined ? undefined : outcome.retryAfterMs;
    const delay = delayAfter(attempts, wish, this.#parts.delays);
    if (delay === undefined) return { ...before, attempts, nextAt: 0, stopped: 'exhausted', last };
    return { ...before, attempts, nextAt: last.at + delay, last };
  }
}

const wordsOf = (outcome: Outcome): string =>
  outcome.status === undefined ? outcome.failure : `HTTP ${outcome.status}`;

/** Sleeps at most so long; ends at once when the signal is aborted. */
async function rest(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0) return;
  await sleep(Math.min(ms, LONGEST_SLEEP_MS), undefined, { signal, ref: false }).catch(() => undefined);
}
