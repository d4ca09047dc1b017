import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from 'chai';
import { formatEvent } from '../../../api/http/sse.ts';
import { BANK, TestServer } from '../../support/http-server.ts';
import { testRoutes } from '../../support/http-routes.ts';

describe('HTTP event streams', () => {
  let server: TestServer;
  let token: string;
  beforeEach(async () => {
    server = await TestServer.start(testRoutes(), { maxStreams: 2 });
    token = await server.token(BANK);
  });
  afterEach(() => server.close());

  const open = (
    path = '/v1/notices',
    headers: Record<string, string> = {},
    method = 'GET',
  ): Promise<Response> =>
    fetch(`${server.url}${path}`, { method, headers: { authorization: `Bearer ${token}`, ...headers } });

  /** Reads until the text contains `end`, or to the end of the stream. */
  async function readUntil(response: Response, end: string): Promise<string> {
    const decoder = new TextDecoder();
    let text = '';
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    while (!text.includes(end)) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
    }
    return text;
  }

  it('keeps an event on its own lines, whatever it contains', () => {
    const text = formatEvent({ id: '1\ndata: x', event: 'a\r\nb', data: { text: 'c\n\nd' } });
    expect(text).to.equal('id: 1 data: x\nevent: a  b\ndata: {"text":"c\\n\\nd"}\n\n');
  });

  it('sends events with ids and goes on after Last-Event-ID', async () => {
    const response = await open();
    expect(response.headers.get('content-type')).to.equal('text/event-stream');
    expect(await readUntil(response, 'id: 3\n')).to.contain('id: 1\nevent: notice\ndata: {"id":1}\n\n');
    const resumed = await readUntil(await open('/v1/notices', { 'last-event-id': '41' }), 'id: 44\n');
    expect(resumed).to.contain('id: 42\n').and.not.to.contain('id: 41\n');
  });

  it('forgets a stream when its client leaves', async () => {
    const abort = new AbortController();
    const headers = { authorization: `Bearer ${token}` };
    await fetch(`${server.url}/v1/notices`, { headers, signal: abort.signal });
    expect(server.lifecycle.streams).to.equal(1);
    abort.abort();
    for (let i = 0; i < 100 && server.lifecycle.streams > 0; i++) await sleep(10);
    expect(server.lifecycle.streams).to.equal(0);
  });

  it('limits the number of streams, and opens none for HEAD', async () => {
    expect((await open('/v1/notices', {}, 'HEAD')).status).to.equal(200);
    expect(server.lifecycle.streams).to.equal(0);
    const answers = [await open(), await open(), await open()];
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 429]);
  });

  it('pulls no faster than the client reads', async () => {
    const { hostname, port } = new URL(server.url);
    const before = process.memoryUsage().rss;
    const socket = connect(Number(port), hostname);
    socket.write(
      `GET /v1/notices?count=9999999 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${token}\r\n\r\n`,
    );
    socket.pause();
    await sleep(300);
    // Ten million events would be hundreds of megabytes.
    expect(process.memoryUsage().rss - before).to.be.below(100 * 1024 * 1024);
    socket.destroy();
  });

  it('ends streams at once when the server closes', async () => {
    const response = await open();
    const rest = readUntil(response, 'never');
    const started = performance.now();
    await server.close();
    expect(await rest).to.contain('id: 3\n');
    expect(performance.now() - started).to.be.below(900);
  });
});
