import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { columnsOf, type ImportKind } from '../../../api/import/columns.ts';
import { planner, type Planned } from '../../../api/import/plan.ts';
import { headingsFor } from '../../../api/import/header.ts';
import { rowOf, LIMITS, type Row } from '../../../api/import/rows.ts';
import type { ImportOutput } from '../../../api/import/run.ts';

/** A folder of its own for each test that asks; gone with the suite. */
export function folders(): () => string {
  const made: string[] = [];
  after(() => {
    for (const folder of made) rmSync(folder, { recursive: true, force: true });
  });
  return () => {
    const folder = mkdtempSync(join(tmpdir(), 'ludeng-import-'));
    made.push(folder);
    return folder;
  };
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const list: T[] = [];
  for await (const item of items) list.push(item);
  return list;
}

/** The cells of the template's example, with some of them changed. */
function exampleCells(kind: ImportKind, changes: Record<string, string> = {}): Record<string, string> {
  const examples = columnsOf(kind).map(({ field, example }): [string, string] => [field, example]);
  return { ...Object.fromEntries(examples), ...changes };
}

export function exampleRow(kind: ImportKind, changes: Record<string, string> = {}, row = 2): Row {
  const cells = exampleCells(kind, changes);
  return rowOf(row, Object.keys(cells), Object.values(cells), LIMITS);
}

export function planOne(kind: ImportKind, changes: Record<string, string> = {}): Planned {
  const row = exampleRow(kind, changes);
  return planner(kind, headingsFor(kind, row.headings))(row);
}

export function csvOf(kind: ImportKind, rows: readonly Record<string, string>[]): string {
  const fields = columnsOf(kind).map(({ field }) => field);
  const lines = rows.map((changes) => Object.values(exampleCells(kind, changes)));
  return [fields, ...lines].map((cells) => `${cells.map(quoted).join(',')}\n`).join('');
}

const quoted = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

export interface Recorded {
  readonly path: string;
  readonly key: string;
  readonly authorization: string | undefined;
  readonly body: Record<string, unknown>;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export interface FakeService {
  readonly url: string;
  readonly requests: Recorded[];
  /** What the next answers are; by default everything is registered. `undefined` breaks the connection. */
  answer: (request: Recorded, count: number) => Reply | undefined | Promise<Reply | undefined>;
  /** Registered bodies by idempotency key, as the real service keeps them. */
  readonly registered: Map<string, Recorded>;
  close(): Promise<void>;
}

/** Stands in for the API: keeps idempotency as the API promises it, and otherwise does as it is told. */
export async function fakeService(): Promise<FakeService> {
  const requests: Recorded[] = [];
  const registered = new Map<string, Recorded>();
  const server = createServer((incoming, outgoing) => {
    void read(incoming).then(async (recorded) => {
      requests.push(recorded);
      const reply = await service.answer(recorded, requests.length);
      if (!reply) {
        outgoing.destroy();
        return;
      }
      if (reply.status === 201) registered.set(recorded.key, registered.get(recorded.key) ?? recorded);
      outgoing.writeHead(reply.status, { 'content-type': 'application/json', ...reply.headers });
      outgoing.end(reply.body === undefined ? '' : JSON.stringify(reply.body));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const service: FakeService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    registered,
    answer: ({ key }) => ({ status: 201, body: { number: `LD-R-${key.slice(-4)}` } }),
    close: () =>
      new Promise((closed) => {
        server.closeAllConnections();
        server.close(() => closed());
      }),
  };
  return service;
}

async function read(incoming: IncomingMessage): Promise<Recorded> {
  const pieces = await collect(incoming as AsyncIterable<Buffer>);
  return {
    path: incoming.url ?? '',
    key: String(incoming.headers['idempotency-key']),
    authorization: incoming.headers.authorization,
    body: JSON.parse(Buffer.concat(pieces).toString('utf8') || '{}') as Record<string, unknown>,
  };
}

/** Keeps what an import says, for a test to read. */
export function recorder(): ImportOutput & { readonly text: () => string; steps: number; total: number } {
  const said: string[] = [];
  const output = {
    steps: 0,
    total: 0,
    say: (text: string) => void said.push(text),
    progress(total: number) {
      output.total = total;
      return { step: () => void (output.steps += 1), stop: () => undefined };
    },
    text: () => said.join('\n'),
  };
  return output;
}
