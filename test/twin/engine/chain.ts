import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findAnvil } from '../../../api/chain/anvil-binary.ts';
import { RevertError } from '../../../api/chain/errors.ts';
import { Rpc } from '../../../api/chain/rpc.ts';
import { unixSocket } from '../../../api/chain/transport.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import type { Log } from '../../../domain/journal/entry.ts';
import { refusalOf, type Refusal } from './codec.ts';

export const CHAIN_ID = 31_337;
/** 2026-01-01T00:00:00+08:00. */
export const START = 1_767_196_800;
const GAS = { gas: '0x3000000', gasPrice: '0x0' };
const START_MILLISECONDS = 30_000;

export interface Transaction {
  from: Hex;
  to?: Hex;
  data: Hex;
}

export interface Receipt {
  status: Hex;
  logs: Log[];
  contractAddress: Hex | null;
}

const hexOf = (value: number): Hex => `0x${value.toString(16)}`;

/** A chain that mines when it is told to, at the time it is told, from any account: nothing but the contracts takes time. */
export class Chain {
  private readonly rpc: Rpc;
  private readonly child: ChildProcess;
  private readonly folder: string;
  private readonly end = () => this.child.kill('SIGKILL');

  private constructor(rpc: Rpc, child: ChildProcess, folder: string) {
    [this.rpc, this.child, this.folder] = [rpc, child, folder];
    process.once('exit', this.end);
  }

  static async start(): Promise<Chain> {
    const folder = mkdtempSync(join(tmpdir(), 'twin-'));
    const socket = join(folder, 'anvil.ipc');
    const child = spawn(
      findAnvil(),
      [
        ...['--ipc', socket, '--host', '127.0.0.1', '--port', '0', '--no-cors', '--quiet', '--accounts', '0'],
        ...['--chain-id', String(CHAIN_ID), '--timestamp', String(START), '--hardfork', 'prague'],
        ...['--gas-limit', '1000000000', '--gas-price', '0', '--block-base-fee-per-gas', '0'],
        ...['--disable-min-priority-fee', '--auto-impersonate', '--no-mining', '--prune-history', '8'],
      ],
      { cwd: folder, stdio: 'ignore', env: { PATH: process.env['PATH'], HOME: folder } },
    );
    const deadline = Date.now() + START_MILLISECONDS;
    for (;;) {
      try {
        const rpc = new Rpc(await unixSocket(socket), { batch: 1 });
        await rpc.request('eth_chainId');
        return new Chain(rpc, child, folder);
      } catch (error) {
        if (child.exitCode !== null || Date.now() > deadline) throw error;
        await sleep(10);
      }
    }
  }

  /** What the transaction would return in a block of that time, or why it would be refused. */
  async call(tx: Transaction, time: number): Promise<Hex | Refusal> {
    const params = [{ ...tx, ...GAS }, 'latest', {}, { time: hexOf(time) }];
    try {
      return await this.rpc.request<Hex>('eth_call', params);
    } catch (error) {
      if (error instanceof RevertError) return refusalOf(error.data);
      throw error;
    }
  }

  /** In a block of its own. */
  async send(tx: Transaction, time: number): Promise<Receipt> {
    const hash = await this.rpc.request<Hex>('eth_sendTransaction', [{ ...tx, ...GAS }]);
    await this.rpc.request('evm_mine', [time]);
    const receipt = await this.rpc.request<Receipt | null>('eth_getTransactionReceipt', [hash]);
    if (!receipt) throw new Error('the transaction was not mined');
    return receipt;
  }

  snapshot(): Promise<Hex> {
    return this.rpc.request<Hex>('evm_snapshot');
  }

  async revert(snapshot: Hex): Promise<void> {
    if (!(await this.rpc.request<boolean>('evm_revert', [snapshot]))) throw new Error('no such snapshot');
  }

  async stop(): Promise<void> {
    process.off('exit', this.end);
    await this.rpc.close();
    this.end();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
