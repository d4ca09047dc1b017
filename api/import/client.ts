import { setTimeout as sleep } from 'node:timers/promises';
import type { Body } from './plan.ts';
import type { Fault } from './rows.ts';

/** What the service made of one body. */
export type Answer =
  | { readonly outcome: 'registered'; readonly number: string }
  /** Accepted, but waits for another person or for the chain; sending it again asks for its state. */
  | { readonly outcome: 'pending'; readonly awaiting: string }
  | { readonly outcome: 'rejected'; readonly faults: readonly Fault[] };

/** The service cannot be reached, or refuses this account: going on would only fail again. */
export class ServiceStopped extends Error {
  override readonly name = 'ServiceStopped';
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

export interface Client {
  post(path: string, body: Body, idempotencyKey: string): Promise<Answer>;
}

export interface ClientOptions {
  readonly url: string;
  readonly key?: string | undefined;
  /** Milliseconds before the first retry; each further one waits twice as long. */
  readonly patience?: number;
  readonly attempts?: number;
}

/** Posts over HTTP, and tries again what may succeed later: the idempotency key makes that safe. */
export function httpClient({ url, key, patience = 250, attempts = 7 }: ClientOptions): Client {
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, application/problem+json',
    prefer: 'wait=30',
    ...(key === undefined ? {} : { authorization: `Bearer ${key}` }),
  };

  async function once(path: string, request: RequestInit): Promise<Response | Error> {
    try {
      return await fetch(new URL(path, url), {
        ...request,
        redirect: 'error',
        signal: AbortSignal.timeout(60_000),
      });
    } catch (error) {
      return error instanceof Error ? error : new Error(String(error));
    }
  }

  async function patiently(path: string, request: RequestInit): Promise<Response> {
    for (let attempt = 1; ; attempt++) {
      const response = await once(path, request);
      if (!(response instanceof Error) && !isTransient(response.status)) return response;
      if (attempt === attempts) {
        const reason = response instanceof Error ? reasonOf(response) : `it answers ${response.status}`;
        throw new ServiceStopped(
          `the service at ${url} does not answer: ${reason}`,
          'Run the same command again once it does; it goes on where it stopped.',
        );
      }
      await sleep(retryAfter(response) ?? patience * 2 ** (attempt - 1));
    }
  }

  /** A repeated key gives the first answer again, so what became of it stands at its address only. */
  async function follow(address: string, first: Answer): Promise<Answer> {
    let answer = first;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const response = await patiently(address, { headers });
      if (!response.ok) return answer;
      answer = outcomeOf(await documentOf(response));
      if (answer.outcome !== 'pending' || answer.awaiting !== CHAIN) return answer;
      await sleep(patience * 2 ** attempt);
    }
    return answer;
  }

  return {
    async post(path, body, idempotencyKey) {
      const response = await patiently(path, {
        method: 'POST',
        headers: { ...headers, 'idempotency-key': idempotencyKey },
        body: JSON.stringify(body),
      });
      const answer = await answerOf(response);
      const address = response.headers.get('location') ?? '';
      if (answer.outcome !== 'pending' || !/^\/v1\/(operations|proposals)\/[\w-]+$/.test(address)) {
        return answer;
      }
      return follow(address, answer);
    },
  };
}

const CHAIN = 'the chain';

/** What an operation or a proposal has come to. */
function outcomeOf(document: Record<string, unknown>): Answer {
  const { status, error, resource } = document;
  if (status === 'final' || status === 'approved') {
    const at = typeof resource === 'string' ? resource.split('/').at(-1) : textIn(document, 'id');
    return { outcome: 'registered', number: at ?? '' };
  }
  if (status === 'failed' && typeof error === 'object' && error !== null) {
    return { outcome: 'rejected', faults: faultsOf(error as Record<string, unknown>, 200) };
  }
  if (status === 'rejected') {
    const message = `refused by the one who was asked: ${textIn(document, 'reason') ?? 'no reason given'}`;
    return { outcome: 'rejected', faults: [{ field: '', message, remedy: 'Settle it with them first.' }] };
  }
  return { outcome: 'pending', awaiting: awaited(document) };
}

const isTransient = (status: number): boolean => status === 429 || status === 408 || status >= 500;

const reasonOf = (error: Error): string =>
  error.cause instanceof Error && error.cause.message !== '' ? error.cause.message : error.message;

const MAX_WAIT = 60_000;

function retryAfter(response: Response | Error): number | undefined {
  if (response instanceof Error) return undefined;
  const seconds = Number(response.headers.get('retry-after') ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.min(seconds * 1000, MAX_WAIT) : undefined;
}

async function answerOf(response: Response): Promise<Answer> {
  const document = await documentOf(response);
  if (response.status === 401 || response.status === 403) {
    const detail = textIn(document, 'detail') ?? `it answers ${response.status}`;
    throw new ServiceStopped(
      `the service refuses this account: ${detail}`,
      'Give the API key of a maker of the institution that registers, with --key or LUDENG_KEY.',
    );
  }
  if (response.status === 202) return { outcome: 'pending', awaiting: awaited(document) };
  if (response.ok) {
    return { outcome: 'registered', number: textIn(document, 'number') ?? textIn(document, 'id') ?? '' };
  }
  return { outcome: 'rejected', faults: faultsOf(document, response.status) };
}

async function documentOf(response: Response): Promise<Record<string, unknown>> {
  try {
    const document: unknown = await response.json();
    return typeof document === 'object' && document !== null ? (document as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}

function textIn(document: Record<string, unknown>, field: string): string | undefined {
  const value = document[field];
  return typeof value === 'string' ? value : undefined;
}

function awaited(document: Record<string, unknown>): string {
  return Array.isArray(document.awaiting) && document.awaiting.length > 0
    ? document.awaiting.join(', ')
    : CHAIN;
}

/** The errors of a problem document (RFC 9457), one a field; `/term/to` is the column `term.to`. */
function faultsOf(document: Record<string, unknown>, status: number): Fault[] {
  const code = textIn(document, 'code') ?? `HTTP ${status}`;
  const remedy = textIn(document, 'remedy') ?? 'Ask the operator of the registry.';
  const whole = { field: '', message: `${code}: ${textIn(document, 'detail') ?? 'refused'}`, remedy };
  if (!Array.isArray(document.errors) || document.errors.length === 0) return [whole];
  return (document.errors as Record<string, unknown>[]).map((error) => ({
    field: (textIn(error, 'field') ?? '').replace(/^\//, '').replaceAll(/\/(\d+\/)?/g, '.'),
    message: `${code}: ${textIn(error, 'message') ?? whole.message}`,
    remedy: textIn(error, 'remedy') ?? remedy,
  }));
}
