import { createHash } from 'node:crypto';
import type { Hex } from '../../domain/encoding/hash.ts';

/** The subject of a watch: one of the three. */
export type WatchSubject = { right: Hex } | { party: Hex } | { interest: Hex };

/** What has been told: notices by their registry sequence, alerts by their place among those of the watch. */
export interface Position {
  readonly sequence: number;
  readonly alerts: number;
}

/** A wish to be told, as an institution made it. Only its secrets change. Times are unix seconds. */
export interface Watch {
  readonly id: Hex;
  /** Party id of the institution whose watch it is. */
  readonly institution: Hex;
  readonly createdAt: number;
  readonly subject: WatchSubject;
  /** Kinds of notices and alerts; undefined is all of them, also those that come to be later. */
  readonly events: readonly string[] | undefined;
  /** Undefined: the institution reads the stream. */
  readonly webhook: string | undefined;
  /** `whsec_…`; none without a webhook. */
  readonly secret: string | undefined;
  /** Signs too until then, so that a receiver can change over. */
  readonly formerSecret: { readonly secret: string; readonly until: number } | undefined;
  /** Where it began: what was registered before is not told. */
  readonly from: Position;
  /** Of the request that made it. */
  readonly fingerprint: string;
}

export type Stopped = 'gone' | 'exhausted';

/** How far the deliveries of a watch have come; kept apart from it, since only its courier writes this. Times are unix milliseconds. */
export interface Progress {
  /** Everything up to here has been taken by the receiver. */
  readonly position: Position;
  /** How often the event behind it was tried in vain. */
  readonly attempts: number;
  /** When it may be tried again. */
  readonly nextAt: number;
  /** Why nothing is delivered until the institution resumes it. */
  readonly stopped: Stopped | undefined;
  readonly last: { readonly at: number; readonly result: string } | undefined;
}

/** Durable: what was put is on the disk when it resolves. Reads see it at once. */
export interface WatchStore {
  put(watch: Watch): Promise<void>;
  get(id: string): Watch | undefined;
  /** With its progress and its alerts. */
  delete(id: string): Promise<void>;
  /** Newest first. */
  of(institution: Hex): Promise<Watch[]>;
  all(): AsyncIterable<Watch>;
  putProgress(id: string, progress: Progress): Promise<void>;
  progress(id: string): Progress | undefined;
}

/** Follows from who asked and under which key, so that a repetition after a crash finds the same watch. */
export const watchIdOf = (scope: string): Hex =>
  `0x${createHash('sha256').update(`watch/${scope}`).digest('hex').slice(0, 32)}`;

export const startOf = ({ from }: Pick<Watch, 'from'>): Progress => ({
  position: from,
  attempts: 0,
  nextAt: 0,
  stopped: undefined,
  last: undefined,
});

/** The subjects that a notice or an alert is about. */
export interface Concerns {
  readonly rights: readonly string[];
  readonly parties: readonly string[];
  readonly interest: string | undefined;
}

export const keyOfSubject = (subject: WatchSubject): string =>
  Object.entries(subject)
    .map(([kind, id]: [string, Hex]) => `${kind}/${id}`)
    .join();

export const keysOfConcerns = ({ rights, parties, interest }: Concerns): string[] => [
  ...rights.map((id) => `right/${id}`),
  ...parties.map((id) => `party/${id}`),
  ...(interest === undefined ? [] : [`interest/${interest}`]),
];

export const wants = ({ events }: Pick<Watch, 'events'>, kind: string): boolean =>
  events === undefined || events.includes(kind);
