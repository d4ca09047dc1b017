import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import { Problem } from '../errors/problem.ts';
import { send } from './adapter.ts';
import { idOf } from './logger.ts';
import { outgoingError, outgoingProblem } from './outgoing.ts';

/** The path is known, the method is not one of its own. */
export function otherMethods(methods: readonly string[]): RequestHandler {
  const allow = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
  return (request, response) => {
    if (request.method === 'OPTIONS') {
      send(response, { status: 204, headers: { allow }, body: '' });
      return;
    }
    const detail = `${request.method} is not one of ${allow}.`;
    const problem = new Problem('METHOD_NOT_ALLOWED', { detail, headers: { allow } });
    send(response, outgoingProblem(problem, idOf(request)));
  };
}

/** RFC 9112 §3.2: a request of HTTP/1.1 without Host is refused. */
export const requireHost: RequestHandler = (request, response, next) => {
  if (request.headers.host !== undefined || request.httpVersion === '1.0') {
    next();
    return;
  }
  const fields = [{ field: '/host', in: 'header' as const, message: 'is missing' }];
  const problem = new Problem('MALFORMED_REQUEST', { detail: 'The header Host is missing.', fields });
  send(response, outgoingProblem(problem, idOf(request)));
};

export const noRoute: RequestHandler = (request, response) => {
  send(
    response,
    outgoingProblem(new Problem('NOT_FOUND', { detail: 'There is no such route.' }), idOf(request)),
  );
};

/** What Express itself refuses, and what should not happen. */
export function failed(logger: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, _next) => {
    const refused = error instanceof URIError || (error as { status?: number }).status === 400;
    const fields = [{ field: '/', in: 'path' as const, message: 'the percent-encoding is not valid UTF-8' }];
    const cause = refused
      ? new Problem('MALFORMED_REQUEST', { detail: 'The path is not valid percent-encoded UTF-8.', fields })
      : error;
    send(response, outgoingError(cause, idOf(request), logger));
  };
}
