import { AbiCoder, type Wallet } from 'ethers';
import type { ContractName } from '../../api/chain/contracts.ts';
import { keccak256, type Hex } from '../../domain/encoding/hash.ts';
import { ethers } from './chain.ts';
import type { Registry } from './registry.ts';
import type { Approval } from './samples.ts';

/** Later than any block of a test. */
export const FAR = 4_000_000_000;

/** What a second person signs. Written from the interface's words with ethers' encoder, not with ours. */
export interface Approvable {
  contract: ContractName;
  act: string;
  subject: Hex;
  word: Hex;
  details: Hex;
}

export const hashOf = (types: readonly string[], values: readonly unknown[]): Hex =>
  keccak256(AbiCoder.defaultAbiCoder().encode(types, values) as Hex);

export async function approve(
  registry: Registry,
  signer: Wallet,
  { contract, ...rest }: Approvable,
  deadline = FAR,
): Promise<Approval> {
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: 'Ludeng', version: '1', chainId, verifyingContract: registry.at[contract] };
  const fields = 'string act,bytes32 subject,bytes32 word,bytes32 details,uint40 deadline';
  const types = fields.split(',').map((field) => {
    const [type = '', name = ''] = field.split(' ');
    return { type, name };
  });
  const signature = await signer.signTypedData(domain, { Approval: types }, { ...rest, deadline });
  return { deadline, signature: signature as Hex };
}
