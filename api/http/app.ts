import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { ApiKeyStore } from './api-keys.ts';
import { requestIdOf, serveRoute, type AdapterServices } from './adapter.ts';
import { createAuthenticate, type InstitutionDirectory } from './auth.ts';
import { failed, noRoute, otherMethods, requireHost } from './fallbacks.ts';
import type { ReadinessCheck } from './health.ts';
import { createRunOnce, type IdempotencyStore } from './idempotency.ts';
import type { Lifecycle } from './lifecycle.ts';
import { idOf, requestLog } from './logger.ts';
import { createHttpMetrics } from './metrics.ts';
import { prepareRoute } from './prepare.ts';
import { createCharge, type RateLimits } from './rate-limit.ts';
import type { Route } from './route.ts';
import { systemRoutes } from './system-routes.ts';

export interface AppOptions {
  readonly routes: readonly Route[];
  readonly version: string;
  readonly apiKeys: ApiKeyStore;
  readonly institutions: InstitutionDirectory;
  readonly idempotency: IdempotencyStore;
  readonly readiness: readonly ReadinessCheck[];
  readonly registry: Registry;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly rateLimits: RateLimits;
  readonly waitSeconds: number;
  readonly maxStreams: number;
  readonly trustedProxies: readonly string[];
  /** Directories of files to serve, by URL path: the portal. */
  readonly files?: Readonly<Record<string, string>>;
  /** Holds handlers to their declared answers; for tests, since it costs time. */
  readonly checkReplies?: boolean;
}

/** Builds the Express application of the declared routes. Throws if a declaration cannot keep the promises of the API. */
export function buildApp(options: AppOptions): Express {
  const { lifecycle, logger, registry } = options;
  const services: AdapterServices = {
    authenticate: createAuthenticate(options.apiKeys, options.institutions),
    charge: createCharge(options.rateLimits),
    runOnce: createRunOnce(options.idempotency),
    waitSeconds: options.waitSeconds,
    checkReplies: options.checkReplies ?? false,
    metrics: createHttpMetrics(registry, lifecycle),
    lifecycle,
    logger,
    maxStreams: options.maxStreams,
  };
  const system = systemRoutes(options.routes, {
    checks: options.readiness,
    registry,
    version: options.version,
  });
  const routes = [...options.routes, ...system].map(prepareRoute).toSorted(literalFirst);

  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.enable('strict routing').enable('case sensitive routing');
  app.set('query parser', false).set('trust proxy', [...options.trustedProxies]);
  app.use(requestLog(logger, requestIdOf), securityHeaders());
  app.use((request, response, next) => {
    response.setHeader('x-request-id', idOf(request)).setHeader('cache-control', 'no-store');
    next();
  });
  app.use(requireHost);
  const methods = new Map<string, string[]>();
  for (const route of routes) {
    const path = expressPath(route.path);
    app[route.method.toLowerCase() as 'get'](path, serveRoute(route, services));
    methods.set(path, [...(methods.get(path) ?? []), route.method]);
  }
  for (const [path, known] of methods) app.all(path, otherMethods(known));
  // Somebody who opens the address in a browser wants to read.
  app.get('/', (_request, response) => response.redirect(303, '/docs'));
  for (const [path, directory] of Object.entries(options.files ?? {})) {
    app.use(path, express.static(directory));
  }
  app.use(noRoute, failed(logger));
  return app;
}

const expressPath = (path: string): string => path.replace(/\{(\w+)\}/g, ':$1');

/** `/v1/rights/templates` must win over `/v1/rights/{id}`. */
const literalFirst = (a: Route, b: Route): number => {
  const [left, right] = [a.path, b.path].map((path) => path.replaceAll('{', '\u{10ffff}')) as [
    string,
    string,
  ];
  return left < right ? -1 : left > right ? 1 : 0;
};

const securityHeaders = (): RequestHandler =>
  helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    referrerPolicy: { policy: 'no-referrer' },
  });
