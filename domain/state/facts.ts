import { encode, parseFields, textToFixed } from '../encoding/abi.ts';
import { CAPACITIES, DUTIES, maskOf, POLICY_FLAGS, SUCCESSIONS } from '../encoding/codes.ts';
import { keccak256, keccakText, toHex, type Hex } from '../encoding/hash.ts';
import { interestIdOf, rightIdOf } from '../encoding/ids.ts';
import type { PolicyVersion, RowKind, RowTypes } from './rows.ts';

/*
 * What rules look up by themselves. A fact is one word of the ledger; zero says that there is none. Here it is derived from the rows, so
 * that what the index says and what the contracts read can be compared. Twins: contracts/types/Facts.sol, and the libraries that it names.
 */

/** The numbers of the kinds on chain. */
export const FACT_KINDS = {
  key: 1,
  institution: 2,
  'institution-party': 3,
  'party-institution': 4,
  'institution-count': 5,
  'key-delay': 6,
  'policy-count': 7,
  policy: 8,
  competence: 9,
  party: 10,
  identifier: 11,
  successor: 12,
  certificate: 13,
  restriction: 14,
  buyer: 15,
  objection: 16,
} as const;
export type FactKind = keyof typeof FACT_KINDS;

/** @property ref what the fact is about */
export interface Fact {
  kind: FactKind;
  ref: Hex;
  value: Hex;
}

/** The version of every packed layout, in its top byte. */
const VERSION = 1n;

const WORD = parseFields('uint256 word');
const PAIR = parseFields('bytes32 a, bytes32 b');

const word = (value: bigint | number): Hex => toHex(encode(WORD, { word: BigInt(value) }));

/** Fields of a packed fact with their widths in bits, most significant first, at the bottom of the word. */
const packed = (...fields: [bits: number, value: number | bigint][]): Hex =>
  word(fields.reduce((sum, [bits, value]) => (sum << BigInt(bits)) | BigInt(value), 0n) | (VERSION << 248n));

/** The reference of a fact about two things. */
const pair = (a: Hex, b: Hex): Hex => keccak256(encode(PAIR, { a, b }));

const codeRef = (code: string): Hex => `${textToFixed(code, 8)}${'00'.repeat(24)}`;

/** A restriction, on all rights that it lies on. */
export const restrictionRef = (ref: number): Hex => word(ref);
/** A disposal. */
export const disposalRef = (sequence: number): Hex => word(sequence);

const FACTS_OF: { [K in RowKind]: (row: RowTypes[K]) => Fact[] } = {
  key: ({ address, institution, duty, activeFrom, removedAt }) => [
    {
      kind: 'key',
      ref: word(BigInt(address)),
      value: packed([32, institution], [8, maskOf(DUTIES, [duty])], [40, activeFrom], [40, removedAt ?? 0]),
    },
  ],

  institution: ({ number, party, capacities, suspended }) => [
    {
      kind: 'institution',
      ref: word(number),
      value: packed([16, maskOf(CAPACITIES, capacities)], [8, suspended ? 1 : 0]),
    },
    { kind: 'institution-party', ref: word(number), value: party },
    { kind: 'party-institution', ref: party, value: word(number) },
  ],

  rightType: ({ code, versions, competent }) => [
    { kind: 'policy-count', ref: codeRef(code), value: word(versions.length) },
    ...versions.map((version, i) => policyFact(code, version, i)),
    ...competent.map((number): Fact => ({
      kind: 'competence',
      ref: pair(codeRef(code), word(number)),
      value: word(1),
    })),
  ],

  party: ({ id, registrant, identifiers, successors }) => [
    { kind: 'party', ref: id, value: packed([32, registrant], [8, successors.length > 0 ? 1 : 0]) },
    ...identifiers.map(({ scheme, value }): Fact => ({
      kind: 'identifier',
      ref: keccakText(`${scheme}:${value}`),
      value: id,
    })),
    ...successors.map(({ party, kind }): Fact => ({
      kind: 'successor',
      ref: pair(id, party),
      value: packed([8, SUCCESSIONS.indexOf(kind)]),
    })),
  ],

  right: ({ id, state, renewals, disposals }) => [
    ...renewals.map(({ certificateNumber }): Fact => ({
      kind: 'certificate',
      ref: rightIdOf(state.authority, certificateNumber),
      value: id,
    })),
    ...disposals.map(({ sequence, buyer }): Fact => ({
      kind: 'buyer',
      ref: disposalRef(sequence),
      value: buyer,
    })),
  ],

  interest: ({ id, objections }) =>
    objections
      .filter(({ withdrawn }) => withdrawn === undefined)
      .map(({ sequence, institution }): Fact => ({
        kind: 'objection',
        ref: interestIdOf(sequence),
        value: packed([32, institution], [48, BigInt(id)]),
      })),

  restriction: ({ ref, institution, until }) => [
    { kind: 'restriction', ref: restrictionRef(ref), value: packed([32, institution], [32, until]) },
  ],

  list: () => [],
  registry: () => [],
};

function policyFact(code: string, policy: PolicyVersion, version: number): Fact {
  const { effectiveFrom, flags, minTermMonths, maxTermMonths } = policy;
  return {
    kind: 'policy',
    ref: pair(codeRef(code), word(version)),
    value: packed(
      [40, effectiveFrom],
      [16, maskOf(POLICY_FLAGS, flags)],
      [16, minTermMonths],
      [16, maxTermMonths],
    ),
  };
}

/** The facts that a row stands for. */
export const factsOf = <K extends RowKind>(kind: K, row: RowTypes[K]): Fact[] => FACTS_OF[kind](row);
