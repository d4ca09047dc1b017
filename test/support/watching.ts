import type { Hex } from '../../domain/encoding/hash.ts';
import { alertStore, watchStore } from '../../api/node/stores.ts';
import type { DurableStore } from '../../api/store/durable-store.ts';
import type { NoticeEntry } from '../../api/views/notice.ts';
import type { AlertSource } from '../../api/webhooks/alerts.ts';
import type { Attempt } from '../../api/webhooks/courier.ts';
import { Dispatcher, type Arrivals } from '../../api/webhooks/dispatcher.ts';
import { reachable } from '../../api/webhooks/networks.ts';
import { sender } from '../../api/webhooks/send.ts';
import { newSecret } from '../../api/webhooks/signature.ts';
import { Switchboard } from '../../api/webhooks/switchboard.ts';
import { watchIdOf, type Watch } from '../../api/webhooks/watch.ts';

export const RIGHT: Hex = `0x${'11'.repeat(32)}`;
export const OTHER: Hex = `0x${'22'.repeat(32)}`;
export const BANK: Hex = `0x${'bb'.repeat(32)}`;

/** An index of notices in memory, in which blocks become final when told. */
export class Notices {
  readonly entries: NoticeEntry[] = [];
  final = 0;
  readonly #onNotice = new Set<Parameters<Arrivals['onNotice']>[0]>();
  readonly #onFinal = new Set<(block: number) => void>();

  /** One notice in a block of its own. */
  enter(right: Hex, kind: NoticeEntry['kind'] = 'right-registration'): void {
    const sequence = (this.entries.at(-1)?.sequence ?? 0) + 1;
    const notice = { sequence, kind, time: 1_700_000_000 + sequence, block: sequence };
    const entry: NoticeEntry = {
      ...notice,
      parties: [],
      rights: [right],
      interest: undefined,
      interests: [],
    };
    this.entries.push(entry);
    for (const tell of this.#onNotice) tell(entry);
  }

  /** What the chain takes back, the index forgets. */
  takeBack(): void {
    this.entries.pop();
  }

  finalize(): void {
    this.final = this.entries.at(-1)?.block ?? 0;
    for (const tell of this.#onFinal) tell(this.final);
  }

  happens(right: Hex, kind?: NoticeEntry['kind']): void {
    this.enter(right, kind);
    this.finalize();
  }

  read = async (query: { after: number; limit: number }): Promise<NoticeEntry[]> => {
    const right = 'right' in query ? query.right : undefined;
    return this.entries
      .filter(({ sequence, block, rights }) => {
        return sequence > query.after && block <= this.final && rights.includes(right as Hex);
      })
      .slice(0, query.limit);
  };

  latest = async (): Promise<number> =>
    this.entries.findLast(({ block }) => block <= this.final)?.sequence ?? 0;

  readonly arrivals: Arrivals = {
    onNotice: (listener) => {
      this.#onNotice.add(listener);
      return () => this.#onNotice.delete(listener);
    },
    onFinal: (listener) => {
      this.#onFinal.add(listener);
      return () => this.#onFinal.delete(listener);
    },
    head: () => this.entries.at(-1)?.block ?? 0,
  };
}

export interface Wishes {
  sources?: AlertSource[];
  delays?: number[];
  timeoutMs?: number;
}

/** A dispatcher on a real journal and a real network, as the service has it, with notices made by the test. */
export function watching(
  durable: DurableStore,
  notices: Notices,
  { sources = [], delays, timeoutMs }: Wishes = {},
) {
  const store = watchStore(durable);
  const alerts = alertStore(durable);
  const switchboard = new Switchboard();
  const attempts: Attempt[] = [];
  const errors: unknown[] = [];
  const dispatcher = new Dispatcher({
    ...{ store, alerts, notices, switchboard, sources, arrivals: notices.arrivals },
    send: sender(reachable(['127.0.0.0/8']), timeoutMs === undefined ? {} : { timeoutMs }),
    alertMs: 20,
    delays: delays ?? [10, 10, 10],
    onAttempt: (attempt) => attempts.push(attempt),
    onError: (_, error) => errors.push(error),
  });
  return { store, alerts, switchboard, notices, dispatcher, attempts, errors };
}

let made = 0;
export const watchOf = (webhook: string | undefined, more: Partial<Watch> = {}): Watch => ({
  id: watchIdOf(`test/${++made}`),
  institution: BANK,
  createdAt: 1_700_000_000,
  subject: { right: RIGHT },
  events: undefined,
  webhook,
  secret: newSecret(),
  formerSecret: undefined,
  from: { sequence: 0, alerts: 0 },
  fingerprint: '',
  ...more,
});
