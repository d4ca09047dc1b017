/** The requests that the rest of Ludeng may make to a chain, with any engine behind it. */

export type Hex = `0x${string}`;

export interface BlockRef {
  number: number;
  hash: Hex;
  parentHash: Hex;
  /** Unix seconds. Blocks may share a second; the registry sequence, not time, gives rank. */
  time: number;
}

export interface RawLog {
  address: Hex;
  topics: Hex[];
  data: Hex;
  blockNumber: number;
  blockHash: Hex;
  transactionHash: Hex;
  transactionIndex: number;
  logIndex: number;
}

/** A block with the logs of the watched addresses only, in log order. */
export interface Block extends BlockRef {
  logs: RawLog[];
}

/** The logs of one contract that begin with this topic, from one block to another, both included. */
export interface LogFilter {
  address: Hex;
  topic: Hex;
  from: number;
  to: number;
}

export interface Receipt {
  transactionHash: Hex;
  blockNumber: number;
  blockHash: Hex;
  status: 0 | 1;
}

export interface CallRequest {
  from?: Hex;
  to: Hex;
  data: Hex;
}

export interface Chain {
  readonly chainId: number;
  /** Adds contracts whose logs `block` returns. Takes effect for the next `block` call. */
  watch(...addresses: Hex[]): void;
  head(): Promise<BlockRef>;
  /** Highest block number that is final under this network's rule. */
  finalized(): Promise<number>;
  /** Undefined above the tip. Throws InconsistentNodeError if the node's answers contradict each other. */
  block(number: number): Promise<Block | undefined>;
  /**
   * Searches the log, whatever is watched; in log order. For what is asked now and then: an index goes block by block, which shows when
   * a node contradicts itself.
   */
  logs(filter: LogFilter): Promise<RawLog[]>;
  /** Calls the listener after every change of tip, also after a reorganisation. Returns the unsubscriber. */
  onHead(listener: (head: BlockRef) => void): () => void;
  /**
   * Hands in a signed transaction and returns its hash. Sending the same transaction again is success,
   * whether it is still pending or already included. Throws TransactionRejectedError otherwise.
   */
  send(raw: Hex): Promise<Hex>;
  receipt(hash: Hex): Promise<Receipt | undefined>;
  /** Simulates at the tip. Throws RevertError with the revert data. */
  call(request: CallRequest): Promise<Hex>;
  /** Confirmed and pending transactions of an address: its next nonce. */
  nonce(address: Hex): Promise<number>;
  /** Node's own words on code at an address; `0x` where there is none. */
  code(address: Hex): Promise<Hex>;
  close(): Promise<void>;
}
