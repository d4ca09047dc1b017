import type { Agent } from 'node:http';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { targetOf, type Draft } from './draft.ts';

export interface FuzzAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const TIMEOUT_MS = 30_000;

/** Sends a draft as it is. @throws if there is no answer */
export function send(draft: Draft, base: URL, agent: Agent): Promise<FuzzAnswer> {
  return draft.raw === undefined ? sendRequest(draft, base, agent) : sendRaw(draft.raw, base);
}

function sendRequest(draft: Draft, base: URL, agent: Agent): Promise<FuzzAnswer> {
  const body =
    draft.rawBody ?? (draft.body === undefined ? undefined : Buffer.from(JSON.stringify(draft.body)));
  const headers = draft.headers.map(([name, value]) => [
    name,
    value.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?'),
  ]);
  if (body !== undefined) headers.push(['Content-Length', String(body.length)]);
  headers.push(['Host', base.host]);
  return new Promise((resolve, reject) => {
    const outgoing = request({
      agent,
      host: base.hostname,
      port: base.port,
      method: draft.method,
      path: targetOf(draft).replace(/[^\x21-\x7e]/g, encodeURIComponent),
      headers: headers.flat(),
      timeout: TIMEOUT_MS,
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error('no answer in time')));
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      const { statusCode: status = 0, headers: received } = response;
      const chunks: Buffer[] = [];
      const done = (): void =>
        resolve({ status, headers: received, text: Buffer.concat(chunks).toString('utf8') });
      // A stream has no end to wait for.
      if (received['content-type']?.startsWith('text/event-stream') === true) {
        response.once('data', () => undefined).on('error', () => undefined);
        response.destroy();
        done();
        return;
      }
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', done).on('error', reject);
    });
    outgoing.end(body);
  });
}

function sendRaw(bytes: Buffer, base: URL): Promise<FuzzAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(base.port), base.hostname);
    let text = '';
    socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('no answer in time')));
    socket.setEncoding('utf8').on('error', reject);
    socket.on('data', (chunk: string) => {
      text += chunk;
      if (/^content-type: text\/event-stream/im.test(text)) socket.destroy();
    });
    socket.on('close', () => resolve(parse(text)));
    socket.end(bytes);
  });
}

function parse(text: string): FuzzAnswer {
  const [head = '', ...rest] = text.split('\r\n\r\n');
  const [line = '', ...fields] = head.split('\r\n');
  const headers = Object.fromEntries(
    fields.map((field) => [
      field.slice(0, field.indexOf(':')).toLowerCase(),
      field.slice(field.indexOf(':') + 2),
    ]),
  );
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(line)?.[1] ?? 0), headers, text: rest.join('\r\n\r\n') };
}
