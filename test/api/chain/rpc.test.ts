import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import fc from 'fast-check';
import { JsonSplitter } from '../../../api/chain/json-stream.ts';
import { Rpc } from '../../../api/chain/rpc.ts';
import { http, inProcess, unixSocket } from '../../../api/chain/transport.ts';
import { removeDirectory, temporaryDirectory } from './support.ts';

const caught = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    (value) => ({ value }),
    (error: unknown) => error,
  );

describe('JSON splitter', () => {
  it('finds every text, wherever the stream is cut and whatever its strings hold', () => {
    const text = fc.oneof(
      fc.array(fc.json()),
      fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
    );
    fc.assert(
      fc.property(fc.array(text, { maxLength: 5 }), fc.array(fc.nat()), (values, cuts) => {
        const texts = values.map((value) => JSON.stringify(value));
        const stream = Buffer.from(texts.join('\n'));
        const ends = [...cuts.map((cut) => cut % (stream.length + 1)), stream.length].sort((a, b) => a - b);
        const splitter = new JsonSplitter();
        let start = 0;
        const found = ends.flatMap((end) => splitter.push(stream.subarray(start, (start = end))));
        expect(found.map((each) => JSON.parse(each) as unknown)).to.deep.equal(
          texts.map((each) => JSON.parse(each) as unknown),
        );
      }),
      { numRuns: 50 },
    );
  });
});

describe('JSON-RPC client', () => {
  let directory: string;
  let server: Server;
  let bodies: string[];
  let sockets: Socket[];
  let answer: (body: string, socket: Socket) => void;

  interface Call {
    id: number;
    method: string;
  }

  beforeEach(async () => {
    directory = temporaryDirectory();
    bodies = [];
    sockets = [];
    server = createServer((socket) => {
      sockets.push(socket);
      // The client may hang up on an answer that is still on its way.
      socket.on('error', () => undefined);
      const splitter = new JsonSplitter();
      socket.on('data', (chunk) => {
        for (const body of splitter.push(chunk)) {
          bodies.push(body);
          answer(body, socket);
        }
      });
    });
    await new Promise<void>((resolve) => server.listen(join(directory, 'node.ipc'), resolve));
  });
  afterEach(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
    removeDirectory(directory);
  });

  const client = async (options = {}): Promise<Rpc> =>
    new Rpc(await unixSocket(join(directory, 'node.ipc')), options);
  const refuse = (error: object): void => {
    answer = (body, socket) => socket.write(JSON.stringify({ id: (JSON.parse(body) as Call).id, error }));
  };

  it('sends what is asked in one turn as one batch, and tells the answers apart in any order', async () => {
    answer = (body, socket) => {
      const calls = JSON.parse(body) as Call[];
      socket.write(JSON.stringify(calls.toReversed().map(({ id, method }) => ({ id, result: method }))));
    };
    const rpc = await client();
    const answers = await Promise.all(['a', 'b', 'c'].map((method) => rpc.request(method)));
    expect(answers).to.deep.equal(['a', 'b', 'c']);
    expect(bodies).to.have.length(1);
    await rpc.close();
  });

  it('gives up after its time, and does not mind the late answer', async () => {
    answer = (body, socket) => {
      const { id } = JSON.parse(body) as Call;
      setTimeout(() => socket.write(JSON.stringify({ id, result: 'late' })), 40);
    };
    const rpc = await client({ timeout: 10 });
    expect(await caught(rpc.request('slow'))).to.include({ code: 'CHAIN_UNAVAILABLE', retryable: true });
    await new Promise((resolve) => setTimeout(resolve, 50));
    await rpc.close();
  });

  it('fails what is under way when the connection breaks, and what comes after', async () => {
    answer = (_, socket) => socket.destroy();
    const rpc = await client();
    expect(await caught(rpc.request('eth_chainId'))).to.include({ code: 'CHAIN_UNAVAILABLE' });
    expect(await caught(rpc.request('eth_chainId'))).to.include({ code: 'CHAIN_UNAVAILABLE' });
  });

  for (const [engine, error, data] of [
    ['anvil and geth', { code: 3, message: 'execution reverted', data: '0xabcd' }, '0xabcd'],
    ['Besu', { code: -32000, message: 'Execution reverted', data: '0xabcd' }, '0xabcd'],
    ['Hardhat', { code: 3, message: 'VM Exception: reverted', data: { data: '0xabcd' } }, '0xabcd'],
    [
      'OpenEthereum',
      { code: -32015, message: 'VM execution error: revert', data: 'Reverted 0xabcd' },
      '0xabcd',
    ],
    ['a node that hides it', { code: -32000, message: 'execution reverted' }, '0x'],
  ] as const) {
    it(`finds the revert data of ${engine}`, async () => {
      refuse(error);
      const rpc = await client();
      expect(await caught(rpc.request('eth_call'))).to.include({ code: 'CHAIN_CALL_REVERTED', data });
      await rpc.close();
    });
  }

  it('tells other errors with their method and number', async () => {
    refuse({ code: -32601, message: 'no such method' });
    const rpc = await client();
    const error = await caught(rpc.request('eth_wish'));
    expect(error).to.include({ code: 'CHAIN_RPC_ERROR', rpcCode: -32601 });
    expect(String(error)).to.contain('eth_wish');
    await rpc.close();
  });

  it('speaks HTTP, and takes a page that is not JSON for an unreachable node', async () => {
    let reply = '{"id":1,"result":"0x1"}';
    const web = createHttpServer((request, response) => {
      request.resume().on('end', () => response.writeHead(reply.startsWith('{') ? 200 : 502).end(reply));
    });
    await new Promise<void>((resolve) => web.listen(0, '127.0.0.1', resolve));
    const rpc = new Rpc(http(`http://127.0.0.1:${(web.address() as AddressInfo).port}`));
    expect(await rpc.request('eth_chainId')).to.equal('0x1');
    reply = '<html>Bad gateway</html>';
    expect(await caught(rpc.request('eth_chainId'))).to.include({ code: 'CHAIN_UNAVAILABLE' });
    await rpc.close();
    web.close();
    web.closeAllConnections();
  });

  it('speaks to a provider in this process', async () => {
    const provider = {
      request: ({ method }: { method: string }) =>
        method === 'eth_chainId' ? Promise.resolve('0x1') : Promise.reject(new Error('no such method')),
    };
    const rpc = new Rpc(inProcess(provider));
    expect(await rpc.request('eth_chainId')).to.equal('0x1');
    expect(await caught(rpc.request('eth_wish'))).to.include({ code: 'CHAIN_RPC_ERROR' });
  });
});
