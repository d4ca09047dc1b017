import { fixedToText } from '../../../domain/encoding/abi.ts';
import { SUBJECT_KINDS } from '../../../domain/encoding/codes.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { rightIdOf } from '../../../domain/encoding/ids.ts';
import { MAX_QUANTITY } from '../../../domain/line/overlay.ts';
import type { RightRegistration } from '../../support/samples.ts';
import type { World } from '../world.ts';
import { presentRight, type Given } from './lines.ts';
import { isMaker } from './people.ts';
import { each, isText, refused, when, type Checked } from './verdict.ts';

export function registersRights(world: World, by: Hex, given: readonly RightRegistration[]): Checked {
  const authority = world.institutionOf(by);
  const before = new Set<Hex>();
  return (
    isMaker(world, by, 'registration-authority') ??
    when(given.length === 0, 'InvalidBatchSize', { count: 0 }) ??
    each(given, (registration) => {
      const verdict = registersRight(world, authority, registration, before);
      before.add(rightIdOf(authority, registration.certificateNumber));
      return verdict;
    })
  );
}

function registersRight(
  world: World,
  authority: number,
  given: RightRegistration,
  before: ReadonlySet<Hex>,
): Checked {
  const { typeCode, quantity, validFrom, validTo, holder } = given;
  const type = world.rows.get('rightType', fixedToText(typeCode));
  if (!type?.competent.includes(authority)) {
    return refused('NotCompetent', { code: typeCode, institution: authority });
  }
  const flags = world.policy(type.code)?.flags;
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
    when(block !== undefined, 'InvalidSerialBlocks', { index: block }) ??
    unused(world, authority, given.certificateNumber, before) ??
    when(world.hasEnded(holder), 'PartyEnded', { party: holder }) ??
    when(!world.party(holder), 'UnknownSubject', { kind: SUBJECT_KINDS.party, subject: holder })
  );
}

const validity = (validFrom: number, validTo: number): Checked =>
  when(validTo !== 0 && validFrom > validTo, 'InvalidValidity', { validFrom, validTo });

const tooMuchEvidence = (count: number): Checked => when(count > 16, 'TooManyEvidence', { count });

/** A certificate is of one right. */
export function unused(
  world: World,
  authority: number,
  certificateNumber: string,
  before: ReadonlySet<Hex> = new Set(),
): Checked {
  const id = rightIdOf(authority, certificateNumber);
  if (before.has(id)) return refused('RightExists', { right: id });
  const known = world.rightOf(authority, certificateNumber);
  return known && refused('RightExists', { right: known.id });
}

function offendingBlock({ serialBlocks, quantity }: RightRegistration): number | undefined {
  if (serialBlocks.length === 0) return undefined;
  const index = serialBlocks.findIndex(({ prefix, first, last }, i) => {
    const before = serialBlocks.slice(0, i).filter((it) => it.prefix === prefix);
    return first > last || before.some((it) => first <= it.last && it.first <= last);
  });
  if (index >= 0) return index;
  const units = serialBlocks.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
  return units === quantity ? undefined : serialBlocks.length;
}

export interface RenewalDraft extends Given {
  certificateNumber: string;
  validFrom: number;
  validTo: number;
  evidence: { kind: Hex; digest: Hex }[];
}

export function renews(world: World, by: Hex, draft: RenewalDraft): Checked {
  const { right, row, certificateNumber, validFrom, validTo } = draft;
  const { authority, validTo: before } = row.state;
  const sooner = validTo !== 0 && (before === 0 || validTo < before);
  return (
    ofAuthority(world, by, draft) ??
    when(!isText(certificateNumber), 'InvalidCertificateNumber') ??
    validity(validFrom, validTo) ??
    when(sooner, 'InvalidRenewal', { validTo }) ??
    tooMuchEvidence(draft.evidence.length) ??
    unused(world, authority, certificateNumber) ??
    presentRight(world, { right, row })
  );
}

/** A maker of the authority that confirmed the right. */
export function ofAuthority(world: World, by: Hex, { right, row }: Given): Checked {
  const institution = world.institutionOf(by);
  return (
    isMaker(world, by, 'registration-authority') ??
    when(row.state.authority !== institution, 'NotAuthority', { right, institution })
  );
}
