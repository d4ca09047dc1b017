import { intersect, measure, union, type Interval } from '../../../../domain/line/line.ts';
import type { Overlay } from '../../../../domain/line/overlay.ts';
import type { InterestRow } from '../../../../domain/state/rows.ts';
import type { Units } from '../../../chain/calls.ts';
import type { Problem } from '../../../errors/problem.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { numberOf } from '../../../views/common.ts';
import type { Reader } from '../../../read/reader.ts';
import { notLapsed } from '../../../../domain/rules/interests.ts';
import { subordinates } from '../../../../domain/rules/positions.ts';
import { decide } from '../../../kit/decide.ts';
import { draftOf } from '../collateral.ts';
import { existingRight, interestNumbered } from '../standing.ts';
import { namesUnits, unitsOf } from '../../../kit/units.ts';
import type { SubordinateInterest } from './schemas.ts';

export interface Subordination {
  ahead: InterestRow;
  yielded: Units[];
}

/**
 * Where the interest steps back behind another, as the contract takes it.
 * @throws Problem if it may not, or does not rank before the other on every unit named
 */
export function subordinationOf(
  row: InterestRow,
  agent: number,
  { behind, collateral }: SubordinateInterest,
  reader: Reader,
): Subordination {
  const ahead = interestNumbered(reader, behind);
  const wanted: NonNullable<typeof collateral> = collateral ?? row.state.rights.map((right) => ({ right }));
  const yielded = wanted.flatMap(({ right: id, ...units }, i): Units[] => {
    if (!row.state.rights.includes(id)) {
      throw fieldProblem('UNKNOWN_RIGHT', `/collateral/${i}/right`, `is not of ${numberOf('S', row)}`);
    }
    const right = existingRight(reader, id);
    const meetings = meetingsOf(row.sequence, ahead.sequence, right.state.overlays);
    const field = collateral ? `/collateral/${i}` : '/behind';
    const named = namesUnits(units) ? unitsOf(units, right, { among: [], claims: [] }, field) : undefined;
    const intervals = named ?? meetings;
    if (intervals.length === 0) {
      if (collateral) throw notBehind(field, ahead);
      return [];
    }
    requirePieces(intervals, meetings, field);
    return [{ right, intervals }];
  });
  const draft = { interest: row.id, row, ahead: ahead.id, approval: 'awaited' as const };
  decide(
    reader,
    (register) =>
      subordinates(register, agent, { ...draft, yielded: draftOf(yielded) }) ??
      notLapsed(register, { interest: ahead.id, row: ahead }),
    {
      fields: {
        ...Object.fromEntries((collateral ?? []).map(({ right }, i) => [right, `/collateral/${i}`])),
        InvalidCollateralCount: '/behind',
      },
      codes: { InvalidCollateralCount: 'NOT_RANKING_BEFORE', NotEncumberedBy: 'NOT_RANKING_BEFORE' },
    },
  );
  return { ahead, yielded };
}

/** Where the interest `ref` ranks before `other`, ascending; each under one overlay of either. */
function meetingsOf(ref: number, other: number, overlays: readonly Overlay[]): Interval[] {
  const found = overlays.flatMap((own, place) =>
    own.ref !== ref || own.kind !== 'interest'
      ? []
      : overlays.flatMap((it, otherPlace) => {
          if (it.ref !== other || it.kind !== 'interest') return [];
          const before = own.priority === it.priority ? place < otherPlace : own.priority < it.priority;
          const [common] = intersect([own], [it]);
          return before && common ? [common] : [];
        }),
  );
  return found.sort((a, b) => (a.from < b.from ? -1 : 1));
}

/** A request may name units under several overlays as one; the contract takes them piece by piece, in pieces that do not touch. */
function requirePieces(units: readonly Interval[], meetings: readonly Interval[], field: string): void {
  const across = units.some(
    (it) =>
      !meetings.some(({ from, to }) => from <= it.from && it.to <= to) &&
      measure(intersect([it], meetings)) === it.to - it.from,
  );
  if (across || union(units).length !== units.length) throw severalRanks(field);
}

const severalRanks = (field: string) =>
  fieldProblem('UNITS_NOT_UNIFORM', field, 'lies under several overlays', {
    remedy: 'Name the units that rank alike, and subordinate the others by a registration of their own.',
  });

const notBehind = (field: string, ahead: InterestRow): Problem =>
  fieldProblem(
    'NOT_RANKING_BEFORE',
    field,
    `has units on which this interest does not rank before ${numberOf('S', ahead)}`,
  );
