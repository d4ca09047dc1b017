import type { Capacity } from '../../../domain/encoding/codes.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { OVERLAY_KINDS, RESTRICTION_KINDS, type RestrictionKind } from '../../../domain/line/overlay.ts';
import type { World } from '../world.ts';
import { onTheLine, presentRight, roomFor, type Given, type Taken } from './lines.ts';
import { approved, isMaker, type Signed } from './people.ts';
import { isText, refused, when, type Checked } from './verdict.ts';

export const capacityFor = (kind: RestrictionKind): Capacity =>
  kind === 'judicial-freeze' || kind === 'stay' ? 'court' : 'registration-authority';

export interface OrderDraft extends Taken {
  kind: number;
  until: number;
  number: string;
}

const isRestrictionNumber = (kind: number): boolean =>
  (RESTRICTION_KINDS as readonly string[]).includes(OVERLAY_KINDS[kind] ?? '');

export function restricts(world: World, by: Hex, draft: OrderDraft): Checked {
  const { right, row, kind, until } = draft;
  if (!isRestrictionNumber(kind)) return refused('InvalidRestriction', { kind });
  const capacity = capacityFor(OVERLAY_KINDS[kind] as RestrictionKind);
  const institution = world.institutionOf(by);
  const foreign = capacity !== 'court' && row.state.authority !== institution;
  return (
    isMaker(world, by, capacity) ??
    when(foreign, 'NotCompetentFor', { right, kind, institution }) ??
    when(!isText(draft.number), 'InvalidOrderNumber') ??
    when(until !== 0 && (OVERLAY_KINDS[kind] === 'suspension' || world.isOver(until)), 'InvalidUntil', {
      until,
    }) ??
    onTheLine(draft) ??
    roomFor(row.state.overlays.length + draft.intervals.length) ??
    presentRight(world, draft)
  );
}

export interface ProlongationDraft extends Given {
  ref: number;
  until: number;
  number: string;
}

/** The restriction, if it lies on the right as that is handed in. */
const lying = (world: World, { row, ref }: { row: Given['row']; ref: number }) =>
  row.state.overlays.some((it) => it.ref === ref) ? world.rows.get('restriction', String(ref)) : undefined;

export function prolongs(world: World, by: Hex, draft: ProlongationDraft): Checked {
  const { right, ref, until } = draft;
  const it = lying(world, draft);
  if (!it) return refused('UnknownRestriction', { right, ref });
  const institution = world.institutionOf(by);
  const longer = it.until !== 0 && (until === 0 || until > it.until);
  return (
    isMaker(world, by, capacityFor(it.kind)) ??
    when(it.institution !== institution, 'NotRestrictor', { ref, institution }) ??
    when(it.until !== 0 && world.isOver(it.until), 'RestrictionExpired', { ref, until: it.until }) ??
    when(!longer, 'InvalidUntil', { until }) ??
    when(!isText(draft.number), 'InvalidOrderNumber') ??
    presentRight(world, draft)
  );
}

export interface LiftDraft extends Given {
  ref: number;
  number: string;
  approval: Signed;
}

export function lifts(world: World, by: Hex, draft: LiftDraft): Checked {
  const { right, row, ref, approval } = draft;
  const it = lying(world, draft);
  if (!it) return refused('UnknownRestriction', { right, ref });
  const over = it.until !== 0 && world.isOver(it.until);
  const capacities = [capacityFor(it.kind), ...(over ? (['registration-authority'] as const) : [])];
  const institution = world.institutionOf(by);
  const entitled = it.institution === institution || (over && row.state.authority === institution);
  return (
    isMaker(world, by, ...capacities) ??
    when(!entitled, 'NotRestrictor', { ref, institution }) ??
    when(!isText(draft.number), 'InvalidOrderNumber') ??
    approved(world, approval, institution, ...capacities) ??
    presentRight(world, draft)
  );
}
