import { Wallet } from 'ethers';
import { textToFixed } from '../../domain/encoding/abi.ts';
import { partyIdOf } from '../../domain/encoding/ids.ts';
import { CAPACITIES, DUTIES, type Capacity, type Duty } from '../../domain/encoding/codes.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';

/** The same key for the same label, always. */
export function walletOf(label: string): Wallet {
  return new Wallet(keccakText(`ludeng test key ${label}`));
}

export function keyOf(label: string, duty: Duty): Wallet {
  return walletOf(`${label}/${duty}`);
}

export function accountOf(label: string, duty: Duty = 'maker'): Hex {
  return keyOf(label, duty).address.toLowerCase() as Hex;
}

/** A key that no institution has. */
export const STRANGER = walletOf('stranger').address.toLowerCase() as Hex;

const identifierOf = (label: string) => ({ scheme: 'USCC', value: label.toUpperCase() });

export const partyOf = (label: string): Hex => partyIdOf(identifierOf(label));

/** As the contract takes it. */
export const onChain = ({ scheme, value }: { scheme: string; value: string }) => ({
  scheme: textToFixed(scheme, 8),
  value,
});

export const recordOf = (label: string, legalName = `${label} 有限公司`) => ({
  legalName,
  jurisdiction: 'CN',
  registeredAddress: '',
  identifiers: [onChain(identifierOf(label))],
});

interface Member {
  label: string;
  capacities: readonly Capacity[];
}

/** One institution for each capacity, and seconds of those that meet a rival. The number is the place here, from 1. */
export const MEMBERS: readonly Member[] = [
  ...CAPACITIES.map((capacity) => ({ label: capacity, capacities: [capacity] })),
  { label: 'second-authority', capacities: ['registration-authority'] },
  { label: 'second-bank', capacities: ['secured-party'] },
];

export const numberOf = (label: string): number => MEMBERS.findIndex((member) => member.label === label) + 1;

export const BANK = 'secured-party';
export const RIVAL = 'second-bank';
export const AUTHORITY = 'registration-authority';
/** An institution with keys of its own, so that it can consent. */
export const HOLDER = 'holder';
/** A party that is no institution. */
export const PLANT = 'plant';

/** Every institution with every duty. */
export const EVERYBODY: readonly { label: string; capacity: Capacity; duty: Duty }[] = MEMBERS.slice(
  0,
  CAPACITIES.length,
).flatMap(({ label, capacities }) => DUTIES.map((duty) => ({ label, capacity: capacities[0]!, duty })));
