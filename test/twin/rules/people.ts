import { CAPACITIES, DUTIES, maskOf, type Capacity, type Duty } from '../../../domain/encoding/codes.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import type { World } from '../world.ts';
import { refused, somehow, when, type Checked } from './verdict.ts';

/** A second signature, as it is meant; {@link Draw} makes it. */
export interface Signed {
  signer: Hex;
  deadline: number;
  /** `this` is what it is needed for, `other` something else, `nothing` no signature at all. */
  about: 'this' | 'other' | 'nothing';
}

export function authorize(
  world: World,
  account: Hex,
  duties: readonly Duty[],
  capacities: readonly Capacity[],
): Checked {
  const key = world.key(account);
  if (!key) return refused('UnknownKey', { key: account });
  const { institution: number, duty, activeFrom, removedAt } = key;
  if (removedAt !== undefined) return refused('KeyNoLongerActive', { key: account, removedAt });
  if (activeFrom > world.now) return refused('KeyNotYetActive', { key: account, activeFrom });
  if (!duties.includes(duty)) {
    const masks = { has: maskOf(DUTIES, [duty]), needed: maskOf(DUTIES, duties) };
    return refused('WrongDuty', { key: account, ...masks });
  }
  const institution = world.institution(number);
  if (!institution || institution.suspended) return refused('SuspendedInstitution', { number });
  if (institution.capacities.some((it) => capacities.includes(it))) return undefined;
  const has = maskOf(CAPACITIES, institution.capacities);
  return refused('WrongCapacity', { number, has, needed: maskOf(CAPACITIES, capacities) });
}

export const isMaker = (world: World, account: Hex, ...capacities: Capacity[]): Checked =>
  authorize(world, account, ['maker'], capacities);

/** Four eyes: a checker of the institution has approved exactly this. */
export function approved(
  world: World,
  { signer, deadline, about }: Signed,
  institution: number,
  ...capacities: Capacity[]
): Checked {
  if (deadline < world.now) return refused('ApprovalExpired', { deadline });
  if (about !== 'this') return somehow('NotApprovedByChecker');
  return (
    when(world.institutionOf(signer) !== institution, 'NotApprovedByChecker', { signer, institution }) ??
    authorize(world, signer, ['checker'], capacities)
  );
}

/** A key of the institution that the party is has signed exactly this. */
export function consented(world: World, { signer, deadline, about }: Signed, party: Hex): Checked {
  if (deadline < world.now) return refused('ApprovalExpired', { deadline });
  if (about !== 'this') return somehow('ConsentRequired');
  const number = world.numberOf(party);
  return (
    when(number === 0 || world.institutionOf(signer) !== number, 'ConsentRequired', { party, signer }) ??
    authorize(world, signer, ['maker', 'checker'], CAPACITIES)
  );
}
