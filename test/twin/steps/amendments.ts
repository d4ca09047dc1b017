import { addMonths } from '../../../domain/time/calendar.ts';
import { keccakText, type Hex } from '../../../domain/encoding/hash.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import { intersect } from '../../../domain/line/line.ts';
import type { InterestRow, RightRow } from '../../../domain/state/rows.ts';
import { HOLDER, partyOf, PLANT } from '../../support/people.ts';
import { BANKS, described, interestHeadOf, NOBODY, withHead, type Draw } from '../draw.ts';
import { hashed } from '../engine/signatures.ts';
import { amends, confirms, extends_ } from '../../../domain/rules/amendments.ts';
import { assigns, subordinates } from '../../../domain/rules/positions.ts';
import { asksConsent } from '../../../domain/rules/interests.ts';
import type { Taken } from '../../../domain/rules/lines.ts';
import { wordOfRow } from '../../../domain/journal/word.ts';
import { wordsOf } from './interests.ts';
import { step, type Maker } from './step.ts';

const AMENDMENT = hashed(
  `bytes32 interest, (bytes32 debtor, uint128 securedAmount, string contractNumber, bytes32 contractDigest, bool acknowledgeJunior,
  bool negativePledge, uint32 determinationDay) amendment`,
);

export const amend: Maker = (draw) => {
  const { random, world } = draw;
  const row = amendable(draw);
  if (!row) return undefined;
  const given = draw.given(row);
  const by = draw.maker(row.state.agent);
  const { securedAmount } = row.state;
  const more = securedAmount + BigInt(random.between(1, 500));
  const less = (securedAmount * BigInt(random.between(1, 9))) / 10n;
  const amendment = {
    debtor: partyOf(random.pick([HOLDER, PLANT])),
    securedAmount: random.mostly(random.pick([more, more, securedAmount, less]), 40, 0n),
    contractNumber: random.mostly('C-2', 40, '', 'x'.repeat(257)),
    contractDigest: keccakText(`amended ${world.sequence}`),
    acknowledgeJunior: !random.once(4),
    negativePledge: random.once(4),
    determinationDay: 0,
  };
  const added = addedTo(draw, row);
  const consent = draw.signed(world.numberOf(row.state.grantor), 'maker');
  const draft = { interest: row.id, row: given, amendment, added, consent };
  const asked = asksConsent(world, added);
  const { grantor } = given.state;
  const signed = asked
    ? draw.approval(
        consent,
        'Amendments',
        'AmendmentConsent',
        grantor,
        wordsOf(added),
        AMENDMENT(row.id, amendment),
      )
    : { deadline: 0, signature: '0x' };
  const args = [row.id, interestHeadOf(given), amendment, added.map(withHead), signed];
  return step(
    draw,
    by,
    'Amendments',
    'amend',
    args,
    amends(world, by, draft),
    ['InterestAmended', { interest: row.id, amendment, added: added.map(described) }],
    asked ? [consent] : [],
  );
};

/** At times the one that has been raised most, since there is an end to that. */
function amendable(draw: Draw): InterestRow | undefined {
  const row = draw.interest('effective', 'advance');
  if (!row || !draw.random.once(draw.world.crowded ? 1 : 3)) return row;
  const others = draw.world
    .interests()
    .filter(({ state }) => state.status === 'effective' && !draw.world.isOver(state.termTo));
  return others.reduce(
    (most, it) => (it.state.increases.length > most.state.increases.length ? it : most),
    row,
  );
}

function addedTo(draw: Draw, { state, sequence }: InterestRow): Taken[] {
  const { random, world } = draw;
  if (random.once(2) || (world.crowded && !random.once(6))) return [];
  const held = world.rights().filter((it) => it.state.holder === state.grantor);
  const among = held.length === 0 || random.once(20) ? world.rights() : held;
  const rows = Array.from({ length: random.mostly(1, 6, 2) }, () => random.pick(among));
  return (random.once(20) ? rows : [...new Set(rows)]).map((row) => {
    const drawn = draw.intervals(row.state);
    const own = row.state.overlays.filter(({ ref }) => ref === sequence);
    const takes = own.length > 0 && intersect(drawn, own).length > 0;
    // A second try, since it is on its own units that it lies mostly.
    return draw.taken(row, takes && !random.once(4) ? draw.intervals(row.state) : drawn);
  });
}

export const extend: Maker = (draw) => {
  const { random, world } = draw;
  const row = draw.interest('effective', 'advance', 'enforcing');
  if (!row) return undefined;
  const given = draw.given(row);
  const by = draw.maker(row.state.agent);
  const after = row.state.termTo + 1;
  const far = addMonths(after, 360) - 1;
  const termTo = random.mostly(
    addMonths(after, random.between(1, 6)),
    4,
    after + 26,
    after + 30,
    far,
    far + 1,
    after - 1,
  );
  const args = [row.id, interestHeadOf(given), termTo];
  const verdict = extends_(world, by, { interest: row.id, row: given, termTo });
  return step(draw, by, 'Amendments', 'extend', args, verdict, [
    'InterestExtended',
    { interest: row.id, termTo },
  ]);
};

const ASSIGNMENT = hashed('uint32 newAgent, uint32[] securedParties, bytes32 evidence');

export const assign: Maker = (draw) => {
  const { random, world } = draw;
  const row = draw.interest('effective', 'advance', 'enforcing');
  if (!row) return undefined;
  const given = draw.given(row);
  const by = draw.maker(row.state.agent);
  const newAgent = random.mostly(random.pick(BANKS), 25, 0, 3, 99);
  const securedParties = random.mostly(
    [newAgent],
    4,
    [...BANKS],
    [],
    [...BANKS].reverse(),
    [1],
    [newAgent, 99],
  );
  const evidence = keccakText('assignment');
  const approval = draw.signed(given.state.agent);
  const details = ASSIGNMENT(newAgent, securedParties, evidence);
  const signed = draw.approval(
    approval,
    'Positions',
    'InterestAssignment',
    row.id,
    wordOfRow(given),
    details,
  );
  const args = [row.id, interestHeadOf(given), newAgent, securedParties, evidence, signed];
  const draft = { interest: row.id, row: given, newAgent, securedParties, approval };
  return step(
    draw,
    by,
    'Positions',
    'assign',
    args,
    assigns(world, by, draft),
    ['InterestAssigned', { interest: row.id, newAgent, securedParties, approver: approval.signer }],
    [approval],
  );
};

const SUBORDINATION = hashed(
  'bytes32 ahead, (bytes32 right, (uint128 from, uint128 to)[] intervals)[] collateral',
);

export const subordinate: Maker = (draw) => {
  const { random, world } = draw;
  const on = draw.right(({ state }) => state.overlays.some(({ kind }) => kind === 'interest'));
  const own = on && aheadOfOthers(draw, on);
  const row = own && world.rows.get('interest', interestIdOf(own));
  if (!row) return undefined;
  const given = draw.given(row);
  const by = draw.maker(row.state.agent);
  const lying = row.state.rights
    .map((id) => world.rows.get('right', id)!)
    .filter((it) => isOn(it, row.sequence));
  const ahead = aheadOn(draw, on, row.sequence);
  const rows = random.once(12) ? [on, random.pick(lying)] : [on];
  const yielded = rows.map((right) => draw.taken(right, sharedUnits(draw, right, row.sequence, ahead)));
  const approval = draw.signed(given.state.agent);
  const details = SUBORDINATION(ahead, yielded.map(described) as never);
  const signed = draw.approval(
    approval,
    'Positions',
    'InterestSubordination',
    row.id,
    wordOfRow(given),
    details,
  );
  const args = [row.id, interestHeadOf(given), ahead, yielded.map(withHead), signed];
  const draft = { interest: row.id, row: given, ahead, yielded, approval };
  return step(
    draw,
    by,
    'Positions',
    'subordinate',
    args,
    subordinates(world, by, draft),
    [
      'InterestSubordinated',
      { interest: row.id, ahead, collateral: yielded.map(described), approver: approval.signer },
    ],
    [approval],
  );
};

/** Mostly an interest in order that has others behind it on some unit. */
function aheadOfOthers({ random, world }: Draw, { state: { overlays } }: RightRow): number | undefined {
  const lying = overlays.filter(({ kind }) => kind === 'interest');
  const running = lying.filter(({ ref }) => {
    const { state } = world.rows.get('interest', interestIdOf(ref))!;
    return (state.status === 'effective' || state.status === 'advance') && !world.isOver(state.termTo);
  });
  const fit = running.filter((mine) =>
    lying.some(
      (it) => it.ref !== mine.ref && it.priority >= mine.priority && intersect([mine], [it]).length > 0,
    ),
  );
  if (random.once(15)) return random.pick(lying).ref;
  return fit.length > 0 ? random.pick(fit).ref : undefined;
}

const isOn = ({ state }: RightRow, ref: number): boolean => state.overlays.some((it) => it.ref === ref);

/** Mostly an interest on units of this one that ranks behind; at times one that does not, or a number of something else. */
function aheadOn({ random, world }: Draw, { state: { overlays } }: RightRow, ref: number): Hex {
  const own = overlays.filter((it) => it.ref === ref);
  const behind = overlays.filter(
    (it) =>
      it.kind === 'interest' &&
      it.ref !== ref &&
      own.some((mine) => mine.priority <= it.priority && intersect([mine], [it]).length > 0),
  );
  const any = random.pick(overlays).ref;
  const fit = behind.length > 0 ? random.pick(behind).ref : any;
  return random.mostly(
    interestIdOf(random.mostly(fit, 10, any, ref)),
    40,
    NOBODY,
    aliasOf(world.sequence, fit),
  );
}

/** An id that is not the interest's, though its last 64 bits are. */
const aliasOf = (high: number, ref: number): Hex =>
  interestIdOf(ref)
    .replace('0x0', `0x${(high % 15) + 1}`)
    .slice(0, 66) as Hex;

function sharedUnits(draw: Draw, { state }: RightRow, ref: number, ahead: Hex) {
  const own = state.overlays.filter((it) => it.ref === ref);
  const theirs = state.overlays.filter((it) => interestIdOf(it.ref) === ahead);
  return draw.within(intersect(own, theirs), state);
}

export const confirm: Maker = (draw) => {
  const { world } = draw;
  const row = draw.interest('advance');
  if (!row) return undefined;
  const given = draw.given(row);
  const by = draw.maker(row.state.agent);
  const contractDigest = keccakText(`confirmed ${world.sequence}`);
  const args = [row.id, interestHeadOf(given), contractDigest];
  const verdict = confirms(world, by, { interest: row.id, row: given });
  return step(draw, by, 'Amendments', 'confirm', args, verdict, [
    'InterestConfirmed',
    { interest: row.id, contractDigest },
  ]);
};
