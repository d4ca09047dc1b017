import { Registry } from 'prom-client';
import { z } from 'zod';
import { apiPage, errorsPage } from './docs-page.ts';
import { assertReady, type ReadinessCheck } from './health.ts';
import { openApiDocument, type OpenApi } from './openapi.ts';
import { defineRoute, type Route } from './route.ts';

const METRICS_TYPE = 'text/plain; version=0.0.4; charset=utf-8';
const TITLE = 'Ludeng';
const HTML_TYPE = 'text/html; charset=utf-8';

const status = z.strictObject({ status: z.literal('ok') }).meta({ id: 'Health' });
const readiness = z
  .strictObject({
    status: z.literal('ready'),
    checks: z.array(z.strictObject({ name: z.string(), ok: z.boolean(), detail: z.string().optional() })),
  })
  .meta({ id: 'Readiness' });

export interface SystemRouteServices {
  readonly checks: readonly ReadinessCheck[];
  readonly registry: Registry;
  readonly version: string;
}

const text = (type: string, body: () => string | Promise<string>) => async () => ({
  status: 200 as const,
  type,
  body: Buffer.from(await body()),
});

/** Routes that every service has, and the document of all routes. */
export function systemRoutes(routes: readonly Route[], services: SystemRouteServices): Route[] {
  const { checks, registry, version } = services;
  const common = { method: 'GET', auth: 'public', tags: ['service'], cost: 0 } as const;
  // The document describes its own route too, so it can only be made when all are known.
  let document: OpenApi | undefined;
  const describe = (): OpenApi =>
    (document ??= openApiDocument([...routes, ...own], { title: TITLE, version }));

  const own = [
    defineRoute({
      ...common,
      path: '/healthz',
      summary: 'The process is alive',
      responses: { 200: { description: 'Alive.', schema: status, example: { status: 'ok' } } },
    }).handle(() => ({ status: 200, body: { status: 'ok' } })),
    defineRoute({
      ...common,
      path: '/readyz',
      summary: 'The service can answer requests',
      responses: { 200: { description: 'Ready.', schema: readiness } },
      errors: ['NOT_READY'],
    }).handle(async () => ({ status: 200, body: { status: 'ready', checks: await assertReady(checks) } })),
    defineRoute({
      ...common,
      path: '/metrics',
      summary: 'Metrics in the text format of Prometheus',
      responses: { 200: { description: 'Metrics.', types: [METRICS_TYPE] } },
    }).handle(text(METRICS_TYPE, () => registry.metrics())),
    defineRoute({
      ...common,
      path: '/openapi.json',
      summary: 'This document',
      responses: {
        200: { description: 'An OpenAPI 3.1 document.', schema: z.looseObject({ openapi: z.string() }) },
      },
    }).handle(() => ({ status: 200, body: { ...describe() } })),
    defineRoute({
      ...common,
      path: '/docs',
      summary: 'This document for people',
      responses: { 200: { description: 'A page.', types: [HTML_TYPE] } },
    }).handle(text(HTML_TYPE, () => apiPage(describe()))),
    defineRoute({
      ...common,
      path: '/docs/errors',
      summary: 'The errors and their remedies',
      responses: { 200: { description: 'A page.', types: [HTML_TYPE] } },
    }).handle(text(HTML_TYPE, errorsPage)),
  ];
  return own;
}

/** The document that a service with these routes gives at /openapi.json. */
export function apiDocument(routes: readonly Route[], version: string): OpenApi {
  const system = systemRoutes(routes, { checks: [], registry: new Registry(), version });
  return openApiDocument([...routes, ...system], { title: TITLE, version });
}
