import type { TypedDataDomain, TypedDataField } from 'ethers';
import type { Hex } from './types.ts';

/** A transaction before it is signed; chain id and the price of zero are the signer's to add. */
export interface UnsignedTransaction {
  nonce: number;
  to?: Hex;
  data: Hex;
  gasLimit: number;
}

/** Keys by label, such as "bankA/maker". Nothing outside api/chain ever sees a private key. */
export interface Signer {
  /** @throws Error if there is no such key */
  address(label: string): Hex;
  has(label: string): boolean;
  signTransaction(label: string, transaction: UnsignedTransaction): Promise<Hex>;
  signTypedData(
    label: string,
    domain: TypedDataDomain,
    types: Record<string, TypedDataField[]>,
    value: Record<string, unknown>,
  ): Promise<Hex>;
}

/** Label of an institution's key of a duty. */
export const keyLabel = (institution: string, duty: string): string => `${institution}/${duty}`;
