import { readBlock, readHeader, readLogs, readReceipt } from './blocks.ts';
import { ChainError, InconsistentNodeError, RpcUnavailableError } from './errors.ts';
import type { Rpc } from './rpc.ts';
import { asRejection, isKnown, parseSigned } from './transactions.ts';
import type { Block, BlockRef, CallRequest, Chain, Hex, LogFilter, RawLog, Receipt } from './types.ts';

/** 'immediate' for consensus that never takes a block back (Besu QBFT); else the blocks that must lie above a final one. */
export type FinalityRule = 'immediate' | { depth: number };

export interface RpcChainOptions {
  rpc: Rpc;
  /** Refused if the node is on another chain. */
  chainId: number;
  finality: FinalityRule;
  /** Milliseconds between looks at the tip while a listener is there; default 500. */
  pollEvery?: number;
}

/** A chain behind any node that speaks standard JSON-RPC. */
export class RpcChain implements Chain {
  readonly chainId: number;
  readonly #rpc: Rpc;
  readonly #depth: number;
  readonly #pollEvery: number;
  readonly #watched = new Set<Hex>();
  readonly #listeners = new Set<(head: BlockRef) => void>();
  #timer: NodeJS.Timeout | undefined;
  #told: Hex | undefined;

  private constructor(options: RpcChainOptions) {
    this.chainId = options.chainId;
    this.#rpc = options.rpc;
    this.#depth = options.finality === 'immediate' ? 0 : options.finality.depth;
    this.#pollEvery = options.pollEvery ?? 500;
  }

  /** Throws CHAIN_GENESIS_MISMATCH if the node is on another chain, CHAIN_UNAVAILABLE if it does not answer. */
  static async open(options: RpcChainOptions): Promise<RpcChain> {
    const found = Number(await options.rpc.request<Hex>('eth_chainId'));
    if (found === options.chainId) return new RpcChain(options);
    throw new ChainError(
      'CHAIN_GENESIS_MISMATCH',
      `The node is on chain ${found}, not ${options.chainId}. Give the address of a node of this network.`,
    );
  }

  watch(...addresses: Hex[]): void {
    for (const address of addresses) this.#watched.add(address.toLowerCase() as Hex);
  }

  async head(): Promise<BlockRef> {
    const header = await readHeader(this.#rpc, 'latest');
    if (!header) throw new InconsistentNodeError('The node has no latest block.');
    const { number, hash, parentHash, time } = header;
    return { number, hash, parentHash, time };
  }

  async finalized(): Promise<number> {
    return Math.max(0, (await this.head()).number - this.#depth);
  }

  block(number: number): Promise<Block | undefined> {
    return readBlock(this.#rpc, number, [...this.#watched]);
  }

  logs(filter: LogFilter): Promise<RawLog[]> {
    return readLogs(this.#rpc, filter);
  }

  onHead(listener: (head: BlockRef) => void): () => void {
    this.#listeners.add(listener);
    this.#timer ??= this.#pollLater(0);
    return () => this.#listeners.delete(listener);
  }

  async send(raw: Hex): Promise<Hex> {
    const { hash } = parseSigned(raw, this.chainId);
    try {
      await this.#rpc.request('eth_sendRawTransaction', [raw]);
    } catch (error) {
      if (error instanceof RpcUnavailableError) throw error;
      // Refused may mean: included already. Hardhat even reports the revert of a transaction that it has included.
      if (!isKnown(error) && !(await this.#has(hash))) throw asRejection(error, hash);
    }
    return hash;
  }

  receipt(hash: Hex): Promise<Receipt | undefined> {
    return readReceipt(this.#rpc, hash);
  }

  call(request: CallRequest): Promise<Hex> {
    return this.#rpc.request<Hex>('eth_call', [request, 'latest']);
  }

  async nonce(address: Hex): Promise<number> {
    return Number(await this.#rpc.request<Hex>('eth_getTransactionCount', [address, 'pending']));
  }

  code(address: Hex): Promise<Hex> {
    return this.#rpc.request<Hex>('eth_getCode', [address, 'latest']);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    this.#listeners.clear();
    await this.#rpc.close();
  }

  async #has(hash: Hex): Promise<boolean> {
    return (await this.#rpc.request('eth_getTransactionByHash', [hash])) !== null;
  }

  #pollLater(milliseconds: number): NodeJS.Timeout {
    return setTimeout(() => void this.#poll(), milliseconds).unref();
  }

  async #poll(): Promise<void> {
    // Other requests report an unreachable node; here the next round tries again.
    const head = await this.head().catch(() => undefined);
    if (head && head.hash !== this.#told) {
      this.#told = head.hash;
      for (const listener of this.#listeners) listener(head);
    }
    this.#timer = this.#listeners.size > 0 ? this.#pollLater(this.#pollEvery) : undefined;
  }
}
