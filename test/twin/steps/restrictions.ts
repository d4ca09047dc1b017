import { keccakText } from '../../../domain/encoding/hash.ts';
import { isRestriction, OVERLAY_KINDS, RESTRICTION_KINDS } from '../../../domain/line/overlay.ts';
import type { RightRow } from '../../../domain/state/rows.ts';
import { headOf, COURT, type Draw } from '../draw.ts';
import { hashed } from '../engine/signatures.ts';
import { capacityFor, lifts, prolongs, restricts } from '../../../domain/rules/restrictions.ts';
import { wordOfRow } from '../../../domain/journal/word.ts';
import { step, type Maker } from './step.ts';

const digest = keccakText('order');
const number = ({ random }: Draw): string => random.mostly('(2026)粤01执1号', 40, '', 'x'.repeat(257));

export const restrict: Maker = (draw) => {
  const { random, world, today } = draw;
  const row = draw.right();
  if (!row) return undefined;
  const kind = random.mostly(OVERLAY_KINDS.indexOf(random.pick(RESTRICTION_KINDS)), 25, 0, 1, 8, 14, 255);
  const courts = kind === 2 || kind === 7;
  const by = draw.maker(courts ? COURT : row.state.authority);
  const limited = random.mostly(today + random.between(0, 60), 6, 0, 0, today - 1);
  const until = OVERLAY_KINDS[kind] === 'suspension' ? random.mostly(0, 12, limited) : limited;
  const draft = { ...draw.taken(row), kind, until, number: number(draw) };
  const order = { kind, until, number: draft.number, digest };
  const args = [row.id, headOf(draft.row), draft.intervals, order];
  return step(draw, by, 'Restrictions', 'restrict', args, restricts(world, by, draft), [
    'RightRestricted',
    { right: row.id, ref: BigInt(world.sequence + 1), order },
  ]);
};

const restricted = (draw: Draw): RightRow | undefined =>
  draw.right(({ state }) => state.overlays.some(({ kind }) => isRestriction(kind))) ?? undefined;

/** Mostly of a restriction on the right, at times of something else that lies there, or of nothing. */
function refOn({ random, world }: Draw, row: RightRow): number {
  const own = row.state.overlays.filter(({ kind }) => isRestriction(kind)).map(({ ref }) => ref);
  const any = row.state.overlays.map(({ ref }) => ref);
  return random.mostly(random.pick(own), 20, random.pick(any), random.between(1, world.sequence));
}

const restrictorOf = ({ world }: Draw, row: RightRow, ref: number): number =>
  world.rows.get('restriction', String(ref))?.institution ?? row.state.authority;

export const prolong: Maker = (draw) => {
  const { random, world, today } = draw;
  const row = restricted(draw);
  if (!row) return undefined;
  const ref = refOn(draw, row);
  const by = draw.maker(restrictorOf(draw, row, ref));
  const before = world.rows.get('restriction', String(ref))?.until ?? today;
  const until = random.mostly(before + random.between(1, 60), 6, 0, before, today);
  const draft = { right: row.id, row: draw.given(row), ref, until, number: number(draw) };
  const args = [row.id, headOf(draft.row), ref, until, draft.number, digest];
  return step(draw, by, 'Restrictions', 'prolong', args, prolongs(world, by, draft), [
    'RestrictionProlonged',
    { right: row.id, ref: BigInt(ref), until, number: draft.number },
  ]);
};

const LIFT = hashed('uint64 ref, string number, bytes32 digest');

export const lift: Maker = (draw) => {
  const { random, world } = draw;
  const row = restricted(draw);
  if (!row) return undefined;
  const ref = refOn(draw, row);
  const kind = world.rows.get('restriction', String(ref))?.kind;
  const who = random.mostly(restrictorOf(draw, row, ref), 6, row.state.authority);
  const by = draw.maker(who);
  const approval = draw.signed(random.mostly(who, 30, kind && capacityFor(kind) === 'court' ? COURT : 1));
  const draft = { right: row.id, row: draw.given(row), ref, number: number(draw), approval };
  const details = LIFT(ref, draft.number, digest);
  const signed = draw.approval(
    approval,
    'Restrictions',
    'RestrictionLift',
    row.id,
    wordOfRow(draft.row),
    details,
  );
  const args = [row.id, headOf(draft.row), ref, draft.number, digest, signed];
  return step(
    draw,
    by,
    'Restrictions',
    'lift',
    args,
    lifts(world, by, draft),
    ['RestrictionLifted', { right: row.id, ref: BigInt(ref), approver: approval.signer }],
    [approval],
  );
};
