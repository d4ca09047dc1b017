import { DISPOSAL_ROUTES, type DisposalRoute } from '../encoding/codes.ts';
import { layersInRank, type Layer } from '../interests/waterfall.ts';
import { carve, common, type Interval } from '../line/line.ts';
import { isGone, isRestriction, OVERLAY_KINDS, type Overlay } from '../line/overlay.ts';
import { textToFixed } from '../encoding/abi.ts';
import type { DisposalFields, PaymentFields } from '../registrations/events.ts';
import type { Actor, Register } from './register.ts';
import { hasCome } from './endings.ts';
import { inStatus, notLapsed, ofAgent, type GivenInterest } from './interests.ts';
import { presentInterest, presentRight, roomFor, type Given } from './lines.ts';
import { approved, consented, isMaker, type Second } from './people.ts';
import { refused } from './refusals.ts';
import { each, isText, when, type Checked } from './verdict.ts';

export interface DefaultDraft extends GivenInterest {
  day: number;
  due: bigint;
}

export const declaresDefault = (register: Register, by: Actor, draft: DefaultDraft): Checked =>
  ofAgent(register, by, draft, 'effective') ??
  notLapsed(register, draft) ??
  when(!hasCome(register, draft.day) || draft.due === 0n, 'InvalidDefault') ??
  presentInterest(register, draft.interest, draft.row);

export const withdrawsDefault = (register: Register, by: Actor, draft: GivenInterest): Checked =>
  ofAgent(register, by, draft, 'enforcing') ?? presentInterest(register, draft.interest, draft.row);

export interface DisposalDraft<S extends Second = Second> extends Given {
  units: Interval;
  disposal: DisposalFields;
  claimants: GivenInterest[];
  payments: PaymentFields[];
  approval: S;
  consent: S;
}

export function disposes(register: Register, by: Actor, draft: DisposalDraft): Checked {
  const { row, units, disposal, claimants } = draft;
  const [first] = claimants;
  if (!first || claimants.length > 16) return refused('InvalidClaimant', { index: claimants.length });
  const route = DISPOSAL_ROUTES[disposal.route]!;
  const court = route === 'court';
  const sold = carve(row.state.overlays, [units], ({ kind }) => kind === 'interest').length + 1;
  return (
    (court
      ? (isMaker(register, by, 'court') ?? inStatus(first, 'enforcing'))
      : ofAgent(register, by, first, 'enforcing')) ??
    notLapsed(register, first) ??
    wellFormed(register, disposal, route) ??
    approved(register, draft.approval, register.institutionOf(by), court ? 'court' : 'secured-party') ??
    (route === 'agreement' ? consented(register, draft.consent, row.state.holder) : undefined) ??
    lot(register, draft, route) ??
    inRank(register, draft) ??
    roomFor(sold) ??
    presentRight(register, draft) ??
    each(claimants, (it) => presentInterest(register, it.interest, it.row))
  );
}

function wellFormed(register: Register, it: DisposalFields, route: DisposalRoute): Checked {
  const whole = route !== 'none' && it.currency !== '0x000000' && it.proceeds > 0n && isText(it.source);
  return (
    when(!whole || !register.party(it.buyer), 'InvalidDisposal') ??
    when(route === 'agreement' && it.referenceValue === 0n, 'ReferenceRequired')
  );
}

/** What may be sold: units on the line, under no bar, encumbered alike, and the claimants are all who have an interest there. */
function lot(register: Register, draft: DisposalDraft, route: DisposalRoute): Checked {
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
    const bars = barred(it) && register.binds(it);
    return when(bars, 'UnitsRestricted', { right, unit, kind: OVERLAY_KINDS.indexOf(kind), ref });
  });
  const idle = refs.findIndex(
    (ref, i) => refs.indexOf(ref) !== i || !there.some((it) => it.kind === 'interest' && it.ref === ref),
  );
  return wrong ?? when(idle >= 0, 'InvalidClaimant', { index: idle });
}

const on = ({ row, units }: DisposalDraft): Overlay[] =>
  row.state.overlays.filter((it) => common(it, units) !== undefined);

/** Every layer of every claimant, in the order of rank. */
const layersOn = (register: Register, draft: DisposalDraft): Layer[] =>
  layersInRank(
    on(draft),
    draft.claimants.map(({ row: { sequence: ref, state } }) => ({ ref, state })),
    register.now,
  );

function inRank(register: Register, draft: DisposalDraft): Checked {
  const { claimants, payments, disposal } = draft;
  const foreign = claimants.find(({ row }) => textToFixed(row.state.currency, 3) !== disposal.currency);
  if (foreign) {
    const currency = textToFixed(foreign.row.state.currency, 3);
    return refused('CurrencyMismatch', { interest: foreign.interest, currency });
  }
  const layers = layersOn(register, draft);
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
