import { lookup } from 'node:dns/promises';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, isIPv6, type LookupFunction } from 'node:net';
import type { Reachable } from './networks.ts';
import { flawOfTarget, hostOf } from './target.ts';

export interface Outgoing {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What became of an attempt: the receiver's status, or why there is none. */
export type Outcome =
  | { readonly status: number; readonly retryAfterMs?: number }
  | { readonly status?: undefined; readonly failure: string };

/** Never rejects, but with the reason of the signal. */
export type Send = (outgoing: Outgoing, signal: AbortSignal) => Promise<Outcome>;

/** All addresses of a name. */
export type Resolve = (host: string) => Promise<string[]>;

export interface SenderOptions {
  readonly timeoutMs?: number;
  readonly resolve?: Resolve;
}

/** Standard Webhooks asks for 15 to 30 seconds. */
const TIMEOUT_MS = 20_000;
/** Of an answer nothing but its status counts; a little of it is read so that the receiver may finish. */
const MOST_ANSWER_BYTES = 65_536;

/** Sends to addresses that may be reached, and to no other: the one that was checked is the one that is connected to. */
export function sender(
  mayReach: Reachable,
  { timeoutMs = TIMEOUT_MS, resolve = resolved }: SenderOptions = {},
): Send {
  return async (outgoing, signal) => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      return await post(outgoing, mayReach, resolve, AbortSignal.any([signal, timeout]));
    } catch (error) {
      if (signal.aborted) throw error;
      return { failure: timeout.aborted ? `no answer in ${timeoutMs / 1_000} seconds` : wordsOf(error) };
    }
  };
}

async function post(
  { url: text, headers, body }: Outgoing,
  mayReach: Reachable,
  resolve: Resolve,
  signal: AbortSignal,
): Promise<Outcome> {
  // The operator may have withdrawn a network since the watch was made.
  const flaw = flawOfTarget(text, mayReach);
  if (flaw !== undefined) return { failure: `the URL ${flaw}` };
  const url = new URL(text);
  const addresses = await addressesOf(hostOf(url), resolve, signal);
  if (!addresses.every(mayReach)) {
    return { failure: 'the name leads to an address that webhooks may not go to' };
  }
  const pinned: LookupFunction = (_host, { all }, callback) => {
    const found = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
    if (all === true) callback(null, found);
    else callback(null, found[0]!.address, found[0]!.family);
  };
  const answered = Promise.withResolvers<Outcome>();
  const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(
    url,
    {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      agent: false,
      lookup: pinned,
      signal,
    },
    (response) => {
      drain(response);
      answered.resolve(outcomeOf(response));
    },
  );
  request.on('error', answered.reject);
  request.end(body);
  return answered.promise;
}

const resolved: Resolve = async (host) => (await lookup(host, { all: true })).map(({ address }) => address);

async function addressesOf(host: string, resolve: Resolve, signal: AbortSignal): Promise<string[]> {
  if (isIP(host) !== 0) return [host];
  const aborted = new Promise<never>((_, reject) =>
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }),
  );
  return Promise.race([resolve(host), aborted]);
}

function drain(response: IncomingMessage): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > MOST_ANSWER_BYTES) response.destroy();
  });
  response.on('error', () => undefined);
}

function outcomeOf({ statusCode = 0, headers }: IncomingMessage): Outcome {
  const wish = headers['retry-after'] ?? '';
  const ms = /^\d{1,9}$/.test(wish) ? Number(wish) * 1_000 : Date.parse(wish) - Date.now();
  return ms > 0 ? { status: statusCode, retryAfterMs: ms } : { status: statusCode };
}

/** Codes such as ECONNREFUSED; messages may repeat the URL, which may have a token in it. */
const wordsOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'the connection failed';
