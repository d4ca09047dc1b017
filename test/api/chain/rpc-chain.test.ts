import { expect } from 'chai';
import { startAnvil, type Anvil } from '../../../api/chain/anvil.ts';
import { EMBEDDED_CHAIN_ID } from '../../../api/chain/embedded.ts';
import { Rpc } from '../../../api/chain/rpc.ts';
import { RpcChain, type FinalityRule } from '../../../api/chain/rpc-chain.ts';
import { inProcess } from '../../../api/chain/transport.ts';
import type { BlockRef, Hex } from '../../../api/chain/types.ts';
import {
  addressOf,
  deployment,
  hashOf,
  loggedIn,
  PAYER,
  PROGRAMS,
  removeDirectory,
  temporaryDirectory,
  transaction,
} from './support.ts';

describe('chain behind a node', () => {
  let directory: string;
  let anvil: Anvil;
  let chain: RpcChain;
  let tamper: (method: string, result: unknown) => unknown;

  const open = async (
    finality: FinalityRule = 'immediate',
    chainId = EMBEDDED_CHAIN_ID,
  ): Promise<RpcChain> => {
    const request = async ({ method, params }: { method: string; params?: unknown[] }): Promise<unknown> => {
      try {
        return tamper(method, await anvil.rpc.request(method, params));
      } catch (error) {
        const { message, rpcCode = 3, data } = error as { message: string; rpcCode?: number; data?: unknown };
        throw Object.assign(new Error(message), { code: rpcCode, data });
      }
    };
    return (chain = await RpcChain.open({
      rpc: new Rpc(inProcess({ request })),
      chainId,
      finality,
      pollEvery: 5,
    }));
  };
  const mine = (): Promise<unknown> => anvil.rpc.request('evm_mine', []);
  const caught = (promise: Promise<unknown>): Promise<unknown> => promise.catch((error: unknown) => error);

  beforeEach(async () => {
    directory = temporaryDirectory();
    tamper = (_, result) => result;
    const run = {
      timestamp: 1_700_000_000,
      hardfork: 'prague',
      blockGasLimit: 30_000_000,
      runDirectory: directory,
    };
    anvil = await startAnvil({ chainId: EMBEDDED_CHAIN_ID, ...run });
    await open();
  });
  afterEach(async () => {
    await chain.close();
    await anvil.stop();
    removeDirectory(directory);
  });

  it('sends, reads, simulates, and takes a repeated transaction for the same one', async () => {
    chain.watch(addressOf(0));
    await chain.send(await deployment(0, PROGRAMS.LOGGER));
    const raw = await transaction(1, { to: addressOf(0), data: '0xabcd' });
    expect(await chain.send(raw)).to.equal(await chain.send(raw));
    expect(await chain.receipt(hashOf(raw))).to.equal(undefined);
    await mine();
    expect(await chain.send(raw)).to.equal(hashOf(raw));
    expect(await chain.receipt(hashOf(raw))).to.include({ blockNumber: 1, status: 1 });
    expect((await chain.block(1))?.logs.map((log) => log.data)).to.deep.equal(['0xabcd']);
    expect(await chain.logs(loggedIn(0, 1))).to.deep.equal((await chain.block(1))?.logs);
    expect(await chain.block(2)).to.equal(undefined);
    expect(await chain.nonce(PAYER.address as Hex)).to.equal(2);
    expect(await chain.code(addressOf(0))).to.equal(`0x${PROGRAMS.LOGGER}`);
    const late = await caught(chain.send(await transaction(1)));
    expect(late).to.include({ code: 'CHAIN_TRANSACTION_REJECTED', reason: 'nonce-too-low' });
  });

  it('hands out revert data', async () => {
    await chain.send(await deployment(0, PROGRAMS.REFUSER));
    await mine();
    const error = await caught(chain.call({ to: addressOf(0), data: '0xdeadbeef' }));
    expect(error).to.include({ code: 'CHAIN_CALL_REVERTED', data: '0xdeadbeef' });
  });

  it('counts as final what its rule says', async () => {
    for (let i = 0; i < 5; i++) await mine();
    expect(await chain.finalized()).to.equal(5);
    expect(await (await open({ depth: 3 })).finalized()).to.equal(2);
    expect(await (await open({ depth: 9 })).finalized()).to.equal(0);
  });

  it('tells each new head until nobody listens', async () => {
    const heads: BlockRef[] = [];
    const until = async (count: number): Promise<void> => {
      while (heads.length < count) await new Promise((resolve) => setTimeout(resolve, 2));
    };
    const leave = chain.onHead((head) => heads.push(head));
    await until(1);
    await mine();
    await until(2);
    leave();
    await mine();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(heads.map(({ number }) => number)).to.deep.equal([0, 1]);
  });

  it('refuses a node of another chain', async () => {
    expect(await caught(open('immediate', 1))).to.include({ code: 'CHAIN_GENESIS_MISMATCH' });
  });

  for (const [lie, change] of [
    ['another block', { blockHash: `0x${'00'.repeat(32)}` }],
    ['another number', { blockNumber: '0x9' }],
    ['another transaction', { transactionHash: `0x${'00'.repeat(32)}` }],
    ['another place', { transactionIndex: '0x5' }],
    ['a contract that was not asked for', { address: `0x${'01'.repeat(20)}` }],
  ] as const) {
    it(`does not believe a log of ${lie}`, async () => {
      chain.watch(addressOf(0));
      await chain.send(await deployment(0, PROGRAMS.LOGGER));
      await chain.send(await transaction(1, { to: addressOf(0) }));
      await mine();
      tamper = (method, result) =>
        method === 'eth_getLogs' ? (result as object[]).map((log) => ({ ...log, ...change })) : result;
      expect(await caught(chain.block(1))).to.include({ code: 'CHAIN_NODE_INCONSISTENT' });
    });
  }
});
