import { AbiCoder, type Wallet } from 'ethers';
import { keccak256, ZERO_WORD, type Hex } from '../../domain/hash.ts';
import { wordOf } from '../../domain/journal.ts';
import { ethers } from './chain.ts';
import { HOLDER, keyOf } from './people.ts';
import type { Registry } from './registry.ts';
import type { Approval, InterestRegistration } from './samples.ts';

/* Written from the interface's words with ethers' encoder, not with ours: the second implementation of what is signed. */

const RIGHT_STATE =
  'tuple(bytes32 holder, bytes8 typeCode, uint32 authority, uint8 status, uint8 acquisition, uint32 validFrom, uint32 validTo, uint128 quantity, uint256[] overlays)';
const TERMS =
  'tuple(uint8 kind, bytes32 debtor, uint32[] securedParties, uint128 securedAmount, bytes3 currency, uint32 termFrom, uint32 termTo, string contractNumber, bytes32 contractDigest, bool acknowledgeJunior)';
const INTERVALS = 'tuple(uint128 from, uint128 to)[]';

const hashOf = (types: string[], values: unknown[]): Hex =>
  keccak256(AbiCoder.defaultAbiCoder().encode(types, values) as Hex);

async function sign(
  registry: Registry,
  signer: Wallet,
  name: string,
  fields: string,
  message: Record<string, unknown>,
): Promise<Hex> {
  const { chainId } = await ethers.provider.getNetwork();
  const domain = { name: 'Ludeng', version: '1', chainId, verifyingContract: registry.at.SecurityInterests };
  const types = fields.split(',').map((field) => {
    const [type = '', field_ = ''] = field.split(' ');
    return { type, name: field_ };
  });
  return (await signer.signTypedData(domain, { [name]: types }, message)) as Hex;
}

/** A checker's approval to cancel the interest as its word is now. */
export async function signCancellation(
  registry: Registry,
  signer: Wallet,
  interest: Hex,
  reason: number,
  deadline: number,
  word = registry.wordOf('interest', interest),
): Promise<Approval> {
  const fields = 'bytes32 interest,bytes32 word,uint8 reason,uint40 deadline';
  const message = { interest, word, reason, deadline };
  return { deadline, signature: await sign(registry, signer, 'Cancellation', fields, message) };
}

/** The grantor's consent to exactly this registration on exactly these states of its rights. */
export async function signConsent(
  registry: Registry,
  { grantor, terms, collateral }: InterestRegistration,
  deadline: number,
  signer = keyOf(HOLDER, 'maker'),
): Promise<Approval> {
  const words = collateral.reduce((before, { right, head, intervals }) => {
    const word = wordOf(hashOf([RIGHT_STATE], [head.state]), head.journal);
    return hashOf(['bytes32', 'bytes32', 'bytes32', INTERVALS], [before, right, word, intervals]);
  }, ZERO_WORD);
  const fields = 'bytes32 grantor,bytes32 terms,bytes32 collateral,uint40 deadline';
  const message = { grantor, terms: hashOf([TERMS], [terms]), collateral: words, deadline };
  return { deadline, signature: await sign(registry, signer, 'Consent', fields, message) };
}
