import { binding, onLine } from '../../../domain/line/binding.ts';
import type { Day } from '../../../domain/time/calendar.ts';
import { isJudicialFreezeTerm } from '../../../domain/time/clocks.ts';
import { parameter } from '../../../domain/law/law.ts';
import { subtract, type Interval } from '../../../domain/line/line.ts';
import { isEncumbrance, type RestrictionKind } from '../../../domain/line/overlay.ts';
import type { RestrictionRow, RightRow } from '../../../domain/state/rows.ts';
import { fieldProblem, Problem } from '../../errors/problem.ts';
import { todayOf } from '../../kit/subjects.ts';
import { unitsOf } from '../../kit/units.ts';
import { numberOf } from '../../views/common.ts';
import type { Reader } from '../../read/reader.ts';
import type { LiftRestriction, RestrictUnits } from './schemas.ts';
import { rightsRestricted } from './view.ts';

/* What a restriction is about, and how long the law lets a court freeze. Who may do what is a rule of the domain. */

/** @throws Problem UNTIL_OUT_OF_RANGE unless a court's freeze ends within the months that the law gives it */
export function requireLawfulTerm(kind: RestrictionKind, until: Day, reader: Reader): void {
  const today = todayOf(reader);
  if (kind !== 'judicial-freeze' || (until !== 0 && isJudicialFreezeTerm(today, until))) return;
  const { value } = parameter('restriction.judicial.maximum', today);
  const message = `is not within the ${value} months for which a court can freeze`;
  throw fieldProblem('UNTIL_OUT_OF_RANGE', '/until', message, {
    remedy: `Name a day at most ${value} months from today; the freeze can be prolonged before it ends.`,
  });
}

/** A quantity is of free units first; of a pledge control, of pledged ones that are not under one yet. */
export function unitsRestricted(body: RestrictUnits, row: RightRow, reader: Reader): Interval[] {
  const bound = binding(row.state.overlays, reader, reader.now);
  if (body.kind !== 'pledge-control') {
    const claims = bound.filter(({ kind }) => isEncumbrance(kind));
    return unitsOf(body, row, { among: onLine(row.state), claims });
  }
  const pledged = bound.filter(({ kind }) => kind === 'interest');
  const controlled = bound.filter(({ kind }) => kind === 'pledge-control');
  return unitsOf(body, row, { among: subtract(pledged, controlled), claims: [] });
}

/** @throws Problem RESTRICTION_ENDED */
export function rightOf(row: RestrictionRow, reader: Reader): RightRow {
  const [right] = rightsRestricted(row, reader);
  if (right) return right;
  throw new Problem('RESTRICTION_ENDED', { detail: `${numberOf('N', row)} has been lifted.` });
}

/** The right from which it is lifted. @throws Problem RESTRICTION_ENDED, or naming the field */
export function rightFreed(
  row: RestrictionRow,
  { right: named }: Pick<LiftRestriction, 'right'>,
  reader: Reader,
): RightRow {
  const only = rightOf(row, reader);
  const rights = rightsRestricted(row, reader);
  if (!named && rights.length > 1) {
    throw fieldProblem('INVALID_REQUEST', '/right', `is needed: it lies on ${rights.length} rights`, {
      extensions: { rights: rights.map(({ id }) => id) },
    });
  }
  const right = named ? rights.find(({ id }) => id === named) : only;
  if (!right) throw fieldProblem('RESTRICTION_ENDED', '/right', 'is a right on which it does not lie');
  return right;
}
