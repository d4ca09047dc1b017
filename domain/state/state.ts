import { encode, fixedToText, parseFields, textToFixed } from '../encoding/abi.ts';
import {
  ACQUISITIONS,
  INTEREST_KINDS,
  INTEREST_STATUSES,
  nameAt,
  RIGHT_STATUSES,
  type Acquisition,
  type InterestKind,
  type InterestStatus,
  type RightStatus,
} from '../encoding/codes.ts';
import { keccak256, toHex, type Hex } from '../encoding/hash.ts';
import { packOverlay, unpackOverlay, type Overlay } from '../line/overlay.ts';

/**
 * The versions of the encodings. Each begins with its version in one word, then the state: a state with one more field is another
 * version, and is never taken for this one. Twin: contracts/types/Subjects.sol.
 */
export const STATE_VERSIONS = { right: 1, interest: 1 } as const;

/** What hashes into a right's word. Days are civil days since 1970-01-01; validTo 0 is without end. */
export interface RightState {
  holder: Hex;
  typeCode: string;
  authority: number;
  status: RightStatus;
  acquisition: Acquisition;
  validFrom: number;
  validTo: number;
  quantity: bigint;
  overlays: Overlay[];
  /** What a later release has added, unread here and carried along; absent if nothing. */
  extension?: Hex;
}

/** What hashes into an interest's word. Amounts are minor units; numbers are of institutions. */
export interface InterestState {
  grantor: Hex;
  debtor: Hex;
  kind: InterestKind;
  status: InterestStatus;
  agent: number;
  securedParties: number[];
  securedAmount: bigint;
  currency: string;
  termFrom: number;
  termTo: number;
  contractDigest: Hex;
  rights: Hex[];
  /** What amendments added to the secured amount, which counts it too, oldest first; each ranks from `since` on. */
  increases: Increase[];
  /** What a later release has added, unread here and carried along; absent if nothing. */
  extension?: Hex;
}

export interface Increase {
  /** Registry sequence of the amendment. */
  since: number;
  /** Minor units. */
  amount: bigint;
}

const RIGHT_STATE = parseFields(
  `uint8 version, (bytes32 holder, bytes8 typeCode, uint32 authority, uint8 status, uint8 acquisition, uint32 validFrom,
   uint32 validTo, uint128 quantity, uint256[] overlays) state`,
);
const INTEREST_STATE = parseFields(
  `uint8 version, (bytes32 grantor, bytes32 debtor, uint8 kind, uint8 status, uint32 agent, uint32[] securedParties,
   uint128 securedAmount, bytes3 currency, uint32 termFrom, uint32 termTo, bytes32 contractDigest, bytes32[] rights,
   uint256[] increases) state`,
);

/** The fields as the ABI has them. */
export function rightStateFields({ extension: _, ...state }: RightState) {
  return {
    ...state,
    typeCode: textToFixed(state.typeCode, 8),
    status: RIGHT_STATUSES.indexOf(state.status),
    acquisition: ACQUISITIONS.indexOf(state.acquisition),
    overlays: state.overlays.map(packOverlay),
  };
}

export function interestStateFields({ extension: _, ...state }: InterestState) {
  return {
    ...state,
    kind: INTEREST_KINDS.indexOf(state.kind),
    status: INTEREST_STATUSES.indexOf(state.status),
    currency: textToFixed(state.currency, 3),
    increases: state.increases.map(packIncrease),
  };
}

/** since 48 | amount 128. Twin: contracts/libraries/Increases.sol. */
const packIncrease = ({ since, amount }: Increase): bigint => (BigInt(since) << 128n) | amount;

export const unpackIncrease = (word: bigint): Increase => ({
  since: Number(word >> 128n),
  amount: word & ((1n << 128n) - 1n),
});

/** @param extension what a later release has added, 0x if nothing */
export const rightStateOf = (fields: ReturnType<typeof rightStateFields>, extension: Hex): RightState => ({
  ...fields,
  ...(extension === '0x' ? {} : { extension }),
  typeCode: fixedToText(fields.typeCode),
  status: nameAt(RIGHT_STATUSES, fields.status),
  acquisition: nameAt(ACQUISITIONS, fields.acquisition),
  overlays: fields.overlays.map(unpackOverlay),
});

/** The exact bytes that hash to the state hash, as a transaction hands them in and a certificate carries them. */
export function encodeRightState(state: RightState): Hex {
  const fields = encode(RIGHT_STATE, { version: STATE_VERSIONS.right, state: rightStateFields(state) });
  return extended(fields, state);
}

export function encodeInterestState(state: InterestState): Hex {
  const fields = encode(INTEREST_STATE, {
    version: STATE_VERSIONS.interest,
    state: interestStateFields(state),
  });
  return extended(fields, state);
}

const extended = (fields: Uint8Array, { extension = '0x' }: { extension?: Hex }): Hex =>
  `${toHex(fields)}${extension.slice(2)}`;

export function rightStateHash(state: RightState): Hex {
  return keccak256(encodeRightState(state));
}

export function interestStateHash(state: InterestState): Hex {
  return keccak256(encodeInterestState(state));
}
