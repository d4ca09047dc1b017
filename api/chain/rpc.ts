import { RpcError, RpcUnavailableError, RevertError } from './errors.ts';
import type { Transport } from './transport.ts';
import type { Hex } from './types.ts';

interface Answer {
  id: number;
  result?: unknown;
  error?: { code: number; message: string; data?: unknown };
}

interface Waiting {
  method: string;
  resolve(value: unknown): void;
  reject(error: Error): void;
  timer: NodeJS.Timeout;
}

export interface RpcOptions {
  /** Milliseconds until a request counts as unanswered; default 30 000. */
  timeout?: number;
  /** Most requests put into one batch; default 100. 1 turns batching off. */
  batch?: number;
}

/**
 * A JSON-RPC client. Requests made in the same turn of the event loop travel as one batch. Nodes may work on
 * the requests of a batch in any order: a caller that needs an order awaits each answer.
 */
export class Rpc {
  readonly #transport: Transport;
  readonly #timeout: number;
  readonly #batch: number;
  readonly #waiting = new Map<number, Waiting>();
  #queue: { id: number; text: string }[] = [];
  #nextId = 1;

  constructor(transport: Transport, options: RpcOptions = {}) {
    this.#transport = transport;
    this.#timeout = options.timeout ?? 30_000;
    this.#batch = options.batch ?? 100;
    transport.onAnswer((text) => this.#answered(text));
    transport.onLost((cause) => this.#lost(cause));
  }

  /** Throws RevertError, RpcError or RpcUnavailableError. */
  request<Result>(method: string, params: unknown[] = [], timeout = this.#timeout): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const id = this.#nextId++;
      const timer = setTimeout(() => {
        this.#waiting.delete(id);
        reject(new RpcUnavailableError(`${method}: no answer within ${timeout} ms`));
      }, timeout);
      this.#waiting.set(id, { method, resolve, reject, timer });
      if (this.#queue.length === 0) setImmediate(() => this.#flush());
      this.#queue.push({ id, text: JSON.stringify({ jsonrpc: '2.0', id, method, params }) });
    });
  }

  async close(): Promise<void> {
    this.#lost(new Error('the client was closed'));
    await this.#transport.close();
  }

  #flush(): void {
    const queue = this.#queue;
    this.#queue = [];
    for (let at = 0; at < queue.length; at += this.#batch) {
      const part = queue.slice(at, at + this.#batch);
      const body = part.length === 1 ? part[0]!.text : `[${part.map((each) => each.text).join(',')}]`;
      this.#transport.send(body).catch((cause: unknown) => {
        for (const { id } of part) this.#fail(id, cause);
      });
    }
  }

  #answered(text: string): void {
    const parsed = JSON.parse(text) as Answer | Answer[];
    for (const answer of Array.isArray(parsed) ? parsed : [parsed]) {
      const waiting = this.#take(answer.id);
      if (!waiting) continue;
      if (answer.error) waiting.reject(toError(waiting.method, answer.error));
      else waiting.resolve(answer.result ?? null);
    }
  }

  #take(id: number): Waiting | undefined {
    const waiting = this.#waiting.get(id);
    if (waiting) clearTimeout(waiting.timer);
    this.#waiting.delete(id);
    return waiting;
  }

  #fail(id: number, cause: unknown): void {
    const waiting = this.#take(id);
    waiting?.reject(new RpcUnavailableError(`${waiting.method}: the node cannot be reached`, cause));
  }

  #lost(cause: unknown): void {
    for (const id of [...this.#waiting.keys()]) this.#fail(id, cause);
  }
}

/** Each engine marks a revert in its own way: code 3 (geth, anvil), a message only (Besu), nested data (Hardhat). */
function toError(method: string, error: NonNullable<Answer['error']>): Error {
  if (method === 'eth_call' || method === 'eth_estimateGas') {
    const data = revertData(error.data);
    if (error.code === 3 || /revert/i.test(error.message)) {
      return new RevertError(data ?? '0x', error.message);
    }
  }
  return new RpcError(method, error);
}

function revertData(data: unknown): Hex | undefined {
  if (typeof data === 'string') {
    const hex = /0x[0-9a-f]*/i.exec(data)?.[0];
    return hex as Hex | undefined;
  }
  if (typeof data === 'object' && data !== null && 'data' in data) return revertData(data.data);
  return undefined;
}
