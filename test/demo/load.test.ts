import { expect } from 'chai';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { demoGenesis } from '../../demo/genesis.ts';
import { loadDemo } from '../../demo/load.ts';

const credentials = Object.fromEntries(
  demoGenesis().institutions.map(({ label, legalName }) => [
    label,
    { id: '0x01' as const, name: legalName, capacity: '', maker: 'maker', checker: 'checker' },
  ]),
);

describe('loading the demonstration', () => {
  let server: Server;
  let url: string;
  let answer: { status: number; code: string };

  before(async () => {
    server = createServer((request, response) => {
      request.resume();
      response.writeHead(answer.status).end(JSON.stringify({ code: answer.code }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  it('leaves an earlier edition as it is, and counts it', async () => {
    answer = { status: 409, code: 'IDEMPOTENCY_KEY_REUSED' };
    const done: number[] = [];
    const { cases, stories, kept } = await loadDemo(url, credentials, (count) => done.push(count));
    expect(kept).to.equal(cases + stories);
    expect(done.at(-1)).to.equal(cases + stories);
  });

  it('ends with what was refused, and for what', async () => {
    answer = { status: 409, code: 'RIGHT_EXPIRED' };
    const failed = await loadDemo(url, credentials, () => undefined).catch(String);
    expect(failed).to.match(/^Error: demonstration party\/.* 409 .*RIGHT_EXPIRED/);
  });
});
