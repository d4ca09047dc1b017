import type { Hex } from '../encoding/hash.ts';
import { carve, type Interval } from '../line/line.ts';
import { IN_ORDER, notLapsed, ofAgent, secured, UNENDED, type GivenInterest } from './interests.ts';
import { canonical, presentInterest, presentRight, roomFor, type Taken } from './lines.ts';
import { approved, type Second } from './people.ts';
import { refused } from './refusals.ts';
import type { Actor, Register } from './register.ts';
import { each, when, type Checked } from './verdict.ts';

export interface AssignmentDraft extends GivenInterest {
  newAgent: number;
  securedParties: number[];
  approval: Second;
}

export function assigns(register: Register, by: Actor, draft: AssignmentDraft): Checked {
  const { row, newAgent, securedParties, approval } = draft;
  const { state } = row;
  const institution = register.institution(newAgent);
  const eligible = institution?.capacities.includes('secured-party') && !institution.suspended;
  const same = newAgent === state.agent && String(securedParties) === String(state.securedParties);
  return (
    ofAgent(register, by, draft, ...UNENDED) ??
    notLapsed(register, draft) ??
    when(!eligible, 'InvalidAssignment') ??
    secured(register, securedParties, newAgent) ??
    when(same, 'InvalidAssignment') ??
    approved(register, approval, state.agent, 'secured-party') ??
    presentInterest(register, draft.interest, row)
  );
}

export interface SubordinationDraft extends GivenInterest {
  ahead: Hex;
  yielded: Taken[];
  approval: Second;
}

export function subordinates(register: Register, by: Actor, draft: SubordinationDraft): Checked {
  const { row, yielded, approval } = draft;
  const count = yielded.length;
  const touched = new Set<Hex>();
  return (
    ofAgent(register, by, draft, ...IN_ORDER) ??
    notLapsed(register, draft) ??
    when(count < 1 || count > 32, 'InvalidCollateralCount', { count }) ??
    approved(register, approval, row.state.agent, 'secured-party') ??
    each(yielded, (item) => {
      const verdict = yields(register, draft, item, touched);
      touched.add(item.right);
      return verdict;
    }) ??
    presentInterest(register, draft.interest, row)
  );
}

function yields(
  register: Register,
  { row: { sequence: ref }, ahead }: SubordinationDraft,
  item: Taken,
  touched: ReadonlySet<Hex>,
): Checked {
  const { right, intervals } = item;
  const { overlays, quantity } = item.row.state;
  const other = register.get('interest', ahead)?.sequence;
  const over = (it: Interval, whose: number | undefined) =>
    overlays.findIndex((o) => o.ref === whose && o.from <= it.from && it.to <= o.to);
  let priority: number | undefined;
  const rest = carve(overlays, intervals, (it) => it.ref === ref).length + intervals.length;
  return (
    canonical(intervals, quantity) ??
    each(intervals, (it) => {
      const [own, theirs] = [over(it, ref), over(it, other)];
      if (own < 0) return refused('NotEncumberedBy', { right, ref, unit: it.from });
      const [mine, its] = [overlays[own]!, overlays[theirs]];
      const behind =
        its && (its.priority > mine.priority || (its.priority === mine.priority && theirs > own));
      if (!behind) return refused('NotBehind', { right, ahead, unit: it.from });
      const first = (priority ??= its.priority);
      return when(its.priority !== first, 'RanksDiffer', { right, ahead, unit: it.from });
    }) ??
    roomFor(rest) ??
    presentRight(register, item, touched)
  );
}
