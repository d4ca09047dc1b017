import { CAPACITIES, DUTIES, maskOf, type Capacity, type Duty } from '../encoding/codes.ts';
import type { Hex } from '../encoding/hash.ts';
import type { Actor, Register } from './register.ts';
import { refused, somehow } from './refusals.ts';
import { when, type Checked } from './verdict.ts';

/** A second signature, as it is meant. */
export interface Signed {
  signer: Hex;
  deadline: number;
  /** `this` is what it is needed for, `other` something else, `nothing` no signature at all. */
  about: 'this' | 'other' | 'nothing';
}

/** `awaited` is asked for once everything else is in order: nothing is said of it yet. */
export type Second = Signed | 'awaited';

export function authorize(
  register: Register,
  actor: Actor,
  duties: readonly Duty[],
  capacities: readonly Capacity[],
): Checked {
  return (
    (typeof actor === 'number' ? undefined : inUse(register, actor, duties)) ??
    mayAct(register, register.institutionOf(actor), capacities)
  );
}

function inUse(register: Register, account: Hex, duties: readonly Duty[]): Checked {
  const key = register.key(account);
  if (!key) return refused('UnknownKey', { key: account });
  const { duty, activeFrom, removedAt } = key;
  if (removedAt !== undefined) return refused('KeyNoLongerActive', { key: account, removedAt });
  if (activeFrom > register.now) return refused('KeyNotYetActive', { key: account, activeFrom });
  const masks = { has: maskOf(DUTIES, [duty]), needed: maskOf(DUTIES, duties) };
  return when(!duties.includes(duty), 'WrongDuty', { key: account, ...masks });
}

function mayAct(register: Register, number: number, capacities: readonly Capacity[]): Checked {
  const institution = register.institution(number);
  if (!institution || institution.suspended) return refused('SuspendedInstitution', { number });
  if (institution.capacities.some((it) => capacities.includes(it))) return undefined;
  const has = maskOf(CAPACITIES, institution.capacities);
  return refused('WrongCapacity', { number, has, needed: maskOf(CAPACITIES, capacities) });
}

export const isMaker = (register: Register, actor: Actor, ...capacities: Capacity[]): Checked =>
  authorize(register, actor, ['maker'], capacities);

/** Four eyes: a checker of the institution has approved exactly this. */
export function approved(
  register: Register,
  second: Second,
  institution: number,
  ...capacities: Capacity[]
): Checked {
  if (second === 'awaited') return undefined;
  const { signer, deadline, about } = second;
  if (deadline < register.now) return refused('ApprovalExpired', { deadline });
  if (about !== 'this') return somehow('NotApprovedByChecker');
  return (
    when(register.institutionOf(signer) !== institution, 'NotApprovedByChecker', { signer, institution }) ??
    authorize(register, signer, ['checker'], capacities)
  );
}

/** A key of the institution that the party is has signed exactly this. */
export function consented(register: Register, second: Second, party: Hex): Checked {
  if (second === 'awaited') return undefined;
  const { signer, deadline, about } = second;
  if (deadline < register.now) return refused('ApprovalExpired', { deadline });
  if (about !== 'this') return somehow('ConsentRequired');
  const number = register.numberOf(party);
  return (
    when(number === 0 || register.institutionOf(signer) !== number, 'ConsentRequired', { party, signer }) ??
    authorize(register, signer, ['maker', 'checker'], CAPACITIES)
  );
}
