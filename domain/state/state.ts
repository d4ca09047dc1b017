import { encodeStruct, textToFixed, tupleOf } from '../encoding/abi.ts';
import {
  ACQUISITIONS,
  INTEREST_KINDS,
  INTEREST_STATUSES,
  RIGHT_STATUSES,
  type Acquisition,
  type InterestKind,
  type InterestStatus,
  type RightStatus,
} from '../encoding/codes.ts';
import { keccak256, toHex, type Hex } from '../encoding/hash.ts';
import { packOverlay, type Overlay } from '../line/overlay.ts';

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
}

export interface Increase {
  /** Registry sequence of the amendment. */
  since: number;
  /** Minor units. */
  amount: bigint;
}

const RIGHT_STATE = tupleOf(
  `bytes32 holder, bytes8 typeCode, uint32 authority, uint8 status, uint8 acquisition, uint32 validFrom, uint32 validTo,
   uint128 quantity, uint256[] overlays`,
);
const INTEREST_STATE = tupleOf(
  `bytes32 grantor, bytes32 debtor, uint8 kind, uint8 status, uint32 agent, uint32[] securedParties, uint128 securedAmount,
   bytes3 currency, uint32 termFrom, uint32 termTo, bytes32 contractDigest, bytes32[] rights,
   uint256[] increases`,
);

/** The struct as Solidity takes it, for building a transaction. */
export function rightStateFields(state: RightState) {
  return {
    ...state,
    typeCode: textToFixed(state.typeCode, 8),
    status: RIGHT_STATUSES.indexOf(state.status),
    acquisition: ACQUISITIONS.indexOf(state.acquisition),
    overlays: state.overlays.map(packOverlay),
  };
}

export function interestStateFields(state: InterestState) {
  return {
    ...state,
    kind: INTEREST_KINDS.indexOf(state.kind),
    status: INTEREST_STATUSES.indexOf(state.status),
    currency: textToFixed(state.currency, 3),
    increases: state.increases.map(({ since, amount }) => (BigInt(since) << 128n) | amount),
  };
}

/** The exact bytes that hash to the state hash, as a certificate carries them. */
export function encodeRightState(state: RightState): Hex {
  return toHex(encodeStruct(RIGHT_STATE, rightStateFields(state)));
}

export function encodeInterestState(state: InterestState): Hex {
  return toHex(encodeStruct(INTEREST_STATE, interestStateFields(state)));
}

export function rightStateHash(state: RightState): Hex {
  return keccak256(encodeRightState(state));
}

export function interestStateHash(state: InterestState): Hex {
  return keccak256(encodeInterestState(state));
}
