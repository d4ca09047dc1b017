import { REMARKS, WRITING_CAPACITIES } from '../../../domain/encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../../../domain/encoding/hash.ts';
import type { Leg, RemarkFields } from '../../support/interests.ts';
import type { World } from '../world.ts';
import { hasCome } from './endings.ts';
import { inStatus, UNENDED, type GivenInterest } from './interests.ts';
import { presentInterest } from './lines.ts';
import { isMaker } from './people.ts';
import { bytesIn, isText, refused, when, type Checked } from './verdict.ts';

export function enters(world: World, by: Hex, draft: GivenInterest & { leg: Leg }): Checked {
  const { leg, row } = draft;
  const institution = world.institutionOf(by);
  const whole =
    isText(leg.number) && hasCome(world, leg.day) && leg.quantity > 0n && leg.evidence !== ZERO_WORD;
  const authority = world.institution(institution)?.capacities.includes('registration-authority');
  const entitled = row.state.agent === institution || (leg.register === 2 && authority);
  return (
    isMaker(world, by, 'secured-party', 'registration-authority') ??
    inStatus(draft, ...UNENDED) ??
    when(leg.register === 0 || !whole, 'InvalidLeg') ??
    when(!entitled, 'NotEntitledToLeg', { register: leg.register, institution }) ??
    presentInterest(world, draft.interest, row)
  );
}

export interface RemarkDraft extends GivenInterest, RemarkFields {
  kind: number;
}

export function remarks(world: World, by: Hex, draft: RemarkDraft): Checked {
  const { kind, ref, interest, row } = draft;
  const name = REMARKS[kind];
  const first = name === 'objection' || name === 'cancellation-requested';
  return (
    isMaker(world, by, ...WRITING_CAPACITIES) ??
    when(!isWellFormed(world, draft), 'InvalidRemark', { kind }) ??
    (first
      ? (inStatus(draft, ...UNENDED) ?? entitled(world, by, draft))
      : follows(world, by, { interest, ref, kind })) ??
    presentInterest(world, interest, row)
  );
}

function isWellFormed(world: World, { kind, ref, day, number }: RemarkDraft): boolean {
  const name = REMARKS[kind];
  const dated = hasCome(world, day);
  switch (name) {
    case 'objection':
      return ref === 0 && (dated || day === 0) && bytesIn(number) <= 256;
    case 'cancellation-requested':
      return ref === 0 && dated && bytesIn(number) <= 256;
    case 'objection-withdrawn':
      return (dated || day === 0) && bytesIn(number) <= 256;
    case 'objection-notified':
      return dated && bytesIn(number) <= 256;
    case 'case-accepted':
      return dated && isText(number);
    default:
      return false;
  }
}

function entitled(world: World, by: Hex, { kind, row: { state } }: RemarkDraft): Checked {
  const institution = world.institutionOf(by);
  const party = world.institution(institution)?.party;
  const allowed =
    REMARKS[kind] === 'objection'
      ? institution !== state.agent
      : party === state.grantor || party === state.debtor;
  return when(!allowed, 'NotEntitledToRemark', { kind, institution });
}

function follows(
  world: World,
  by: Hex,
  { interest, ref, kind }: { interest: Hex; ref: number; kind: number },
): Checked {
  const objection = world.objection(ref);
  if (objection?.interest !== interest) return refused('UnknownObjection', { interest, ref });
  const institution = world.institutionOf(by);
  const court = world.institution(institution)?.capacities.includes('court');
  const allowed = objection.institution === institution || (REMARKS[kind] === 'case-accepted' && court);
  return when(!allowed, 'NotObjector', { ref, institution });
}
