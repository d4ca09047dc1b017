import { binding, onLine } from '../../../../domain/line/binding.ts';
import { subtract, type Interval } from '../../../../domain/line/line.ts';
import { isEncumbrance, type Overlay } from '../../../../domain/line/overlay.ts';
import type { RightRow } from '../../../../domain/state/rows.ts';
import { unitsOf, type Choice, type UnitsBody } from '../../../kit/units.ts';
import type { Reader } from '../../../read/reader.ts';
import { notCarried, remainderOn } from './carry-over.ts';
import type { DecisionBody } from './schemas.ts';

/* Which units a decision is about. */

const claimsOn = (row: RightRow, reader: Reader): Overlay[] =>
  binding(row.state.overlays, reader, reader.now).filter(({ kind }) => isEncumbrance(kind));

/** @throws Problem naming the field, if there are none */
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
  return unitsOf(body, row, { among, claims: worse });
}

/** A cut takes units without a claim first. */
function unitsCut(body: UnitsBody, row: RightRow, reader: Reader): Interval[] {
  const claims = claimsOn(row, reader);
  const among = onLine(row.state);
  return unitsOf(body, row, { among, claims });
}
