import type { Wallet } from 'ethers';
import { keccak256, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { wordOf } from '../../domain/journal/entry.ts';
import { HOLDER, keyOf } from './people.ts';
import type { Registry } from './registry.ts';
import type { Approval, Collateral, InterestRegistration } from './samples.ts';
import { approve, hashOf } from './second-signature.ts';

const TERMS =
  'tuple(uint8 kind, bytes32 debtor, uint32[] securedParties, uint128 securedAmount, bytes3 currency, uint32 termFrom, uint32 termTo, string contractNumber, bytes32 contractDigest, bool acknowledgeJunior, bool negativePledge, bool advance, uint32 determinationDay)';
const INTERVALS = 'tuple(uint128 from, uint128 to)[]';

/** A checker's approval to cancel the interest as its word is now. */
export function signCancellation(
  registry: Registry,
  signer: Wallet,
  interest: Hex,
  reason: number,
  deadline?: number,
  word = registry.wordOf('interest', interest),
): Promise<Approval> {
  const details = hashOf(['uint8'], [reason]);
  const act = 'InterestCancellation';
  return approve(
    registry,
    signer,
    { contract: 'Cancellations', act, subject: interest, word, details },
    deadline,
  );
}

/** The grantor's consent to exactly this registration on exactly these states of its rights. */
export function signConsent(
  registry: Registry,
  { grantor, terms, collateral }: InterestRegistration,
  deadline?: number,
  signer = keyOf(HOLDER, 'maker'),
): Promise<Approval> {
  const approvable = {
    contract: 'SecurityInterests',
    act: 'InterestConsent',
    subject: grantor,
    word: wordsOf(collateral),
    details: hashOf([TERMS], [terms]),
  } as const;
  return approve(registry, signer, approvable, deadline);
}

/** What a consent binds of the collateral: each right, the word that its head hashes to, and the units. */
export const wordsOf = (collateral: readonly Collateral[]): Hex =>
  collateral.reduce<Hex>((before, { right, head, intervals }) => {
    const word = wordOf(keccak256(head.state), head.journal);
    return hashOf(['bytes32', 'bytes32', 'bytes32', INTERVALS], [before, right, word, intervals]);
  }, ZERO_WORD);
