import { catalogueEntry, type ErrorCode } from '../errors/catalogue.ts';
import { schemaOf, type JsonSchema } from './json-schema.ts';
import { EVENT_STREAM_TYPE, JSON_TYPE, PROBLEM_TYPE } from './media.ts';
import { DUTIES } from '../../domain/encoding/codes.ts';
import { asList } from '../kit/principal.ts';
import { costOf } from './rate-limit.ts';
import { needsIdempotencyKey, type Route } from './route.ts';
import { problemSchema } from './problem-schema.ts';

/** An OpenAPI 3.1 document, as far as it is read here. */
export interface OpenApi {
  openapi: '3.1.0';
  info: Record<string, unknown>;
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, JsonSchema>; securitySchemes: Record<string, unknown> };
  [member: string]: unknown;
}

export interface Operation {
  operationId: string;
  summary: string;
  description?: string;
  tags: readonly string[];
  security: Record<string, string[]>[];
  parameters: Parameter[];
  requestBody?: { required: boolean; content: Record<string, { schema: JsonSchema; example?: unknown }> };
  responses: Record<string, ResponseObject>;
  [extension: `x-${string}`]: unknown;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required: boolean;
  description?: string;
  schema: JsonSchema;
}

export interface ResponseObject {
  description: string;
  headers?: Record<string, { description?: string; schema: JsonSchema }>;
  content?: Record<string, { schema?: JsonSchema; example?: unknown }>;
}

/** The OpenAPI document of routes, from the same schemas that validate their requests. */
export function openApiDocument(routes: readonly Route[], info: { title: string; version: string }): OpenApi {
  const schemas: Record<string, JsonSchema> = { Problem: problemSchema };
  const paths: OpenApi['paths'] = {};
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route, schemas);
  }
  return {
    openapi: '3.1.0',
    info: { ...info, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: Object.fromEntries(Object.entries(schemas).toSorted(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: `ldg_<id>_<secret>`.' },
      },
    },
  };
}

function operation(route: Route, schemas: Record<string, JsonSchema>): Operation {
  const { auth } = route;
  const access =
    typeof auth === 'string' ? {} : { 'x-capacity': asList(auth.capacity), 'x-duty': asList(auth.duty) };
  return {
    operationId: operationId(route),
    summary: route.summary,
    ...(route.description === undefined ? {} : { description: route.description }),
    tags: route.tags,
    security: auth === 'public' ? [{}, { apiKey: [] }] : [{ apiKey: [] }],
    'x-cost': costOf(route),
    ...access,
    parameters: parameters(route, schemas),
    ...(route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: {
              [JSON_TYPE]: { schema: take(route.body, 'input', schemas), ...example(route.bodyExample) },
            },
          },
        }),
    responses: { ...responses(route, schemas), ...problems(route) },
  };
}

/** `get /v1/rights/{id}/line` → `getRightsIdLine`. */
function operationId({ method, path }: Route): string {
  const words = path
    .replace(/^\/v1/, '')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '');
  return method.toLowerCase() + words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
}

function parameters(route: Route, schemas: Record<string, JsonSchema>): Parameter[] {
  const found: Parameter[] = [];
  for (const [place, schema] of [
    ['path', route.params],
    ['query', route.query],
    ['header', route.headers],
  ] as const) {
    if (schema === undefined) continue;
    const { properties = {}, required = [] } = take(schema, 'input', schemas);
    for (const [name, { description, ...each }] of Object.entries(properties)) {
      const about = description === undefined ? {} : { description };
      found.push({
        name,
        in: place,
        required: place === 'path' || required.includes(name),
        ...about,
        schema: each,
      });
    }
  }
  const header = (name: string, required: boolean, description: string, schema: JsonSchema): void => {
    found.push({ name, in: 'header', required, description, schema: { type: 'string', ...schema } });
  };
  if (needsIdempotencyKey(route)) {
    const pattern = '^[A-Za-z0-9._~:+/=@-]{1,255}$';
    header('Idempotency-Key', true, 'Of your own choice; the same key and body give the same answer.', {
      pattern,
    });
  }
  if (route.responses[202] !== undefined) {
    header(
      'Prefer',
      false,
      '`wait=SECONDS` for finality, or `respond-async` to be answered 202 at once.',
      {},
    );
  }
  if (route.responses[200]?.types?.includes(EVENT_STREAM_TYPE) === true) {
    header('Last-Event-ID', false, 'Go on after this event of the stream.', {});
  }
  return found;
}

function responses(route: Route, schemas: Record<string, JsonSchema>): Record<string, ResponseObject> {
  return Object.fromEntries(
    Object.entries(route.responses).map(([status, spec]) => {
      const json =
        spec.schema === undefined
          ? []
          : [
              [
                JSON_TYPE,
                { schema: take(spec.schema, 'output', schemas), ...example(spec.example) },
              ] as const,
            ];
      const others = (spec.types ?? []).map((type) => [type, {}] as const);
      const content = Object.fromEntries([...json, ...others]);
      const headers = Object.entries(spec.headers ?? {}).map(
        ([name, description]) => [name, { description, schema: { type: 'string' } }] as const,
      );
      const response: ResponseObject = {
        description: spec.description,
        ...(headers.length === 0 ? {} : { headers: Object.fromEntries(headers) }),
        ...(Object.keys(content).length === 0 ? {} : { content }),
      };
      return [status, response];
    }),
  );
}

/** One answer per status, naming the codes that it may carry. */
function problems(route: Route): Record<string, ResponseObject> {
  const codes = new Set<ErrorCode>([
    'INVALID_REQUEST',
    'UNKNOWN_FIELD',
    'NOT_ACCEPTABLE',
    ...(route.errors ?? []),
  ]);
  if (costOf(route) > 0) codes.add('RATE_LIMITED');
  codes.add('UNAUTHENTICATED');
  if (needsIdempotencyKey(route)) {
    codes.add('IDEMPOTENCY_KEY_REQUIRED').add('IDEMPOTENCY_KEY_REUSED').add('INSTITUTION_SUSPENDED');
  }
  if (typeof route.auth === 'object') {
    if (asList(route.auth.capacity).length > 0) codes.add('FORBIDDEN_CAPACITY');
    if (asList(route.auth.duty).length > 0 && asList(route.auth.duty).length < DUTIES.length) {
      codes.add('FORBIDDEN_DUTY');
    }
  }
  if (route.method !== 'GET') codes.add('MALFORMED_JSON').add('BODY_TOO_LARGE').add('UNSUPPORTED_MEDIA_TYPE');
  const byStatus = new Map<number, ErrorCode[]>();
  for (const code of codes) {
    const { status } = catalogueEntry(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, all]) => [
      String(status),
      {
        description: all.map((code) => `\`${code}\` ${catalogueEntry(code).title}`).join('; '),
        content: { [PROBLEM_TYPE]: { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    ]),
  );
}

const example = (value: unknown): { example?: unknown } => (value === undefined ? {} : { example: value });

/** Converts a schema and files its named parts; a part that differs between request and answer gets two names. */
function take(
  schema: Parameters<typeof schemaOf>[0],
  io: 'input' | 'output',
  schemas: Record<string, JsonSchema>,
): JsonSchema {
  const { schema: converted, components } = schemaOf(schema, io);
  let text = JSON.stringify(converted);
  let parts = Object.entries(components).map(([name, part]) => [name, JSON.stringify(part)] as const);
  for (const [name, part] of Object.entries(components)) {
    const filed = schemas[name];
    if (filed === undefined || JSON.stringify(filed) === JSON.stringify(part)) continue;
    const [old, renamed] = [`"#/components/schemas/${name}"`, `"#/components/schemas/${name}_${io}"`];
    text = text.replaceAll(old, renamed);
    parts = parts.map(
      ([key, json]) => [key === name ? `${name}_${io}` : key, json.replaceAll(old, renamed)] as const,
    );
  }
  for (const [name, json] of parts) schemas[name] = JSON.parse(json) as JsonSchema;
  return JSON.parse(text) as JsonSchema;
}
