import { keccakText, ZERO_WORD, type Hex } from '../../../domain/encoding/hash.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import { intersect, subtract, type Interval } from '../../../domain/line/line.ts';
import { isGone } from '../../../domain/line/overlay.ts';
import { free } from '../../../domain/line/ranks.ts';
import { labelsOf } from '../../../domain/line/serial-blocks.ts';
import type { ParticularsFields } from '../../../domain/registrations/events.ts';
import type { RightRow } from '../../../domain/state/rows.ts';
import { HOLDER, partyOf, PLANT } from '../../support/people.ts';
import { headOf, interestHeadOf, NOBODY, type Draw } from '../draw.ts';
import { hashed } from '../engine/signatures.ts';
import {
  divides,
  transfers,
  type ConveyanceDraft,
  type FollowerDraft,
} from '../../../domain/rules/titles.ts';
import { wordOfRow } from '../../../domain/journal/word.ts';
import type { Signed } from '../../../domain/rules/people.ts';
import { step, type Maker } from './step.ts';

const CONSENT = hashed(
  `bytes32 right, (uint8 cause, bytes32 to, uint64 disposal, bytes32 approvalDigest, bytes32 evidence) conveyance,
  (uint128 from, uint128 to)[] part`,
);
const [TRANSFER, SUCCESSION, DISPOSAL, COURT_ORDER, SPLIT] = [1, 2, 3, 4, 5] as const;

export const transfer: Maker = (draw) => {
  const { random, world } = draw;
  const row = draw.right();
  if (!row) return undefined;
  const conveyance = conveyanceOf(draw, row, random.mostly(causeFor(draw, row, TRANSFER), 30, 0, SPLIT));
  const given = draw.given(row);
  const by = draw.maker(row.state.authority);
  const asked = conveyance.cause === TRANSFER || random.once(40);
  const followers = asked ? followersOn(draw, given, []) : [];
  const draft = { right: row.id, row: given, conveyance, followers };
  const handed = followers.map((it) => handedIn(draw, it, row.id, conveyance, []));
  const args = [row.id, headOf(given), conveyance, handed];
  return step(
    draw,
    by,
    'Titles',
    'transfer',
    args,
    transfers(world, by, draft),
    ['RightTransferred', { right: row.id, to: conveyance.to, from: given.state.holder }],
    conveyance.cause === TRANSFER ? followers.map(({ consent }) => consent) : [],
  );
};

export const divide: Maker = (draw) => {
  const { random, world } = draw;
  const row = draw.right();
  if (!row) return undefined;
  const cause = random.mostly(causeFor(draw, row, random.pick([TRANSFER, SPLIT, SPLIT])), 40, 0);
  const conveyance = conveyanceOf(draw, row, cause);
  const given = draw.given(row);
  const by = draw.maker(row.state.authority);
  const part = partOf(draw, given, conveyance);
  const certificateNumber = random.mostly(`d${world.sequence}`, 20, '', 'c1', `c${random.between(20, 60)}-0`);
  const followers = followersOn(draw, given, part);
  const particulars = particularsOf(draw, row, part, certificateNumber);
  const draft = { right: row.id, row: given, intervals: part, particulars, conveyance, followers };
  const handed = followers.map((it) => handedIn(draw, it, row.id, conveyance, part));
  const args = [row.id, headOf(given), part, particulars, conveyance, handed];
  return step(
    draw,
    by,
    'Divisions',
    'divide',
    args,
    divides(world, by, draft),
    ['RightDivided', { right: row.id, part, particulars, from: given.state.holder }],
    conveyance.cause === TRANSFER ? followers.map(({ consent }) => consent) : [],
  );
};

/** Mostly what the whole is, with the serial numbers of the part. */
function particularsOf(
  { random }: Draw,
  { registration }: RightRow,
  part: Interval[],
  certificateNumber: string,
): ParticularsFields {
  const { vintage, region, referencePrice, serialBlocks, evidence } = registration;
  const labels = labelsOf(serialBlocks, part);
  return {
    certificateNumber,
    vintage,
    region: random.mostly(region, 40, 'x'.repeat(257)),
    referencePrice,
    serialBlocks: random.mostly(labels, 20, serialBlocks, labels.slice(1)),
    evidence,
  };
}

/** What the right calls for, if it does: a buyer waits, or its holder has ended. */
function causeFor({ random, world }: Draw, { state }: RightRow, otherwise: number): number {
  if (state.overlays.some(({ kind }) => kind === 'sold') && !random.once(4)) return DISPOSAL;
  if (world.hasEnded(state.holder) && !random.once(4)) return SUCCESSION;
  return random.mostly(otherwise, 6, COURT_ORDER, COURT_ORDER, DISPOSAL, SUCCESSION);
}

function conveyanceOf(draw: Draw, { state }: RightRow, cause: number): ConveyanceDraft {
  const { random, world } = draw;
  const sold = state.overlays.filter(({ kind }) => kind === 'sold');
  const ref = sold.length > 0 ? random.pick(sold).ref : world.sequence;
  const disposal = random.mostly(cause === DISPOSAL ? ref : 0, 40, 1, world.sequence);
  const successors = world.party(state.holder)?.successors.map(({ party }) => party) ?? [];
  const somebody = partyOf(random.pick([PLANT, HOLDER, 'secured-party', 'issuer']));
  const meant: Record<number, Hex | undefined> = {
    [SUCCESSION]: successors.length > 0 ? random.pick(successors) : undefined,
    [DISPOSAL]: world.buyerOf(disposal),
    [SPLIT]: state.holder,
  };
  return {
    cause,
    to: random.mostly(meant[cause] ?? somebody, 25, NOBODY, state.holder, somebody),
    disposal,
    approvalDigest: random.mostly(keccakText('approved'), 3, ZERO_WORD),
    evidence: keccakText('evidence'),
  };
}

/** Mostly what may move for this cause. */
function partOf(draw: Draw, { state }: RightRow, { cause, disposal }: ConveyanceDraft): Interval[] {
  const { random } = draw;
  const gone = state.overlays.filter(({ kind }) => isGone(kind));
  const left = subtract([{ from: 0n, to: state.quantity }], gone);
  if (cause === DISPOSAL) {
    const sold = state.overlays.filter(({ kind, ref }) => kind === 'sold' && ref === disposal);
    return draw.within(subtract(sold, gone), state);
  }
  if (random.once(3)) return draw.within(free(state.quantity, state.overlays), state);
  const drawn = intersect(draw.intervals(state), left);
  return random.once(20) ? draw.intervals(state) : drawn;
}

function followersOn(draw: Draw, { state }: RightRow, part: readonly Interval[]): FollowerDraft<Signed>[] {
  const { random, world } = draw;
  const gone = state.overlays.filter(({ kind }) => isGone(kind));
  const moving = part.length > 0 ? part : subtract([{ from: 0n, to: state.quantity }], gone);
  const refs = state.overlays
    .filter((it) => it.kind === 'interest' && intersect([it], moving).length > 0)
    .map(({ ref }) => ref);
  const sorted = [...new Set(refs)].sort((a, b) => a - b);
  const named = random.mostly(
    sorted,
    25,
    sorted.slice(1),
    [...sorted].reverse(),
    [...sorted, 1],
    [...sorted, ...sorted],
  );
  return named.flatMap((ref) => {
    const row = world.rows.get('interest', interestIdOf(ref));
    if (!row) return [];
    const given = draw.given(row);
    return [{ interest: row.id, row: given, consent: draw.signed(given.state.agent) }];
  });
}

function handedIn(
  draw: Draw,
  it: FollowerDraft<Signed>,
  right: Hex,
  conveyance: ConveyanceDraft,
  part: readonly Interval[],
) {
  const asked = conveyance.cause === TRANSFER;
  const details = asked
    ? CONSENT(
        right,
        { ...conveyance },
        part.map((units) => ({ ...units })),
      )
    : ZERO_WORD;
  const consent = asked
    ? draw.approval(
        it.consent,
        part.length === 0 ? 'Titles' : 'Divisions',
        'TransferConsent',
        it.interest,
        wordOfRow(it.row),
        details,
      )
    : { deadline: 0, signature: '0x' };
  return { interest: it.interest, head: interestHeadOf(it.row), consent };
}
