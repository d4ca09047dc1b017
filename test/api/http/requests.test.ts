import { expect } from 'chai';
import { AUTHORITY, call, TestServer, type CallOptions } from '../../support/http-server.ts';
import { testRoutes } from '../../support/http-routes.ts';

describe('HTTP requests', () => {
  let server: TestServer;
  let token: string;

  before(async () => {
    server = await TestServer.start(testRoutes());
    token = await server.token(AUTHORITY);
  });
  after(() => server.close());

  interface Case {
    what: string;
    path: string;
    options?: CallOptions;
    status: number;
    code: string;
    field?: string;
  }
  const json = (body: string | Uint8Array<ArrayBuffer>, type = 'application/json'): CallOptions => ({
    body,
    headers: { 'content-type': type },
  });
  const verify = '/v1/verifications';

  const refused: Case[] = [
    { what: 'an unknown path', path: '/v2/rights', status: 404, code: 'NOT_FOUND' },
    { what: 'a trailing slash', path: '/v1/rights/', status: 404, code: 'NOT_FOUND' },
    {
      what: 'another method',
      path: '/v1/rights',
      options: { method: 'PUT' },
      status: 405,
      code: 'METHOD_NOT_ALLOWED',
    },
    {
      what: 'an unknown query parameter',
      path: '/v1/rights?limt=1',
      status: 400,
      code: 'UNKNOWN_FIELD',
      field: '/limt',
    },
    {
      what: 'a query parameter of a route that has none',
      path: '/healthz?x',
      status: 400,
      code: 'UNKNOWN_FIELD',
      field: '/x',
    },
    {
      what: 'a query parameter given twice',
      path: '/v1/rights?limit=1&limit=2',
      status: 400,
      code: 'DUPLICATE_PARAMETER',
      field: '/limit',
    },
    {
      what: 'an array parameter',
      path: '/v1/rights?limit[]=1',
      status: 400,
      code: 'UNKNOWN_FIELD',
      field: '/limit[]',
    },
    {
      what: 'bad percent-encoding in the query',
      path: '/v1/rights?holder=%E0%A4%A',
      status: 400,
      code: 'MALFORMED_REQUEST',
      field: '/holder',
    },
    {
      what: 'bad percent-encoding in the path',
      path: '/v1/rights/%E0%A4%A',
      status: 400,
      code: 'MALFORMED_REQUEST',
      field: '/',
    },
    {
      what: 'a limit that is too high',
      path: '/v1/rights?limit=101',
      status: 400,
      code: 'INVALID_REQUEST',
      field: '/limit',
    },
    {
      what: 'a limit of zero',
      path: '/v1/rights?limit=0',
      status: 400,
      code: 'INVALID_REQUEST',
      field: '/limit',
    },
    {
      what: 'an asOf that is no time',
      path: '/v1/rights?asOf=yesterday',
      status: 400,
      code: 'INVALID_REQUEST',
      field: '/asOf',
    },
    {
      what: 'a wrong path parameter',
      path: '/v1/rights/0x12',
      status: 400,
      code: 'INVALID_REQUEST',
      field: '/id',
    },
    {
      what: 'no body',
      path: verify,
      options: { method: 'POST' },
      status: 400,
      code: 'INVALID_REQUEST',
      field: '/',
    },
    {
      what: 'a body of another form',
      path: verify,
      options: json('[]'),
      status: 400,
      code: 'INVALID_REQUEST',
      field: '/',
    },
    {
      what: 'a missing field',
      path: verify,
      options: json('{}'),
      status: 400,
      code: 'INVALID_REQUEST',
      field: '/number',
    },
    {
      what: 'an unknown field',
      path: verify,
      options: json('{"number":"1","x":1}'),
      status: 400,
      code: 'UNKNOWN_FIELD',
      field: '/x',
    },
    {
      what: 'a field given twice',
      path: verify,
      options: json('{"number":"1","num\\u0062er":"2"}'),
      status: 400,
      code: 'DUPLICATE_PARAMETER',
      field: '/number',
    },
    {
      what: 'broken JSON',
      path: verify,
      options: json('{"number":\n 1,}'),
      status: 400,
      code: 'MALFORMED_JSON',
      field: '/',
    },
    {
      what: 'JSON that breaks off',
      path: verify,
      options: json('{"number"'),
      status: 400,
      code: 'MALFORMED_JSON',
      field: '/',
    },
    {
      what: 'a lone surrogate',
      path: verify,
      options: json('{"number":"\\ud800"}'),
      status: 400,
      code: 'MALFORMED_JSON',
      field: '/number',
    },
    {
      what: 'bytes that are no UTF-8',
      path: verify,
      options: json(new Uint8Array([34, 0xff, 34])),
      status: 400,
      code: 'MALFORMED_JSON',
      field: '/',
    },
    {
      what: '__proto__',
      path: verify,
      options: json('{"__proto__":{}}'),
      status: 400,
      code: 'UNKNOWN_FIELD',
      field: '/__proto__',
    },
    {
      what: 'deep nesting',
      path: verify,
      options: json('['.repeat(400_000) + ']'.repeat(400_000)),
      status: 400,
      code: 'MALFORMED_JSON',
      field: '/0',
    },
    {
      what: 'another content type',
      path: verify,
      options: json('{}', 'text/plain'),
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
    },
    {
      what: 'another charset',
      path: verify,
      options: json('{}', 'application/json; charset=latin1'),
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
    },
    {
      what: 'compression',
      path: verify,
      options: { body: '{}', headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' } },
      status: 415,
      code: 'UNSUPPORTED_MEDIA_TYPE',
    },
    {
      what: 'a body of more than 1 MiB',
      path: verify,
      options: json(`"${'x'.repeat(1024 * 1024)}"`),
      status: 413,
      code: 'BODY_TOO_LARGE',
    },
    {
      what: 'a media type that is not there',
      path: '/healthz',
      options: { headers: { accept: 'image/png' } },
      status: 406,
      code: 'NOT_ACCEPTABLE',
    },
  ];

  for (const { what, path, options = {}, status, code, field } of refused) {
    it(`refuses ${what} with ${status} ${code}`, async () => {
      const answer = await call(`${server.url}${path}`, { token, ...options });
      expect(answer.status, answer.text).to.equal(status);
      expect(answer.headers.get('content-type')).to.equal('application/problem+json');
      expect(answer.body).to.include({ status, code, requestId: answer.headers.get('x-request-id') });
      expect(answer.body.remedy).to.be.a('string').that.is.not.empty;
      const found = answer.body.errors?.[0]?.field;
      if (code === 'MALFORMED_JSON' && field === '/0') expect(found).to.match(/^(\/0)+$/);
      else expect(found).to.equal(field);
    });
  }

  it('says where JSON is broken without repeating it', async () => {
    const { body } = await call(`${server.url}${verify}`, json('{"number":\n "s3cret" x}'));
    expect(body.detail).to.equal('not valid JSON at line 2, column 11');
  });

  it('names every wrong field at once, with a pointer into arrays', async () => {
    const { body } = await call(`${server.url}/v1/rights`, {
      token,
      key: 'many',
      json: {
        name: '',
        quantity: 5,
        serialBlocks: [
          { from: '1', to: '2' },
          { from: '1', too: '2' },
        ],
      },
    });
    const fields = body.errors?.map(({ field }) => field);
    expect(fields).to.have.members(['/name', '/quantity', '/serialBlocks/1/to', '/serialBlocks/1/too']);
    expect(body.code).to.equal('INVALID_REQUEST');
  });

  it('limits a body of unknown length too', async () => {
    const chunk = new TextEncoder().encode('x'.repeat(64 * 1024));
    const body = new ReadableStream({
      start(controller) {
        for (let i = 0; i < 20; i++) controller.enqueue(chunk);
        controller.close();
      },
    });
    const init = {
      method: 'POST',
      body,
      duplex: 'half',
      headers: { 'content-type': 'application/json' },
    } as const;
    const response = await fetch(`${server.url}${verify}`, init);
    expect(response.status).to.equal(413);
  });

  it('answers HEAD as GET without a body, and OPTIONS with the methods', async () => {
    const head = await call(`${server.url}/healthz`, { method: 'HEAD' });
    expect([head.status, head.text, head.headers.get('content-length')]).to.deep.equal([200, '', '15']);
    const options = await call(`${server.url}/v1/rights`, { method: 'OPTIONS' });
    expect([options.status, options.headers.get('allow')]).to.deep.equal([204, 'GET, POST, HEAD, OPTIONS']);
    const put = await call(`${server.url}/v1/rights`, { method: 'PUT' });
    expect(put.headers.get('allow')).to.equal('GET, POST, HEAD, OPTIONS');
  });

  it('takes an empty object where no body is needed', async () => {
    const path = `/v1/rights/0x${'1'.repeat(64)}/approve`;
    const checker = await server.token(AUTHORITY, 'checker');
    for (const [key, options] of [
      ['n', { method: 'POST' }],
      ['e', { json: {} }],
    ] as const) {
      expect((await call(`${server.url}${path}`, { token: checker, key, ...options })).status).to.equal(200);
    }
    const more = await call(`${server.url}${path}`, { token: checker, key: 'm', json: { a: 1 } });
    expect(more.body.code).to.equal('INVALID_REQUEST');
  });

  it('chooses the form of the answer by Accept', async () => {
    const url = `${server.url}/v1/rights/0x${'1'.repeat(64)}`;
    const pdf = await call(url, { token, headers: { accept: 'application/pdf' } });
    expect([pdf.headers.get('content-type'), pdf.text]).to.deep.equal(['application/pdf', '%PDF-']);
    expect((await call(url, { token })).headers.get('content-type')).to.equal('application/json');
  });

  it('keeps a harmless request id and replaces others', async () => {
    const id = async (given: string): Promise<string | null> =>
      (await call(`${server.url}/healthz`, { headers: { 'x-request-id': given } })).headers.get(
        'x-request-id',
      );
    expect(await id('trace-1234')).to.equal('trace-1234');
    expect(await id('"><script>')).to.match(/^[0-9a-f-]{36}$/);
  });

  it('sends security headers and forbids caching', async () => {
    const { headers } = await call(`${server.url}/healthz`);
    expect(headers.get('content-security-policy')).to.contain("default-src 'none'");
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('cache-control')).to.equal('no-store');
    expect(headers.has('x-powered-by')).to.be.false;
  });

  it('answers an unexpected error without its details, and logs them', async () => {
    const body = { name: 'crash', quantity: '1' };
    const answer = await call(`${server.url}/v1/rights`, { token, key: 'crash', json: body });
    expect([answer.status, answer.body.code]).to.deep.equal([500, 'INTERNAL']);
    expect(answer.text).not.to.contain('secret detail');
    expect(server.log.join('')).to.contain('secret detail').and.to.contain(answer.body.requestId);
  });
});
