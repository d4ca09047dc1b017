import { keccakText } from '../../../domain/encoding/hash.ts';
import { common, type Interval } from '../../../domain/line/line.ts';
import { isGone } from '../../../domain/line/overlay.ts';
import { segments } from '../../../domain/line/ranks.ts';
import type { InterestRow, RightRow } from '../../../domain/state/rows.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import { partyOf } from '../../support/people.ts';
import { CNY, COURT, headOf, interestHeadOf, NOBODY, type Draw } from '../draw.ts';
import { hashed } from '../engine/signatures.ts';
import {
  declaresDefault,
  disposes,
  withdrawsDefault,
  type DisposalDraft,
} from '../../../domain/rules/enforcement.ts';
import type { GivenInterest } from '../../../domain/rules/interests.ts';
import { wordOfRow } from '../../../domain/journal/word.ts';
import type { Signed } from '../../../domain/rules/people.ts';
import { layersInRank } from '../../../domain/interests/waterfall.ts';
import type { PaymentFields } from '../../../domain/registrations/events.ts';
import { step, type Maker } from './step.ts';

const digest = keccakText('notice');

export const declareDefault: Maker = (draw) => {
  const { random, world, today } = draw;
  const row = draw.interest('effective');
  if (!row) return undefined;
  const given = draw.given(row);
  const by = draw.maker(row.state.agent);
  const day = random.mostly(today, 12, 0, today + 1, today - 9);
  const due = random.mostly(5n, 25, 0n);
  const args = [row.id, interestHeadOf(given), day, due, digest];
  const verdict = declaresDefault(world, by, { interest: row.id, row: given, day, due });
  return step(draw, by, 'Enforcement', 'declareDefault', args, verdict, [
    'DefaultDeclared',
    { interest: row.id, day, due, digest },
  ]);
};

export const withdrawDefault: Maker = (draw) => {
  const { world } = draw;
  const row = draw.interest('enforcing');
  if (!row) return undefined;
  const given = draw.given(row);
  const by = draw.maker(row.state.agent);
  const verdict = withdrawsDefault(world, by, { interest: row.id, row: given });
  const args = [row.id, interestHeadOf(given), digest];
  return step(draw, by, 'Enforcement', 'withdrawDefault', args, verdict, [
    'DefaultWithdrawn',
    { interest: row.id, digest },
  ]);
};

const DISPOSAL = hashed(
  `bytes32 interest, (uint128 from, uint128 to) units,
  (uint8 route, bytes32 buyer, bytes3 currency, uint128 proceeds, uint128 referenceValue, string source, bytes32 evidence) disposal,
  (uint8 claimant, uint8 layer, uint128 claim, uint128 paid)[] payments`,
);

export const dispose: Maker = (draw) => {
  const { world } = draw;
  const row = draw.interest('enforcing');
  if (!row || (row.state.status !== 'enforcing' && !draw.random.once(15))) return undefined;
  const rights = row.state.rights.map((id) => world.rows.get('right', id)!);
  const lying = rights.filter(({ state }) => state.overlays.some(({ ref }) => ref === row.sequence));
  if (lying.length === 0) return undefined;
  const draft = draftOf(draw, row, draw.given(draw.random.pick(lying)));
  const { right, units, disposal, claimants, payments, approval, consent } = draft;
  const by = draw.maker(disposal.route === 3 ? COURT : row.state.agent);
  const [first] = claimants;
  const word = wordOfRow(draft.row);
  const details = DISPOSAL(
    first?.interest ?? NOBODY,
    { ...units },
    { ...disposal },
    payments.map((it) => ({ ...it })),
  );
  const signed = draw.approval(approval, 'Enforcement', 'Disposal', right, word, details);
  const agreement = disposal.route === 1;
  const consented = agreement
    ? draw.approval(consent, 'Enforcement', 'DisposalConsent', right, word, details)
    : { deadline: 0, signature: '0x' };
  const given = claimants.map((it) => ({ interest: it.interest, head: interestHeadOf(it.row) }));
  const args = [right, headOf(draft.row), units, disposal, given, payments, signed, consented];
  return step(
    draw,
    by,
    'Enforcement',
    'dispose',
    args,
    disposes(world, by, draft),
    [
      'RightDisposed',
      {
        right,
        units,
        disposal,
        payments,
        claimants: claimants.map((it) => it.interest),
        approver: approval.signer,
      },
    ],
    agreement ? [approval, consent] : [approval],
  );
};

function draftOf(draw: Draw, row: InterestRow, right: RightRow): DisposalDraft<Signed> {
  const { random, world } = draw;
  const route = random.mostly(random.between(1, 3), 30, 0);
  const units = lotOf(draw, right, row.sequence);
  const draft: DisposalDraft<Signed> = {
    right: right.id,
    row: right,
    units,
    disposal: {
      route,
      buyer: random.mostly(
        partyOf(random.pick(['buyer', 'plant', 'issuer'])),
        30,
        NOBODY,
        right.state.holder,
      ),
      currency: random.mostly(CNY, 30, '0x000000', '0x484b44'),
      proceeds: random.mostly(BigInt(random.between(1, 1_500)), 30, 0n),
      referenceValue: random.mostly(100n, 10, 0n),
      source: random.mostly('S-1', 40, ''),
      evidence: keccakText('protocol'),
    },
    claimants: claimantsOn(draw, right, row, units),
    payments: [],
    approval: draw.signed(route === 3 ? COURT : row.state.agent),
    consent: draw.signed(world.numberOf(right.state.holder), 'maker'),
  };
  const share = (claimant: number) =>
    claimant === 0 || route === 3 ? random.mostly(100n, 2, 50n, 0n) : random.mostly(100n, 15, 50n, 0n);
  draft.payments = spoiled(
    draw,
    waterfallOf(draw, draft, (secured, claimant) => (secured * share(claimant)) / 100n),
  );
  return draft;
}

/** The waterfall as it is to be; none where the claimants are not those on the units. */
function waterfallOf(
  { world }: Draw,
  { row, units, claimants, disposal }: DisposalDraft<Signed>,
  share: (secured: bigint, claimant: number) => bigint,
): PaymentFields[] {
  const lying = row.state.overlays.filter((it) => common(it, units));
  const given = claimants.map((it) => ({ ref: it.row.sequence, state: it.row.state }));
  if (!given.every(({ ref }) => lying.some((it) => it.ref === ref))) return [];
  let left = disposal.proceeds;
  return layersInRank(lying, given, world.now).map(({ claimant, layer, secured }) => {
    const claim = share(secured, claimant);
    const paid = claim < left ? claim : left;
    left -= paid;
    return { claimant, layer, claim, paid };
  });
}

/** Mostly a stretch on which nothing begins or ends. */
function lotOf(draw: Draw, { state }: RightRow, ref: number): Interval {
  const { random } = draw;
  const fit = segments(state.quantity, state.overlays).filter(
    ({ overlays }) => overlays.some((it) => it.ref === ref) && !overlays.some(({ kind }) => isGone(kind)),
  );
  const own = state.overlays.filter((it) => it.ref === ref);
  const places = (random.once(12) ? own : fit).map(({ from, to }) => ({ from, to }));
  const [lot] = draw.within(places, state);
  if (!lot || random.once(40)) return { from: 0n, to: state.quantity + BigInt(random.below(2)) };
  return lot;
}

function claimantsOn(draw: Draw, { state }: RightRow, row: InterestRow, units: Interval): GivenInterest[] {
  const { random, world } = draw;
  const refs = state.overlays
    .filter((it) => it.kind === 'interest' && common(it, units))
    .map(({ ref }) => ref);
  const others = [...new Set(refs)].filter((ref) => ref !== row.sequence);
  const shuffled = random.once(2) ? others : [...others].reverse();
  const present = [row.sequence, ...shuffled].map((ref): GivenInterest => {
    const interest = world.rows.get('interest', interestIdOf(ref))!;
    return { interest: interest.id, row: draw.given(interest) };
  });
  const foreign = random.pick(world.interests());
  return random.mostly(
    present,
    20,
    present.slice(0, 1),
    [],
    [...present, present[0]!],
    [...present, { interest: foreign.id, row: foreign }],
  );
}

function spoiled({ random }: Draw, payments: PaymentFields[]): PaymentFields[] {
  if (payments.length === 0 || !random.once(6)) return payments;
  const chosen = random.pick(payments);
  const instead = (change: Partial<PaymentFields>) =>
    payments.map((it) => (it === chosen ? { ...it, ...change } : it));
  return random.pick([
    payments.slice(1),
    [...payments].reverse(),
    instead({ claim: chosen.claim + 1_000n }),
    instead({ paid: chosen.paid + 1n }),
    instead({ paid: 0n }),
    instead({ claimant: 9 }),
    instead({ layer: 9 }),
    instead({ layer: 0 }),
  ]);
}
