import { REMARKS, WRITING_CAPACITIES } from '../encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../encoding/hash.ts';
import type { LegFields } from '../registrations/events.ts';
import type { Actor, Register } from './register.ts';
import { hasCome } from './endings.ts';
import { inStatus, UNENDED, type GivenInterest } from './interests.ts';
import { presentInterest } from './lines.ts';
import { isMaker } from './people.ts';
import { refused } from './refusals.ts';
import { bytesIn, isText, when, type Checked } from './verdict.ts';

export function enters(register: Register, by: Actor, draft: GivenInterest & { leg: LegFields }): Checked {
  const { leg, row } = draft;
  const institution = register.institutionOf(by);
  const whole =
    isText(leg.number) && hasCome(register, leg.day) && leg.quantity > 0n && leg.evidence !== ZERO_WORD;
  const authority = register.institution(institution)?.capacities.includes('registration-authority');
  const entitled = row.state.agent === institution || (leg.register === 2 && authority);
  return (
    isMaker(register, by, 'secured-party', 'registration-authority') ??
    inStatus(draft, ...UNENDED) ??
    when(leg.register === 0 || !whole, 'InvalidLeg') ??
    when(!entitled, 'NotEntitledToLeg', { register: leg.register, institution }) ??
    presentInterest(register, draft.interest, row)
  );
}

export interface RemarkDraft extends GivenInterest {
  kind: number;
  /** The objection that it is about; 0 of a remark that begins something. */
  ref: number;
  day: number;
  number: string;
}

export function remarks(register: Register, by: Actor, draft: RemarkDraft): Checked {
  const { kind, ref, interest, row } = draft;
  const name = REMARKS[kind];
  const first = name === 'objection' || name === 'cancellation-requested';
  return (
    isMaker(register, by, ...WRITING_CAPACITIES) ??
    when(!isWellFormed(register, draft), 'InvalidRemark', { kind }) ??
    (first
      ? (inStatus(draft, ...UNENDED) ?? entitled(register, by, draft))
      : follows(register, by, { interest, ref, kind })) ??
    presentInterest(register, interest, row)
  );
}

function isWellFormed(register: Register, { kind, ref, day, number }: RemarkDraft): boolean {
  const name = REMARKS[kind];
  const dated = hasCome(register, day);
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

function entitled(register: Register, by: Actor, { kind, row: { state } }: RemarkDraft): Checked {
  const institution = register.institutionOf(by);
  const party = register.institution(institution)?.party;
  const allowed =
    REMARKS[kind] === 'objection'
      ? institution !== state.agent
      : party === state.grantor || party === state.debtor;
  return when(!allowed, 'NotEntitledToRemark', { kind, institution });
}

function follows(
  register: Register,
  by: Actor,
  { interest, ref, kind }: { interest: Hex; ref: number; kind: number },
): Checked {
  const objections = register.get('interest', interest)?.objections ?? [];
  const objection = objections.find((it) => it.sequence === ref && !it.withdrawn);
  if (!objection) return refused('UnknownObjection', { interest, ref });
  const institution = register.institutionOf(by);
  const court = register.institution(institution)?.capacities.includes('court');
  const allowed = objection.institution === institution || (REMARKS[kind] === 'case-accepted' && court);
  return when(!allowed, 'NotObjector', { ref, institution });
}
