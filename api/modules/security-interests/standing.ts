import { dayOfInstant, formatDay, hasExpired } from '../../../domain/time/calendar.ts';
import type { InterestStatus } from '../../../domain/encoding/codes.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import type { InterestRow, RightRow } from '../../../domain/state/rows.ts';
import { fieldProblem, Problem } from '../../errors/problem.ts';
import { dayOf } from '../../kit/subjects.ts';
import { numberOf } from '../../views/common.ts';
import type { Reader } from '../../read/reader.ts';

/** Whoever may change an interest, in which state: asked before a proposal is kept, and again when it is carried out. */

export const IN_ORDER = ['advance', 'effective'] as const satisfies readonly InterestStatus[];
export const UNENDED = [...IN_ORDER, 'enforcing'] as const satisfies readonly InterestStatus[];

/** @throws Problem NOT_FOUND */
export function interestOf(reader: Reader, id: Hex): InterestRow {
  const row = reader.get('interest', id);
  if (!row) throw new Problem('NOT_FOUND', { detail: 'There is no security interest of this number.' });
  return row;
}

export const interestNumbered = (reader: Reader, sequence: number): InterestRow =>
  interestOf(reader, interestIdOf(sequence));

/** @throws Problem NOT_SECURED_PARTY unless the institution is the agent of the secured parties */
export function requireAgent({ state }: InterestRow, institution: number): void {
  if (state.agent !== institution) throw new Problem('NOT_SECURED_PARTY');
}

/** @throws Problem INTEREST_ENDED, or WRONG_STATUS for one that goes on but does not allow this */
export function requireStatus(row: InterestRow, allowed: readonly InterestStatus[]): void {
  const { status } = row.state;
  if (allowed.includes(status)) return;
  const detail = `${numberOf('S', row)} is ${status}; this needs one that is ${allowed.join(' or ')}.`;
  throw new Problem((UNENDED as readonly string[]).includes(status) ? 'WRONG_STATUS' : 'INTEREST_ENDED', {
    detail,
  });
}

/** @throws Problem INTEREST_LAPSED once the last second of the term has passed */
export function requireNotLapsed(row: InterestRow, now: number): void {
  const { termTo } = row.state;
  if (!hasExpired(termTo, now)) return;
  throw new Problem('INTEREST_LAPSED', {
    detail: `The term of ${numberOf('S', row)} ended at 23:59:59 of ${formatDay(termTo)} (Asia/Shanghai).`,
  });
}

/** The civil day of a validated date, if it has begun. @throws Problem INVALID_REQUEST for one to come */
export function dayThatHasCome(date: string, field: string, now: number): number {
  const day = dayOf(date);
  if (day > dayOfInstant(now)) throw fieldProblem('INVALID_REQUEST', field, 'is a day that has not come yet');
  return day;
}

/** A right that must be there, since an interest lies on it. */
export function existingRight(reader: Reader, id: Hex): RightRow {
  const row = reader.get('right', id);
  if (!row) throw new Problem('UNKNOWN_RIGHT', { detail: `There is no right ${id}.` });
  return row;
}

/** Subjects that a registration on the interest builds on. */
export const subjectsOf = (interest: Hex, rights: readonly Hex[] = []): string[] => [
  `interest/${interest}`,
  ...rights.map((right) => `right/${right}`),
];
