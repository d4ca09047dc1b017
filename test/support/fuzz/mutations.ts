import { targetOf, type Draft } from './draft.ts';
import type { Random } from './random.ts';
import { anything, NASTY, type Pool } from './values.ts';

/** One way of spoiling a request. */
export type Mutation = (draft: Draft, random: Random, pool: Pool) => void;

type Node = Record<string, unknown>;

/** Every object and array in the body, the body itself first. */
function nodes(value: unknown): Node[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Node, ...Object.values(value).flatMap(nodes)];
}

const change = (draft: Draft, random: Random, how: (node: Node, key: string) => void): void => {
  const filled = nodes(draft.body).filter((node) => Object.keys(node).length > 0);
  if (filled.length === 0) return;
  const node = random.pick(filled);
  how(node, random.pick(Object.keys(node)));
};

const setHeader = (draft: Draft, name: string, value: string | undefined): void => {
  draft.headers = draft.headers.filter(([each]) => each.toLowerCase() !== name.toLowerCase());
  if (value !== undefined) draft.headers.push([name, value]);
};

const rawJson = (draft: Draft, text: string | Buffer): void => {
  draft.rawBody = Buffer.from(text as string);
  setHeader(draft, 'Content-Type', 'application/json');
};

const encoded = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));

const jsonOf = (draft: Draft): string => JSON.stringify(draft.body ?? {});

/** A socket's worth of text: what no HTTP client would send. */
const raw = (draft: Draft, head: string, body = ''): void => {
  draft.raw = Buffer.from(`${head}\r\n\r\n${body}`, 'latin1');
};

export const bodyMutations: Record<string, Mutation> = {
  'drop a field': (draft, random) =>
    change(draft, random, (node, key) => void Reflect.deleteProperty(node, key)),
  'unknown field': (draft, random) =>
    change(draft, random, (node) => void (node[`x${random.below(9)}`] = anything(random))),
  'nasty field name': (draft, random) => change(draft, random, (node) => void (node[random.pick(NASTY)] = 1)),
  'value of any type': (draft, random) =>
    change(draft, random, (node, key) => void (node[key] = anything(random))),
  'nasty text': (draft, random) =>
    change(draft, random, (node, key) => void (node[key] = random.pick(NASTY))),
  'same field twice': (draft) => rawJson(draft, jsonOf(draft).replace(/^\{(".*?":)/, '{$1null,$1')),
  'body of any type': (draft, random) => rawJson(draft, JSON.stringify(anything(random))),
  'prototype field': (draft) => rawJson(draft, jsonOf(draft).replace(/^\{/, '{"__proto__":{"a":1},')),
  'huge number': (draft) => rawJson(draft, jsonOf(draft).replace(/:("[^"]*"|[\d.]+)/, ':1e999')),
  'broken JSON': (draft, random) => {
    const text = jsonOf(draft);
    const at = random.below(text.length + 1);
    rawJson(
      draft,
      random.chance(50)
        ? text.slice(0, at)
        : text.slice(0, at) + random.pick(['}', '"', '\\', ',']) + text.slice(at),
    );
  },
  'bytes that are no UTF-8': (draft) =>
    rawJson(
      draft,
      Buffer.concat([Buffer.from('{"a":"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')]),
    ),
  'deep nesting': (draft, random) => rawJson(draft, (random.chance(50) ? '[' : '{"a":').repeat(20_000)),
  'no body': (draft) => {
    delete draft.body;
    setHeader(draft, 'Content-Type', undefined);
  },
  'body where none belongs': (draft, random) => rawJson(draft, JSON.stringify(anything(random))),
  'oversized body': (draft, random) => {
    if (random.chance(10)) rawJson(draft, `"${'x'.repeat(1_100_000)}"`);
  },
  'content type': (draft, random) =>
    setHeader(
      draft,
      'Content-Type',
      random.pick([
        'text/plain',
        'application/xml',
        'multipart/form-data',
        'application/json; charset=utf-16',
        ';',
        '"',
      ]),
    ),
  'content encoding': (draft, random) =>
    setHeader(draft, 'Content-Encoding', random.pick(['gzip', 'br', 'x', 'identity'])),
};

export const urlMutations: Record<string, Mutation> = {
  'nasty path parameter': (draft, random) => {
    for (const name of Object.keys(draft.params)) draft.params[name] = random.pick(NASTY);
  },
  'path parameter of another thing': (draft, random, pool) => {
    for (const name of Object.keys(draft.params)) draft.params[name] = pool.some(random) ?? 'x';
  },
  'bad percent-encoding in the path': (draft, random) => {
    const bad = random.pick([
      '%',
      '%zz',
      '%E0%A4%A',
      '%c0%af',
      '%ff',
      '%00',
      '%2e%2e%2f',
      '%',
      ';',
      ':',
      '//',
    ]);
    draft.rawPath = draft.route.includes('{') ? draft.route.replace(/\{\w+\}/g, bad) : draft.route + bad;
  },
  'unknown path': (draft, random) => {
    draft.rawPath =
      draft.route.replace(/\{\w+\}/g, '1') + random.pick(['/', '/x', '.json', '//', '/../x', '/constructor']);
  },
  'very long path': (draft) =>
    void (draft.rawPath = `${draft.route.replace(/\{\w+\}/g, 'x')}${'a'.repeat(9_000)}`),
  'unknown parameter': (draft, random) => void draft.query.push([encoded(random.pick(NASTY)), '1']),
  'parameter twice': (draft) => void draft.query.push(...draft.query, ['limit', '1'], ['limit', '2']),
  'nasty parameter': (draft, random) => {
    const names = draft.operation.parameters.filter((p) => p.in === 'query').map((p) => p.name);
    if (names.length > 0) draft.query.push([random.pick(names), encoded(random.pick(NASTY))]);
  },
  'bad percent-encoding in the query': (draft, random) =>
    void draft.query.push([
      random.pick(['limit', 'cursor', '%', 'a']),
      random.pick(['%', '%E0%A4%A', '%zz', '%ff']),
    ]),
  'bad limit': (draft, random) =>
    void (draft.query = [['limit', random.pick(['0', '-1', '101', '1e9', '', '1.5', 'x', '٣'])]]),
  'bad cursor': (draft, random, pool) =>
    void (draft.query = [
      [
        'cursor',
        random.pick(['', 'x', 'AAAA', '%00', '=', encoded(pool.some(random) ?? 'y'), 'A'.repeat(2_000)]),
      ],
    ]),
  'bad asOf': (draft, random) =>
    void (draft.query = [
      [
        'asOf',
        random.pick([
          '',
          'now',
          '-1',
          '99999999999999999999',
          '0',
          '1',
          '2026-13-01T00:00:00Z',
          '2026-01-01',
          '9999-12-31T23:59:59Z',
          '0000-01-01T00:00:00Z',
          '1969-12-31T23:59:59Z',
        ]),
      ],
    ]),
};

export const headerMutations: Record<string, Mutation> = {
  'no credentials': (draft) => setHeader(draft, 'Authorization', undefined),
  'wrong credentials': (draft, random) =>
    setHeader(
      draft,
      'Authorization',
      random.pick([
        'Bearer',
        'Bearer x',
        'Basic eDp5',
        `Bearer ldg_${'0'.repeat(16)}_${'a'.repeat(43)}`,
        'x'.repeat(5_000),
      ]),
    ),
  'another method': (draft, random) => {
    draft.method = random.pick(
      ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'PROPFIND', 'TRACE'].filter(
        (m) => m !== draft.method,
      ),
    );
  },
  'no idempotency key': (draft) => setHeader(draft, 'Idempotency-Key', undefined),
  'odd idempotency key': (draft, random) =>
    setHeader(
      draft,
      'Idempotency-Key',
      random.pick(['', ' ', '"', 'x'.repeat(256), 'a b', '""', 'é', 'reused']),
    ),
  'odd Accept': (draft, random) =>
    setHeader(
      draft,
      'Accept',
      random.pick([
        'image/png',
        '',
        ';',
        '*/*;q=0',
        'text/html',
        'application/pdf',
        'application/problem+json',
        'x'.repeat(3_000),
      ]),
    ),
  'odd Prefer': (draft, random) =>
    setHeader(
      draft,
      'Prefer',
      random.pick(['respond-async', 'wait=0', 'wait=-1', 'wait=1e9', ',,,', '"', 'respond-async, wait=1']),
    ),
  'odd Last-Event-ID': (draft, random) =>
    setHeader(draft, 'Last-Event-ID', random.pick(['-1', 'x', '99999999999999999999', '', '__proto__'])),
  'odd forwarding': (draft, random) => {
    setHeader(draft, 'X-Forwarded-For', random.pick(['1.2.3.4', 'x', '::1', ',,,']));
    setHeader(draft, 'X-Request-Id', random.pick(['<script>', 'x'.repeat(300), '1']));
    setHeader(draft, 'X-HTTP-Method-Override', 'DELETE');
  },
  'header injection': (draft, random) => {
    const name = random.pick([
      'X-Request-Id',
      'Idempotency-Key',
      'Last-Event-ID',
      'Prefer',
      'Accept',
      'Authorization',
    ]);
    const line = random.pick([
      'a\r\nX-Injected: 1',
      'a\nX-Injected: 1',
      'a\rX-Injected: 1',
      'a\u0000b',
      '\u0085X-Injected: 1',
    ]);
    raw(
      draft,
      `${draft.method} ${targetOf(draft)} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n${name}: ${line}\r\nContent-Length: 0`,
    );
  },
  'malformed HTTP': (draft, random) => {
    const line = `${draft.method} ${targetOf(draft)} HTTP/1.1\r\nHost: x\r\nConnection: close`;
    const heads: [string, string?][] = [
      [`${line}\r\nContent-Length: -1`],
      [`${line}\r\nContent-Length: 1\r\nContent-Length: 2`, '{}'],
      [`${line}\r\nContent-Length: 2\r\nTransfer-Encoding: chunked`, '{}'],
      [`${line}\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json`, 'zz\r\n{}\r\n'],
      [`${line}\r\nTransfer-Encoding: x`, '{}'],
      [`${draft.method} ${targetOf(draft)} HTTP/9.9\r\nHost: x`],
      [`${draft.method} /a b c HTTP/1.1\r\nHost: x`],
      [`${draft.method} ${targetOf(draft)} HTTP/1.1`],
      [`GET /é HTTP/1.1\r\nHost: x\r\nConnection: close`],
      [`GET http://other/healthz HTTP/1.1\r\nHost: x\r\nConnection: close`],
      [`GET * HTTP/1.1\r\nHost: x\r\nConnection: close`],
      [`${line}\r\nExpect: a-miracle`],
      [`${line}\r\n: empty`],
      [`${line}\r\nA: ${'x'.repeat(20_000)}`],
      ['\u0016\u0003\u0001\u0002\u0000\u0001\u0000'],
    ];
    raw(draft, ...random.pick(heads));
  },
};
