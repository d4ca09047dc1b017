import { textToFixed } from '../encoding/abi.ts';
import { termWithin } from '../time/calendar.ts';
import { INTEREST_STATUSES, type InterestStatus } from '../encoding/codes.ts';
import type { Hex } from '../encoding/hash.ts';
import { isEncumbrance, isGone } from '../line/overlay.ts';
import type { InterestRow } from '../state/rows.ts';
import type { TermsFields } from '../registrations/events.ts';
import type { Actor, Register } from './register.ts';
import { canonical, firstUnder, presentRight, roomFor, type Taken } from './lines.ts';
import { consented, isMaker, type Second } from './people.ts';
import { refused } from './refusals.ts';
import { each, isText, when, type Checked } from './verdict.ts';

export interface InterestDraft<S extends Second = Second> {
  grantor: Hex;
  terms: TermsFields;
  collateral: Taken[];
  consent: S;
}

/** An interest as the operation hands it in: as it is, or as it was once. */
export interface GivenInterest {
  interest: Hex;
  row: InterestRow;
}

export function registersInterests(register: Register, by: Actor, drafts: readonly InterestDraft[]): Checked {
  const touched = new Set<Hex>();
  return (
    isMaker(register, by, 'secured-party') ??
    when(drafts.length === 0, 'InvalidBatchSize', { count: 0 }) ??
    each(
      drafts,
      (draft) => terms(register, draft.terms, register.institutionOf(by)) ?? taken(register, draft, touched),
    )
  );
}

function terms(register: Register, it: TermsFields, agent: number): Checked {
  return (
    when(it.kind === 0, 'InvalidKind') ??
    when(it.securedAmount === 0n || it.currency === '0x000000', 'InvalidAmount') ??
    when(!isText(it.contractNumber), 'InvalidContractNumber') ??
    secured(register, it.securedParties, agent) ??
    when(register.isOver(it.termTo), 'TermAlreadyOver', { to: it.termTo })
  );
}

/** 1 to 16 institutions, ascending, the agent among them. */
export function secured(register: Register, parties: readonly number[], agent: number): Checked {
  const known = parties.every((it) => register.institution(it));
  const ascending = parties.every((it, i) => i === 0 || it > parties[i - 1]!);
  const fits = parties.length >= 1 && parties.length <= 16 && known && ascending;
  return (
    when(!fits, 'InvalidSecuredParties') ??
    when(!parties.includes(agent), 'RegistrantNotSecured', { institution: agent })
  );
}

function taken(register: Register, draft: InterestDraft, touched: Set<Hex>): Checked {
  const { collateral, grantor, terms: it } = draft;
  const count = collateral.length;
  return (
    when(count < 1 || count > 32, 'InvalidCollateralCount', { count }) ??
    each(collateral, (item) => {
      const verdict =
        pledgeable(register, item, grantor, it.termFrom, it.termTo) ??
        lays(register, item, it.acknowledgeJunior, touched);
      touched.add(item.right);
      return verdict;
    }) ??
    (asksConsent(register, collateral) ? consented(register, draft.consent, grantor) : undefined)
  );
}

export const asksConsent = (register: Register, collateral: readonly Taken[]): boolean =>
  collateral.some(({ row }) => register.policy(row.state.typeCode)?.flags.includes('consent'));

/** What any collateral must be, taken at first or later. */
export function pledgeable(
  register: Register,
  { right, row: { state } }: Taken,
  grantor: Hex,
  from: number,
  to: number,
): Checked {
  const { holder } = state;
  const typeCode = textToFixed(state.typeCode, 8);
  if (holder !== grantor) return refused('GrantorNotHolder', { right, grantor, holder });
  if (register.hasEnded(grantor)) return refused('PartyEnded', { party: grantor });
  const policy = register.policy(state.typeCode);
  if (!policy) return refused('UnknownType', { code: typeCode });
  const { flags, minTermMonths: minMonths, maxTermMonths: maxMonths } = policy;
  const free = flags.includes('paid-only') && state.acquisition === 'free';
  const fits = termWithin(from, to, minMonths, maxMonths);
  return (
    when(!flags.includes('pledgeable'), 'NotPledgeable', { right, typeCode }) ??
    when(free, 'NotPaidFor', { right }) ??
    when(!fits, 'TermOutOfRange', { from, to, minMonths, maxMonths })
  );
}

/** Whether overlays can be laid: what lies there already is acknowledged, and not closed to newcomers. */
export function lays(
  register: Register,
  item: Taken,
  acknowledged: boolean,
  touched: ReadonlySet<Hex>,
): Checked {
  const { right, row, intervals } = item;
  const { overlays, quantity, validTo } = row.state;
  if (validTo !== 0 && register.isOver(validTo)) return refused('RightExpired', { right, validTo });
  const uncanonical = canonical(intervals, quantity);
  if (uncanonical) return uncanonical;
  const found = firstUnder(overlays, intervals, ({ kind }) => {
    const closed = kind === 'suspension' || kind === 'sold' || isGone(kind);
    return closed || (!acknowledged && isEncumbrance(kind));
  });
  if (found) {
    const { unit, overlay } = found;
    if (overlay.kind === 'suspension') return refused('RightSuspended', { right });
    if (overlay.kind === 'sold') return refused('UnitsSold', { right, unit });
    return refused(isGone(overlay.kind) ? 'UnitsGone' : 'JuniorRankNotAcknowledged', { right, unit });
  }
  return roomFor(overlays.length + intervals.length) ?? presentRight(register, item, touched);
}

/* WHAT EVERY LATER REGISTRATION ASKS */

/** A maker of the agent, and an interest in one of the statuses. */
export function ofAgent(
  register: Register,
  by: Actor,
  { interest, row }: GivenInterest,
  ...statuses: InterestStatus[]
): Checked {
  const institution = register.institutionOf(by);
  return (
    isMaker(register, by, 'secured-party') ??
    when(row.state.agent !== institution, 'NotAgent', { interest, institution }) ??
    inStatus({ interest, row }, ...statuses)
  );
}

export const UNENDED = ['advance', 'effective', 'enforcing'] as const;
export const IN_ORDER = ['advance', 'effective'] as const;

export const inStatus = ({ interest, row }: GivenInterest, ...statuses: InterestStatus[]): Checked =>
  when(!statuses.includes(row.state.status), 'NotEffective', {
    interest,
    status: INTEREST_STATUSES.indexOf(row.state.status),
  });

export const notLapsed = (register: Register, { interest, row: { state } }: GivenInterest): Checked =>
  when(register.isOver(state.termTo), 'InterestLapsed', { interest, termTo: state.termTo });
