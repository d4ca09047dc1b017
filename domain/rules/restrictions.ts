import type { Capacity } from '../encoding/codes.ts';
import { OVERLAY_KINDS, RESTRICTION_KINDS, type RestrictionKind } from '../line/overlay.ts';
import type { Actor, Register } from './register.ts';
import { onTheLine, presentRight, roomFor, type Given, type Taken } from './lines.ts';
import { approved, isMaker, type Second } from './people.ts';
import { refused } from './refusals.ts';
import { isText, when, type Checked } from './verdict.ts';

export const capacityFor = (kind: RestrictionKind): Capacity =>
  kind === 'judicial-freeze' || kind === 'stay' ? 'court' : 'registration-authority';

export interface OrderDraft extends Taken {
  kind: number;
  until: number;
  number: string;
}

const isRestrictionNumber = (kind: number): boolean =>
  (RESTRICTION_KINDS as readonly string[]).includes(OVERLAY_KINDS[kind] ?? '');

export function restricts(register: Register, by: Actor, draft: OrderDraft): Checked {
  const { right, row, kind, until } = draft;
  if (!isRestrictionNumber(kind)) return refused('InvalidRestriction', { kind });
  const capacity = capacityFor(OVERLAY_KINDS[kind] as RestrictionKind);
  const institution = register.institutionOf(by);
  const foreign = capacity !== 'court' && row.state.authority !== institution;
  return (
    isMaker(register, by, capacity) ??
    when(foreign, 'NotCompetentFor', { right, kind, institution }) ??
    when(!isText(draft.number), 'InvalidOrderNumber') ??
    when(until !== 0 && (OVERLAY_KINDS[kind] === 'suspension' || register.isOver(until)), 'InvalidUntil', {
      until,
    }) ??
    onTheLine(draft) ??
    roomFor(row.state.overlays.length + draft.intervals.length) ??
    presentRight(register, draft)
  );
}

export interface ProlongationDraft extends Given {
  ref: number;
  until: number;
  number: string;
}

/** The restriction, if it lies on the right as that is handed in. */
const lying = (register: Register, { row, ref }: { row: Given['row']; ref: number }) =>
  row.state.overlays.some((it) => it.ref === ref) ? register.get('restriction', String(ref)) : undefined;

export function prolongs(register: Register, by: Actor, draft: ProlongationDraft): Checked {
  const { right, ref, until } = draft;
  const it = lying(register, draft);
  if (!it) return refused('UnknownRestriction', { right, ref });
  const institution = register.institutionOf(by);
  const longer = it.until !== 0 && (until === 0 || until > it.until);
  return (
    isMaker(register, by, capacityFor(it.kind)) ??
    when(it.institution !== institution, 'NotRestrictor', { ref, institution }) ??
    when(it.until !== 0 && register.isOver(it.until), 'RestrictionExpired', { ref, until: it.until }) ??
    when(!longer, 'InvalidUntil', { until }) ??
    when(!isText(draft.number), 'InvalidOrderNumber') ??
    presentRight(register, draft)
  );
}

export interface LiftDraft extends Given {
  ref: number;
  number: string;
  approval: Second;
}

export function lifts(register: Register, by: Actor, draft: LiftDraft): Checked {
  const { right, row, ref, approval } = draft;
  const it = lying(register, draft);
  if (!it) return refused('UnknownRestriction', { right, ref });
  const over = it.until !== 0 && register.isOver(it.until);
  const capacities = [capacityFor(it.kind), ...(over ? (['registration-authority'] as const) : [])];
  const institution = register.institutionOf(by);
  const entitled = it.institution === institution || (over && row.state.authority === institution);
  return (
    isMaker(register, by, ...capacities) ??
    when(!entitled, 'NotRestrictor', { ref, institution }) ??
    when(!isText(draft.number), 'InvalidOrderNumber') ??
    approved(register, approval, institution, ...capacities) ??
    presentRight(register, draft)
  );
}
