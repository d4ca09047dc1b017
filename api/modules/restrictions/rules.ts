import { binding, onLine } from '../../../domain/line/binding.ts';
import { formatDay, hasExpired, type Day } from '../../../domain/time/calendar.ts';
import { isJudicialFreezeTerm } from '../../../domain/time/clocks.ts';
import { parameter } from '../../../domain/law/law.ts';
import { subtract, type Interval } from '../../../domain/line/line.ts';
import { isEncumbrance, type RestrictionKind } from '../../../domain/line/overlay.ts';
import type { RestrictionRow, RightRow } from '../../../domain/state/rows.ts';
import { fieldProblem, Problem } from '../../errors/problem.ts';
import { dayOf, requireAuthority, todayOf } from '../../kit/subjects.ts';
import { unitsOf } from '../../kit/units.ts';
import { numberOf } from '../../views/common.ts';
import type { Reader } from '../../read/reader.ts';
import type { LiftRestriction, ProlongRestriction, RestrictUnits } from './schemas.ts';
import { rightsRestricted } from './view.ts';

/* Who may restrict, prolong and lift what. Twin: contracts/registries/Restrictions.sol. */

const byCourt = (kind: RestrictionKind): boolean => kind === 'judicial-freeze' || kind === 'stay';

/**
 * The institution that acts. A key does not tell whether a court or an authority speaks, the capacities of its institution do.
 */
export interface Actor {
  number: number;
  capacities: readonly string[];
}

/** Courts freeze and stay; the authority that confirmed the right does the rest. */
export function requireCompetent(kind: RestrictionKind, row: RightRow, actor: Actor): void {
  const needed = byCourt(kind) ? 'court' : 'registration-authority';
  if (!actor.capacities.includes(needed)) {
    throw new Problem('FORBIDDEN_CAPACITY', { detail: `A ${kind} is entered by a ${needed}.` });
  }
  if (!byCourt(kind)) requireAuthority(row, actor.number);
}

/** @throws Problem naming the field unless the restriction ends, if it ends, in time */
export function requireUntil(kind: RestrictionKind, until: string | null, reader: Reader): Day {
  const [day, today] = [dayOf(until), todayOf(reader)];
  if (until !== null && hasExpired(day, reader.now)) {
    throw fieldProblem('UNTIL_OUT_OF_RANGE', '/until', 'is a day that has ended');
  }
  if (kind === 'suspension' && until !== null) {
    throw fieldProblem(
      'UNTIL_OUT_OF_RANGE',
      '/until',
      'is not for a suspension, which lasts until it is lifted',
    );
  }
  if (kind === 'judicial-freeze' && (until === null || !isJudicialFreezeTerm(today, day))) {
    const { value } = parameter('restriction.judicial.maximum', today);
    throw fieldProblem(
      'UNTIL_OUT_OF_RANGE',
      '/until',
      `is not within the ${value} months for which a court can freeze`,
      {
        remedy: `Name a day at most ${value} months from today; the freeze can be prolonged before it ends.`,
      },
    );
  }
  return day;
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

/** @throws Problem NOT_RESTRICTOR, RESTRICTION_ENDED or UNTIL_OUT_OF_RANGE */
export function requireProlongable(
  row: RestrictionRow,
  { until }: ProlongRestriction,
  actor: Actor,
  reader: Reader,
): { day: Day; right: RightRow } {
  const [right] = rightsRestricted(row, reader);
  if (row.institution !== actor.number) throw new Problem('NOT_RESTRICTOR');
  if (!right) throw ended(row, 'has been lifted');
  if (isOver(row, reader)) throw ended(row, `expired at the end of ${formatDay(row.until)}`);
  if (row.until === 0) throw fieldProblem('UNTIL_OUT_OF_RANGE', '/until', 'is not needed: it has no end');
  const day = requireUntil(row.kind, until, reader);
  if (day !== 0 && day <= row.until) {
    throw fieldProblem(
      'UNTIL_OUT_OF_RANGE',
      '/until',
      `is not after the present end, ${formatDay(row.until)}`,
    );
  }
  return { day, right };
}

/** The right from which it is lifted. @throws Problem NOT_RESTRICTOR, RESTRICTION_ENDED, or naming the field */
export function requireLiftable(
  row: RestrictionRow,
  { right: named }: LiftRestriction,
  actor: Actor,
  reader: Reader,
): RightRow {
  const rights = rightsRestricted(row, reader);
  const [only, ...more] = rights;
  if (!only) throw ended(row, 'has been lifted');
  if (!named && more.length > 0) {
    throw fieldProblem('INVALID_REQUEST', '/right', `is needed: it lies on ${rights.length} rights`, {
      extensions: { rights: rights.map(({ id }) => id) },
    });
  }
  const right = named ? rights.find(({ id }) => id === named) : only;
  if (!right) throw fieldProblem('RESTRICTION_ENDED', '/right', 'is a right on which it does not lie');
  const expired = isOver(row, reader) && right.state.authority === actor.number;
  if (row.institution !== actor.number && !expired) throw new Problem('NOT_RESTRICTOR');
  return right;
}

const isOver = ({ until }: RestrictionRow, { now }: Reader): boolean => until !== 0 && hasExpired(until, now);

const ended = (row: RestrictionRow, how: string): Problem =>
  new Problem('RESTRICTION_ENDED', { detail: `${numberOf('N', row)} ${how}.` });
