import { setTimeout as sleep } from 'node:timers/promises';
import { pollAlerts, type AlertSource } from './alerts.ts';
import { Courier, type CourierParts } from './courier.ts';
import { RETRY_DELAYS } from './schedule.ts';
import { Slots } from './slots.ts';
import type { Concerns, Watch } from './watch.ts';

/** What the index tells as it goes. */
export interface Arrivals {
  /** Each registration as it enters the index; it may still be taken back. */
  onNotice(listener: (notice: Concerns & { block: number }) => void): () => void;
  /** The highest final block that the index has, when it has changed. */
  onFinal(listener: (block: number) => void): () => void;
  /** The last block in the index. */
  head(): number;
}

export interface DispatcherOptions extends Omit<CourierParts, 'slots' | 'delays'> {
  readonly arrivals: Arrivals;
  readonly sources: readonly AlertSource[];
  /** How often the alert sources are asked. */
  readonly alertMs: number;
  /** Waits before repetitions, milliseconds; the published schedule by default. */
  readonly delays?: readonly number[];
}

/** Requests under way for one institution: a slow receiver of one holds up no other's. */
const MOST_AT_ONCE = 4;

interface Running {
  readonly courier: Courier;
  readonly stop: AbortController;
  readonly ended: Promise<void>;
}

/** Tells the watches what concerns them: wakes those who wait, and has a courier for each webhook. */
export class Dispatcher {
  readonly #options: DispatcherOptions;
  readonly #parts: CourierParts;
  readonly #running = new Map<string, Running>();
  readonly #stop = new AbortController();
  readonly #abort = new AbortController();
  readonly #unsubscribe: (() => void)[] = [];
  /** Watches that something in the index concerns which is not final yet; undefined: all of them. */
  #unripe: { block: number; ids: string[] | undefined }[] = [];
  #polling: Promise<void> | undefined;

  constructor(options: DispatcherOptions) {
    this.#options = options;
    this.#parts = { ...options, slots: new Slots(MOST_AT_ONCE), delays: options.delays ?? RETRY_DELAYS };
  }

  /** Takes up every watch where it stopped. */
  async start(): Promise<void> {
    const { store, arrivals, switchboard } = this.#options;
    this.#unsubscribe.push(
      arrivals.onNotice((notice) => {
        const ids = switchboard.concerned(notice);
        if (ids.length > 0) this.#unripe.push({ block: notice.block, ids });
      }),
      arrivals.onFinal((block) => this.#ripen(block)),
    );
    // What was in the index before we listened, final or not.
    this.#unripe.push({ block: arrivals.head(), ids: undefined });
    for await (const watch of store.all()) this.add(watch);
    this.#polling = this.#poll();
  }

  add(watch: Watch): void {
    const { switchboard, arrivals } = this.#options;
    switchboard.add(watch);
    this.#unripe.push({ block: arrivals.head(), ids: [watch.id] });
    this.#begin(watch);
  }

  /** Tries again at once, from the event that was not taken. */
  async resume(watch: Watch): Promise<void> {
    const { store } = this.#options;
    await this.#halt(watch.id);
    const progress = store.progress(watch.id);
    if (progress) {
      await store.putProgress(watch.id, { ...progress, attempts: 0, nextAt: 0, stopped: undefined });
    }
    this.#begin(watch);
  }

  /** Nothing more is delivered once it resolves. */
  async remove(watch: Watch): Promise<void> {
    await this.#halt(watch.id);
    await this.#options.store.delete(watch.id);
    this.#options.switchboard.remove(watch);
  }

  /** Webhooks with an event that has not been taken. */
  get awaiting(): number {
    return [...this.#running.values()].filter(({ courier }) => courier.awaiting).length;
  }

  /** Begins no attempt any more, and lets those under way end. What is broken off is sent again after the next start. */
  async close(drainMs: number): Promise<void> {
    this.#stop.abort();
    for (const unsubscribe of this.#unsubscribe.splice(0)) unsubscribe();
    const timer = setTimeout(() => this.#abort.abort(), drainMs);
    await Promise.all([this.#polling, ...[...this.#running.values()].map(({ ended }) => ended)]);
    clearTimeout(timer);
  }

  #begin({ id, webhook }: Watch): void {
    if (webhook === undefined || this.#running.has(id) || this.#stop.signal.aborted) return;
    const stop = new AbortController();
    const signals = {
      stop: AbortSignal.any([stop.signal, this.#stop.signal]),
      abort: AbortSignal.any([stop.signal, this.#abort.signal]),
    };
    const courier = new Courier(id, this.#parts, signals);
    const ended = courier.run().then(() => void this.#running.delete(id));
    this.#running.set(id, { courier, stop, ended });
  }

  async #halt(id: string): Promise<void> {
    const running = this.#running.get(id);
    running?.stop.abort();
    await running?.ended;
  }

  #ripen(final: number): void {
    const { switchboard } = this.#options;
    const ripe = this.#unripe.filter(({ block }) => block <= final);
    if (ripe.length === 0) return;
    this.#unripe = this.#unripe.filter(({ block }) => block > final);
    if (ripe.some(({ ids }) => ids === undefined)) switchboard.wakeAll();
    else for (const id of new Set(ripe.flatMap(({ ids }) => ids ?? []))) switchboard.wake(id);
  }

  async #poll(): Promise<void> {
    const { sources, switchboard, store: watches, alerts, alertMs, onError } = this.#options;
    const { signal } = this.#stop;
    while (!signal.aborted && sources.length > 0) {
      const now = Math.floor(Date.now() / 1_000);
      await pollAlerts({ sources, switchboard, watches, alerts }, now).catch((error: unknown) =>
        onError('alerts', error),
      );
      await sleep(alertMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}
