import { expect } from 'chai';
import { z } from 'zod';
import type { OpenApi } from '../../../api/http/openapi.ts';
import { prepareRoute } from '../../../api/http/prepare.ts';
import { defineRoute, type Route } from '../../../api/http/route.ts';
import { call, TestServer } from '../../support/http-server.ts';
import { testRoutes } from '../../support/http-routes.ts';

describe('OpenAPI document', () => {
  let server: TestServer;
  let document: OpenApi;
  before(async () => {
    server = await TestServer.start(testRoutes());
    document = (await call(`${server.url}/openapi.json`)).body as unknown as OpenApi;
  });
  after(() => server.close());

  it('describes every route, its own included', () => {
    expect(document.openapi).to.equal('3.1.0');
    expect(Object.keys(document.paths)).to.include.members([
      '/v1/rights/{id}',
      '/openapi.json',
      '/docs',
      '/metrics',
    ]);
    const ids = Object.values(document.paths).flatMap((methods) =>
      Object.values(methods).map((o) => o.operationId),
    );
    expect(new Set(ids).size).to.equal(ids.length);
    expect(ids).to.include('postRightsIdApprove');
  });

  it('describes a write with its key, its body as sent, and the errors it may give', () => {
    const { parameters, requestBody, responses, security } = document.paths['/v1/rights']!.post!;
    expect(parameters.map(({ name, required }) => [name, required])).to.deep.equal([
      ['Idempotency-Key', true],
      ['Prefer', false],
    ]);
    const { schema, example } = requestBody!.content['application/json']!;
    expect(schema).to.deep.include({ additionalProperties: false, required: ['name', 'quantity'] });
    expect(example).to.have.property('name', '云溪取水权');
    expect(responses['409']!.description)
      .to.contain('DUPLICATE_RIGHT')
      .and.to.contain('IDEMPOTENCY_KEY_REUSED');
    expect(responses['201']!.headers).to.have.property('location');
    expect(security).to.deep.equal([{ apiKey: [] }]);
  });

  it('refers only to schemas that it has', () => {
    const text = JSON.stringify(document);
    const names = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]);
    expect(names).to.include('TestRight').and.to.include('Problem');
    for (const name of names) expect(document.components.schemas).to.have.property(name!);
    expect(text).not.to.contain('$defs');
  });

  it('keeps two names for a part that differs between request and answer', async () => {
    const part = z.strictObject({ n: z.string().default('1') }).meta({ id: 'TestPart' });
    const route = defineRoute({
      method: 'POST',
      path: '/v1/parts',
      summary: 'x',
      tags: ['x'],
      auth: 'account',
      body: z.strictObject({ part }),
      responses: { 200: { description: 'x', schema: z.strictObject({ part }) } },
    }).handle(({ body }) => ({ status: 200, body }));
    const other = await TestServer.start([route]);
    try {
      const { components } = (await call(`${other.url}/openapi.json`)).body as unknown as OpenApi;
      expect(components.schemas.TestPart).not.to.have.property('required');
      expect(components.schemas.TestPart_output).to.have.deep.property('required', ['n']);
    } finally {
      await other.close();
    }
  });

  it('is readable as a page that asks nothing of anybody else', async () => {
    for (const path of ['/docs', '/docs/errors']) {
      const { text, headers } = await call(`${server.url}${path}`);
      expect(headers.get('content-type')).to.equal('text/html; charset=utf-8');
      expect(text).not.to.match(/(src|href)="(https?:)?\/\//);
      expect(text).not.to.contain('<script');
    }
    expect((await call(`${server.url}/docs`)).text).to.contain('/v1/rights/{id}');
    expect((await call(`${server.url}/docs/errors`)).text).to.contain('id="STALE_STATE"');
  });
});

describe('Declared routes', () => {
  const base = { path: '/v1/x', summary: 'x', tags: ['x'], auth: 'account', responses: {} } as const;
  const handler = (): never => {
    throw new Error('not called');
  };
  const wrong: [string, Partial<Route>, string][] = [
    [
      'parameters that the path does not have',
      { params: z.object({ id: z.string() }) },
      'params do not match',
    ],
    ['a write that anybody may do', { method: 'POST', auth: 'public' }, 'a write needs an account'],
    ['a GET with a body', { body: z.strictObject({}) }, 'a GET takes no body'],
    [
      'a body that swallows unknown fields',
      { method: 'POST', body: z.object({ a: z.string() }) },
      'use z.strictObject',
    ],
    [
      'a body that swallows them deeper down',
      {
        method: 'POST',
        body: z.strictObject({ a: z.array(z.union([z.null(), z.object({ b: z.null() })])) }),
      },
      'the object at /a/items takes unknown fields',
    ],
    [
      'an example that its schema refuses',
      { method: 'POST', body: z.strictObject({ a: z.string() }), bodyExample: { a: 1 } },
      'bodyExample is not valid',
    ],
    [
      'an example of an answer that its schema refuses',
      { responses: { 200: { description: 'x', schema: z.string(), example: 1 } } },
      'the example of 200 is not valid',
    ],
  ];
  for (const [what, change, message] of wrong) {
    it(`refuse ${what}`, () => {
      expect(() => prepareRoute({ method: 'GET', ...base, ...change, handler })).to.throw(message);
    });
  }
});
