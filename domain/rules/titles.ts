import { textToFixed } from '../encoding/abi.ts';
import { SUBJECT_KINDS, TITLE_CAUSES, type TitleCause } from '../encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../encoding/hash.ts';
import { interestIdOf } from '../encoding/ids.ts';
import { carve, measure, section, subtract, type Interval } from '../line/line.ts';
import { isGone, isRestriction, OVERLAY_KINDS, type Overlay, type OverlayKind } from '../line/overlay.ts';
import type { ConveyanceFields, ParticularsFields } from '../registrations/events.ts';
import type { RightState } from '../state/state.ts';
import type { Actor, Register } from './register.ts';
import type { GivenInterest } from './interests.ts';
import {
  firstClear,
  firstOn,
  onTheLine,
  presentInterest,
  presentRight,
  roomFor,
  type Given,
} from './lines.ts';
import { approved, isMaker, type Second } from './people.ts';
import { confirmed, unused } from './rights.ts';
import { refused } from './refusals.ts';
import { each, when, type Checked } from './verdict.ts';

export type ConveyanceDraft = Omit<ConveyanceFields, 'disposal'> & { disposal: number | bigint };

export type FollowerDraft<S extends Second = Second> = GivenInterest & { consent: S };

export interface TitleDraft extends Given {
  conveyance: ConveyanceDraft;
  followers: FollowerDraft[];
}

export function transfers(register: Register, by: Actor, draft: TitleDraft): Checked {
  const { row, conveyance, followers } = draft;
  const { cause, to } = conveyance;
  if (nameOf(cause) === 'split') return refused('InvalidCause', { cause });
  return (
    allowed(register, by, draft, []) ??
    (nameOf(cause) === 'transfer'
      ? (complete(draft, []) ??
        each(followers, (it) => presentInterest(register, it.interest, it.row) ?? agreed(register, it)))
      : when(followers.length > 0, 'InvalidFollower', { index: 0 })) ??
    presentRight(register, draft) ??
    known(register, row.state.holder, to)
  );
}

export interface DivisionDraft extends TitleDraft {
  intervals: Interval[];
  particulars: ParticularsFields;
}

export function divides(register: Register, by: Actor, draft: DivisionDraft): Checked {
  const { right, row, conveyance, intervals: part, particulars, followers } = draft;
  const { state } = row;
  const cause = nameOf(conveyance.cause);
  const gone = state.overlays.filter(({ kind }) => isGone(kind));
  const left = subtract([{ from: 0n, to: state.quantity }], [...gone, ...part]);
  const following = state.overlays.filter(({ kind }) => cause !== 'disposal' || kind !== 'sold');
  return (
    onTheLine(draft) ??
    allowed(register, by, draft, part) ??
    when(left.length === 0, 'NothingLeft', { right }) ??
    confirmed(particulars, measure(part)) ??
    unused(register, state.authority, particulars.certificateNumber) ??
    complete(draft, part) ??
    roomFor(section(following, part).length) ??
    roomFor(carve(state.overlays, part).length + part.length) ??
    presentRight(register, draft) ??
    known(register, state.holder, conveyance.to) ??
    each(followers, (it) => {
      const count = it.row.state.rights.length + 1;
      return (
        (cause === 'transfer' ? agreed(register, it) : undefined) ??
        when(count > 32, 'InvalidCollateralCount', { count }) ??
        presentInterest(register, it.interest, it.row)
      );
    })
  );
}

const nameOf = (cause: number): TitleCause => TITLE_CAUSES[cause]!;

const known = (register: Register, holder: Hex, to: Hex): Checked =>
  when(holder !== to && !register.party(to), 'UnknownSubject', { kind: SUBJECT_KINDS.party, subject: to });

/* WHETHER TITLE MAY MOVE. An empty part is the whole right. */

function allowed(register: Register, by: Actor, draft: TitleDraft, part: readonly Interval[]): Checked {
  const { right, row, conveyance } = draft;
  const { state } = row;
  const { cause, to } = conveyance;
  const disposal = Number(conveyance.disposal);
  const name = nameOf(cause);
  const institution = register.institutionOf(by);
  const successor = register.party(state.holder)?.successors.some(({ party }) => party === to);
  const misfit = name === 'none' || (name !== 'disposal' && disposal !== 0);
  const anew = name === 'transfer' || name === 'court-order';
  return (
    isMaker(register, by, 'registration-authority') ??
    when(state.authority !== institution, 'NotAuthority', { right, institution }) ??
    when(misfit, 'InvalidCause', { cause }) ??
    when((to === state.holder) !== (name === 'split'), 'InvalidRecipient', { to }) ??
    when(anew && register.hasEnded(to), 'PartyEnded', { party: to }) ??
    (name === 'transfer' ? transferable(register, right, state, conveyance) : undefined) ??
    when(name === 'succession' && !successor, 'NotSuccessor', { holder: state.holder, to }) ??
    (name === 'disposal' ? soldTo(register, right, state, conveyance, part) : undefined) ??
    unbound(register, right, state, name, part)
  );
}

function transferable(
  register: Register,
  right: Hex,
  state: RightState,
  { approvalDigest }: ConveyanceDraft,
): Checked {
  const { validTo } = state;
  if (validTo !== 0 && register.isOver(validTo)) return refused('RightExpired', { right, validTo });
  const typeCode = textToFixed(state.typeCode, 8);
  const policy = register.policy(state.typeCode);
  if (!policy) return refused('UnknownType', { code: typeCode });
  const bound = policy.flags.includes('approval-bound') && approvalDigest === ZERO_WORD;
  return when(bound, 'ApprovalRequired', { typeCode });
}

function soldTo(
  register: Register,
  right: Hex,
  { overlays, quantity }: RightState,
  conveyance: ConveyanceDraft,
  part: readonly Interval[],
): Checked {
  const [to, disposal] = [conveyance.to, Number(conveyance.disposal)];
  if (register.buyerOf(disposal) !== to) return refused('NotBuyer', { disposal, to });
  const sold = overlays.filter(({ kind }) => kind === 'sold');
  const others = sold.filter(({ ref }) => ref !== disposal);
  const taken = others.map((it) => moving(it, overlays, part)).find((unit) => unit !== undefined);
  const gone = overlays.filter(({ kind }) => isGone(kind));
  const unsold = part.length === 0 ? [firstClear({ from: 0n, to: quantity }, [...sold, ...gone])] : [];
  unsold.push(...part.map((it) => firstClear(it, sold)));
  const missing = others.length === sold.length ? 0n : unsold.find((unit) => unit !== undefined);
  const unit = taken ?? missing;
  return unit === undefined ? undefined : refused('NotSold', { right, disposal, unit });
}

const FREE_TO_COURTS_BUYERS: readonly OverlayKind[] = ['pledge-control', 'stay'];

/** Whether what binds keeps units from moving for this cause. A sale keeps them for its buyer alone. */
export function keeps(kind: OverlayKind, cause: TitleCause): boolean {
  if (cause === 'disposal') return isRestriction(kind) && !FREE_TO_COURTS_BUYERS.includes(kind);
  if (kind === 'sold') return true;
  return cause === 'transfer' ? isRestriction(kind) : cause === 'split' && kind === 'suspension';
}

function unbound(
  register: Register,
  right: Hex,
  { overlays }: RightState,
  cause: TitleCause,
  part: readonly Interval[],
): Checked {
  return each(overlays, (it) => {
    const unit = keeps(it.kind, cause) && register.binds(it) ? moving(it, overlays, part) : undefined;
    const kind = OVERLAY_KINDS.indexOf(it.kind);
    return unit === undefined ? undefined : refused('UnitsBound', { right, unit, kind, ref: it.ref });
  });
}

/** The first unit under the overlay that moves. */
function moving(it: Overlay, overlays: readonly Overlay[], part: readonly Interval[]): bigint | undefined {
  if (part.length > 0) return firstOn(it, part);
  return firstClear(
    it,
    overlays.filter(({ kind }) => isGone(kind)),
  );
}

/* INTERESTS THAT FOLLOW */

/** Every interest on what moves is named, ascending, and no other. */
function complete({ right, row, followers }: TitleDraft, part: readonly Interval[]): Checked {
  const { overlays } = row.state;
  if (followers.length > 16) return refused('InvalidFollower', { index: 16 });
  const ids = followers.map(({ interest }) => interest);
  const descends = ids.findIndex((id, i) => i > 0 && id <= ids[i - 1]!);
  if (descends >= 0) return refused('InvalidFollower', { index: descends });
  const refs = overlays
    .filter((it) => it.kind === 'interest' && moving(it, overlays, part) !== undefined)
    .map(({ ref }) => ref);
  const missing = refs.find((ref) => !ids.includes(interestIdOf(ref)));
  if (missing !== undefined) return refused('InterestMissing', { right, ref: missing });
  const idle = ids.findIndex((id) => !refs.some((ref) => interestIdOf(ref) === id));
  return when(idle >= 0, 'InvalidFollower', { index: idle });
}

const agreed = (register: Register, { row, consent }: FollowerDraft): Checked =>
  approved(register, consent, row.state.agent, 'secured-party');
