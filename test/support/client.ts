import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { asOfEnvelope } from '../../api/kit/fields.ts';
import type { interestSchema } from '../../api/views/interest.ts';
import type { noticeSchema } from '../../api/views/notice.ts';
import type { operationSchema } from '../../api/views/operation.ts';
import type { partySchema } from '../../api/views/party.ts';
import type { proposalSchema } from '../../api/views/proposal.ts';
import type { lineSchema } from '../../api/views/line.ts';
import type { rightSchema } from '../../api/views/right.ts';

type AsOf = { asOf: z.output<typeof asOfEnvelope> };
export type Party = z.output<typeof partySchema> & AsOf;
export type Right = z.output<typeof rightSchema> & AsOf;
export type Line = z.output<typeof lineSchema> & AsOf;
export type Interest = z.output<typeof interestSchema> & AsOf;
export type Notice = z.output<typeof noticeSchema>;
export type Operation = z.output<typeof operationSchema>;
export type Proposal = z.output<typeof proposalSchema>;
export type Page<T> = { items: T[]; nextCursor?: string } & AsOf;

/** An institution in demo-credentials.json: an API key for each of two persons. */
export interface Credential {
  id: `0x${string}`;
  name: string;
  capacity: string;
  maker: string;
  checker: string;
}
export type Credentials = Record<string, Credential>;

export interface ProblemBody {
  code: string;
  detail: string;
  remedy: string;
  errors?: { field: string; in: string; message: string }[];
  tranches?: { from: string; to: string; rank: number }[];
}

export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

export interface WriteOptions {
  /** Idempotency-Key; a new one by default. */
  key?: string;
  prefer?: string;
}

/** One person of one institution, who speaks HTTP. */
export class Client {
  readonly url: string;
  readonly token: string | undefined;

  constructor(url: string, token: string | undefined) {
    this.url = url;
    this.token = token;
  }

  get<T>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.#call('GET', path, undefined, headers);
  }

  post<T>(
    path: string,
    body?: object,
    { key = randomUUID(), prefer }: WriteOptions = {},
  ): Promise<Answer<T>> {
    return this.#call('POST', path, body, {
      'idempotency-key': key,
      ...(prefer === undefined ? {} : { prefer }),
    });
  }

  delete<T>(path: string, { key = randomUUID() }: WriteOptions = {}): Promise<Answer<T>> {
    return this.#call('DELETE', path, undefined, { 'idempotency-key': key });
  }

  /** The answer to a write that must be taken, else an error with what was said. */
  async made<T>(path: string, body: object, options?: WriteOptions): Promise<T> {
    const answer = await this.post<T>(path, body, options);
    if (answer.status === 201) return answer.body;
    throw new Error(`POST ${path} ${JSON.stringify(body)}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  /** The answer to a read that must succeed. */
  async read<T>(path: string): Promise<T> {
    const answer = await this.get<T>(path);
    if (answer.status === 200) return answer.body;
    throw new Error(`GET ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  }

  async #call<T>(
    method: string,
    path: string,
    body: object | undefined,
    headers: Record<string, string>,
  ): Promise<Answer<T>> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(this.token === undefined ? {} : { authorization: `Bearer ${this.token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const json = (response.headers.get('content-type') ?? '').includes('json');
    return {
      status: response.status,
      headers: response.headers,
      body: (json ? JSON.parse(text) : text) as T,
    };
  }
}

/** A running system, and everybody who may use it. */
export class Registry {
  readonly url: string;
  readonly credentials: Credentials;

  constructor(url: string, credentials: Credentials) {
    this.url = url;
    this.credentials = credentials;
  }

  /** @param who label of a demonstration institution */
  as(who: string, duty: 'maker' | 'checker' = 'maker'): Client {
    return new Client(this.url, this.#of(who)[duty]);
  }

  idOf(who: string): `0x${string}` {
    return this.#of(who).id;
  }

  #of(who: string) {
    const found = this.credentials[who];
    if (!found) throw new RangeError(`there is no demonstration institution ${who}`);
    return found;
  }
}
