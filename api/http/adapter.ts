import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Request, Response } from 'express';
import type { Logger } from 'pino';
import { Problem } from '../errors/problem.ts';
import { readJsonBody } from './body.ts';
import type { Lifecycle } from './lifecycle.ts';
import { idOf, type Logged } from './logger.ts';
import type { HttpMetrics } from './metrics.ts';
import { outgoingError, outgoingProblem, type Outgoing } from './outgoing.ts';
import { answer, type Incoming, type PipelineServices } from './pipeline.ts';
import type { Route } from './route.ts';
import { EventSource, pipeEvents } from './sse.ts';

export interface AdapterServices extends PipelineServices {
  readonly lifecycle: Lifecycle;
  readonly metrics: HttpMetrics;
  readonly logger: Logger;
  readonly maxStreams: number;
}

const REQUEST_ID = /^[A-Za-z0-9._~-]{8,64}$/;

/** The caller's `X-Request-Id` if it is harmless, else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : randomUUID();
}

/** Serves one declared route to Express: the only place where the two meet. */
export function serveRoute(route: Route, services: AdapterServices) {
  return async (request: Request & Logged, response: Response): Promise<void> => {
    const started = performance.now();
    const { lifecycle, metrics } = services;
    const controller = lifecycle.begin();
    response.once('close', () => {
      // Needed only if a handler may still be working on an answer for a client that has gone.
      if (!response.writableFinished) controller.abort();
      lifecycle.end(controller);
    });
    request.routePath = route.path;
    const outgoing = lifecycle.closing
      ? outgoingProblem(new Problem('SHUTTING_DOWN', { headers: { 'retry-after': '5' } }), idOf(request))
      : await answer(route, incoming(request, controller.signal), services);
    if (outgoing.body instanceof EventSource) {
      await stream(outgoing, outgoing.body, request, response, controller, services);
      return;
    }
    if (outgoing.problem !== undefined) metrics.problem(outgoing.problem);
    send(response, outgoing);
    metrics.observe(route.method, route.path, outgoing.status, (performance.now() - started) / 1000);
  };
}

function incoming(request: Request & Logged, signal: AbortSignal): Incoming {
  const requestId = idOf(request);
  const url = request.originalUrl;
  const mark = url.indexOf('?');
  return {
    params: request.params as Record<string, string>,
    queryText: mark < 0 ? '' : url.slice(mark + 1),
    headers: request.headers,
    address: request.ip ?? '',
    requestId,
    signal,
    log: request.log,
    accepts: (types) => request.accepts(types),
    readBody: () => readJsonBody(request),
    onPrincipal: (principal) => {
      request.principal = principal;
    },
  };
}

/** Writes a complete answer. A header that a handler built from odd text fails the answer, not the process. */
export function send(response: ServerResponse, outgoing: Outgoing): void {
  if (response.headersSent || response.destroyed) return;
  const body = outgoing.body instanceof EventSource ? '' : outgoing.body;
  response.statusCode = outgoing.status;
  for (const [name, value] of Object.entries(outgoing.headers)) response.setHeader(name, value);
  if (outgoing.status !== 204) response.setHeader('content-length', Buffer.byteLength(body));
  response.end(outgoing.status === 204 ? undefined : body);
}

async function stream(
  outgoing: Outgoing,
  source: EventSource,
  request: Request & Logged,
  response: Response,
  controller: AbortController,
  { lifecycle, logger, maxStreams }: AdapterServices,
): Promise<void> {
  if (lifecycle.streams >= maxStreams) {
    const problem = new Problem('RATE_LIMITED', {
      detail: 'Too many event streams are open.',
      headers: { 'retry-after': '30' },
    });
    send(response, outgoingProblem(problem, idOf(request)));
    return;
  }
  response.writeHead(outgoing.status, { ...outgoing.headers, 'x-accel-buffering': 'no' });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  lifecycle.becomeStream(controller);
  try {
    await pipeEvents(source, response, controller.signal);
  } catch (error) {
    // The head is sent: all that is left is to log it and let the client come back with its Last-Event-ID.
    outgoingError(error, idOf(request), logger);
    response.destroy();
  }
}
