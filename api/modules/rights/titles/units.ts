import { binding, onLine } from '../../../../domain/line/binding.ts';
import type { TitleCause } from '../../../../domain/encoding/codes.ts';
import { interestIdOf } from '../../../../domain/encoding/ids.ts';
import { intersect, measure, subtract, type Interval } from '../../../../domain/line/line.ts';
import { isEncumbrance, type Overlay } from '../../../../domain/line/overlay.ts';
import { keeps } from '../../../../domain/rules/titles.ts';
import type { InterestRow, RightRow } from '../../../../domain/state/rows.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { intervalView, namesUnits, placesText, unitsOf } from '../../../kit/units.ts';
import type { Reader } from '../../../read/reader.ts';
import type { SplitRight, TransferRight } from './schemas.ts';

/* Which units move. */

const keepers = (row: RightRow, cause: TitleCause, reader: Reader): Overlay[] =>
  binding(row.state.overlays, reader, reader.now).filter(({ kind }) => keeps(kind, cause));

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
  return body.certificateNumber === undefined || sold.length === 0 ? undefined : subtract(sold, []);
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

/** The interests on units that move, in the order that the contract asks for. */
export function interestsOn(row: RightRow, part: readonly Interval[], reader: Reader): InterestRow[] {
  const refs = row.state.overlays
    .filter(({ kind, from, to }) => kind === 'interest' && intersect(part, [{ from, to }]).length > 0)
    .map(({ ref }) => ref);
  return [...new Set(refs)]
    .sort((a, b) => a - b)
    .map((ref) => reader.get('interest', interestIdOf(ref)))
    .filter((it) => it !== undefined);
}
