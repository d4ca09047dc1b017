import { fixedToText } from '../../../domain/encoding/abi.ts';
import { maskOf, CAPACITIES } from '../../../domain/encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../../../domain/encoding/hash.ts';
import { PROMPT_GOVERNANCE } from '../../support/governance.ts';
import type { World } from '../world.ts';
import { when, type Checked } from './verdict.ts';

const NOBODY: Hex = `0x${'00'.repeat(20)}`;

/** Nobody who registers governs. */
export const governs = (by: Hex): Checked =>
  when(by !== PROMPT_GOVERNANCE, 'AccessManagedUnauthorized', { caller: by });

export const known = (world: World, by: Hex, number: number): Checked =>
  governs(by) ?? when(!world.institution(number), 'UnknownInstitution', { number });

export const setsCapacities = (world: World, by: Hex, number: number, capacities: number): Checked =>
  known(world, by, number) ?? fit(capacities);

export function admits(world: World, by: Hex, party: Hex, capacities: number): Checked {
  const number = world.numberOf(party);
  return (
    governs(by) ??
    when(party === ZERO_WORD, 'InvalidParty') ??
    fit(capacities) ??
    when(number !== 0, 'AlreadyAdmitted', { party, number })
  );
}

const fit = (capacities: number): Checked =>
  when(capacities === 0 || capacities > maskOf(CAPACITIES, CAPACITIES), 'InvalidCapacities', { capacities });

/** At most 90 days. */
export const setsKeyDelay = (by: Hex, delay: number): Checked =>
  governs(by) ?? when(delay > 90 * 86_400, 'InvalidKeyDelay', { delay });

export function addsKey(world: World, by: Hex, number: number, key: Hex, duty: number): Checked {
  const institution = world.institutionOf(key);
  return (
    known(world, by, number) ??
    when(key === NOBODY, 'InvalidKey', { key }) ??
    when(![1, 2, 4].includes(duty), 'InvalidDuty', { duty }) ??
    when(institution !== 0, 'KeyAlreadyBound', { key, institution })
  );
}

export const removesKey = (world: World, by: Hex, key: Hex): Checked =>
  governs(by) ?? when(!world.key(key), 'UnknownKey', { key });

export interface PolicyDraft {
  code: Hex;
  effectiveFrom: number;
  flags: number;
  minTermMonths: number;
  maxTermMonths: number;
}

export function setsPolicy(world: World, by: Hex, draft: PolicyDraft): Checked {
  const { code, effectiveFrom, flags, minTermMonths, maxTermMonths } = draft;
  const name = fixedToText(code);
  const versions = world.rows.get('rightType', name)?.versions ?? [];
  const previous = versions.at(-1)?.effectiveFrom;
  const wrong = minTermMonths === 0 || minTermMonths > maxTermMonths || flags > 2047;
  return (
    governs(by) ??
    when(name === '', 'InvalidCode') ??
    when(wrong, 'InvalidPolicy') ??
    when(versions.length === 64, 'TooManyVersions', { code }) ??
    when(previous !== undefined && effectiveFrom <= previous, 'NotAfter', { effectiveFrom, previous }) ??
    when(previous !== undefined && effectiveFrom < world.now, 'Backdated', { effectiveFrom })
  );
}
