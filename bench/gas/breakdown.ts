import type { Hex } from '../../domain/encoding/hash.ts';
import { request } from '../../test/support/chain.ts';

/** Where the gas of one transaction goes, in gas. The parts add up to `total`. */
export interface Breakdown {
  total: number;
  /** 21,000 for being a transaction. */
  transaction: number;
  /** 4 a zero byte, 16 another. */
  calldata: number;
  /** First touch of each further contract. */
  accounts: number;
  /** First read of each storage slot, and reading it again. */
  reads: number;
  /** A slot that was empty. */
  newSlots: number;
  /** A slot that changes. */
  updates: number;
  logs: number;
  hashing: number;
  /** Calls between contracts, apart from what they do. */
  calls: number;
  /** What is left: checking, decoding and encoding. */
  computation: number;
}

interface Step {
  op: string;
  gas: number;
  gasCost: number;
  depth: number;
  stack: string[];
}

const CALLS = new Set(['CALL', 'STATICCALL', 'DELEGATECALL', 'CALLCODE']);
const NEW_SLOT = 20_000;
const PRECOMPILES = 0x100n;

export async function lastTransaction(): Promise<{ hash: Hex; gasUsed: number; input: Hex; to: Hex }> {
  const block = await request<{ transactions: Hex[] }>('eth_getBlockByNumber', 'latest', false);
  const hash = block.transactions.at(-1);
  if (!hash) throw new Error('the last block is empty');
  const { input, to } = await request<{ input: Hex; to: Hex }>('eth_getTransactionByHash', hash);
  const receipt = await request<{ gasUsed: Hex }>('eth_getTransactionReceipt', hash);
  return { hash, gasUsed: Number(receipt.gasUsed), input, to };
}

/** Replays a transaction and says what each kind of work cost. */
export async function breakdownOf(transaction: {
  hash: Hex;
  gasUsed: number;
  input: Hex;
  to: Hex;
}): Promise<Breakdown> {
  const { hash, gasUsed: total, input, to } = transaction;
  const options = { disableMemory: true, disableStorage: true };
  const { structLogs } = await request<{ structLogs: Step[] }>('debug_traceTransaction', hash, options);
  const parts = { accounts: 0, reads: 0, newSlots: 0, updates: 0, logs: 0, hashing: 0, calls: 0 };
  const touched = new Set([BigInt(to)]);
  for (const { op, gasCost, stack } of structLogs) {
    if (op === 'SLOAD') parts.reads += gasCost;
    else if (op === 'SSTORE') parts[gasCost >= NEW_SLOT ? 'newSlots' : 'updates'] += gasCost;
    else if (op.startsWith('LOG')) parts.logs += gasCost;
    else if (op === 'KECCAK256') parts.hashing += gasCost;
    else if (CALLS.has(op)) {
      const callee = BigInt(word(stack.at(-2)));
      const warm = touched.has(callee) || callee < PRECOMPILES;
      touched.add(callee);
      if (!warm) parts.accounts += 2_500;
      parts.calls += 100;
    }
  }
  const calldata = calldataGas(input);
  const known = Object.values(parts).reduce((sum, part) => sum + part, 21_000 + calldata);
  return { total, transaction: 21_000, calldata, ...parts, computation: total - known };
}

const word = (text = '0'): string => (text.startsWith('0x') ? text : `0x${text}`);

function calldataGas(input: Hex): number {
  const bytes = Buffer.from(input.slice(2), 'hex');
  return bytes.reduce((gas, byte) => gas + (byte === 0 ? 4 : 16), 0);
}
