import { termWithin } from '../../../domain/time/calendar.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { carve, type Interval } from '../../../domain/line/line.ts';
import { parameter } from '../../../domain/law/law.ts';
import type { World } from '../world.ts';
import {
  asksConsent,
  IN_ORDER,
  lays,
  notLapsed,
  ofAgent,
  pledgeable,
  secured,
  UNENDED,
  type GivenInterest,
} from './interests.ts';
import { canonical, presentInterest, presentRight, roomFor, type Taken } from './lines.ts';
import { approved, consented, type Signed } from './people.ts';
import { each, isText, refused, when, type Checked } from './verdict.ts';

export interface AmendmentDraft extends GivenInterest {
  amendment: {
    debtor: Hex;
    securedAmount: bigint;
    contractNumber: string;
    contractDigest: Hex;
    acknowledgeJunior: boolean;
    negativePledge: boolean;
    determinationDay: number;
  };
  added: Taken[];
  consent: Signed;
}

export function amends(world: World, by: Hex, draft: AmendmentDraft): Checked {
  const { interest, row, amendment, added, consent } = draft;
  const { state, sequence } = row;
  const touched = new Set<Hex>();
  const layers = state.increases.length + (amendment.securedAmount > state.securedAmount ? 1 : 0);
  const rights = new Set([...state.rights, ...added.map(({ right }) => right)]).size;
  return (
    ofAgent(world, by, draft, ...IN_ORDER) ??
    notLapsed(world, draft) ??
    when(amendment.securedAmount === 0n, 'InvalidAmount') ??
    when(!isText(amendment.contractNumber), 'InvalidContractNumber') ??
    each(added, (item) => {
      const verdict =
        pledgeable(world, item, state.grantor, state.termFrom, state.termTo) ??
        untaken(item, sequence) ??
        lays(world, item, amendment.acknowledgeJunior, touched);
      touched.add(item.right);
      return verdict;
    }) ??
    (asksConsent(world, added) ? consented(world, consent, state.grantor) : undefined) ??
    when(layers > 8, 'TooManyIncreases', { count: layers }) ??
    when(rights > 32, 'InvalidCollateralCount', { count: rights }) ??
    presentInterest(world, interest, row)
  );
}

/** A unit is not twice under one interest. Asked before the form of the intervals is. */
function untaken({ right, row, intervals }: Taken, ref: number): Checked {
  const own = row.state.overlays.filter((it) => it.ref === ref);
  return each(intervals, ({ from, to }) => {
    const there = own.find((it) => it.from < to && from < it.to);
    const unit = there && (there.from > from ? there.from : from);
    return when(unit !== undefined, 'UnitsAlreadyTaken', { right, unit });
  });
}

const months = (key: 'registration.term.minimum' | 'registration.term.maximum'): number =>
  parameter(key, '2026-01-01').value;
const [SHORTEST, LONGEST] = [months('registration.term.minimum'), months('registration.term.maximum')];

export function extends_(world: World, by: Hex, draft: GivenInterest & { termTo: number }): Checked {
  const { termTo } = draft.row.state;
  const fits = termWithin(termTo + 1, draft.termTo, SHORTEST, LONGEST);
  return (
    ofAgent(world, by, draft, ...UNENDED) ??
    notLapsed(world, draft) ??
    when(!fits, 'InvalidExtension', { termTo, newTermTo: draft.termTo }) ??
    presentInterest(world, draft.interest, draft.row)
  );
}

export interface AssignmentDraft extends GivenInterest {
  newAgent: number;
  securedParties: number[];
  approval: Signed;
}

export function assigns(world: World, by: Hex, draft: AssignmentDraft): Checked {
  const { row, newAgent, securedParties, approval } = draft;
  const { state } = row;
  const institution = world.institution(newAgent);
  const eligible = institution?.capacities.includes('secured-party') && !institution.suspended;
  const same = newAgent === state.agent && String(securedParties) === String(state.securedParties);
  return (
    ofAgent(world, by, draft, ...UNENDED) ??
    notLapsed(world, draft) ??
    when(!eligible, 'InvalidAssignment') ??
    secured(world, securedParties, newAgent) ??
    when(same, 'InvalidAssignment') ??
    approved(world, approval, state.agent, 'secured-party') ??
    presentInterest(world, draft.interest, row)
  );
}

export interface SubordinationDraft extends GivenInterest {
  ahead: Hex;
  yielded: Taken[];
  approval: Signed;
}

export function subordinates(world: World, by: Hex, draft: SubordinationDraft): Checked {
  const { row, yielded, approval } = draft;
  const count = yielded.length;
  const touched = new Set<Hex>();
  return (
    ofAgent(world, by, draft, ...IN_ORDER) ??
    notLapsed(world, draft) ??
    when(count < 1 || count > 32, 'InvalidCollateralCount', { count }) ??
    approved(world, approval, row.state.agent, 'secured-party') ??
    each(yielded, (item) => {
      const verdict = yields(world, draft, item, touched);
      touched.add(item.right);
      return verdict;
    }) ??
    presentInterest(world, draft.interest, row)
  );
}

function yields(
  world: World,
  { row: { sequence: ref }, ahead }: SubordinationDraft,
  item: Taken,
  touched: ReadonlySet<Hex>,
): Checked {
  const { right, intervals } = item;
  const { overlays, quantity } = item.row.state;
  const other = world.rows.get('interest', ahead)?.sequence;
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
    presentRight(world, item, touched)
  );
}

export const confirms = (world: World, by: Hex, draft: GivenInterest): Checked =>
  ofAgent(world, by, draft, 'advance') ??
  notLapsed(world, draft) ??
  presentInterest(world, draft.interest, draft.row);
