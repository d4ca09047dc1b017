import { textToFixed } from '../../../domain/encoding/abi.ts';
import { termWithin } from '../../../domain/time/calendar.ts';
import { INTEREST_STATUSES, type InterestStatus } from '../../../domain/encoding/codes.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { isEncumbrance, isGone } from '../../../domain/line/overlay.ts';
import type { InterestRow } from '../../../domain/state/rows.ts';
import type { Terms } from '../../support/samples.ts';
import type { World } from '../world.ts';
import { canonical, firstUnder, presentRight, roomFor, type Taken } from './lines.ts';
import { consented, isMaker, type Signed } from './people.ts';
import { each, isText, refused, when, type Checked } from './verdict.ts';

export interface InterestDraft {
  grantor: Hex;
  terms: Terms;
  collateral: Taken[];
  consent: Signed;
}

/** An interest as the operation hands it in: as it is, or as it was once. */
export interface GivenInterest {
  interest: Hex;
  row: InterestRow;
}

export function registersInterests(world: World, by: Hex, drafts: readonly InterestDraft[]): Checked {
  const touched = new Set<Hex>();
  return (
    isMaker(world, by, 'secured-party') ??
    when(drafts.length === 0, 'InvalidBatchSize', { count: 0 }) ??
    each(
      drafts,
      (draft) => terms(world, draft.terms, world.institutionOf(by)) ?? taken(world, draft, touched),
    )
  );
}

function terms(world: World, it: Terms, agent: number): Checked {
  return (
    when(it.kind === 0, 'InvalidKind') ??
    when(it.securedAmount === 0n || it.currency === '0x000000', 'InvalidAmount') ??
    when(!isText(it.contractNumber), 'InvalidContractNumber') ??
    secured(world, it.securedParties, agent) ??
    when(world.isOver(it.termTo), 'TermAlreadyOver', { to: it.termTo })
  );
}

/** 1 to 16 institutions, ascending, the agent among them. */
export function secured(world: World, parties: readonly number[], agent: number): Checked {
  const known = parties.every((it) => world.institution(it));
  const ascending = parties.every((it, i) => i === 0 || it > parties[i - 1]!);
  const fits = parties.length >= 1 && parties.length <= 16 && known && ascending;
  return (
    when(!fits, 'InvalidSecuredParties') ??
    when(!parties.includes(agent), 'RegistrantNotSecured', { institution: agent })
  );
}

function taken(world: World, draft: InterestDraft, touched: Set<Hex>): Checked {
  const { collateral, grantor, terms: it } = draft;
  const count = collateral.length;
  return (
    when(count < 1 || count > 32, 'InvalidCollateralCount', { count }) ??
    each(collateral, (item) => {
      const verdict =
        pledgeable(world, item, grantor, it.termFrom, it.termTo) ??
        lays(world, item, it.acknowledgeJunior, touched);
      touched.add(item.right);
      return verdict;
    }) ??
    (asksConsent(world, collateral) ? consented(world, draft.consent, grantor) : undefined)
  );
}

export const asksConsent = (world: World, collateral: readonly Taken[]): boolean =>
  collateral.some(({ row }) => world.policy(row.state.typeCode)?.flags.includes('consent'));

/** What any collateral must be, taken at first or later. */
export function pledgeable(
  world: World,
  { right, row: { state } }: Taken,
  grantor: Hex,
  from: number,
  to: number,
): Checked {
  const { holder } = state;
  const typeCode = textToFixed(state.typeCode, 8);
  if (holder !== grantor) return refused('GrantorNotHolder', { right, grantor, holder });
  if (world.hasEnded(grantor)) return refused('PartyEnded', { party: grantor });
  const policy = world.policy(state.typeCode);
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
export function lays(world: World, item: Taken, acknowledged: boolean, touched: ReadonlySet<Hex>): Checked {
  const { right, row, intervals } = item;
  const { overlays, quantity, validTo } = row.state;
  if (validTo !== 0 && world.isOver(validTo)) return refused('RightExpired', { right, validTo });
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
  return roomFor(overlays.length + intervals.length) ?? presentRight(world, item, touched);
}

/* WHAT EVERY LATER REGISTRATION ASKS */

/** A maker of the agent, and an interest in one of the statuses. */
export function ofAgent(
  world: World,
  by: Hex,
  { interest, row }: GivenInterest,
  ...statuses: InterestStatus[]
): Checked {
  const institution = world.institutionOf(by);
  return (
    isMaker(world, by, 'secured-party') ??
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

export const notLapsed = (world: World, { interest, row: { state } }: GivenInterest): Checked =>
  when(world.isOver(state.termTo), 'InterestLapsed', { interest, termTo: state.termTo });
