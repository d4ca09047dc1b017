import { dayOfInstant } from '../time/calendar.ts';
import { ZERO_WORD, type Hex } from '../encoding/hash.ts';
import { carve, subtract } from '../line/line.ts';
import type { RightRow } from '../state/rows.ts';
import type { Actor, Register } from './register.ts';
import { inStatus, ofAgent, UNENDED, type GivenInterest } from './interests.ts';
import { canonical, presentInterest, presentRight, roomFor, type Taken } from './lines.ts';
import { approved, isMaker, type Second } from './people.ts';
import { refused } from './refusals.ts';
import { each, isText, when, type Checked } from './verdict.ts';

export interface CancellationDraft extends GivenInterest {
  /** Heads for the interest's rights. */
  heads: RightRow[];
  reason: number;
  approval: Second;
}

export function cancels(register: Register, by: Actor, draft: CancellationDraft): Checked {
  return (
    ofAgent(register, by, draft, ...UNENDED) ??
    when(draft.reason === 0, 'InvalidReason') ??
    approved(register, draft.approval, draft.row.state.agent, 'secured-party') ??
    ends(register, draft)
  );
}

function ends(register: Register, { interest, row, heads }: Omit<CancellationDraft, 'reason'>): Checked {
  const [count, needed] = [heads.length, row.state.rights.length];
  return (
    when(count !== needed, 'HeadsDoNotMatch', { count, needed }) ??
    each(row.state.rights, (right, i) => presentRight(register, { right, row: heads[i]! })) ??
    presentInterest(register, interest, row)
  );
}

/** Whether a civil day is given and has begun. */
export const hasCome = (register: Register, day: number): boolean =>
  day !== 0 && day <= dayOfInstant(register.now);

export interface RevocationDraft extends Omit<CancellationDraft, 'reason'> {
  judgment: { court: string; number: string; effectiveDay: number; digest: Hex };
}

export function revokes(register: Register, by: Actor, draft: RevocationDraft): Checked {
  const { court, number, effectiveDay, digest } = draft.judgment;
  const valid = isText(court) && isText(number) && hasCome(register, effectiveDay) && digest !== ZERO_WORD;
  return (
    isMaker(register, by, 'court') ??
    inStatus(draft, ...UNENDED) ??
    when(!valid, 'InvalidJudgment') ??
    approved(register, draft.approval, register.institutionOf(by), 'court') ??
    ends(register, draft)
  );
}

export interface ReleaseDraft extends GivenInterest {
  released: Taken[];
  reason: number;
  approval: Second;
}

export function releases(register: Register, by: Actor, draft: ReleaseDraft): Checked {
  const { interest, row, released, reason, approval } = draft;
  const { rights, agent } = row.state;
  const count = released.length;
  const foreign = released.findIndex(({ right }) => !rights.includes(right));
  const touched = new Set<Hex>();
  return (
    ofAgent(register, by, draft, ...UNENDED) ??
    when(reason === 0, 'InvalidReason') ??
    when(count < 1 || count > 32, 'InvalidRelease', { index: count }) ??
    when(foreign >= 0, 'InvalidRelease', { index: foreign }) ??
    approved(register, approval, agent, 'secured-party') ??
    each(released, (item) => {
      const verdict = takesFrom(register, item, row.sequence, touched);
      touched.add(item.right);
      return verdict;
    }) ??
    presentInterest(register, interest, row)
  );
}

function takesFrom(register: Register, item: Taken, ref: number, touched: ReadonlySet<Hex>): Checked {
  const { right, row, intervals } = item;
  const { overlays, quantity } = row.state;
  const own = overlays.filter((it) => it.ref === ref);
  return (
    canonical(intervals, quantity) ??
    each(intervals, (it) =>
      subtract([it], own).length > 0 ? refused('NotEncumberedBy', { right, ref, unit: it.from }) : undefined,
    ) ??
    roomFor(carve(overlays, intervals, (it) => it.ref === ref).length) ??
    presentRight(register, item, touched)
  );
}
