import { fixedToText } from '../encoding/abi.ts';
import { SUBJECT_KINDS } from '../encoding/codes.ts';
import type { Hex } from '../encoding/hash.ts';
import { rightIdOf } from '../encoding/ids.ts';
import { MAX_QUANTITY } from '../line/overlay.ts';
import type { ParticularsFields, RenewalFields, RightRegistrationFields } from '../registrations/events.ts';
import type { Actor, Register } from './register.ts';
import { presentRight, type Given } from './lines.ts';
import { isMaker } from './people.ts';
import { refused } from './refusals.ts';
import { each, isText, when, type Checked } from './verdict.ts';

export function registersRights(
  register: Register,
  by: Actor,
  given: readonly RightRegistrationFields[],
): Checked {
  const authority = register.institutionOf(by);
  const before = new Set<Hex>();
  return (
    isMaker(register, by, 'registration-authority') ??
    when(given.length === 0, 'InvalidBatchSize', { count: 0 }) ??
    each(given, (registration) => {
      const verdict = registersRight(register, authority, registration, before);
      before.add(rightIdOf(authority, registration.certificateNumber));
      return verdict;
    })
  );
}

function registersRight(
  register: Register,
  authority: number,
  given: RightRegistrationFields,
  before: ReadonlySet<Hex>,
): Checked {
  const { typeCode, quantity, validFrom, validTo, holder } = given;
  const type = register.get('rightType', fixedToText(typeCode));
  if (!type?.competent.includes(authority)) {
    return refused('NotCompetent', { code: typeCode, institution: authority });
  }
  const flags = register.policy(type.code)?.flags;
  if (!flags) return refused('UnknownType', { code: typeCode });
  const block = offendingBlock(given);
  return (
    when(quantity < 1n || quantity > MAX_QUANTITY, 'InvalidQuantity', { quantity }) ??
    when(given.acquisition === 0, 'InvalidAcquisition') ??
    validity(validFrom, validTo) ??
    when(!isText(given.certificateNumber), 'InvalidCertificateNumber') ??
    when(given.region !== '' && !isText(given.region), 'InvalidText') ??
    tooMuchEvidence(given.evidence.length) ??
    when(flags.includes('vintage-required') && given.vintage === 0, 'VintageRequired', { typeCode }) ??
    when(flags.includes('serialised') && given.serialBlocks.length === 0, 'SerialBlocksRequired', {
      typeCode,
    }) ??
    (block === undefined ? undefined : refused('InvalidSerialBlocks', { index: block })) ??
    unused(register, authority, given.certificateNumber, before) ??
    when(register.hasEnded(holder), 'PartyEnded', { party: holder }) ??
    when(!register.party(holder), 'UnknownSubject', { kind: SUBJECT_KINDS.party, subject: holder })
  );
}

const validity = (validFrom: number, validTo: number): Checked =>
  when(validTo !== 0 && validFrom > validTo, 'InvalidValidity', { validFrom, validTo });

const tooMuchEvidence = (count: number): Checked => when(count > 16, 'TooManyEvidence', { count });

/** What an authority confirms of a right that is divided off. @param quantity base units of the part */
export const confirmed = (given: ParticularsFields, quantity: bigint): Checked => {
  const block = offendingBlock({ ...given, quantity });
  return (
    when(!isText(given.certificateNumber), 'InvalidCertificateNumber') ??
    when(given.region !== '' && !isText(given.region), 'InvalidText') ??
    tooMuchEvidence(given.evidence.length) ??
    (block === undefined ? undefined : refused('InvalidSerialBlocks', { index: block }))
  );
};

/** A certificate is of one right. */
export function unused(
  register: Register,
  authority: number,
  certificateNumber: string,
  before: ReadonlySet<Hex> = new Set(),
): Checked {
  const id = rightIdOf(authority, certificateNumber);
  if (before.has(id)) return refused('RightExists', { right: id });
  const known = register.rightUnder(authority, certificateNumber);
  return known && refused('RightExists', { right: known });
}

function offendingBlock({
  serialBlocks,
  quantity,
}: Pick<RightRegistrationFields, 'serialBlocks' | 'quantity'>): number | undefined {
  if (serialBlocks.length === 0) return undefined;
  const index = serialBlocks.findIndex(({ prefix, first, last }, i) => {
    const before = serialBlocks.slice(0, i).filter((it) => it.prefix === prefix);
    return first > last || before.some((it) => first <= it.last && it.first <= last);
  });
  if (index >= 0) return index;
  const units = serialBlocks.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
  return units === quantity ? undefined : serialBlocks.length;
}

export type RenewalDraft = Given & RenewalFields;

export function renews(register: Register, by: Actor, draft: RenewalDraft): Checked {
  const { right, row, certificateNumber, validFrom, validTo } = draft;
  const { authority, validTo: before } = row.state;
  const sooner = validTo !== 0 && (before === 0 || validTo < before);
  return (
    ofAuthority(register, by, draft) ??
    when(!isText(certificateNumber), 'InvalidCertificateNumber') ??
    validity(validFrom, validTo) ??
    when(sooner, 'InvalidRenewal', { validTo }) ??
    tooMuchEvidence(draft.evidence.length) ??
    unused(register, authority, certificateNumber) ??
    presentRight(register, { right, row })
  );
}

/** A maker of the authority that confirmed the right. */
export function ofAuthority(register: Register, by: Actor, { right, row }: Given): Checked {
  const institution = register.institutionOf(by);
  return (
    isMaker(register, by, 'registration-authority') ??
    when(row.state.authority !== institution, 'NotAuthority', { right, institution })
  );
}
