import type { Hex } from './types.ts';

/** Codes are stable; messages are not. `retryable` says whether the same request may succeed later unchanged. */
export class ChainError extends Error {
  readonly code: string;
  readonly retryable: boolean;

  constructor(code: string, message: string, options: { retryable?: boolean; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.retryable = options.retryable ?? false;
  }
}

/** A contract refused. `data` is the ABI-encoded error, `0x` when the node gave none. */
export class RevertError extends ChainError {
  readonly data: Hex;

  constructor(data: Hex, message: string) {
    super('CHAIN_CALL_REVERTED', message);
    this.data = data;
  }
}

export type RejectionReason =
  | 'nonce-too-low'
  | 'nonce-too-high'
  | 'underpriced'
  | 'insufficient-funds'
  | 'gas-limit'
  | 'wrong-chain'
  | 'malformed'
  | 'other';

/** The node will not take this transaction; sending the same bytes again will not help, except 'nonce-too-high'. */
export class TransactionRejectedError extends ChainError {
  readonly reason: RejectionReason;
  readonly transactionHash: Hex | undefined;

  constructor(reason: RejectionReason, message: string, transactionHash?: Hex) {
    super('CHAIN_TRANSACTION_REJECTED', message, { retryable: reason === 'nonce-too-high' });
    this.reason = reason;
    this.transactionHash = transactionHash;
  }
}

/** The node answered with a JSON-RPC error that is neither a revert nor a refused transaction. */
export class RpcError extends ChainError {
  readonly rpcCode: number;
  readonly data: unknown;

  constructor(method: string, error: { code: number; message: string; data?: unknown }) {
    super('CHAIN_RPC_ERROR', `${method}: ${error.message} (JSON-RPC error ${error.code})`);
    this.rpcCode = error.code;
    this.data = error.data;
  }
}

/** No answer: the connection broke, or the time was up. Whether the request took effect is unknown. */
export class RpcUnavailableError extends ChainError {
  constructor(message: string, cause?: unknown) {
    super('CHAIN_UNAVAILABLE', message, { retryable: true, cause });
  }
}

/** Two answers of one node contradict each other, e.g. a log of another block. Never index such data. */
export class InconsistentNodeError extends ChainError {
  constructor(message: string) {
    super('CHAIN_NODE_INCONSISTENT', message, { retryable: true });
  }
}
