import { keccak256 } from 'ethers';
import { InconsistentNodeError } from './errors.ts';
import type { Rpc } from './rpc.ts';
import type { Block, BlockRef, Hex, LogFilter, RawLog, Receipt } from './types.ts';

interface RpcBlock {
  number: Hex;
  hash: Hex;
  parentHash: Hex;
  timestamp: Hex;
  logsBloom: Hex;
  transactions: Hex[];
}

interface RpcLog {
  address: Hex;
  topics: Hex[];
  data: Hex;
  blockNumber: Hex;
  blockHash: Hex;
  transactionHash: Hex;
  transactionIndex: Hex;
  logIndex: Hex;
}

export interface Header extends BlockRef {
  transactions: Hex[];
  bloom: Hex;
}

export const quantity = (number: number): Hex => `0x${number.toString(16)}`;

/** A block without its logs. Undefined above the tip. */
export async function readHeader(rpc: Rpc, block: number | 'latest'): Promise<Header | undefined> {
  const tag = block === 'latest' ? block : quantity(block);
  const found = await rpc.request<RpcBlock | null>('eth_getBlockByNumber', [tag, false]);
  if (found === null) return undefined;
  return {
    number: Number(found.number),
    hash: found.hash,
    parentHash: found.parentHash,
    time: Number(found.timestamp),
    transactions: found.transactions,
    bloom: found.logsBloom,
  };
}

/** A block with the logs of these contracts, each checked against the block it claims to be in. */
export async function readBlock(
  rpc: Rpc,
  number: number,
  contracts: readonly Hex[],
): Promise<Block | undefined> {
  const header = await readHeader(rpc, number);
  if (!header) return undefined;
  const { hash, parentHash, time, transactions, bloom } = header;
  const silent = transactions.length === 0 || !contracts.some((address) => inBloom(bloom, address));
  const filter = { blockHash: hash, address: contracts };
  const found = silent ? [] : await rpc.request<RpcLog[]>('eth_getLogs', [filter]);
  const logs = found.map(toLog);
  checkLogs(logs, header, contracts);
  return { number: header.number, hash, parentHash, time, logs };
}

export async function readLogs(rpc: Rpc, { address, topic, from, to }: LogFilter): Promise<RawLog[]> {
  const filter = { address, topics: [topic], fromBlock: quantity(from), toBlock: quantity(to) };
  return (await rpc.request<RpcLog[]>('eth_getLogs', [filter])).map(toLog);
}

export async function readReceipt(rpc: Rpc, hash: Hex): Promise<Receipt | undefined> {
  const found = await rpc.request<{ blockNumber: Hex | null; blockHash: Hex; status: Hex } | null>(
    'eth_getTransactionReceipt',
    [hash],
  );
  if (!found?.blockNumber) return undefined;
  return {
    transactionHash: hash,
    blockNumber: Number(found.blockNumber),
    blockHash: found.blockHash,
    status: Number(found.status) === 1 ? 1 : 0,
  };
}

function toLog(log: RpcLog): RawLog {
  return {
    address: log.address.toLowerCase() as Hex,
    topics: log.topics,
    data: log.data,
    blockNumber: Number(log.blockNumber),
    blockHash: log.blockHash,
    transactionHash: log.transactionHash,
    transactionIndex: Number(log.transactionIndex),
    logIndex: Number(log.logIndex),
  };
}

function checkLogs(logs: RawLog[], header: Header, contracts: readonly Hex[]): void {
  const wanted = new Set(contracts);
  let previous = -1;
  for (const log of logs) {
    const right =
      log.blockHash === header.hash &&
      log.blockNumber === header.number &&
      header.transactions[log.transactionIndex] === log.transactionHash &&
      wanted.has(log.address) &&
      log.logIndex > previous;
    if (!right) {
      throw new InconsistentNodeError(
        `The node gave log ${log.logIndex} of ${log.transactionHash} for block ${header.number}, which does not hold it there.`,
      );
    }
    previous = log.logIndex;
  }
}

/** Whether a contract may have logged in a block, by the 2048-bit filter of the block header. */
function inBloom(bloom: Hex, address: Hex): boolean {
  const bits = Buffer.from(bloom.slice(2), 'hex');
  const digest = Buffer.from(keccak256(address).slice(2), 'hex');
  return [0, 2, 4].every((at) => {
    const bit = digest.readUInt16BE(at) & 2047;
    return ((bits[255 - (bit >> 3)] ?? 0) >> (bit & 7)) & 1;
  });
}
