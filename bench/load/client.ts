import { connect, type Socket } from 'node:net';

/** Requests as they go over the wire, each sent in turn by the next free connection. */
export interface Load {
  port: number;
  connections: number;
  requests: readonly string[];
  /** When the last has been asked: from the first again, or the end. */
  again: boolean;
  /** Ends at the latest after this. */
  seconds: number;
}

export interface LoadResult {
  seconds: number;
  /** How many answers of each status. */
  statuses: Record<string, number>;
  /** Milliseconds of each answer, sorted. */
  latencies: number[];
  /** The first answer that was no success, to be shown. */
  complaint?: string;
}

/**
 * Closed-loop load: each connection asks its next request when the answer to the last is there. On raw sockets, because Node's own
 * client costs more than the servers that are measured.
 */
export async function apply(load: Load): Promise<LoadResult> {
  const result: LoadResult = { seconds: 0, statuses: {}, latencies: [] };
  const began = performance.now();
  const end = began + load.seconds * 1000;
  let next = 0;
  const take = (): string | undefined => {
    if (performance.now() >= end || (!load.again && next >= load.requests.length)) return undefined;
    return load.requests[next++ % load.requests.length];
  };
  await Promise.all(Array.from({ length: load.connections }, () => worker(load.port, take, result)));
  result.seconds = (performance.now() - began) / 1000;
  result.latencies.sort((a, b) => a - b);
  return result;
}

async function worker(port: number, take: () => string | undefined, result: LoadResult): Promise<void> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  socket.once('error', reject);
  socket.once('close', () => reject(new Error('the server closed a connection')));
  let askedAt = 0;
  const ask = (): void => {
    const request = take();
    if (request === undefined) {
      resolve(undefined);
      return;
    }
    askedAt = performance.now();
    socket.write(request);
  };
  readAnswers(socket, (status, text) => {
    result.latencies.push(performance.now() - askedAt);
    result.statuses[status] = (result.statuses[status] ?? 0) + 1;
    if (!status.startsWith('2')) result.complaint ??= text;
    ask();
  });
  socket.once('connect', ask);
  try {
    await promise;
  } finally {
    socket.destroy();
  }
}

/** Finds the ends of answers that say their length. The text is read only of answers that are no success. */
function readAnswers(socket: Socket, on: (status: string, text: string) => void): void {
  let buffer: Buffer = Buffer.alloc(0);
  socket.on('data', (chunk: Buffer) => {
    buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
    const end = buffer.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = buffer.toString('latin1', 0, end);
    const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
    if (length === undefined) {
      socket.destroy(new Error(`an answer without length:\n${head}`));
      return;
    }
    const whole = end + 4 + Number(length);
    if (buffer.length < whole) return;
    const status = head.slice(9, 12);
    const text = status.startsWith('2') ? '' : buffer.toString('utf8', end + 4, whole);
    buffer = buffer.subarray(whole);
    on(status, text);
  });
}

/** A request with these headers, kept alive. */
export function requestOf(
  method: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: object,
): string {
  const text = body === undefined ? '' : JSON.stringify(body);
  const length = { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(text)) };
  const all = { host: '127.0.0.1', ...headers, ...(body === undefined ? {} : length) };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`);
  return [`${method} ${path} HTTP/1.1`, ...lines, '', text].join('\r\n');
}
