import { DISPOSAL_ROUTES, type DisposalRoute } from '../../../domain/encoding/codes.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { layersOf } from '../../../domain/interests/increases.ts';
import { carve, common, type Interval } from '../../../domain/line/line.ts';
import { isGone, isRestriction, OVERLAY_KINDS, type Overlay } from '../../../domain/line/overlay.ts';
import { textToFixed } from '../../../domain/encoding/abi.ts';
import type { Disposal } from '../../support/enforcement.ts';
import type { World } from '../world.ts';
import { hasCome } from './endings.ts';
import { inStatus, notLapsed, ofAgent, type GivenInterest } from './interests.ts';
import { presentInterest, presentRight, roomFor, type Given } from './lines.ts';
import { approved, consented, isMaker, type Signed } from './people.ts';
import { each, isText, refused, when, type Checked } from './verdict.ts';

export interface DefaultDraft extends GivenInterest {
  day: number;
  due: bigint;
}

export const declaresDefault = (world: World, by: Hex, draft: DefaultDraft): Checked =>
  ofAgent(world, by, draft, 'effective') ??
  notLapsed(world, draft) ??
  when(!hasCome(world, draft.day) || draft.due === 0n, 'InvalidDefault') ??
  presentInterest(world, draft.interest, draft.row);

export const withdrawsDefault = (world: World, by: Hex, draft: GivenInterest): Checked =>
  ofAgent(world, by, draft, 'enforcing') ?? presentInterest(world, draft.interest, draft.row);

export interface PaymentDraft {
  claimant: number;
  layer: number;
  claim: bigint;
  paid: bigint;
}

export interface DisposalDraft extends Given {
  units: Interval;
  disposal: Disposal;
  claimants: GivenInterest[];
  payments: PaymentDraft[];
  approval: Signed;
  consent: Signed;
}

export function disposes(world: World, by: Hex, draft: DisposalDraft): Checked {
  const { row, units, disposal, claimants } = draft;
  const [first] = claimants;
  if (!first || claimants.length > 16) return refused('InvalidClaimant', { index: claimants.length });
  const route = DISPOSAL_ROUTES[disposal.route]!;
  const court = route === 'court';
  const sold = carve(row.state.overlays, [units], ({ kind }) => kind === 'interest').length + 1;
  return (
    (court
      ? (isMaker(world, by, 'court') ?? inStatus(first, 'enforcing'))
      : ofAgent(world, by, first, 'enforcing')) ??
    notLapsed(world, first) ??
    wellFormed(world, disposal, route) ??
    approved(world, draft.approval, world.institutionOf(by), court ? 'court' : 'secured-party') ??
    (route === 'agreement' ? consented(world, draft.consent, row.state.holder) : undefined) ??
    lot(world, draft, route) ??
    inRank(world, draft) ??
    roomFor(sold) ??
    presentRight(world, draft) ??
    each(claimants, (it) => presentInterest(world, it.interest, it.row))
  );
}

function wellFormed(world: World, it: Disposal, route: DisposalRoute): Checked {
  const whole = route !== 'none' && it.currency !== '0x000000' && it.proceeds > 0n && isText(it.source);
  return (
    when(!whole || !world.party(it.buyer), 'InvalidDisposal') ??
    when(route === 'agreement' && it.referenceValue === 0n, 'ReferenceRequired')
  );
}

/** What may be sold: units on the line, under no bar, encumbered alike, and the claimants are all who have an interest there. */
function lot(world: World, draft: DisposalDraft, route: DisposalRoute): Checked {
  const { right, row, units, claimants } = draft;
  const { quantity } = row.state;
  const { from, to } = units;
  if (from >= to || to > quantity) return refused('InvalidInterval', { index: 0, from, to, quantity });
  const there = on(draft);
  const refs = claimants.map((it) => it.row.sequence);
  const barred = ({ kind }: Overlay): boolean =>
    kind === 'sold' ||
    (isRestriction(kind) && kind !== 'pledge-control' && !(route === 'court' && kind === 'judicial-freeze'));
  const wrong = each(there, (it) => {
    const unit = it.from > from ? it.from : from;
    const { kind, ref } = it;
    if (kind === 'interest') {
      const uneven = it.from > from || it.to < to;
      return (
        when(uneven, 'LotNotUniform', { right, ref }) ??
        when(!refs.includes(ref), 'InvalidClaimant', { index: claimants.length })
      );
    }
    if (isGone(kind)) return refused('UnitsGone', { right, unit });
    const bars = barred(it) && world.binds(it);
    return when(bars, 'UnitsRestricted', { right, unit, kind: OVERLAY_KINDS.indexOf(kind), ref });
  });
  const idle = refs.findIndex(
    (ref, i) => refs.indexOf(ref) !== i || !there.some((it) => it.kind === 'interest' && it.ref === ref),
  );
  return wrong ?? when(idle >= 0, 'InvalidClaimant', { index: idle });
}

const on = ({ row, units }: DisposalDraft): Overlay[] =>
  row.state.overlays.filter((it) => common(it, units) !== undefined);

interface Layer {
  claimant: number;
  layer: number;
  key: readonly [priority: number, place: number, layer: number];
  secured: bigint;
}

/** Every layer of every claimant, in the order of rank. */
function layersOn(world: World, draft: DisposalDraft): Layer[] {
  const lying = on(draft);
  const all = draft.claimants.flatMap(({ row: { state, sequence } }, claimant) => {
    const place = lying.findIndex(({ ref }) => ref === sequence);
    const silent = state.status === 'advance' || world.isOver(state.termTo);
    return layersOf(state).map(({ since, amount }, layer): Layer => {
      const priority = Math.max(lying[place]!.priority, since);
      return { claimant, layer, key: [priority, place, layer], secured: silent ? 0n : amount };
    });
  });
  return all.sort((a, b) => a.key.map((it, i) => it - b.key[i]!).find((it) => it !== 0) ?? 0);
}

function inRank(world: World, draft: DisposalDraft): Checked {
  const { claimants, payments, disposal } = draft;
  const foreign = claimants.find(({ row }) => textToFixed(row.state.currency, 3) !== disposal.currency);
  if (foreign) {
    const currency = textToFixed(foreign.row.state.currency, 3);
    return refused('CurrencyMismatch', { interest: foreign.interest, currency });
  }
  const layers = layersOn(world, draft);
  if (payments.length !== layers.length) return refused('NotInRank', { index: payments.length });
  let left = disposal.proceeds;
  let last = -1;
  return each(payments, ({ claimant, layer, claim, paid }, index) => {
    const place = layers.findIndex((it) => it.claimant === claimant && it.layer === layer);
    if (place <= last) return refused('NotInRank', { index });
    last = place;
    const { secured } = layers[place]!;
    if (claim > secured) return refused('ClaimTooHigh', { index, claim, secured });
    const another = claimant !== 0 && DISPOSAL_ROUTES[disposal.route] !== 'court';
    if (another && claim < secured) return refused('ClaimTooLow', { index, claim, secured });
    const due = claim < left ? claim : left;
    left -= due;
    return when(paid !== due, 'NotByWaterfall', { index, paid, due });
  });
}

/** The waterfall as it is to be, for whoever drafts a disposal; undefined where the claimants are not those on the units. */
export function waterfallOf(
  world: World,
  draft: DisposalDraft,
  share: (secured: bigint, claimant: number) => bigint,
): PaymentDraft[] {
  const lying = on(draft);
  if (!draft.claimants.every(({ row }) => lying.some(({ ref }) => ref === row.sequence))) return [];
  let left = draft.disposal.proceeds;
  return layersOn(world, draft).map(({ claimant, layer, secured }) => {
    const claim = share(secured, claimant);
    const paid = claim < left ? claim : left;
    left -= paid;
    return { claimant, layer, claim, paid };
  });
}
