import { AbiCoder } from 'ethers';
import type { Hex } from '../../domain/encoding/hash.ts';
import {
  interestStateFields,
  rightStateFields,
  type InterestState,
  type RightState,
} from '../../domain/state/state.ts';

/** What a transaction hands in of a subject. */
export interface Head {
  state: Hex;
  journal: Hex;
}

export type RightFields = ReturnType<typeof rightStateFields>;
export type InterestFields = ReturnType<typeof interestStateFields>;

const RIGHT =
  'tuple(bytes32 holder, bytes8 typeCode, uint32 authority, uint8 status, uint8 acquisition, uint32 validFrom, uint32 validTo, uint128 quantity, uint256[] overlays)';
const INTEREST =
  'tuple(bytes32 grantor, bytes32 debtor, uint8 kind, uint8 status, uint32 agent, uint32[] securedParties, uint128 securedAmount, bytes3 currency, uint32 termFrom, uint32 termTo, bytes32 contractDigest, bytes32[] rights, uint256[] increases)';

const encoded = (type: string, state: unknown, version: number): Hex =>
  AbiCoder.defaultAbiCoder().encode(['uint8', type], [version, state]) as Hex;

/* Heads with another state than the subject's, encoded by ethers. Nothing on chain hashes to them. */

export const forgedRight = (
  { state, journal }: { state: RightState; journal: Hex },
  changes: Partial<RightFields>,
  version = 1,
): Head => ({ state: encoded(RIGHT, { ...rightStateFields(state), ...changes }, version), journal });

export const forgedInterest = (
  { state, journal }: { state: InterestState; journal: Hex },
  changes: Partial<InterestFields>,
  version = 1,
): Head => ({ state: encoded(INTEREST, { ...interestStateFields(state), ...changes }, version), journal });
