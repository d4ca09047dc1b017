import { binding, onLine } from '../../../../domain/line/binding.ts';
import type { TitleCause } from '../../../../domain/encoding/codes.ts';
import { interestIdOf } from '../../../../domain/encoding/ids.ts';
import { intersect, measure, subtract, type Interval } from '../../../../domain/line/line.ts';
import {
  isEncumbrance,
  RESTRICTION_KINDS,
  type Overlay,
  type OverlayKind,
} from '../../../../domain/line/overlay.ts';
import type { InterestRow, RightRow } from '../../../../domain/state/rows.ts';
import { formatNumber } from '../../../../domain/encoding/numbers.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { intervalView, namesUnits, placesText, unitsOf } from '../../../kit/units.ts';
import type { Reader } from '../../../read/reader.ts';
import type { SplitRight, TransferRight } from './schemas.ts';

/* Which units move, and what keeps them from it. Twin: contracts/registries/Titles.sol. */

/** Interests that follow in one registration. Twin: Titles.MAX_FOLLOWERS. */
const MAX_FOLLOWERS = 16;

/** What keeps units from moving for a cause, as long as it binds. A sale keeps them for its buyer alone. */
const KEEPING: Readonly<Record<Exclude<TitleCause, 'none'>, readonly OverlayKind[]>> = {
  transfer: [...RESTRICTION_KINDS, 'sold'],
  succession: ['sold'],
  'court-order': ['sold'],
  disposal: RESTRICTION_KINDS.filter((kind) => kind !== 'pledge-control' && kind !== 'stay'),
  split: ['suspension', 'sold'],
};

const keepers = (row: RightRow, cause: keyof typeof KEEPING, reader: Reader): Overlay[] =>
  binding(row.state.overlays, reader, reader.now).filter(({ kind }) => KEEPING[cause].includes(kind));

/**
 * The part of the right that a transfer is about; undefined for the whole.
 * @throws Problem naming the field
 */
export function partOf(body: TransferRight, row: RightRow, reader: Reader): Interval[] | undefined {
  if (body.cause === 'disposal') return partSold(body, row);
  if (!namesUnits(body)) return undefined;
  const bound = binding(row.state.overlays, reader, reader.now);
  const claims = bound.filter(({ kind }) => isEncumbrance(kind));
  const among = subtract(onLine(row.state), keepers(row, body.cause, reader));
  const part = unitsOf(body, row, { among, claims });
  const claimed = intersect(part, claims);
  if (body.quantity !== undefined && !body.encumbered && claimed.length > 0) {
    const available = String(measure(subtract(among, claims)));
    throw fieldProblem('UNITS_ENCUMBERED', '/quantity', `is more than the ${available} units that are free`, {
      remedy: 'Set encumbered to true if encumbered units are to move too, or name the units.',
      extensions: { available, units: claimed.map(intervalView) },
    });
  }
  return part;
}

/** Of a disposal, the units that it sold, or those of them that are named. */
function partSold(body: TransferRight, row: RightRow): Interval[] | undefined {
  const sold = row.state.overlays.filter(({ kind, ref }) => kind === 'sold' && ref === body.disposal);
  if (namesUnits(body)) return unitsOf(body, row, { among: sold, claims: [] });
  return body.certificateNumber === undefined ? undefined : subtract(sold, []);
}

/** What is divided off, after comparing it with what stays where both are named. @throws Problem naming the field */
export function splitPart(body: SplitRight, row: RightRow, reader: Reader): Interval[] {
  const among = subtract(onLine(row.state), keepers(row, 'split', reader));
  const claims = row.state.overlays.filter(({ kind }) => isEncumbrance(kind));
  const choice = { among, claims };
  if (body.part) return unitsOf(body.part, row, choice, '/part');
  const [first, second] = body.into!;
  const stays = unitsOf(first, row, choice, '/into/0');
  const goes = unitsOf(second, row, choice, '/into/1');
  const [overlap, gap] = [intersect(stays, goes), subtract(onLine(row.state), [...stays, ...goes])];
  if (overlap.length + gap.length === 0) return goes;
  const wrong = [
    ...(overlap.length > 0 ? [`overlap on ${placesText(overlap)}`] : []),
    ...(gap.length > 0 ? [`leave out ${placesText(gap)}`] : []),
  ];
  throw fieldProblem('SPLIT_INEXACT', '/into', wrong.join(' and '), {
    extensions: { overlaps: overlap.map(intervalView), gaps: gap.map(intervalView) },
  });
}

/** @throws Problem UNITS_BOUND unless nothing that binds keeps the units from moving for this cause */
export function requireUnbound(
  row: RightRow,
  cause: keyof typeof KEEPING,
  part: readonly Interval[],
  reader: Reader,
): void {
  for (const { kind, ref, from, to } of keepers(row, cause, reader)) {
    const units = intersect(part, [{ from, to }]);
    if (units.length === 0) continue;
    const number = formatNumber('N', BigInt(ref));
    throw fieldProblem(
      'UNITS_BOUND',
      '/',
      `moves units ${placesText(units)} that are under ${kind} ${number}`,
      {
        extensions: { units: units.map(intervalView), kind, number },
      },
    );
  }
}

/** @throws Problem NOTHING_LEFT if the part is all that is on the line */
export function requireLeft({ state }: RightRow, part: readonly Interval[]): void {
  if (subtract(onLine(state), part).length > 0) return;
  throw fieldProblem('NOTHING_LEFT', '/', 'takes every unit that is left on the line');
}

/** The interests on units that move, in the order that the contract asks for. @throws Problem TOO_MANY_OVERLAYS */
export function interestsOn(row: RightRow, part: readonly Interval[], reader: Reader): InterestRow[] {
  const refs = row.state.overlays
    .filter(({ kind, from, to }) => kind === 'interest' && intersect(part, [{ from, to }]).length > 0)
    .map(({ ref }) => ref);
  const rows = [...new Set(refs)]
    .sort((a, b) => a - b)
    .map((ref) => reader.get('interest', interestIdOf(ref)))
    .filter((it) => it !== undefined);
  if (rows.length <= MAX_FOLLOWERS) return rows;
  throw fieldProblem('TOO_MANY_OVERLAYS', '/', `moves units of more than ${MAX_FOLLOWERS} interests at once`);
}
