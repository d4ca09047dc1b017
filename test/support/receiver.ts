import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

/** How it answers: a status, or what the test does with the request itself. */
export type Answering = number | { status: number; headers?: Record<string, string>; afterMs?: number };

/** A receiver of webhooks on this machine. Answers as told, in order, then 204. */
export class Receiver {
  readonly received: Received[] = [];
  readonly answers: Answering[] = [];
  readonly #server: Server;

  private constructor() {
    this.#server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        this.received.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
        const told = this.answers.shift() ?? 204;
        const { status, headers, afterMs = 0 } = typeof told === 'number' ? { status: told } : told;
        setTimeout(() => response.writeHead(status, headers).end('thank you'), afterMs);
      });
    });
  }

  static async start(): Promise<Receiver> {
    const receiver = new Receiver();
    await new Promise<void>((resolve) => receiver.#server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/hook?token=abc`;
  }

  get ids(): (string | string[] | undefined)[] {
    return this.received.map(({ headers }) => headers['webhook-id']);
  }

  /** Resolves once it has so many. @throws Error after ten seconds */
  async has(count: number): Promise<Received[]> {
    for (let waited = 0; waited < 10_000; waited += 10) {
      if (this.received.length >= count) return this.received;
      await sleep(10);
    }
    throw new Error(`${this.received.length} of ${count} webhooks came`);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }
}
