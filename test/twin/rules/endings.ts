import { dayOfInstant } from '../../../domain/time/calendar.ts';
import { ZERO_WORD, type Hex } from '../../../domain/encoding/hash.ts';
import { carve, subtract } from '../../../domain/line/line.ts';
import type { RightRow } from '../../../domain/state/rows.ts';
import type { World } from '../world.ts';
import { inStatus, ofAgent, UNENDED, type GivenInterest } from './interests.ts';
import { canonical, presentInterest, presentRight, roomFor, type Taken } from './lines.ts';
import { approved, isMaker, type Signed } from './people.ts';
import { each, isText, refused, when, type Checked } from './verdict.ts';

export interface CancellationDraft extends GivenInterest {
  /** Heads for the interest's rights. */
  heads: RightRow[];
  reason: number;
  approval: Signed;
}

export function cancels(world: World, by: Hex, draft: CancellationDraft): Checked {
  return (
    ofAgent(world, by, draft, ...UNENDED) ??
    when(draft.reason === 0, 'InvalidReason') ??
    approved(world, draft.approval, draft.row.state.agent, 'secured-party') ??
    ends(world, draft)
  );
}

function ends(world: World, { interest, row, heads }: Omit<CancellationDraft, 'reason'>): Checked {
  const [count, needed] = [heads.length, row.state.rights.length];
  return (
    when(count !== needed, 'HeadsDoNotMatch', { count, needed }) ??
    each(row.state.rights, (right, i) => presentRight(world, { right, row: heads[i]! })) ??
    presentInterest(world, interest, row)
  );
}

/** Whether a civil day is given and has begun. */
export const hasCome = (world: World, day: number): boolean => day !== 0 && day <= dayOfInstant(world.now);

export interface RevocationDraft extends Omit<CancellationDraft, 'reason'> {
  judgment: { court: string; number: string; effectiveDay: number; digest: Hex };
}

export function revokes(world: World, by: Hex, draft: RevocationDraft): Checked {
  const { court, number, effectiveDay, digest } = draft.judgment;
  const valid = isText(court) && isText(number) && hasCome(world, effectiveDay) && digest !== ZERO_WORD;
  return (
    isMaker(world, by, 'court') ??
    inStatus(draft, ...UNENDED) ??
    when(!valid, 'InvalidJudgment') ??
    approved(world, draft.approval, world.institutionOf(by), 'court') ??
    ends(world, draft)
  );
}

export interface ReleaseDraft extends GivenInterest {
  released: Taken[];
  reason: number;
  approval: Signed;
}

export function releases(world: World, by: Hex, draft: ReleaseDraft): Checked {
  const { interest, row, released, reason, approval } = draft;
  const { rights, agent } = row.state;
  const count = released.length;
  const foreign = released.findIndex(({ right }) => !rights.includes(right));
  const touched = new Set<Hex>();
  return (
    ofAgent(world, by, draft, ...UNENDED) ??
    when(reason === 0, 'InvalidReason') ??
    when(count < 1 || count > 32, 'InvalidRelease', { index: count }) ??
    when(foreign >= 0, 'InvalidRelease', { index: foreign }) ??
    approved(world, approval, agent, 'secured-party') ??
    each(released, (item) => {
      const verdict = takesFrom(world, item, row.sequence, touched);
      touched.add(item.right);
      return verdict;
    }) ??
    presentInterest(world, interest, row)
  );
}

function takesFrom(world: World, item: Taken, ref: number, touched: ReadonlySet<Hex>): Checked {
  const { right, row, intervals } = item;
  const { overlays, quantity } = row.state;
  const own = overlays.filter((it) => it.ref === ref);
  return (
    canonical(intervals, quantity) ??
    each(intervals, (it) =>
      subtract([it], own).length > 0 ? refused('NotEncumberedBy', { right, ref, unit: it.from }) : undefined,
    ) ??
    roomFor(carve(overlays, intervals, (it) => it.ref === ref).length) ??
    presentRight(world, item, touched)
  );
}
