import { keccakText, ZERO_WORD } from '../../../domain/encoding/hash.ts';
import type { InterestRow, RightRow } from '../../../domain/state/rows.ts';
import { COURT, described, headOf, interestHeadOf, withHead, type Draw } from '../draw.ts';
import { hashed } from '../engine/signatures.ts';
import { cancels, releases, revokes } from '../../../domain/rules/endings.ts';
import { wordOfRow } from '../../../domain/journal/word.ts';
import { step, type Maker } from './step.ts';

const digest = keccakText('judgment');
const REASON = hashed('uint8 reason');
const RELEASE = hashed('(bytes32 right, (uint128 from, uint128 to)[] intervals)[] collateral, uint8 reason');
const JUDGMENT = hashed('(string court, string number, uint32 effectiveDay, bytes32 digest) judgment');

function headsFor(draw: Draw, { state }: InterestRow): RightRow[] {
  const rows = state.rights.map((id) => draw.given(draw.world.rows.get('right', id)!));
  return draw.random.mostly(rows, 40, rows.slice(1), [...rows, ...rows], [...rows].reverse());
}

export const cancel: Maker = (draw) => {
  const { random, world } = draw;
  const row = draw.interest('effective', 'advance', 'enforcing');
  if (!row) return undefined;
  const given = draw.given(row);
  const by = draw.maker(row.state.agent);
  const heads = headsFor(draw, given);
  const reason = random.mostly(random.between(1, 4), 40, 0);
  const approval = draw.signed(given.state.agent);
  const signed = draw.approval(
    approval,
    'Cancellations',
    'InterestCancellation',
    row.id,
    wordOfRow(given),
    REASON(reason),
  );
  const args = [row.id, interestHeadOf(given), heads.map(headOf), reason, signed];
  const verdict = cancels(world, by, { interest: row.id, row: given, heads, reason, approval });
  return step(
    draw,
    by,
    'Cancellations',
    'cancel',
    args,
    verdict,
    ['InterestCancelled', { interest: row.id, reason, approver: approval.signer }],
    [approval],
  );
};

export const release: Maker = (draw) => {
  const { random, world } = draw;
  const row = draw.interest('effective', 'advance', 'enforcing');
  if (!row) return undefined;
  const given = draw.given(row);
  const by = draw.maker(row.state.agent);
  const rights = row.state.rights.map((id) => world.rows.get('right', id)!);
  const chosen = Array.from({ length: random.mostly(1, 6, 0, 2, 2) }, () =>
    random.mostly(random.pick(rights), 30, random.pick(world.rights())),
  );
  const released = (random.once(20) ? chosen : [...new Set(chosen)]).map((right) => {
    const own = right.state.overlays.filter(({ ref }) => ref === row.sequence);
    return draw.taken(right, draw.within(own, right.state));
  });
  const reason = random.mostly(random.between(1, 4), 40, 0);
  const approval = draw.signed(given.state.agent);
  const details = RELEASE(released.map(described) as never, reason);
  const signed = draw.approval(
    approval,
    'Cancellations',
    'InterestRelease',
    row.id,
    wordOfRow(given),
    details,
  );
  const args = [row.id, interestHeadOf(given), released.map(withHead), reason, signed];
  return step(
    draw,
    by,
    'Cancellations',
    'release',
    args,
    releases(world, by, { interest: row.id, row: given, released, reason, approval }),
    [
      'InterestReleased',
      { interest: row.id, released: released.map(described), reason, approver: approval.signer },
    ],
    [approval],
  );
};

export const revoke: Maker = (draw) => {
  const { random, world, today } = draw;
  const row = draw.interest('effective', 'advance', 'enforcing');
  if (!row) return undefined;
  const given = draw.given(row);
  const by = draw.maker(COURT);
  const heads = headsFor(draw, given);
  const judgment = {
    court: random.mostly('广州中院', 40, '', 'x'.repeat(257)),
    number: random.mostly('(2026)粤01民终1号', 40, ''),
    effectiveDay: random.mostly(today, 15, 0, today + 1, today - 9),
    digest: random.mostly(digest, 40, ZERO_WORD),
  };
  const approval = draw.signed(COURT);
  const signed = draw.approval(
    approval,
    'Cancellations',
    'InterestRevocation',
    row.id,
    wordOfRow(given),
    JUDGMENT(judgment),
  );
  const args = [row.id, interestHeadOf(given), heads.map(headOf), judgment, signed];
  return step(
    draw,
    by,
    'Cancellations',
    'revoke',
    args,
    revokes(world, by, { interest: row.id, row: given, heads, judgment, approval }),
    ['InterestRevoked', { interest: row.id, court: COURT, judgment, approver: approval.signer }],
    [approval],
  );
};
