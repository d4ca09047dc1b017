import { createHash } from 'node:crypto';
import { Problem } from '../errors/problem.ts';
import { canonicalJson } from '../../domain/encoding/canonical-json.ts';

/** An answer as it went out, to be given again. */
export interface StoredAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON text, or empty. */
  readonly body: string;
}

export interface IdempotencyRecord {
  /** SHA-256 of the canonical request, in hexadecimal. */
  readonly fingerprint: string;
  /** Unix milliseconds of the first request. */
  readonly at: number;
  /** Missing while the outcome is unknown: under way, broken off by a crash, or ended in a 5xx. */
  readonly answer?: StoredAnswer;
}

/**
 * Where keys are kept, by `<institution>/<key>`. A `put` must survive a kill of the process when it resolves; it need not survive
 * a power cut, because what a handler does with the key (the outbox's operation) is durable by itself.
 * Records may be dropped some weeks after `at`.
 */
export interface IdempotencyStore {
  get(scope: string): IdempotencyRecord | undefined | Promise<IdempotencyRecord | undefined>;
  put(scope: string, record: IdempotencyRecord): void | Promise<void>;
  delete(scope: string): void | Promise<void>;
}

export interface IdempotentRequest {
  readonly institution: string;
  readonly key: string;
  /** Everything that makes it the request that it is: method, path, query, body, duty. */
  readonly content: unknown;
}

/** Runs a write once per key and gives its answer to every repetition. */
export type RunOnce = (
  request: IdempotentRequest,
  run: () => Promise<StoredAnswer>,
) => Promise<{ answer: StoredAnswer; replayed: boolean }>;

const KEY = /^[A-Za-z0-9._~:+/=@-]{1,255}$/;

/** @throws Problem IDEMPOTENCY_KEY_REQUIRED */
export function parseIdempotencyKey(header: string | undefined): string {
  // The draft standard writes the key as a quoted string; most clients do not.
  const key = header?.replace(/^"(.*)"$/, '$1');
  if (key !== undefined && KEY.test(key)) return key;
  const message =
    header === undefined ? 'is missing' : 'is not 1 to 255 letters, digits or . _ ~ : + / = @ -';
  throw new Problem('IDEMPOTENCY_KEY_REQUIRED', {
    detail: `The header Idempotency-Key ${message}.`,
    fields: [{ field: '/idempotency-key', in: 'header', message }],
  });
}

// Refusals that say nothing about the request itself, only about the moment: a repetition should be tried anew.
const TRANSIENT = new Set([401, 403, 408, 425, 429]);

interface UnderWay {
  readonly fingerprint: string;
  readonly outcome: Promise<StoredAnswer>;
}

export function createRunOnce(store: IdempotencyStore, now: () => number = Date.now): RunOnce {
  const underWay = new Map<string, UnderWay>();

  const execute = async (
    scope: string,
    fingerprint: string,
    run: () => Promise<StoredAnswer>,
  ): Promise<{ answer: StoredAnswer; replayed: boolean }> => {
    const earlier = await store.get(scope);
    if (earlier !== undefined && earlier.fingerprint !== fingerprint) throw reused();
    if (earlier?.answer !== undefined) return { answer: earlier.answer, replayed: true };
    const begun = earlier ?? { fingerprint, at: now() };
    if (earlier === undefined) await store.put(scope, begun);
    // A 5xx leaves the record without an answer: the write may have happened, so another body stays refused.
    const answer = await run();
    if (TRANSIENT.has(answer.status)) {
      // An earlier attempt without an answer may have taken effect: its record must outlive this refusal.
      if (earlier === undefined) await store.delete(scope);
    } else if (answer.status < 500) {
      await store.put(scope, { ...begun, answer });
    }
    return { answer, replayed: false };
  };

  return async ({ institution, key, content }, run) => {
    const scope = `${institution}/${key}`;
    const fingerprint = createHash('sha256').update(canonicalJson(content)).digest('hex');
    const first = underWay.get(scope);
    if (first !== undefined) {
      if (first.fingerprint !== fingerprint) throw reused();
      return { answer: await first.outcome, replayed: true };
    }
    const execution = execute(scope, fingerprint, run);
    const outcome = execution.then(({ answer }) => answer);
    outcome.catch(() => undefined);
    underWay.set(scope, { fingerprint, outcome });
    try {
      return await execution;
    } finally {
      underWay.delete(scope);
    }
  };
}

const reused = (): Problem => new Problem('IDEMPOTENCY_KEY_REUSED');
