import { fixedToText } from '../encoding/abi.ts';
import { maskOf, CAPACITIES } from '../encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../encoding/hash.ts';
import type { Register } from './register.ts';
import { refused } from './refusals.ts';
import { when, type Checked } from './verdict.ts';

const NOBODY: Hex = `0x${'00'.repeat(20)}`;

/** A key that registers cannot govern. */
export const governs = (register: Register, by: Hex): Checked =>
  when(!register.mayGovern(by), 'AccessManagedUnauthorized', { caller: by });

export const known = (register: Register, by: Hex, number: number): Checked =>
  governs(register, by) ?? when(!register.institution(number), 'UnknownInstitution', { number });

export const setsCapacities = (register: Register, by: Hex, number: number, capacities: number): Checked =>
  known(register, by, number) ?? fit(capacities);

export function admits(register: Register, by: Hex, party: Hex, capacities: number): Checked {
  const number = register.numberOf(party);
  return (
    governs(register, by) ??
    when(party === ZERO_WORD, 'InvalidParty') ??
    fit(capacities) ??
    when(number !== 0, 'AlreadyAdmitted', { party, number })
  );
}

const fit = (capacities: number): Checked =>
  when(capacities === 0 || capacities > maskOf(CAPACITIES, CAPACITIES), 'InvalidCapacities', { capacities });

/** At most 90 days. */
export const setsKeyDelay = (register: Register, by: Hex, delay: number): Checked =>
  governs(register, by) ?? when(delay > 90 * 86_400, 'InvalidKeyDelay', { delay });

export function addsKey(register: Register, by: Hex, number: number, key: Hex, duty: number): Checked {
  const institution = register.institutionOf(key);
  return (
    known(register, by, number) ??
    when(key === NOBODY, 'InvalidKey', { key }) ??
    when(![1, 2, 4].includes(duty), 'InvalidDuty', { duty }) ??
    when(institution !== 0, 'KeyAlreadyBound', { key, institution })
  );
}

export const removesKey = (register: Register, by: Hex, key: Hex): Checked =>
  governs(register, by) ?? when(!register.key(key), 'UnknownKey', { key });

export interface PolicyDraft {
  code: Hex;
  effectiveFrom: number;
  flags: number;
  minTermMonths: number;
  maxTermMonths: number;
}

export function setsPolicy(register: Register, by: Hex, draft: PolicyDraft): Checked {
  const { code, effectiveFrom, flags, minTermMonths, maxTermMonths } = draft;
  const name = fixedToText(code);
  const versions = register.get('rightType', name)?.versions ?? [];
  const previous = versions.at(-1)?.effectiveFrom;
  const wrong = minTermMonths === 0 || minTermMonths > maxTermMonths || flags > 2047;
  return (
    governs(register, by) ??
    when(name === '', 'InvalidCode') ??
    when(wrong, 'InvalidPolicy') ??
    when(versions.length === 64, 'TooManyVersions', { code }) ??
    (previous !== undefined && effectiveFrom <= previous
      ? refused('NotAfter', { effectiveFrom, previous })
      : undefined) ??
    when(previous !== undefined && effectiveFrom < register.now, 'Backdated', { effectiveFrom })
  );
}
