import { termWithin } from '../time/calendar.ts';
import type { Hex } from '../encoding/hash.ts';
import type { AmendmentFields } from '../registrations/events.ts';
import { parameter } from '../law/law.ts';
import type { Actor, Register } from './register.ts';
import {
  asksConsent,
  IN_ORDER,
  lays,
  notLapsed,
  ofAgent,
  pledgeable,
  UNENDED,
  type GivenInterest,
} from './interests.ts';
import { presentInterest, type Taken } from './lines.ts';
import { consented, type Second } from './people.ts';
import { refused } from './refusals.ts';
import { each, isText, when, type Checked } from './verdict.ts';

export interface AmendmentDraft extends GivenInterest {
  amendment: AmendmentFields;
  added: Taken[];
  consent: Second;
}

export function amends(register: Register, by: Actor, draft: AmendmentDraft): Checked {
  const { interest, row, amendment, added, consent } = draft;
  const { state, sequence } = row;
  const touched = new Set<Hex>();
  const layers = state.increases.length + (amendment.securedAmount > state.securedAmount ? 1 : 0);
  const rights = new Set([...state.rights, ...added.map(({ right }) => right)]).size;
  return (
    ofAgent(register, by, draft, ...IN_ORDER) ??
    notLapsed(register, draft) ??
    when(amendment.securedAmount === 0n, 'InvalidAmount') ??
    when(!isText(amendment.contractNumber), 'InvalidContractNumber') ??
    each(added, (item) => {
      const verdict =
        pledgeable(register, item, state.grantor, state.termFrom, state.termTo) ??
        untaken(item, sequence) ??
        lays(register, item, amendment.acknowledgeJunior, touched);
      touched.add(item.right);
      return verdict;
    }) ??
    (asksConsent(register, added) ? consented(register, consent, state.grantor) : undefined) ??
    when(layers > 8, 'TooManyIncreases', { count: layers }) ??
    when(rights > 32, 'InvalidCollateralCount', { count: rights }) ??
    presentInterest(register, interest, row)
  );
}

/** A unit is not twice under one interest. Asked before the form of the intervals is. */
function untaken({ right, row, intervals }: Taken, ref: number): Checked {
  const own = row.state.overlays.filter((it) => it.ref === ref);
  return each(intervals, ({ from, to }) => {
    const there = own.find((it) => it.from < to && from < it.to);
    const unit = there && (there.from > from ? there.from : from);
    return unit === undefined ? undefined : refused('UnitsAlreadyTaken', { right, unit });
  });
}

const months = (key: 'registration.term.minimum' | 'registration.term.maximum'): number =>
  parameter(key, '2026-01-01').value;
const [SHORTEST, LONGEST] = [months('registration.term.minimum'), months('registration.term.maximum')];

export function extends_(register: Register, by: Actor, draft: GivenInterest & { termTo: number }): Checked {
  const { termTo } = draft.row.state;
  const fits = termWithin(termTo + 1, draft.termTo, SHORTEST, LONGEST);
  return (
    ofAgent(register, by, draft, ...UNENDED) ??
    notLapsed(register, draft) ??
    when(!fits, 'InvalidExtension', { termTo, newTermTo: draft.termTo }) ??
    presentInterest(register, draft.interest, draft.row)
  );
}

export const confirms = (register: Register, by: Actor, draft: GivenInterest): Checked =>
  ofAgent(register, by, draft, 'advance') ??
  notLapsed(register, draft) ??
  presentInterest(register, draft.interest, draft.row);
