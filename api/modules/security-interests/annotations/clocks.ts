import { dayOfInstant, formatDay } from '../../../../domain/time/calendar.ts';
import { objectionClock } from '../../../../domain/time/clocks.ts';
import type { Remark } from '../../../../domain/encoding/codes.ts';
import type { InterestRow, ObjectionRow } from '../../../../domain/state/rows.ts';
import { fieldProblem, Problem } from '../../../errors/problem.ts';
import { numberOf } from '../../../views/common.ts';
import type { Reader } from '../../../read/reader.ts';

/* What an objector may still do. The contracts know no clocks: who may speak at all is a rule, whether it comes too late is asked here. */

/** @throws Problem NOT_FOUND, or OBJECTION_CLOSED for one that was withdrawn */
export function standingObjection(row: InterestRow, sequence: number): ObjectionRow {
  const found = row.objections.find((it) => it.sequence === sequence);
  if (!found) {
    const detail = `There is no objection of this number to ${numberOf('S', row)}.`;
    throw new Problem('NOT_FOUND', { detail });
  }
  if (found.withdrawn) throw closed(`${numberOf('N', found)} has been withdrawn.`);
  return found;
}

/** A remark made twice would say nothing new and is a mistake. */
export function requireOpen(objection: ObjectionRow, kind: Remark, reader: Reader): void {
  const number = numberOf('N', objection);
  if (kind === 'objection-withdrawn') return;
  if (objection.accepted) {
    throw closed(`A court or arbitral body has accepted the case of ${number} already.`);
  }
  if (objection.notified && kind === 'objection-notified') {
    throw closed(`The registrant has been notified of ${number} already.`);
  }
  const clock = objectionClock(dayOfInstant(objection.time), reader.now, undefined);
  if (!clock.void) return;
  const message = `came after ${formatDay(clock.acceptanceDue)}, when ${number} became void`;
  throw fieldProblem('OBJECTION_VOID', '/', message);
}

const closed = (detail: string) => new Problem('OBJECTION_CLOSED', { detail });
