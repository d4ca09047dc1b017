import { expect } from 'chai';
import { z } from 'zod';
import { Problem } from '../../../api/errors/problem.ts';
import type { OpenApi } from '../../../api/http/openapi.ts';
import { defineRoute } from '../../../api/http/route.ts';
import { fuzz } from '../../support/fuzz.ts';
import { AUTHORITY, BANK, call, TestServer } from '../../support/http-server.ts';
import { testRoutes } from '../../support/http-routes.ts';

describe('HTTP under generated requests', () => {
  let server: TestServer;
  before(async () => {
    // Errors on purpose belong to other tests.
    const routes = testRoutes((body) => {
      (body as { name: string }).name = 'fuzz';
    });
    server = await TestServer.start(routes, { maxStreams: 1_000 });
  });
  after(() => server.close());

  it('answers each as it promises', async () => {
    const document = (await call(`${server.url}/openapi.json`)).body as unknown as OpenApi;
    const tokens = [
      await server.token(AUTHORITY),
      await server.token(AUTHORITY, 'checker'),
      await server.token(BANK),
    ];
    const statistics = await fuzz({ document, baseUrl: server.url, tokens, requests: 2_000, seed: 1 });
    expect(statistics.failures, JSON.stringify(statistics.failures.slice(0, 3), null, 2)).to.deep.equal([]);
    expect(statistics.undocumented).to.deep.equal({});
    const reached = Object.values(statistics.byRoute).filter(({ accepted }) => accepted > 0);
    expect(reached.length, 'routes that took a request').to.equal(Object.keys(statistics.byRoute).length);
    expect((await call(`${server.url}/healthz`)).status).to.equal(200);
  });

  it('would find a handler that breaks its promises', async () => {
    const planted = defineRoute({
      method: 'GET',
      path: '/v1/planted',
      summary: 'Faulty',
      tags: ['test'],
      auth: 'public',
      query: z.strictObject({ n: z.string().optional() }),
      responses: { 200: { description: 'x', schema: z.string() } },
    }).handle(({ query }) => {
      if (query.n !== undefined && query.n.length < 3) throw new Problem('INVALID_REQUEST');
      if (query.n !== undefined && query.n.length > 20) throw new Problem('STALE_STATE');
      return { status: 200, body: String(BigInt(query.n ?? '0')) };
    });
    const faulty = await TestServer.start([planted]);
    try {
      const document = (await call(`${faulty.url}/openapi.json`)).body as unknown as OpenApi;
      const statistics = await fuzz({ document, baseUrl: faulty.url, tokens: [], requests: 3_000, seed: 1 });
      const faults = new Set(statistics.failures.map(({ fault }) => fault));
      expect(faults).to.include('status 500').and.to.include('INVALID_REQUEST names no field');
      expect(statistics.undocumented).to.have.property('GET /v1/planted 409');
    } finally {
      await faulty.close();
    }
  });
});
