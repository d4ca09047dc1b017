import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from 'pino';
import { Problem } from '../errors/problem.ts';
import { authorize, type Authenticate } from './auth.ts';
import { parseIdempotencyKey, type RunOnce } from './idempotency.ts';
import { JSON_TYPE } from './media.ts';
import { assertDeclared, outgoingError, outgoingReply, type Outgoing } from './outgoing.ts';
import { parsePrefer } from '../kit/prefer.ts';
import type { Principal } from '../kit/principal.ts';
import { parseQuery } from './query.ts';
import type { Charge } from './rate-limit.ts';
import { needsIdempotencyKey, type AnyContext, type Route } from './route.ts';
import { validate } from './validate.ts';

/** A request as its transport hands it over; the body is read only once the caller is known and within its limits. */
export interface Incoming {
  readonly params: Readonly<Record<string, string>>;
  /** Without the question mark, as it came. */
  readonly queryText: string;
  readonly headers: IncomingHttpHeaders;
  readonly address: string;
  readonly requestId: string;
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** The best of these media types by `Accept`, or false. */
  readonly accepts: (types: string[]) => string | false;
  readonly readBody: () => Promise<unknown>;
  /** Told as soon as it is known, for the log. */
  readonly onPrincipal?: (principal: Principal) => void;
}

export interface PipelineServices {
  readonly authenticate: Authenticate;
  readonly charge: Charge;
  readonly runOnce: RunOnce;
  readonly waitSeconds: number;
  /** Holds the handlers to their declared answers; for tests. */
  readonly checkReplies: boolean;
}

/** Carries one request from credentials to answer. Never throws. */
export async function answer(
  route: Route,
  incoming: Incoming,
  services: PipelineServices,
): Promise<Outgoing> {
  let limits: Record<string, string> = {};
  try {
    const principal = await identify(route, incoming, services);
    limits = await services.charge(route, principal, incoming.address);
    authorize(route, principal);
    const { context, content } = await readContext(route, incoming, principal, services);
    const outgoing = await run(route, context, content, services);
    return { ...outgoing, headers: { ...outgoing.headers, ...limits } };
  } catch (error) {
    const outgoing = outgoingError(error, incoming.requestId, incoming.log);
    return { ...outgoing, headers: { ...limits, ...outgoing.headers } };
  }
}

async function identify(
  route: Route,
  incoming: Incoming,
  { authenticate, charge }: PipelineServices,
): Promise<Principal | undefined> {
  try {
    const principal = await authenticate(incoming.headers.authorization);
    if (principal !== undefined) incoming.onPrincipal?.(principal);
    return principal;
  } catch (error) {
    // Guessing keys is charged to the address that guesses.
    if (error instanceof Problem) await charge(route, undefined, incoming.address);
    throw error;
  }
}

async function readContext(
  route: Route,
  incoming: Incoming,
  principal: Principal | undefined,
  services: PipelineServices,
): Promise<{ context: AnyContext; content: unknown }> {
  const { headers } = incoming;
  const mediaType = negotiate(route, incoming);
  const idempotencyKey = needsIdempotencyKey(route)
    ? parseIdempotencyKey(single(headers['idempotency-key']))
    : '';
  const params = validate(route.params, incoming.params, 'path');
  const queryText = parseQuery(incoming.queryText);
  const query = validate(route.query, queryText, 'query');
  const routeHeaders = validate(route.headers, headers, 'header');
  const json = await incoming.readBody();
  const body = checkBody(route, json);
  const context = {
    params,
    query,
    headers: routeHeaders,
    body,
    principal,
    requestId: incoming.requestId,
    signal: incoming.signal,
    prefer: parsePrefer(single(headers.prefer), services.waitSeconds),
    idempotencyKey,
    mediaType,
    lastEventId: single(headers['last-event-id']),
    log: incoming.log,
  };
  // As sent, not as parsed: a schema may turn its fields into anything.
  const request = { method: route.method, path: route.path, params: incoming.params, query: queryText };
  return { context, content: { ...request, body: body === undefined ? {} : json, duty: principal?.duty } };
}

function checkBody(route: Route, body: unknown): unknown {
  if (route.body !== undefined) {
    if (body === undefined) {
      const fields = [
        { field: '/', in: 'body' as const, message: 'is missing', remedy: 'Send a JSON object.' },
      ];
      throw new Problem('INVALID_REQUEST', { detail: 'This route needs a JSON body.', fields });
    }
    return validate(route.body, body, 'body');
  }
  const empty =
    typeof body === 'object' && body !== null && Object.keys(body).length === 0 && !Array.isArray(body);
  if (body === undefined || (empty && route.method !== 'GET')) return undefined;
  const fields = [
    { field: '/', in: 'body' as const, message: 'is not taken by this route', remedy: 'Leave it out.' },
  ];
  throw new Problem('INVALID_REQUEST', { detail: 'This route takes no body.', fields });
}

function negotiate(route: Route, { accepts }: Incoming): string {
  const types = mediaTypes(route);
  if (types.length === 0) return JSON_TYPE;
  const best = accepts(types);
  if (best !== false) return best;
  throw new Problem('NOT_ACCEPTABLE', { detail: `This route answers with ${types.join(', ')}.` });
}

function mediaTypes(route: Route): string[] {
  const specs = Object.values(route.responses);
  const json = specs.some((spec) => spec.schema !== undefined) ? [JSON_TYPE] : [];
  return [...new Set([...json, ...specs.flatMap((spec) => spec.types ?? [])])];
}

async function run(
  route: Route,
  context: AnyContext,
  content: unknown,
  services: PipelineServices,
): Promise<Outgoing> {
  const { principal, idempotencyKey: key } = context;
  if (key === '' || principal === undefined) return await call(route, context, services);
  const { institution } = principal;
  const { answer: stored, replayed } = await services.runOnce({ institution, key, content }, async () => {
    // Errors are answers too: the same request is refused in the same words.
    const outgoing = await call(route, context, services).catch((error: unknown) =>
      outgoingError(error, context.requestId, context.log),
    );
    if (typeof outgoing.body !== 'string') throw new Error(`${route.path}: a write must answer with JSON`);
    return { status: outgoing.status, headers: outgoing.headers, body: outgoing.body };
  });
  return replayed ? { ...stored, headers: { ...stored.headers, 'idempotency-replayed': 'true' } } : stored;
}

async function call(
  route: Route,
  context: AnyContext,
  { checkReplies }: PipelineServices,
): Promise<Outgoing> {
  const reply = await route.handler(context);
  if (checkReplies) assertDeclared(route, reply);
  const outgoing = outgoingReply(reply);
  if (reply.status !== 202 || !context.prefer.respondAsync) return outgoing;
  return { ...outgoing, headers: { ...outgoing.headers, 'preference-applied': 'respond-async' } };
}

const single = (header: string | string[] | undefined): string | undefined =>
  Array.isArray(header) ? header.join(', ') : header;
