import type { OpenApi, Operation } from '../../../api/http/openapi.ts';
import type { Random } from './random.ts';
import { valueOf, type Pool } from './values.ts';

/** A request in the making: parts are changed before it is written out. */
export interface Draft {
  readonly route: string;
  readonly operation: Operation;
  method: string;
  /** Path segments' values by parameter name, not yet encoded. */
  params: Record<string, string>;
  /** Path already encoded, if it is not to be made from the parameters. */
  rawPath?: string;
  /** Already encoded. */
  query: [string, string][];
  headers: [string, string][];
  body?: unknown;
  /** Bytes to send instead of the body as JSON. */
  rawBody?: Buffer;
  /** Bytes to write to the socket instead of all this. */
  raw?: Buffer;
}

export interface FuzzTarget {
  readonly document: OpenApi;
  /** Bearer tokens of callers of every kind. */
  readonly tokens: readonly string[];
}

export interface Endpoint {
  readonly route: string;
  readonly method: string;
  readonly operation: Operation;
}

export const endpointsOf = (document: OpenApi): Endpoint[] =>
  Object.entries(document.paths).flatMap(([route, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      route,
      method: method.toUpperCase(),
      operation,
    })),
  );

/** A request that the document says is right. */
export function draftOf(
  endpoint: Endpoint,
  target: FuzzTarget,
  pool: Pool,
  random: Random,
  index: number,
): Draft {
  const { operation } = endpoint;
  const draft: Draft = { ...endpoint, params: {}, query: [], headers: [] };
  for (const parameter of operation.parameters) {
    if (!parameter.required && !random.chance(40)) continue;
    const value = String(valueOf(parameter.schema, random, target.document, pool));
    if (parameter.in === 'path') draft.params[parameter.name] = value;
    else if (parameter.in === 'query') {
      draft.query.push([parameter.name, encodeURIComponent(value.replace(/\p{Surrogate}/gu, ''))]);
    } else if (parameter.name === 'Idempotency-Key') {
      draft.headers.push([parameter.name, `fuzz-${index}-${random.next()}`]);
    } else if (parameter.name === 'Prefer') draft.headers.push([parameter.name, 'wait=1']);
    else draft.headers.push([parameter.name, encodeURIComponent(value)]);
  }
  const content = Object.entries(operation.requestBody?.content ?? {})[0];
  if (content !== undefined) {
    const [type, { schema, example }] = content;
    draft.body =
      // Of its own: mutations change it in place.
      structuredClone(
        example !== undefined && random.chance(30) ? example : valueOf(schema, random, target.document, pool),
      );
    draft.headers.push(['Content-Type', type]);
  }
  if (target.tokens.length > 0) draft.headers.push(['Authorization', `Bearer ${random.pick(target.tokens)}`]);
  return draft;
}

const encodeSegment = (text: string): string => encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\ufffd'));

/** The request target: `/path?query`. */
export function targetOf(draft: Draft): string {
  const path =
    draft.rawPath ??
    draft.route.replace(/\{(\w+)\}/g, (_, name: string) => encodeSegment(draft.params[name] ?? '0'));
  const query = draft.query.map(([name, value]) => `${name}=${value}`).join('&');
  return query === '' ? path : `${path}?${query}`;
}
