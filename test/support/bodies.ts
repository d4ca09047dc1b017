import { createHash } from 'node:crypto';
import { USCC_ALPHABET, usccCheckCharacter } from '../../domain/identity/identifiers.ts';

// Bodies of writes that the registry takes; every test changes what it is about.

/** A unified social credit code that nobody else has: a text always gives the same one. */
export function usccOf(text: string): string {
  const digest = createHash('sha256').update(text).digest();
  const body = [...digest.subarray(0, 9)].map((byte) => USCC_ALPHABET.charAt(byte % 31)).join('');
  const first17 = `91440101${body}`;
  return first17 + usccCheckCharacter(first17);
}

export const partyBody = (name: string, more: object = {}): object => ({
  legalName: name,
  kind: 'legal-entity',
  jurisdiction: 'CN-GD',
  identifiers: [{ scheme: 'USCC', value: usccOf(name) }],
  ...more,
});

export const rightBody = (holder: string, certificateNumber: string, more: object = {}): object => ({
  type: 'WTR',
  holder,
  certificateNumber,
  quantity: '1000',
  region: 'CN-44',
  validFrom: '2024-01-01',
  validTo: '2053-12-31',
  acquisition: 'paid',
  ...more,
});

export interface InterestWish {
  grantor: string;
  bank: string;
  right: string;
  quantity: string;
  contract: string;
}

export const interestBody = (
  { grantor, bank, right, quantity, contract }: InterestWish,
  more: object = {},
): object => ({
  kind: 'pledge',
  grantor,
  debtor: grantor,
  securedParties: [bank],
  securedAmount: { value: '1000000000', currency: 'CNY' },
  contract: { number: contract, digest: `0x${createHash('sha256').update(contract).digest('hex')}` },
  term: { from: '2026-01-01', to: '2050-12-31' },
  collateral: [{ right, quantity }],
  ...more,
});
