import type { ServerResponse } from 'node:http';
import { once } from 'node:events';

export interface ServerEvent {
  /** What a client sends back as Last-Event-ID to go on from here. */
  readonly id?: string;
  readonly event?: string;
  readonly data: unknown;
}

/** An answer that goes on: events are pulled one at a time, as fast as the client takes them. */
export class EventSource {
  readonly open: (signal: AbortSignal) => AsyncIterable<ServerEvent>;

  /** @param open must stop soon after its signal is aborted; what it holds is released by `return()` */
  constructor(open: (signal: AbortSignal) => AsyncIterable<ServerEvent>) {
    this.open = open;
  }
}

const HEARTBEAT_MS = 15_000;
const RETRY_MS = 3_000;
const STALLED_MS = 60_000;

/** Header values and stream lines alike must not contain line breaks. */
const line = (text: string): string => text.replace(/[\r\n\0]/g, ' ');

export function formatEvent({ id, event, data }: ServerEvent): string {
  const fields = [
    ...(id === undefined ? [] : [`id: ${line(id)}`]),
    ...(event === undefined ? [] : [`event: ${line(event)}`]),
    `data: ${JSON.stringify(data)}`,
  ];
  return `${fields.join('\n')}\n\n`;
}

/**
 * Writes a source to a response whose head is already sent, until the source ends, the client leaves, or `signal` is aborted.
 * A client that takes nothing for a minute is cut off: it can resume with its Last-Event-ID.
 */
export async function pipeEvents(
  source: EventSource,
  response: ServerResponse,
  signal: AbortSignal,
  heartbeatMs = HEARTBEAT_MS,
): Promise<void> {
  const stop = new AbortController();
  const halt = (): void => stop.abort();
  response.once('close', halt);
  signal.addEventListener('abort', halt, { once: true });
  const heartbeat = setInterval(() => {
    if (!response.writableNeedDrain) response.write(':\n\n');
  }, heartbeatMs);
  try {
    response.write(`retry: ${RETRY_MS}\n\n`);
    await pull(source, response, signal.aborted ? AbortSignal.abort() : stop.signal);
  } finally {
    clearInterval(heartbeat);
    signal.removeEventListener('abort', halt);
    response.end();
  }
}

async function pull(source: EventSource, response: ServerResponse, signal: AbortSignal): Promise<void> {
  const events = source.open(signal)[Symbol.asyncIterator]();
  try {
    while (!signal.aborted) {
      const next = await unlessAborted(events.next(), signal);
      if (next === undefined || next.done === true) return;
      if (!response.write(formatEvent(next.value))) await drained(response, signal);
    }
  } finally {
    // Not awaited: a source that waits for its next event would hold up the end of this one.
    void events.return?.().catch(() => undefined);
  }
}

async function drained(response: ServerResponse, signal: AbortSignal): Promise<void> {
  try {
    await once(response, 'drain', { signal: AbortSignal.any([signal, AbortSignal.timeout(STALLED_MS)]) });
  } catch {
    if (!signal.aborted) response.destroy();
  }
}

/** Undefined as soon as the signal is aborted. Not a race with one long promise, which would collect a reaction per event. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T | undefined> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => resolve(undefined);
    signal.addEventListener('abort', onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort));
  });
}
