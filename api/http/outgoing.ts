import type { Logger } from 'pino';
import type { ErrorCode } from '../errors/catalogue.ts';
import { Problem } from '../errors/problem.ts';
import { JSON_TYPE, PROBLEM_TYPE } from './media.ts';
import type { Reply, Route } from './route.ts';
import { EventSource } from './sse.ts';

/** An answer ready to be written. */
export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | EventSource;
  /** Its code, for the metrics. */
  readonly problem?: ErrorCode;
}

export function outgoingProblem(problem: Problem, requestId: string): Outgoing {
  return {
    status: problem.status,
    headers: { ...problem.headers, 'content-type': PROBLEM_TYPE },
    body: JSON.stringify(problem.toDocument(requestId)),
    problem: problem.code,
  };
}

/** Any thrown value: a Problem is answered as it is, anything else is logged and answered as INTERNAL without its details. */
export function outgoingError(error: unknown, requestId: string, log: Logger): Outgoing {
  if (error instanceof Problem) {
    if (error.status >= 500) log.error({ err: error }, 'request failed');
    return outgoingProblem(error, requestId);
  }
  log.error({ err: error }, 'unexpected error');
  return outgoingProblem(new Problem('INTERNAL'), requestId);
}

export function outgoingReply(reply: Reply): Outgoing {
  const { body, type } = reply;
  if (body === undefined) return { status: reply.status, headers: { ...reply.headers }, body: '' };
  if (body instanceof EventSource || body instanceof Uint8Array) {
    return { status: reply.status, headers: { ...reply.headers, 'content-type': type ?? JSON_TYPE }, body };
  }
  const text = type !== undefined && typeof body === 'string' ? body : JSON.stringify(body);
  return {
    status: reply.status,
    headers: { ...reply.headers, 'content-type': type ?? JSON_TYPE },
    body: text,
  };
}

/** For tests: the handler must have answered as its route declares. */
export function assertDeclared(route: Route, reply: Reply): void {
  const spec = route.responses[reply.status];
  const where = `${route.method} ${route.path} ${reply.status}`;
  if (spec === undefined) throw new Error(`${where}: this status is not declared`);
  if (reply.type !== undefined && reply.type !== JSON_TYPE) {
    if (spec.types?.includes(reply.type) !== true) throw new Error(`${where}: ${reply.type} is not declared`);
    return;
  }
  if (spec.schema === undefined) {
    if (reply.body !== undefined) throw new Error(`${where}: no body is declared`);
    return;
  }
  if (reply.body instanceof Uint8Array) return;
  const parsed = spec.schema.safeParse(reply.body);
  if (!parsed.success) throw new Error(`${where}: the body is not as declared: ${parsed.error.message}`);
}
