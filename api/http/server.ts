import {
  createServer,
  STATUS_CODES,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { ErrorCode } from '../errors/catalogue.ts';
import { Problem } from '../errors/problem.ts';
import type { Lifecycle } from './lifecycle.ts';
import { PROBLEM_TYPE } from './media.ts';

export interface ServerOptions {
  /** The Express application, or a faster listener in front of it that passes on what is not its own. */
  readonly listener: RequestListener;
  readonly lifecycle: Lifecycle;
  readonly host: string;
  /** 0: a free one. */
  readonly port: number;
  readonly drainSeconds: number;
  readonly headersTimeoutMs?: number;
  readonly requestTimeoutMs?: number;
}

export interface RunningServer {
  /** `http://host:port`, with the port that was taken. */
  readonly url: string;
  /** Takes no new connections, ends streams, waits for requests under way, then cuts off what is left. */
  close(): Promise<void>;
}

const HEADERS_TIMEOUT_MS = 10_000;
const REQUEST_TIMEOUT_MS = 30_000;
const KEEP_ALIVE_MS = 65_000;

/** @throws if the address cannot be listened on (`EADDRINUSE`, `EACCES`, …) */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { lifecycle, host } = options;
  const server = createServer(
    {
      headersTimeout: options.headersTimeoutMs ?? HEADERS_TIMEOUT_MS,
      requestTimeout: options.requestTimeoutMs ?? REQUEST_TIMEOUT_MS,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: 1_000,
      maxHeaderSize: 16 * 1024,
      // The application refuses a request without Host itself: Node would do so without a word.
      requireHostHeader: false,
    },
    options.listener,
  );
  const answers = new WeakMap<Duplex, ServerResponse>();
  server.prependListener('request', (request, response) => answers.set(request.socket, response));
  server.on('clientError', (error, socket) => refuse(error, socket, answers.get(socket)));
  // An expectation that we do not know is no reason to refuse the request.
  server.on('checkExpectation', options.listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${port}`,
    close: () => (closed ??= stop(server, lifecycle, options.drainSeconds * 1000)),
  };
}

async function stop(server: Server, lifecycle: Lifecycle, drainMs: number): Promise<void> {
  lifecycle.close();
  const ended = new Promise<void>((resolve) => server.close(() => resolve()));
  // Connections that fall idle after their last answer would otherwise be kept alive until the deadline.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const deadline = setTimeout(() => {
    lifecycle.abortAll();
    server.closeAllConnections();
  }, drainMs);
  await ended;
  clearInterval(sweep);
  clearTimeout(deadline);
}

const codeOf: Readonly<Record<string, ErrorCode>> = {
  HPE_HEADER_OVERFLOW: 'HEADERS_TOO_LARGE',
  ERR_HTTP_REQUEST_TIMEOUT: 'REQUEST_TIMEOUT',
};

/**
 * Answers what the parser of Node has refused.
 * @param last the answer to what came before on this connection, or to the beginning of the very request that broke off
 */
function refuse(error: NodeJS.ErrnoException, socket: Duplex, last: ServerResponse | undefined): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  // Answered before its end was read: a second answer would be taken for that to another request.
  if (last?.headersSent === true && !last.req.complete) {
    socket.end();
    return;
  }
  const problem = new Problem(codeOf[error.code ?? ''] ?? 'MALFORMED_REQUEST', {
    fields: [{ field: '/', in: 'header', message: 'is not valid HTTP' }],
  });
  const body = JSON.stringify(problem.toDocument());
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    `content-type: ${PROBLEM_TYPE}`,
    `content-length: ${Buffer.byteLength(body)}`,
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
