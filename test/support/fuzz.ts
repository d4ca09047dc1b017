import { Agent } from 'node:http';
import type { OpenApi } from '../../api/http/openapi.ts';
import { draftOf, endpointsOf, targetOf, type Draft, type Endpoint } from './fuzz/draft.ts';
import { bodyMutations, headerMutations, urlMutations, type Mutation } from './fuzz/mutations.ts';
import { Random } from './fuzz/random.ts';
import { send, type FuzzAnswer } from './fuzz/transport.ts';
import { Pool } from './fuzz/values.ts';
import { faultOf } from './fuzz/verdict.ts';

export interface FuzzOptions {
  readonly document: OpenApi;
  readonly baseUrl: string;
  /** Bearer tokens of callers of every kind; their rate limits must be out of reach. */
  readonly tokens: readonly string[];
  readonly requests: number;
  /** The same seed makes the same requests, apart from what is learnt from answers. */
  readonly seed: number;
  readonly concurrency?: number;
  /** Share of requests that are sent as the document says, in percent. */
  readonly validPercent?: number;
  readonly onProgress?: (done: number) => void;
}

export interface FuzzFailure {
  readonly index: number;
  readonly mutation: string;
  readonly request: string;
  readonly fault: string;
  readonly answer: string;
}

export interface FuzzStatistics {
  requests: number;
  seconds: number;
  byStatus: Record<string, number>;
  byCode: Record<string, number>;
  byMutation: Record<string, number>;
  /** Per `METHOD /route`: how many requests, and how many of them were answered 2xx. */
  byRoute: Record<string, { requests: number; accepted: number }>;
  /** Statuses that a route gave but does not document. */
  undocumented: Record<string, number>;
  /** The first ten of each fault. */
  failures: FuzzFailure[];
  failed: number;
}

const MUTATIONS: readonly [string, Mutation][] = [bodyMutations, urlMutations, headerMutations].flatMap(
  (group) => Object.entries(group),
);
const BODY_MUTATIONS = Object.entries(bodyMutations);

/** Given to any route, whatever it does. */
const ALWAYS_POSSIBLE = new Set([400, 404, 405, 406, 408, 413, 415, 417, 429, 431]);

/** Fires generated requests at every route of a document, and checks every answer against what the API promises of all. */
export async function fuzz(options: FuzzOptions): Promise<FuzzStatistics> {
  const { document, baseUrl, requests, seed, concurrency = 8 } = options;
  const endpoints = endpointsOf(document);
  const pool = new Pool();
  // Which credentials a route has let in: most requests should get past its door.
  const welcome = new Map<Endpoint, string>();
  const base = new URL(baseUrl);
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const statistics: FuzzStatistics = {
    requests: 0,
    seconds: 0,
    byStatus: {},
    byCode: {},
    byMutation: {},
    byRoute: {},
    undocumented: {},
    failures: [],
    failed: 0,
  };
  const started = performance.now();
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < requests; index = next++) {
      const random = new Random(seed * 1_000_003 + index);
      // Every route in turn, so that each gets its share.
      const endpoint = endpoints[index % endpoints.length]!;
      const { draft, mutation } = makeRequest(endpoint, options, pool, random, index);
      const token = welcome.get(endpoint);
      if (token !== undefined && random.chance(70)) preferToken(draft, token);
      const outcome = await send(draft, base, agent).catch((error: unknown) => error);
      record(statistics, { draft, endpoint, mutation, index }, outcome, pool);
      if (isAnswer(outcome) && outcome.status !== 401 && outcome.status !== 403) {
        const used = draft.headers.find(([name]) => name === 'Authorization')?.[1];
        if (used !== undefined && options.tokens.some((each) => used === `Bearer ${each}`)) {
          welcome.set(endpoint, used);
        }
      }
      options.onProgress?.(statistics.requests);
    }
  };
  try {
    await Promise.all(Array.from({ length: concurrency }, worker));
  } finally {
    agent.destroy();
  }
  statistics.seconds = (performance.now() - started) / 1000;
  return statistics;
}

/** Spoilt credentials stay as they are. */
function preferToken(draft: Draft, authorization: string): void {
  const at = draft.headers.findIndex(
    ([name, value]) => name === 'Authorization' && value.startsWith('Bearer ldg_'),
  );
  if (at >= 0) draft.headers[at] = ['Authorization', authorization];
}

function makeRequest(
  endpoint: Endpoint,
  options: FuzzOptions,
  pool: Pool,
  random: Random,
  index: number,
): { draft: Draft; mutation: string } {
  const draft = draftOf(endpoint, options, pool, random, index);
  if (random.chance(options.validPercent ?? 20)) return { draft, mutation: 'none' };
  const writes = endpoint.operation.requestBody !== undefined;
  const [mutation, spoil] = random.pick(writes && random.chance(50) ? BODY_MUTATIONS : MUTATIONS);
  spoil(draft, random, pool);
  return { draft, mutation };
}

interface Sent {
  readonly draft: Draft;
  readonly endpoint: Endpoint;
  readonly mutation: string;
  readonly index: number;
}

const count = (counts: Record<string, number>, key: string): void =>
  void (counts[key] = (counts[key] ?? 0) + 1);

function record(statistics: FuzzStatistics, sent: Sent, outcome: unknown, pool: Pool): void {
  const { draft, endpoint, mutation, index } = sent;
  const route = `${endpoint.method} ${endpoint.route}`;
  const byRoute = (statistics.byRoute[route] ??= { requests: 0, accepted: 0 });
  statistics.requests++;
  byRoute.requests++;
  count(statistics.byMutation, mutation);
  const answer = isAnswer(outcome) ? outcome : undefined;
  const fault = answer === undefined ? `no answer: ${String(outcome)}` : faultOf(draft, answer);
  if (fault !== undefined) {
    statistics.failed++;
    if (statistics.failures.filter((failure) => failure.fault === fault).length < 10) {
      const shown = answer === undefined ? '' : `${answer.status} ${answer.text.slice(0, 500)}`;
      statistics.failures.push({ index, mutation, request: describe(draft), fault, answer: shown });
    }
  }
  if (answer === undefined) return;
  count(statistics.byStatus, String(answer.status));
  if (answer.status < 300) byRoute.accepted++;
  learn(statistics, answer, pool);
  const untouched =
    draft.raw === undefined && draft.rawPath === undefined && draft.method === endpoint.method;
  const documented =
    String(answer.status) in endpoint.operation.responses || ALWAYS_POSSIBLE.has(answer.status);
  if (untouched && !documented) count(statistics.undocumented, `${route} ${answer.status}`);
}

const isAnswer = (outcome: unknown): outcome is FuzzAnswer =>
  typeof outcome === 'object' && outcome !== null && 'text' in outcome;

function learn(statistics: FuzzStatistics, { status, headers, text }: FuzzAnswer, pool: Pool): void {
  if (headers['content-type']?.includes('json') !== true || text === '') return;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return;
  }
  // The document itself would fill the pool with words.
  if (status < 300 && !text.startsWith('{"openapi"')) pool.learn(body);
  const code = (body as { code?: unknown } | null)?.code;
  if (status >= 400 && typeof code === 'string') count(statistics.byCode, code);
}

function describe(draft: Draft): string {
  if (draft.raw !== undefined) return JSON.stringify(draft.raw.toString('latin1').slice(0, 1_000));
  const headers = draft.headers
    .filter(([name]) => name !== 'Authorization')
    .map(([name, value]) => `${name}: ${value}`);
  const body =
    draft.rawBody?.toString('latin1') ?? (draft.body === undefined ? '' : JSON.stringify(draft.body));
  return `${draft.method} ${targetOf(draft).slice(0, 500)}\n${headers.join('\n').slice(0, 500)}\n${body.slice(0, 1_000)}`;
}
