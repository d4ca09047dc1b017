import { binding, onLine } from '../../../../domain/line/binding.ts';
import { intersect, subtract, type Interval } from '../../../../domain/line/line.ts';
import { formatNumber } from '../../../../domain/encoding/numbers.ts';
import { isEncumbrance, type Overlay } from '../../../../domain/line/overlay.ts';
import type { RightRow } from '../../../../domain/state/rows.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { intervalView, placesText, unitsOf, type Choice, type UnitsBody } from '../../../kit/units.ts';
import type { Reader } from '../../../read/reader.ts';
import { notCarried, remainderOn } from './carry-over.ts';
import type { DecisionBody } from './schemas.ts';

/* Which units a decision is about. Twin of the rules: contracts/registries/Quotas.sol. */

const claimsOn = (row: RightRow, reader: Reader): Overlay[] =>
  binding(row.state.overlays, reader, reader.now).filter(({ kind }) => isEncumbrance(kind));

/** @throws Problem naming the field, if a rule does not allow it; the contract would refuse it too */
export function unitsDecided(body: DecisionBody, row: RightRow, reader: Reader): Interval[] {
  switch (body.kind) {
    case 'surrendered':
      return unitsUsed(body, body.overriding, row, reader);
    case 'retired':
      return unitsUsed(body, false, row, reader);
    case 'cut':
      return unitsCut(body, row, reader);
    case 'not-carried-over': {
      const among = subtract(onLine(row.state), notCarried(row));
      return unitsOf({ quantity: remainderOn(body, row, reader) }, row, {
        among,
        claims: claimsOn(row, reader),
      });
    }
  }
}

/**
 * Units for a surrender or a retirement. Of a quantity, a surrender takes those that are kept for it first, then free ones, and
 * by overriding those under the fewest claims; a retirement takes free ones first.
 */
function unitsUsed(
  body: DecisionBody & UnitsBody,
  overriding: boolean,
  row: RightRow,
  reader: Reader,
): Interval[] {
  const claims = claimsOn(row, reader);
  const held = claims.filter(({ kind }) => kind === 'compliance-hold');
  const others = claims.filter(({ kind }) => kind !== 'compliance-hold');
  const keeping = overriding ? others.filter(({ kind }) => kind === 'sold') : others;
  const among = subtract(onLine(row.state), [...notCarried(row), ...keeping]);
  // A claim counts more than not being held, so that no claim is touched while there is a unit without one.
  const worse: Choice['claims'] =
    body.kind === 'surrendered' ? [...others, ...others, ...subtract(onLine(row.state), held)] : held;
  const units = unitsOf(body, row, { among, claims: worse });
  const useless = intersect(units, notCarried(row));
  if (useless.length > 0) {
    throw fieldProblem('UNITS_NOT_CARRIED', '/', `were not carried over: ${placesText(useless)}`, {
      extensions: { units: useless.map(intervalView) },
    });
  }
  for (const it of keeping) requireClear(units, it, body.kind === 'surrendered');
  return units;
}

function requireClear(units: readonly Interval[], { kind, ref, from, to }: Overlay, override: boolean): void {
  const there = intersect(units, [{ from, to }]);
  if (there.length === 0) return;
  const number = formatNumber(kind === 'interest' ? 'S' : 'N', BigInt(ref));
  const remedy =
    override && kind !== 'sold'
      ? 'Let it be released or lifted first; or set overriding to true, for which the authority answers.'
      : 'Let it be released or lifted first, or name other units.';
  throw fieldProblem('UNITS_ENCUMBERED', '/', `are under ${kind} ${number}: ${placesText(there)}`, {
    remedy,
    extensions: { units: there.map(intervalView), kind, number },
  });
}

/** A cut is never refused for what lies on the units, but takes what nobody has a claim on first. */
function unitsCut(body: UnitsBody, row: RightRow, reader: Reader): Interval[] {
  const claims = claimsOn(row, reader);
  const among = onLine(row.state);
  const units = unitsOf(body, row, { among, claims });
  const free = subtract(subtract(among, claims), units);
  if (free.length === 0 || intersect(units, claims).length === 0) return units;
  throw fieldProblem(
    'FREE_UNITS_FIRST',
    '/',
    `leave free units while encumbered ones are cut: ${placesText(free)}`,
    {
      extensions: { units: free.map(intervalView) },
    },
  );
}
