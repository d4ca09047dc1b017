import { keccakText, ZERO_WORD } from '../../../domain/encoding/hash.ts';
import type { InterestRow } from '../../../domain/state/rows.ts';
import { COURT, interestHeadOf, type Draw } from '../draw.ts';
import { enters, remarks } from '../../../domain/rules/annotations.ts';
import { step, type Maker } from './step.ts';

const digest = keccakText('document');

export const enterExternal: Maker = (draw) => {
  const { random, world, today } = draw;
  const row = draw.interest('effective', 'advance', 'enforcing');
  if (!row) return undefined;
  const given = draw.given(row);
  const register = random.mostly(random.between(1, 2), 30, 0);
  const by = draw.maker(random.mostly(row.state.agent, 3, draw.with('registration-authority')));
  const leg = {
    register,
    number: random.mostly('ZD-1', 40, '', 'x'.repeat(257)),
    day: random.mostly(today, 15, 0, today + 1, today - 9),
    quantity: random.mostly(10n, 40, 0n),
    grantor: row.state.grantor,
    termTo: row.state.termTo,
    evidence: random.mostly(digest, 40, ZERO_WORD),
  };
  const args = [row.id, interestHeadOf(given), leg];
  const verdict = enters(world, by, { interest: row.id, row: given, leg });
  return step(draw, by, 'Annotations', 'enterExternal', args, verdict, [
    'ExternalRegistrationEntered',
    { interest: row.id, leg },
  ]);
};

export const remark: Maker = (draw) => {
  const { random, world, today } = draw;
  const row = draw.interest('effective', 'advance', 'enforcing');
  if (!row) return undefined;
  const given = draw.given(row);
  const open = row.objections.filter(({ withdrawn }) => !withdrawn);
  const first = open.length === 0 || random.once(3);
  const kind = random.mostly(first ? random.pick([1, 5]) : random.pick([2, 3, 4]), 25, 0, 2, 5);
  const objection = open.length > 0 ? random.pick(open) : undefined;
  const by = draw.maker(speaker(draw, row, kind, objection?.institution));
  const about = kind === 1 || kind === 5 ? 0 : (objection?.sequence ?? 0);
  const draft = {
    kind,
    ref: random.mostly(
      about,
      20,
      random.between(1, world.sequence),
      draw.random.pick(anyObjection(world.interests())),
    ),
    day: random.mostly(random.once(4) && (kind === 1 || kind === 4) ? 0 : today, 20, 0, today + 1),
    number: random.mostly('(2026)粤0106民初1号', 15, '', 'x'.repeat(257)),
    digest,
  };
  const { ref, day, number } = draft;
  const args = [row.id, interestHeadOf(given), kind, ref, day, number, digest];
  const verdict = remarks(world, by, { interest: row.id, row: given, ...draft });
  return step(draw, by, 'Annotations', 'remark', args, verdict, [
    'InterestRemarked',
    { interest: row.id, kind, day, number, digest },
  ]);
};

const anyObjection = (rows: readonly InterestRow[]): number[] => [
  0,
  ...rows.flatMap(({ objections }) => objections.map(({ sequence }) => sequence)),
];

function speaker(
  { random, world }: Draw,
  row: InterestRow,
  kind: number,
  objector: number | undefined,
): number {
  const { grantor, debtor, agent } = row.state;
  if (kind === 5) return world.numberOf(random.pick([grantor, debtor])) || 3;
  if (kind === 1) return random.mostly(random.pick([3, 10, 2, 4]), 10, agent);
  return random.mostly(objector ?? 3, 4, COURT, 3);
}
