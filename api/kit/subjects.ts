import { dayOfInstant, parseDay, type Day } from '../../domain/time/calendar.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import type { PartyRow, PolicyVersion, RightRow } from '../../domain/state/rows.ts';
import { fieldProblem, Problem } from '../errors/problem.ts';
import type { Reader } from '../read/reader.ts';

/* What writes ask of the subjects that they name, in the words of the API. The contracts ask again. */

/** @throws Problem NOT_FOUND */
export function rightOf(reader: Reader, id: Hex): RightRow {
  const row = reader.get('right', id);
  if (!row) throw new Problem('NOT_FOUND', { detail: `There is no right ${id}.` });
  return row;
}

/** @throws Problem UNKNOWN_PARTY */
export function knownParty(reader: Reader, id: Hex, field: string): PartyRow {
  const row = reader.get('party', id);
  if (!row) throw fieldProblem('UNKNOWN_PARTY', field, 'is not registered');
  return row;
}

/**
 * A party that can be entered as holder, grantor or debtor.
 * @throws Problem UNKNOWN_PARTY, or PARTY_ENDED with its successors
 */
export function lastingParty(reader: Reader, id: Hex, field: string): PartyRow {
  const row = knownParty(reader, id, field);
  if (row.successors.length === 0) return row;
  const successors = row.successors.map(({ party }) => party);
  throw fieldProblem('PARTY_ENDED', field, `has ended; its place was taken by ${successors.join(', ')}`, {
    extensions: { successors },
  });
}

/** The policy of the right's type that is in force. */
export function policyOf({ state }: RightRow, reader: Reader): PolicyVersion | undefined {
  const type = reader.get('rightType', state.typeCode);
  return type?.versions.findLast(({ effectiveFrom }) => effectiveFrom <= reader.now);
}

/** A validated date; zero, the contracts' word for "none", if there is none. */
export function dayOf(date: string | null | undefined): Day {
  if (!date) return 0;
  const day = parseDay(date);
  if (!day.ok) throw new RangeError(day.message);
  return day.value;
}

export const todayOf = ({ now }: Reader): Day => dayOfInstant(now);
