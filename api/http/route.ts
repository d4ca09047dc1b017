import type { Logger } from 'pino';
import type { z } from 'zod';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { Prefer } from '../kit/prefer.ts';
import type { Access, Principal } from '../kit/principal.ts';
import type { EventSource } from './sse.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One documented answer of a route. */
export interface ResponseSpec {
  readonly description: string;
  /** Of the JSON body; without it there is none, or it is of another type. */
  readonly schema?: z.ZodType;
  readonly example?: unknown;
  /** Other media types in which the same answer can be given; the body is then bytes, or an event source. */
  readonly types?: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
}

export type Responses = Readonly<Record<number, ResponseSpec>>;

/** What a handler may rely on: everything is validated, and nothing of Express is reachable from here. */
export interface Context<P, Q, H, B, A extends Access> {
  readonly params: P;
  readonly query: Q;
  readonly headers: H;
  readonly body: B;
  readonly principal: A extends 'public' ? Principal | undefined : Principal;
  readonly requestId: string;
  /** Aborted when the client goes away, or at the end of a shutdown. A write that has begun should not heed it. */
  readonly signal: AbortSignal;
  readonly prefer: Prefer;
  /** Present on every route that demands one, else empty. */
  readonly idempotencyKey: string;
  /** The best media type among those of the route, by `Accept`. */
  readonly mediaType: string;
  readonly lastEventId: string | undefined;
  readonly log: Logger;
}

/** `body`: a JSON value; bytes together with `type`; or an event source. */
export interface Reply<S extends number = number, B = unknown> {
  readonly status: S;
  readonly body?: B | Uint8Array | EventSource;
  /** Media type if not JSON. */
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type ReplyOf<R extends Responses> = {
  [S in keyof R & number]: Reply<S, R[S] extends { schema: infer Z extends z.ZodType } ? z.input<Z> : never>;
}[keyof R & number];

type Parsed<S> = S extends z.ZodType ? z.output<S> : Record<string, never>;

/** Everything about a route but what it does. */
export interface RouteSpec<P, Q, H, B, A extends Access, R extends Responses> {
  readonly method: Method;
  /** As in OpenAPI: `/v1/rights/{id}/line`. */
  readonly path: string;
  readonly summary: string;
  readonly description?: string;
  readonly tags: readonly string[];
  readonly auth: A;
  /** A POST that changes nothing, such as a verification: needs no Idempotency-Key. */
  readonly safe?: boolean;
  /** Rate limit points of a call; by default 1 for a read and 5 for a write. 0 is never limited. */
  readonly cost?: number;
  readonly params?: P;
  readonly query?: Q;
  /** Lower-case names; other headers are not the route's concern. */
  readonly headers?: H;
  readonly body?: B;
  readonly bodyExample?: unknown;
  readonly responses: R;
  /** The errors that the handler itself may give; those of the framework are added. */
  readonly errors?: readonly ErrorCode[];
}

/** A route whose types have been checked where it was defined. */
export interface Route extends RouteSpec<
  z.ZodObject,
  z.ZodObject,
  z.ZodObject,
  z.ZodType,
  Access,
  Responses
> {
  readonly handler: (context: AnyContext) => Reply | Promise<Reply>;
}

export type AnyContext = Context<unknown, unknown, unknown, unknown, 'public'>;

type Handler<P, Q, H, B, A extends Access, R extends Responses> = (
  context: Context<Parsed<P>, Parsed<Q>, Parsed<H>, B extends z.ZodType ? z.output<B> : undefined, A>,
) => ReplyOf<R> | Promise<ReplyOf<R>>;

/**
 * Declares a route: `defineRoute({ … }).handle(async (context) => …)`, where context and answers are typed by the schemas.
 * In two steps, since TypeScript would otherwise forget that a literal `status: 201` is 201 while it is still inferring.
 */
export function defineRoute<
  const A extends Access,
  const R extends Responses,
  P extends z.ZodObject | undefined = undefined,
  Q extends z.ZodObject | undefined = undefined,
  H extends z.ZodObject | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(spec: RouteSpec<P, Q, H, B, A, R>): { handle(handler: Handler<P, Q, H, B, A, R>): Route } {
  return { handle: (handler) => ({ ...spec, handler }) as unknown as Route };
}

export const isWrite = (route: Route): boolean => route.method !== 'GET' && route.safe !== true;

export const needsIdempotencyKey = (route: Route): boolean => isWrite(route);
