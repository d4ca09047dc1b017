import { connect, type Socket } from 'node:net';
import { JsonSplitter } from './json-stream.ts';

/** Carries request bodies to a node and whole JSON answers back. */
export interface Transport {
  send(body: string): Promise<void>;
  onAnswer(listener: (text: string) => void): void;
  /** The connection is gone for good: no answer will come any more. Never fires over HTTP. */
  onLost(listener: (cause: Error) => void): void;
  close(): Promise<void>;
}

class SocketTransport implements Transport {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  send(body: string): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#socket.write(`${body}\n`, (error) => (error ? reject(error) : resolve()));
    });
  }

  onAnswer(listener: (text: string) => void): void {
    const splitter = new JsonSplitter();
    this.#socket.on('data', (chunk: Buffer) => splitter.push(chunk).forEach(listener));
  }

  onLost(listener: (cause: Error) => void): void {
    let cause = new Error('the node closed the connection');
    this.#socket.on('error', (error) => (cause = error));
    this.#socket.on('close', () => listener(cause));
  }

  close(): Promise<void> {
    this.#socket.destroy();
    return Promise.resolve();
  }
}

/** Connects to a node's unix socket. Rejects with the system error if no process listens there. */
export function unixSocket(path: string): Promise<Transport> {
  return new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(new SocketTransport(socket));
    });
  });
}

/** JSON-RPC over HTTP(S). `headers` may carry the bearer token of a node that asks for one. */
export function http(url: string, headers: Record<string, string> = {}): Transport {
  const answers: ((text: string) => void)[] = [];
  const aborter = new AbortController();
  return {
    async send(body) {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
        signal: aborter.signal,
      });
      const text = await response.text();
      // Some nodes give JSON-RPC errors with a 4xx or 5xx status; only a body that is not JSON is a failure.
      if (!/^\s*[[{]/.test(text)) throw new Error(`HTTP ${response.status} from the node`);
      for (const listener of answers) listener(text);
    },
    onAnswer: (listener) => void answers.push(listener),
    onLost: () => undefined,
    close() {
      aborter.abort();
      return Promise.resolve();
    },
  };
}

/** A provider inside this process, such as that of a Hardhat network connection. */
export interface Provider {
  request(request: { method: string; params?: unknown[] }): Promise<unknown>;
}

interface Request {
  id: number;
  method: string;
  params: unknown[];
}

export function inProcess(provider: Provider): Transport {
  const answers: ((text: string) => void)[] = [];
  const answer = async ({ id, method, params }: Request): Promise<object> => {
    try {
      return { id, result: await provider.request({ method, params }) };
    } catch (error) {
      const { code = -32603, message, data } = error as { code?: number; message: string; data?: unknown };
      return { id, error: { code, message, data } };
    }
  };
  return {
    async send(body) {
      const requests = JSON.parse(body) as Request | Request[];
      const results = await Promise.all([requests].flat().map(answer));
      for (const listener of answers) listener(JSON.stringify(results));
    },
    onAnswer: (listener) => void answers.push(listener),
    onLost: () => undefined,
    close: () => Promise.resolve(),
  };
}
