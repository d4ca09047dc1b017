import { encode, parseFields } from './abi.ts';
import { keccak256, keccakText, type Hex } from './hash.ts';

const RIGHT_ID = parseFields('uint32 authority, bytes32 certificate');

/** A party's id: keccak256 of its first identifier as "SCHEME:VALUE". Twin: contracts/registries/Parties.sol. */
export function partyIdOf({ scheme, value }: { scheme: string; value: string }): Hex {
  return keccakText(`${scheme}:${value}`);
}

/** A right's id, unique per confirming authority and certificate number. Twin: contracts/registries/Rights.sol. */
export function rightIdOf(authority: number, certificateNumber: string): Hex {
  return keccak256(encode(RIGHT_ID, { authority, certificate: keccakText(certificateNumber) }));
}

/** An interest's id: the registry sequence of its initial registration. */
export function interestIdOf(sequence: number): Hex {
  return `0x${sequence.toString(16).padStart(64, '0')}`;
}
