import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { Problem } from '../../../api/errors/problem.ts';
import { AUTHORITY, call, TestServer, type Answer } from '../../support/http-server.ts';
import { testRoutes } from '../../support/http-routes.ts';

describe('HTTP idempotency', () => {
  let server: TestServer;
  let token: string;
  let runs: number;
  let onRun: () => Promise<void> | void;

  beforeEach(async () => {
    runs = 0;
    onRun = () => undefined;
    server = await TestServer.start(
      testRoutes(async () => {
        runs++;
        await onRun();
      }),
    );
    token = await server.token(AUTHORITY);
  });
  afterEach(() => server.close());

  const post = (
    key: string | undefined,
    json: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> =>
    call(`${server.url}/v1/rights`, { token, json, headers, ...(key === undefined ? {} : { key }) });

  it('demands a key on every write', async () => {
    for (const key of [undefined, 'with blank', 'é', 'x'.repeat(256)]) {
      const { body } = await post(key, { name: 'a', quantity: '1' });
      expect(body.code, key).to.equal('IDEMPOTENCY_KEY_REQUIRED');
    }
    expect(runs).to.equal(0);
  });

  it('gives the same answer to the same key and body, whatever the order of its fields', async () => {
    const first = await post('k', { name: 'a', quantity: '1' });
    const second = await post('"k"', { quantity: '1', name: 'a' });
    expect([second.status, second.text]).to.deep.equal([201, first.text]);
    expect(second.headers.get('location')).to.equal('/v1/rights/right-k');
    expect([first, second].map((a) => a.headers.get('idempotency-replayed'))).to.deep.equal([null, 'true']);
    expect(runs).to.equal(1);
  });

  it('repeats a 202 as a 202', async () => {
    const first = await post('k', { name: 'a', quantity: '1' }, { prefer: 'respond-async' });
    const second = await post('k', { name: 'a', quantity: '1' });
    expect([first.status, second.status]).to.deep.equal([202, 202]);
    expect(first.headers.get('preference-applied')).to.equal('respond-async');
  });

  it('refuses the key with another body, path or duty', async () => {
    await post('k', { name: 'a', quantity: '1' });
    expect((await post('k', { name: 'a', quantity: '2' })).body.code).to.equal('IDEMPOTENCY_KEY_REUSED');
    const checker = await server.token(AUTHORITY, 'checker');
    const path = `${server.url}/v1/rights/0x${'1'.repeat(64)}/approve`;
    const other = await call(path, { token: checker, key: 'k', json: {} });
    expect([other.status, other.body.code]).to.deep.equal([409, 'IDEMPOTENCY_KEY_REUSED']);
    expect(runs).to.equal(1);
  });

  it('lets concurrent repetitions wait for the first', async () => {
    onRun = () => sleep(50);
    const body = { name: 'a', quantity: '1' };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post('k', body)));
    expect(runs).to.equal(1);
    expect(new Set(answers.map((a) => a.text)).size).to.equal(1);
  });

  it('stores a refusal by the rules, in the same words', async () => {
    const first = await post('k', { name: 'duplicate', quantity: '1' });
    const second = await post('k', { name: 'duplicate', quantity: '1' });
    expect([first.status, first.body.code, first.body.right]).to.deep.equal([409, 'DUPLICATE_RIGHT', '0x1']);
    expect(second.text).to.equal(first.text);
    expect(runs).to.equal(1);
  });

  it('does not store a 5xx, but keeps the key for its body', async () => {
    onRun = () => {
      throw new Problem('CHAIN_UNAVAILABLE');
    };
    expect((await post('k', { name: 'a', quantity: '1' })).status).to.equal(503);
    onRun = () => undefined;
    expect((await post('k', { name: 'b', quantity: '1' })).body.code).to.equal('IDEMPOTENCY_KEY_REUSED');
    expect((await post('k', { name: 'a', quantity: '1' })).status).to.equal(201);
    expect(runs).to.equal(2);
  });

  it('forgets a refusal of the moment', async () => {
    onRun = () => {
      throw new Problem('INSTITUTION_SUSPENDED');
    };
    expect((await post('k', { name: 'a', quantity: '1' })).status).to.equal(403);
    onRun = () => undefined;
    expect((await post('k', { name: 'a', quantity: '1' })).status).to.equal(201);
  });

  it('runs again after a crash that left no answer', async () => {
    await post('k', { name: 'a', quantity: '1' });
    const [scope, record] = [...server.idempotency.records][0]!;
    server.idempotency.put(scope, { fingerprint: record.fingerprint, at: record.at });
    expect((await post('k', { name: 'a', quantity: '1' })).status).to.equal(201);
    expect(runs).to.equal(2);
  });

  it('keeps the keys of institutions apart', async () => {
    await post('k', { name: 'a', quantity: '1' });
    expect([...server.idempotency.records.keys()]).to.deep.equal([`${AUTHORITY}/k`]);
  });
});
