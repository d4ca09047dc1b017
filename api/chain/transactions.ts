import { Transaction } from 'ethers';
import { RpcError, TransactionRejectedError, type RejectionReason } from './errors.ts';
import type { Hex } from './types.ts';

/** Wordings of anvil, Hardhat, Besu and geth; none of them gives codes that tell these apart. */
const WORDINGS: readonly [RegExp, RejectionReason][] = [
  [/nonce.{0,40}(too low|below|to be \d+ but got)/i, 'nonce-too-low'],
  [/nonce.{0,40}(too (high|far)|distant|gap)/i, 'nonce-too-high'],
  [/underpriced|replacement/i, 'underpriced'],
  [/insufficient funds|sufficient funds|upfront cost/i, 'insufficient-funds'],
  [/chain ?id/i, 'wrong-chain'],
  [/gas (too|limit)|gas_limit|exceeds.{0,20}gas|intrinsic/i, 'gas-limit'],
  [/decode|rlp|invalid (transaction|signature)|malformed/i, 'malformed'],
];

/** Parses a signed transaction and refuses what no block of this chain can hold. */
export function parseSigned(raw: Hex, chainId: number, blockGasLimit?: number): { hash: Hex } {
  let parsed: Transaction;
  try {
    parsed = Transaction.from(raw);
  } catch {
    // The cause would carry the whole transaction into logs.
    throw new TransactionRejectedError('malformed', 'These bytes are not a signed transaction.');
  }
  const hash = parsed.hash as Hex | null;
  if (hash === null) throw new TransactionRejectedError('malformed', 'The transaction is not signed.');
  // anvil takes a transaction of another chain into its pool, and then never seals it.
  if (parsed.chainId !== BigInt(chainId)) {
    throw new TransactionRejectedError(
      'wrong-chain',
      `The transaction is for chain ${parsed.chainId}, this is chain ${chainId}.`,
      hash,
    );
  }
  if (blockGasLimit !== undefined && parsed.gasLimit > BigInt(blockGasLimit)) {
    const message = `The transaction asks for ${parsed.gasLimit} gas; a block holds ${blockGasLimit}.`;
    throw new TransactionRejectedError('gas-limit', message, hash);
  }
  return { hash };
}

/** The node's refusal of a transaction in our words. Errors of another kind come back as they are. */
export function asRejection(error: unknown, hash: Hex): unknown {
  if (!(error instanceof RpcError)) return error;
  const reason = WORDINGS.find(([wording]) => wording.test(error.message))?.[1] ?? 'other';
  return new TransactionRejectedError(reason, error.message, hash);
}

/** The node has this very transaction already, in any wording of its error. */
export const isKnown = (error: unknown): boolean =>
  error instanceof RpcError && /already (known|imported)|known transaction/i.test(error.message);
