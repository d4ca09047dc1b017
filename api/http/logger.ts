import type { IncomingMessage } from 'node:http';
import { pino, type DestinationStream, type Logger } from 'pino';
import { pinoHttp, type HttpLogger } from 'pino-http';
import type { Principal } from '../kit/principal.ts';

const SECRETS = [
  'authorization',
  'cookie',
  '"idempotency-key"',
  'token',
  'secret',
  'passphrase',
  'privateKey',
];

/** Structured log lines on standard output. Secrets are cut out even if code logs an object that has them. */
export function createLogger(level: string, destination?: DestinationStream): Logger {
  const paths = SECRETS.flatMap((name) => {
    const key = name.startsWith('"') ? `[${name}]` : name;
    const dot = key.startsWith('[') ? '' : '.';
    return [key, `*${dot}${key}`];
  });
  return pino(
    { level, base: null, redact: { paths, censor: '[redacted]' } },
    destination ?? pino.destination(1),
  );
}

/** Set by the adapter while a request is handled, for its log line. */
export interface Logged extends IncomingMessage {
  principal?: Principal;
  routePath?: string;
}

/** The id that the log, the headers and the problems of a request share. */
export const idOf = (request: IncomingMessage): string => (typeof request.id === 'string' ? request.id : '');

/** One line per request: no headers, no query, no body, since they may be confidential. */
export function requestLog(
  logger: Logger,
  requestId: (request: IncomingMessage) => string,
): HttpLogger<Logged> {
  return pinoHttp<Logged>({
    logger,
    genReqId: requestId,
    quietReqLogger: true,
    serializers: {
      req: () => undefined,
      res: () => undefined,
    },
    customProps: (request, response) => ({
      method: request.method,
      path: request.url?.split('?', 1)[0],
      route: request.routePath,
      status: response.statusCode,
      institution: request.principal?.institution,
      key: request.principal?.keyId,
    }),
    customLogLevel: (_request, response, error) =>
      error !== undefined || response.statusCode >= 500 ? 'error' : 'info',
    customSuccessMessage: () => 'request',
    customErrorMessage: () => 'request failed',
    customAttributeKeys: { reqId: 'requestId', responseTime: 'ms' },
  });
}
