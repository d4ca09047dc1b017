import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { z } from 'zod';
import { assertReady } from '../../../api/http/health.ts';
import { Problem } from '../../../api/errors/problem.ts';
import { defineRoute } from '../../../api/http/route.ts';
import { call, TestServer, type JsonBody } from '../../support/http-server.ts';

const slow = defineRoute({
  method: 'GET',
  path: '/slow/{ms}',
  summary: 'Takes its time',
  tags: ['test'],
  auth: 'public',
  params: z.strictObject({ ms: z.string() }),
  responses: { 200: { description: 'Done.', schema: z.string() } },
}).handle(async ({ params, signal }) => {
  await sleep(Number(params.ms), undefined, { signal });
  return { status: 200, body: 'done' };
});

const wrong = defineRoute({
  method: 'GET',
  path: '/wrong',
  summary: 'Does not answer as declared',
  tags: ['test'],
  auth: 'public',
  responses: { 200: { description: 'A number.', schema: z.number() } },
}).handle(() => ({ status: 200, body: 'text' as unknown as number }));

/** Sends bytes and returns all that comes back. */
async function raw(url: string, text: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.setEncoding('utf8').write(text);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe('HTTP server', () => {
  const servers: TestServer[] = [];
  const start = async (...more: unknown[]): Promise<TestServer> => {
    const [app, options] = more as [object?, object?];
    const server = await TestServer.start([slow, wrong], app, options);
    servers.push(server);
    return server;
  };
  afterEach(async () => {
    await Promise.all(servers.splice(0).map((server) => server.close()));
  });

  it('finishes requests under way, then takes no more', async () => {
    const server = await start();
    const underWay = call(`${server.url}/slow/300`);
    await sleep(100);
    await server.close();
    expect((await underWay).body).to.equal('done');
    const refused = await call(`${server.url}/healthz`).catch(() => 'refused');
    expect(refused).to.equal('refused');
  });

  it('cuts off what outlasts the drain', async () => {
    const server = await start({}, { drainSeconds: 0.2 });
    const outcome = call(`${server.url}/slow/60000`).then(
      () => 'answered',
      () => 'cut off',
    );
    await sleep(100);
    const started = performance.now();
    await server.close();
    expect(await outcome).to.equal('cut off');
    expect(performance.now() - started).to.be.below(1500);
  });

  it('answers 503 on a connection that is still open while it shuts down', async () => {
    const server = await start();
    server.lifecycle.close();
    const answer = await call(`${server.url}/healthz`);
    expect([answer.status, answer.body.code]).to.deep.equal([503, 'SHUTTING_DOWN']);
  });

  it('says what is wrong with HTTP that cannot be read', async () => {
    const server = await start();
    const cases = [
      ['nonsense\r\n\r\n', 400, 'MALFORMED_REQUEST'],
      ['GET / HTTP/1.1\r\nhost: x\r\nbad header\r\n\r\n', 400, 'MALFORMED_REQUEST'],
      ['FOO / HTTP/1.1\r\nhost: x\r\n\r\n', 400, 'MALFORMED_REQUEST'],
      [`GET / HTTP/1.1\r\nhost: x\r\na: ${'x'.repeat(20_000)}\r\n\r\n`, 431, 'HEADERS_TOO_LARGE'],
    ] as const;
    for (const [text, status, code] of cases) {
      const answer = await raw(server.url, text);
      expect(answer)
        .to.match(new RegExp(`^HTTP/1.1 ${status} `))
        .and.to.contain('application/problem+json');
      expect((JSON.parse(answer.split('\r\n\r\n')[1]!) as JsonBody).code).to.equal(code);
    }
  });

  it('answers a request once, whose end is broken after it was answered', async () => {
    const server = await start();
    const head = 'POST /nowhere HTTP/1.1\r\nhost: x\r\nconnection: close\r\n';
    for (const rest of ['transfer-encoding: x\r\n\r\n{}', 'transfer-encoding: chunked\r\n\r\nz\r\n']) {
      const answer = await raw(server.url, head + rest);
      expect(answer.match(/HTTP\/1\.1 \d{3}/g), rest).to.have.lengthOf(1);
    }
    const twice = await raw(server.url, 'GET /nowhere HTTP/1.1\r\nhost: x\r\n\r\nnonsense\r\n\r\n');
    expect(twice.match(/HTTP\/1\.1 \d{3}/g)).to.deep.equal(['HTTP/1.1 404', 'HTTP/1.1 400']);
  });

  it('gives up on a client that does not finish its request', async () => {
    const server = await start({}, { headersTimeoutMs: 300, requestTimeoutMs: 300 });
    const answer = await raw(server.url, 'GET / HTTP/1.1\r\nhost: x\r\n');
    expect(answer)
      .to.match(/^HTTP\/1.1 408 /)
      .and.to.contain('REQUEST_TIMEOUT');
  });

  it('fails to start where the port is taken, and says why', async () => {
    const server = await start();
    const port = Number(new URL(server.url).port);
    const error = await start({}, { port }).catch((e: unknown) => e);
    expect(error).to.have.property('code', 'EADDRINUSE');
  });

  it('reports readiness by named checks', async () => {
    let behind = true;
    const index = {
      name: 'index',
      check: () => {
        if (behind) throw new Error('4 blocks behind');
      },
    };
    const server = await start({ readiness: [{ name: 'chain', check: () => undefined }, index] });
    const not = await call(`${server.url}/readyz`);
    expect([not.status, not.body.code]).to.deep.equal([503, 'NOT_READY']);
    expect(not.body.checks).to.deep.equal([
      { name: 'chain', ok: true },
      { name: 'index', ok: false, detail: '4 blocks behind' },
    ]);
    behind = false;
    const ready = await call(`${server.url}/readyz`);
    expect([ready.status, ready.body.status]).to.deep.equal([200, 'ready']);
  });

  it('does not wait for a readiness check that hangs', async () => {
    const hangs = { name: 'disk', check: () => new Promise<void>(() => undefined) };
    const error = await assertReady([hangs], 20).catch((e: unknown) => e);
    expect(error).to.be.instanceOf(Problem).and.to.have.nested.property('extensions.checks[0].ok', false);
  });

  it('measures requests by route', async () => {
    const server = await start();
    await call(`${server.url}/slow/1`);
    await call(`${server.url}/slow/2?x`);
    const { text, headers } = await call(`${server.url}/metrics`);
    expect(headers.get('content-type')).to.match(/^text\/plain/);
    expect(text).to.contain(
      'http_request_duration_seconds_count{method="GET",route="/slow/{ms}",status="200"} 1',
    );
    expect(text).to.contain('ludeng_http_problems_total{code="UNKNOWN_FIELD"} 1');
    expect(text).to.contain('process_cpu_seconds_total');
  });

  it('holds handlers to their declared answers in tests', async () => {
    const server = await start();
    expect((await call(`${server.url}/wrong`)).body.code).to.equal('INTERNAL');
    expect(server.log.join('')).to.contain('the body is not as declared');
  });
});
