import { expect } from 'chai';
import { mintApiKey, revokeApiKey, verifyApiKey } from '../../../api/http/api-keys.ts';
import { AUTHORITY, BANK, call, MemoryApiKeys, TestServer } from '../../support/http-server.ts';
import { testRoutes } from '../../support/http-routes.ts';

const right = { name: 'a', quantity: '1' };

describe('API keys', () => {
  const owner = { institution: BANK, duty: 'maker', label: 'Ms Chan' } as const;

  it('keeps a hash only and knows the token again', async () => {
    const store = new MemoryApiKeys();
    const { token, record } = await mintApiKey(store, owner);
    expect(token).to.match(/^ldg_[0-9a-z]{16}_[0-9A-Za-z_-]{43}$/);
    expect(JSON.stringify([...store.records])).not.to.contain(token.slice(21));
    expect(await verifyApiKey(store, token)).to.deep.equal(record);
  });

  it('refuses a token that is wrong, expired or revoked', async () => {
    const store = new MemoryApiKeys();
    const { token, record } = await mintApiKey(store, owner);
    const { token: old } = await mintApiKey(store, { ...owner, expiresAt: Date.now() });
    const flipped = token.slice(0, -2) + (token.endsWith('AA') ? 'BB' : 'AA');
    for (const wrong of [flipped, old, `ldg_${'0'.repeat(16)}${token.slice(20)}`, '', `${token}x`, 'ldg__']) {
      expect(await verifyApiKey(store, wrong), wrong).to.equal(undefined);
    }
    expect(await revokeApiKey(store, record.id)).to.be.true;
    expect(await verifyApiKey(store, token)).to.equal(undefined);
    expect(await revokeApiKey(store, 'unknown')).to.be.false;
  });
});

describe('HTTP access', () => {
  let server: TestServer;
  before(async () => {
    server = await TestServer.start(testRoutes());
  });
  after(() => server.close());

  const post = async (token: string | undefined, key = 'k') =>
    call(`${server.url}/v1/rights`, { token, key, json: right });

  it('asks for credentials and says in which form', async () => {
    const answer = await post(undefined);
    expect([answer.status, answer.body.code]).to.deep.equal([401, 'UNAUTHENTICATED']);
    expect(answer.headers.get('www-authenticate')).to.equal('Bearer realm="ludeng"');
  });

  it('refuses wrong credentials even where none are needed', async () => {
    for (const authorization of ['Basic eDp5', 'Bearer nonsense', 'Bearer']) {
      const answer = await call(`${server.url}/healthz`, { headers: { authorization } });
      expect(answer.body.code, authorization).to.equal('UNAUTHENTICATED');
    }
  });

  it('holds capacity, duty, suspension and admission against the route', async () => {
    expect((await post(await server.token(BANK))).body.code).to.equal('FORBIDDEN_CAPACITY');
    expect((await post(await server.token(AUTHORITY, 'checker'))).body.code).to.equal('FORBIDDEN_DUTY');
    expect((await post(await server.token(`0x${'c'.repeat(64)}`))).body.code).to.equal('UNAUTHENTICATED');

    const token = await server.token(AUTHORITY);
    const standing = server.standings.get(AUTHORITY)!;
    server.standings.set(AUTHORITY, { ...standing, suspended: true });
    try {
      expect((await post(token)).body.code).to.equal('INSTITUTION_SUSPENDED');
      expect(
        (await call(`${server.url}/v1/rights`, { token })).status,
        'a suspended institution reads',
      ).to.equal(200);
    } finally {
      server.standings.set(AUTHORITY, standing);
    }
    expect((await post(token)).status).to.equal(201);
  });

  it('logs who asked, and no secret', async () => {
    const token = await server.token(AUTHORITY);
    await post(token, 'very-secret-key');
    await call(`${server.url}/v1/rights?holder=0x${'7'.repeat(64)}`, { token });
    const log = server.log.join('');
    expect(log).to.contain(`"institution":"${AUTHORITY}"`).and.to.contain('"route":"/v1/rights"');
    for (const secret of [token, token.slice(21), 'very-secret-key', '7777']) {
      expect(log).not.to.contain(secret);
    }
  });
});

describe('HTTP rate limits', () => {
  let server: TestServer;
  before(async () => {
    server = await TestServer.start(testRoutes(), { rateLimits: { perKey: 12, perAddress: 3 } });
  });
  after(() => server.close());

  it('charges a key by the cost of the route, and says when to come back', async () => {
    const token = await server.token(AUTHORITY);
    const first = await call(`${server.url}/v1/rights`, { token, key: '1', json: right });
    expect(first.headers.get('ratelimit-policy')).to.equal('"key";q=12;w=60');
    expect(first.headers.get('ratelimit')).to.match(/^"key";r=7;t=\d+$/);
    expect((await call(`${server.url}/v1/rights`, { token, key: '2', json: right })).status).to.equal(201);
    const third = await call(`${server.url}/v1/rights`, { token, key: '3', json: right });
    expect([third.status, third.body.code]).to.deep.equal([429, 'RATE_LIMITED']);
    expect(Number(third.headers.get('retry-after'))).to.be.within(1, 60);
    const other = await server.token(AUTHORITY);
    expect((await call(`${server.url}/v1/rights`, { token: other })).status, 'another key').to.equal(200);
  });

  it('charges the address for wrong keys and for anonymous calls, but not for health', async () => {
    const guess = async () => (await call(`${server.url}/v1/rights`, { token: 'ldg_guess' })).status;
    expect([await guess(), await guess(), await guess(), await guess()]).to.deep.equal([401, 401, 401, 429]);
    const anonymous = await call(`${server.url}/v1/verifications`, { json: { number: '1' } });
    expect(anonymous.status).to.equal(429);
    expect((await call(`${server.url}/healthz`)).status).to.equal(200);
  });
});
