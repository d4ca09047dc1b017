import type { Wallet } from 'ethers';
import type { ContractName } from '../../api/chain/contracts.ts';
import {
  EXTERNAL_REGISTERS,
  REMARKS,
  type ExternalRegister,
  type Remark,
} from '../../domain/encoding/codes.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { wordsOf } from './approvals.ts';
import type { Call } from './chain.ts';
import { accountOf, BANK, HOLDER, keyOf } from './people.ts';
import type { Registry } from './registry.ts';
import { collateralOf, NO_APPROVAL, TODAY, type Approval, type Collateral, type Taken } from './samples.ts';
import { approve, hashOf } from './second-signature.ts';

/* What becomes of an interest, as calls that succeed but for what a test changes. */

export const DEBT_PAID = 1;

type Head = ReturnType<Registry['interestHead']>;

/** Who does it, on which state, with whose signature. */
export interface By {
  from?: Hex;
  head?: Head;
  signer?: Wallet;
  deadline?: number;
  approval?: Approval;
}

/** The second signature of an act on the interest as its word is now. */
async function secondOf(
  registry: Registry,
  contract: ContractName,
  act: string,
  interest: Hex,
  details: Hex,
  { signer = keyOf(BANK, 'checker'), deadline, approval }: By = {},
): Promise<Approval> {
  if (approval) return approval;
  const word = registry.wordOf('interest', interest);
  return approve(registry, signer, { contract, act, subject: interest, word, details }, deadline);
}

const described = (collateral: readonly Collateral[]) =>
  collateral.map(({ right, intervals }) => ({ right, intervals }));
const COLLATERAL = 'tuple(bytes32 right, tuple(uint128 from, uint128 to)[] intervals)[]';

/* CHANGES */

export interface Amendment {
  debtor: Hex;
  securedAmount: bigint;
  contractNumber: string;
  contractDigest: Hex;
  acknowledgeJunior: boolean;
  negativePledge: boolean;
  determinationDay: number;
}
const AMENDMENT =
  'tuple(bytes32 debtor, uint128 securedAmount, string contractNumber, bytes32 contractDigest, bool acknowledgeJunior, bool negativePledge, uint32 determinationDay)';

export function amendmentOf(registry: Registry, interest: Hex, changes: Partial<Amendment> = {}): Amendment {
  const { debtor, securedAmount, contractDigest } = registry.interest(interest).state;
  return {
    debtor,
    securedAmount,
    contractNumber: 'C-1',
    contractDigest,
    acknowledgeJunior: false,
    negativePledge: false,
    determinationDay: 0,
    ...changes,
  };
}

export function amends(
  registry: Registry,
  interest: Hex,
  changes: Partial<Amendment> = {},
  taken: Taken = {},
  { from = accountOf(BANK), head = registry.interestHead(interest), approval = NO_APPROVAL }: By = {},
): Call {
  const amendment = amendmentOf(registry, interest, changes);
  const added = collateralOf(registry, taken);
  return registry.call(from, 'Amendments', 'amend', interest, head, amendment, added, approval);
}

/** The grantor's consent to exactly this amendment, with these units as they are now. */
export function consentsTo(
  registry: Registry,
  interest: Hex,
  changes: Partial<Amendment>,
  taken: Taken,
  signer = keyOf(HOLDER, 'maker'),
): Promise<Approval> {
  const amendment = amendmentOf(registry, interest, changes);
  return approve(registry, signer, {
    contract: 'Amendments',
    act: 'AmendmentConsent',
    subject: registry.interest(interest).state.grantor,
    word: wordsOf(collateralOf(registry, taken)),
    details: hashOf(['bytes32', AMENDMENT], [interest, amendment]),
  });
}

export const extends_ = (
  registry: Registry,
  interest: Hex,
  termTo: number,
  { from = accountOf(BANK), head = registry.interestHead(interest) }: By = {},
): Call => registry.call(from, 'Amendments', 'extend', interest, head, termTo);

export async function assigns(
  registry: Registry,
  interest: Hex,
  newAgent: number,
  securedParties: readonly number[] = [newAgent],
  by: By = {},
): Promise<Call> {
  const evidence = keccakText('assignment');
  const details = hashOf(['uint32', 'uint32[]', 'bytes32'], [newAgent, securedParties, evidence]);
  const approval = await secondOf(registry, 'Positions', 'InterestAssignment', interest, details, by);
  const head = by.head ?? registry.interestHead(interest);
  const from = by.from ?? accountOf(BANK);
  const rest = [newAgent, securedParties, evidence, approval] as const;
  return registry.call(from, 'Positions', 'assign', interest, head, ...rest);
}

export async function subordinates(
  registry: Registry,
  interest: Hex,
  ahead: Hex,
  taken: Taken | Collateral[],
  by: By = {},
): Promise<Call> {
  const yielded = Array.isArray(taken) ? taken : collateralOf(registry, taken);
  const details = hashOf(['bytes32', COLLATERAL], [ahead, described(yielded)]);
  const approval = await secondOf(registry, 'Positions', 'InterestSubordination', interest, details, by);
  const head = by.head ?? registry.interestHead(interest);
  const from = by.from ?? accountOf(BANK);
  return registry.call(from, 'Positions', 'subordinate', interest, head, ahead, yielded, approval);
}

export const confirms = (
  registry: Registry,
  interest: Hex,
  contractDigest: Hex = keccakText('signed'),
  { from = accountOf(BANK), head = registry.interestHead(interest) }: By = {},
): Call => registry.call(from, 'Amendments', 'confirm', interest, head, contractDigest);

/* ENDINGS */

/** The present heads of all rights of the interest. */
const headsOf = (registry: Registry, interest: Hex) =>
  registry.interest(interest).state.rights.map((right) => registry.rightHead(right));

export async function cancels(
  registry: Registry,
  interest: Hex,
  by: By & { reason?: number; heads?: ReturnType<Registry['rightHead']>[] } = {},
): Promise<Call> {
  const reason = by.reason ?? DEBT_PAID;
  const details = hashOf(['uint8'], [reason]);
  const approval = await secondOf(registry, 'Cancellations', 'InterestCancellation', interest, details, by);
  const head = by.head ?? registry.interestHead(interest);
  const heads = by.heads ?? headsOf(registry, interest);
  const from = by.from ?? accountOf(BANK);
  return registry.call(from, 'Cancellations', 'cancel', interest, head, heads, reason, approval);
}

export async function releases(
  registry: Registry,
  interest: Hex,
  taken: Taken | Collateral[],
  by: By & { reason?: number } = {},
): Promise<Call> {
  const reason = by.reason ?? DEBT_PAID;
  const released = Array.isArray(taken) ? taken : collateralOf(registry, taken);
  const details = hashOf([COLLATERAL, 'uint8'], [described(released), reason]);
  const approval = await secondOf(registry, 'Cancellations', 'InterestRelease', interest, details, by);
  const head = by.head ?? registry.interestHead(interest);
  const from = by.from ?? accountOf(BANK);
  return registry.call(from, 'Cancellations', 'release', interest, head, released, reason, approval);
}

export interface Judgment {
  court: string;
  number: string;
  effectiveDay: number;
  digest: Hex;
}
const JUDGMENT = 'tuple(string court, string number, uint32 effectiveDay, bytes32 digest)';

export async function revokes(
  registry: Registry,
  interest: Hex,
  changes: Partial<Judgment> = {},
  by: By & { heads?: ReturnType<Registry['rightHead']>[] } = {},
): Promise<Call> {
  const judgment: Judgment = {
    court: '广州市中级人民法院',
    number: '(2026)粤01民终1号',
    effectiveDay: TODAY,
    digest: keccakText('judgment'),
    ...changes,
  };
  const details = hashOf([JUDGMENT], [judgment]);
  const approval = await secondOf(registry, 'Cancellations', 'InterestRevocation', interest, details, {
    signer: keyOf('court', 'checker'),
    ...by,
  });
  const head = by.head ?? registry.interestHead(interest);
  const heads = by.heads ?? headsOf(registry, interest);
  const from = by.from ?? accountOf('court');
  return registry.call(from, 'Cancellations', 'revoke', interest, head, heads, judgment, approval);
}

/* ANNOTATIONS */

export interface Leg {
  register: number;
  number: string;
  day: number;
  quantity: bigint;
  grantor: Hex;
  termTo: number;
  evidence: Hex;
}

export function enters(
  registry: Registry,
  interest: Hex,
  register: ExternalRegister,
  changes: Partial<Leg> = {},
  { from = accountOf(BANK), head = registry.interestHead(interest) }: By = {},
): Call {
  const { grantor, termTo } = registry.interest(interest).state;
  const leg: Leg = {
    register: EXTERNAL_REGISTERS.indexOf(register),
    number: 'ZD-1',
    day: TODAY,
    quantity: 10n,
    grantor,
    termTo,
    evidence: keccakText('certificate'),
    ...changes,
  };
  return registry.call(from, 'Annotations', 'enterExternal', interest, head, leg);
}

export interface RemarkFields {
  ref: number;
  day: number;
  number: string;
  digest: Hex;
}

export function remarks(
  registry: Registry,
  interest: Hex,
  kind: Remark,
  changes: Partial<RemarkFields> = {},
  { from = accountOf(HOLDER), head = registry.interestHead(interest) }: By = {},
): Call {
  const given: RemarkFields = { ref: 0, day: TODAY, number: '', digest: keccakText('remark'), ...changes };
  const { ref, day, number, digest } = given;
  const rest = [REMARKS.indexOf(kind), ref, day, number, digest] as const;
  return registry.call(from, 'Annotations', 'remark', interest, head, ...rest);
}
