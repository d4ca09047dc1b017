import { network } from 'hardhat';
import { Interface, type BaseContract, type InterfaceAbi } from 'ethers';
import type { Hex } from '../../domain/encoding/hash.ts';
import type { Log } from '../../domain/journal/entry.ts';

/** One chain for all files of a run: every fixture goes back to a snapshot of it. */
export const connection = await network.create({
  network: 'default',
  override: {
    initialBaseFeePerGas: 0,
    initialDate: '2026-01-01T00:00:00+08:00',
    allowBlocksWithSameTimestamp: true,
    blockGasLimit: 1_000_000_000,
  },
});
const { provider } = connection;
export const { ethers, networkHelpers } = connection;

export interface Call {
  from: Hex;
  to: Hex;
  data: Hex;
}

export interface Mined {
  logs: Log[];
  time: number;
  gasUsed: number;
}

/** A revert, decoded. `error` is empty where the contract gave no reason (malformed calldata). */
export class Refusal extends Error {
  readonly error: string;
  readonly args: Record<string, unknown>;

  constructor(error: string, args: Record<string, unknown>) {
    super(`${error}(${JSON.stringify(args, (_, it: unknown) => (typeof it === 'bigint' ? `${it}` : it))})`);
    this.error = error;
    this.args = args;
  }
}

const impersonated = new Set<Hex>();

/** Sends a transaction from any account, at gas price 0. @throws Refusal */
export async function send({ from, to, data }: Call): Promise<Mined> {
  if (!impersonated.has(from)) {
    await request('hardhat_impersonateAccount', from);
    impersonated.add(from);
  }
  const tx = { from, to, data, gas: '0x3000000', gasPrice: '0x0' };
  const hash = await refusing(request<Hex>('eth_sendTransaction', tx));
  const receipt = await request<{ logs: Log[]; blockNumber: Hex; gasUsed: Hex; status: Hex }>(
    'eth_getTransactionReceipt',
    hash,
  );
  if (receipt.status !== '0x1') throw new Error(`failed: ${JSON.stringify(receipt)}`);
  const block = await request<{ timestamp: Hex }>('eth_getBlockByNumber', receipt.blockNumber, false);
  return { logs: receipt.logs, time: Number(block.timestamp), gasUsed: Number(receipt.gasUsed) };
}

/** @throws Refusal */
export async function call(tx: Call): Promise<Hex> {
  return refusing(request<Hex>('eth_call', { ...tx, gas: '0x3000000', gasPrice: '0x0' }, 'latest'));
}

export function request<T>(method: string, ...params: unknown[]): Promise<T> {
  return provider.request({ method, params }) as Promise<T>;
}

const errors = new Map<string, Interface>();

/** From here on, the custom errors of the contract can be decoded. */
export function learnErrors(abi: InterfaceAbi | Interface): void {
  Interface.from(abi).forEachError((error) => errors.set(error.selector, new Interface([error])));
}

async function refusing<T>(answer: Promise<T>): Promise<T> {
  try {
    return await answer;
  } catch (error) {
    const data = revertData(error);
    if (data === undefined) throw error;
    const parsed = data.length >= 10 ? errors.get(data.slice(0, 10))?.parseError(data) : undefined;
    if (parsed) throw new Refusal(parsed.name, plain(parsed.args.toObject()));
    throw new Refusal(data === '0x' ? '' : data, {});
  }
}

function revertData(error: unknown): Hex | undefined {
  const data = (error as { data?: unknown }).data;
  if (typeof data === 'string') return data as Hex;
  const inner = (data as { data?: unknown } | undefined)?.data;
  return typeof inner === 'string' ? (inner as Hex) : undefined;
}

/** Addresses in lower case and small integers as numbers, as our own decoder gives them. */
function plain(args: Record<string, unknown>): Record<string, unknown> {
  const value = (it: unknown): unknown => {
    if (typeof it === 'bigint') return it <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(it) : it;
    if (typeof it === 'string' && /^0x[0-9a-fA-F]{40}$/.test(it)) return it.toLowerCase();
    return it;
  };
  return Object.fromEntries(Object.entries(args).map(([name, it]) => [name, value(it)]));
}

export async function addressOf(contract: BaseContract): Promise<Hex> {
  return (await contract.getAddress()).toLowerCase() as Hex;
}
