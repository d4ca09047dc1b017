import { buildApp, type AppOptions } from '../../api/http/app.ts';
import { mintApiKey, type ApiKeyRecord, type ApiKeyStore } from '../../api/http/api-keys.ts';
import type { InstitutionStanding } from '../../api/http/auth.ts';
import type { IdempotencyRecord, IdempotencyStore } from '../../api/http/idempotency.ts';
import { Lifecycle } from '../../api/http/lifecycle.ts';
import { createLogger } from '../../api/http/logger.ts';
import { createMetricsRegistry } from '../../api/http/metrics.ts';
import type { Duty } from '../../domain/encoding/codes.ts';
import type { Route } from '../../api/http/route.ts';
import { startServer, type RunningServer, type ServerOptions } from '../../api/http/server.ts';

export class MemoryApiKeys implements ApiKeyStore {
  readonly records = new Map<string, ApiKeyRecord>();

  get(id: string): ApiKeyRecord | undefined {
    return this.records.get(id);
  }

  put(record: ApiKeyRecord): void {
    this.records.set(record.id, record);
  }

  list(institution: string): ApiKeyRecord[] {
    return [...this.records.values()].filter((record) => record.institution === institution);
  }
}

class MemoryIdempotency implements IdempotencyStore {
  readonly records = new Map<string, IdempotencyRecord>();

  get(scope: string): IdempotencyRecord | undefined {
    return this.records.get(scope);
  }

  put(scope: string, record: IdempotencyRecord): void {
    this.records.set(scope, record);
  }

  delete(scope: string): void {
    this.records.delete(scope);
  }
}

export const BANK = `0x${'b'.repeat(64)}` as const;
export const AUTHORITY = `0x${'a'.repeat(64)}` as const;

/** A real server on a free port, with institutions and keys in memory. */
export class TestServer {
  readonly apiKeys = new MemoryApiKeys();
  readonly idempotency = new MemoryIdempotency();
  readonly lifecycle = new Lifecycle();
  readonly log: string[] = [];
  readonly standings = new Map<string, InstitutionStanding>([
    [BANK, { capacities: ['secured-party'], suspended: false }],
    [AUTHORITY, { capacities: ['registration-authority'], suspended: false }],
  ]);
  #server: RunningServer | undefined;

  static async start(
    routes: readonly Route[],
    app: Partial<AppOptions> = {},
    server: Partial<ServerOptions> = {},
  ): Promise<TestServer> {
    const started = new TestServer();
    const { apiKeys, idempotency, lifecycle, standings } = started;
    const listener = buildApp({
      routes,
      version: '0.0.0-test',
      apiKeys,
      institutions: { institution: (id) => standings.get(id) },
      idempotency,
      readiness: [],
      registry: createMetricsRegistry(),
      lifecycle,
      logger: createLogger('info', { write: (line) => void started.log.push(line) }),
      rateLimits: { perKey: 1_000_000, perAddress: 1_000_000 },
      waitSeconds: 10,
      maxStreams: 10,
      trustedProxies: [],
      checkReplies: true,
      ...app,
    });
    started.#server = await startServer({
      listener,
      lifecycle,
      host: '127.0.0.1',
      port: 0,
      drainSeconds: 1,
      ...server,
    });
    return started;
  }

  get url(): string {
    return this.#server?.url ?? '';
  }

  async token(institution: `0x${string}` = BANK, duty: Duty = 'maker'): Promise<string> {
    return (await mintApiKey(this.apiKeys, { institution, duty, label: 'test' })).token;
  }

  async close(): Promise<void> {
    await this.#server?.close();
  }
}

/** The members of a problem, and whatever else an answer has. */
export interface JsonBody {
  code?: string;
  detail?: string;
  remedy?: string;
  requestId?: string;
  errors?: { field: string; in: string; message: string; remedy?: string }[];
  [member: string]: unknown;
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** Empty if the answer is not JSON. */
  readonly body: JsonBody;
  readonly text: string;
}

export interface CallOptions {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly key?: string;
  readonly json?: unknown;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

/** One request by fetch; JSON answers are parsed. */
export async function call(url: string, options: CallOptions = {}): Promise<Answer> {
  const { token, key, json, signal } = options;
  const body = json === undefined ? options.body : JSON.stringify(json);
  const response = await fetch(url, {
    method: options.method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(body === undefined ? {} : { body }),
    ...(signal === undefined ? {} : { signal }),
  });
  const text = await response.text();
  const isJson = text !== '' && (response.headers.get('content-type') ?? '').includes('json');
  const parsed = (isJson ? JSON.parse(text) : {}) as JsonBody;
  return { status: response.status, headers: response.headers, body: parsed, text };
}
