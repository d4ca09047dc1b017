import { dayOfInstant, formatDay, termWithin } from '../../../../domain/time/calendar.ts';
import { parameter } from '../../../../domain/law/law.ts';
import type { InterestRow } from '../../../../domain/state/rows.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { dayOf } from '../../../kit/subjects.ts';
import type { Reader } from '../../../read/reader.ts';
import { requireAgent, requireNotLapsed, requireStatus, UNENDED } from '../standing.ts';

/**
 * The last day of the term after an extension.
 * @throws Problem INTEREST_LAPSED after the last second of the running term: what has lapsed is registered anew, with a new rank
 */
export function extendedTo(row: InterestRow, agent: number, to: string, reader: Reader): number {
  requireAgent(row, agent);
  requireStatus(row, UNENDED);
  requireNotLapsed(row, reader.now);
  const day = dayOf(to);
  const start = row.state.termTo + 1;
  const today = dayOfInstant(reader.now);
  const least = parameter('registration.term.minimum', today).value;
  const most = parameter('registration.term.maximum', today).value;
  if (!termWithin(start, day, least, most)) {
    const message = `adds less than ${least} or more than ${most} months to the term that ends on ${formatDay(row.state.termTo)}`;
    throw fieldProblem('TERM_OUT_OF_RANGE', '/to', message);
  }
  return day;
}

/** @throws Problem unless the interest is an advance registration that has not lapsed */
export function requireConfirmable(row: InterestRow, agent: number, now: number): void {
  requireAgent(row, agent);
  requireStatus(row, ['advance']);
  requireNotLapsed(row, now);
}
