import { expect } from 'chai';
import type { OpenApi } from '../../../api/http/openapi.ts';
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
});
