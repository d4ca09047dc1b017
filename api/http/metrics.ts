import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { Lifecycle } from './lifecycle.ts';

export interface HttpMetrics {
  /** @param route as declared, so that ids do not make a series each */
  observe(method: string, route: string, status: number, seconds: number): void;
  /** An error by its stable code. */
  problem(code: string): void;
}

/** A registry with the metrics of the process; other parts add theirs to it. */
export function createMetricsRegistry(): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return registry;
}

export function createHttpMetrics(registry: Registry, lifecycle: Lifecycle): HttpMetrics {
  const duration = new Histogram({
    name: 'ludeng_http_request_duration_seconds',
    help: 'Time from the request to the end of its answer, by route; streams are not counted.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30],
    registers: [registry],
  });
  const problems = new Counter({
    name: 'ludeng_http_problems_total',
    help: 'Answers with a problem, by code.',
    labelNames: ['code'] as const,
    registers: [registry],
  });
  new Gauge({
    name: 'ludeng_http_streams',
    help: 'Event streams that are open.',
    registers: [registry],
    collect() {
      this.set(lifecycle.streams);
    },
  });
  return {
    observe: (method, route, status, seconds) => duration.observe({ method, route, status }, seconds),
    problem: (code) => problems.inc({ code }),
  };
}
