import { textToFixed } from '../../domain/encoding/abi.ts';
import {
  ACQUISITIONS,
  INTEREST_KINDS,
  type Acquisition,
  type InterestKind,
} from '../../domain/encoding/codes.ts';
import { ZERO_WORD, keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import type { Interval } from '../../domain/line/line.ts';
import type { Call } from './chain.ts';
import { accountOf, AUTHORITY, BANK, HOLDER, numberOf, partyOf } from './people.ts';
import type { Registry } from './registry.ts';
import { typeCode } from './types.ts';

/** 2026-01-01; the test chain starts on that day. */
export const TODAY = 20_454;
export const YEAR = 365;

export interface RightRegistration {
  holder: Hex;
  typeCode: Hex;
  acquisition: number;
  vintage: number;
  validFrom: number;
  validTo: number;
  quantity: bigint;
  certificateNumber: string;
  region: string;
  referencePrice: { value: bigint; decimals: number; currency: Hex; day: number; source: string };
  serialBlocks: { prefix: string; first: bigint; last: bigint }[];
  evidence: { kind: Hex; digest: Hex }[];
}

export const NO_PRICE = { value: 0n, decimals: 0, currency: textToFixed('', 3), day: 0, source: '' };

/** Evidence of so many documents. */
export const evidenceOf = (count: number): RightRegistration['evidence'] =>
  Array.from({ length: count }, (_, i) => ({ kind: textToFixed('permit', 16), digest: keccakText(`${i}`) }));

export const acquired = (how: Acquisition): number => ACQUISITIONS.indexOf(how);
export const kindOf = (kind: InterestKind): number => INTEREST_KINDS.indexOf(kind);

/** A right of 100 units of the type PLAIN that the holder paid for. */
export function rightOf(
  certificateNumber: string,
  changes: Partial<RightRegistration> = {},
): RightRegistration {
  return {
    holder: partyOf(HOLDER),
    typeCode: typeCode('PLAIN'),
    acquisition: acquired('paid'),
    vintage: 0,
    validFrom: TODAY,
    validTo: TODAY + 10 * YEAR,
    quantity: 100n,
    certificateNumber,
    region: 'CN-44',
    referencePrice: NO_PRICE,
    serialBlocks: [],
    evidence: [],
    ...changes,
  };
}

/** Registers it as the authority. @returns its id */
export async function registerRight(registry: Registry, given: RightRegistration): Promise<Hex> {
  await registry.act(registry.call(accountOf(AUTHORITY), 'Rights', 'register', [given]));
  return rightIdOf(numberOf(AUTHORITY), given.certificateNumber);
}

export interface Terms {
  kind: number;
  debtor: Hex;
  securedParties: number[];
  securedAmount: bigint;
  currency: Hex;
  termFrom: number;
  termTo: number;
  contractNumber: string;
  contractDigest: Hex;
  acknowledgeJunior: boolean;
  negativePledge: boolean;
  advance: boolean;
  determinationDay: number;
}

export interface Collateral {
  right: Hex;
  head: ReturnType<Registry['rightHead']>;
  intervals: Interval[];
}

export interface Approval {
  deadline: number;
  signature: Hex;
}

export interface InterestRegistration {
  grantor: Hex;
  terms: Terms;
  collateral: Collateral[];
  consent: Approval;
}

export const NO_APPROVAL: Approval = { deadline: 0, signature: '0x' };

/** CNY 1,000,000.00 for three years to one bank. */
export function termsOf(changes: Partial<Terms> = {}): Terms {
  return {
    kind: kindOf('pledge'),
    debtor: partyOf(HOLDER),
    securedParties: [numberOf(BANK)],
    securedAmount: 100_000_000n,
    currency: textToFixed('CNY', 3),
    termFrom: TODAY,
    termTo: TODAY + 3 * YEAR,
    contractNumber: 'C-1',
    contractDigest: keccakText('contract'),
    acknowledgeJunior: false,
    negativePledge: false,
    advance: false,
    determinationDay: 0,
    ...changes,
  };
}

export type Taken = Record<Hex, [from: bigint | number, to: bigint | number][]>;

/** `taken` names the intervals of each right; the heads are those that the registry's rows have now. */
export function interestOf(
  registry: Registry,
  taken: Taken,
  changes: Partial<Terms> = {},
): InterestRegistration {
  const [first] = Object.keys(taken) as Hex[];
  return {
    grantor: first ? registry.right(first).state.holder : partyOf(HOLDER),
    terms: termsOf(changes),
    collateral: collateralOf(registry, taken),
    consent: NO_APPROVAL,
  };
}

export const collateralOf = (registry: Registry, taken: Taken): Collateral[] =>
  (Object.keys(taken) as Hex[]).map((right) => ({
    right,
    head: registry.rightHead(right),
    intervals: (taken[right] ?? []).map(([from, to]) => ({ from: BigInt(from), to: BigInt(to) })),
  }));

export function registersInterest(registry: Registry, ...given: InterestRegistration[]): Call {
  return registry.call(accountOf(BANK), 'SecurityInterests', 'register', given);
}

/** Registers it as the bank. @returns its id */
export async function registerInterest(registry: Registry, given: InterestRegistration): Promise<Hex> {
  const { events } = await registry.act(registersInterest(registry, given));
  const registered = events.find(({ name }) => name === 'InterestRegistered');
  return (registered?.args as { interest: Hex } | undefined)?.interest ?? ZERO_WORD;
}
