import { dayOfInstant, formatDay } from '../../../../domain/time/calendar.ts';
import { objectionClock } from '../../../../domain/time/clocks.ts';
import type { ExternalRegister, Remark } from '../../../../domain/encoding/codes.ts';
import type { InterestRow, ObjectionRow } from '../../../../domain/state/rows.ts';
import { fieldProblem, Problem } from '../../../errors/problem.ts';
import { numberOf } from '../../../views/common.ts';
import type { Reader } from '../../../read/reader.ts';
import { requireStatus, UNENDED } from '../standing.ts';

/** Who may say what about an interest. Twin: contracts/registries/Annotations.sol, which knows no clocks. */

/** @throws Problem NOT_SECURED_PARTY unless it is the agent, or for the platform's register an authority */
export function requireEntitledToLeg(
  { state }: InterestRow,
  register: ExternalRegister,
  institution: number,
  reader: Reader,
): void {
  if (institution === state.agent) return;
  if (register === 'platform' && hasCapacity(institution, 'registration-authority', reader)) return;
  throw new Problem('NOT_SECURED_PARTY', {
    detail:
      'The agent of the secured parties enters what another register says; a registration authority that of its platform.',
  });
}

/** @throws Problem if the institution may not make this remark, or it comes too late */
export function requireEntitledToRemark(
  row: InterestRow,
  kind: Remark,
  institution: number,
  reader: Reader,
  objection?: number,
): void {
  if (kind === 'objection') {
    requireStatus(row, UNENDED);
    if (institution === row.state.agent) {
      throw new Problem('OBJECTION_TO_OWN_REGISTRATION', {
        detail: `Your institution registered ${numberOf('S', row)}.`,
      });
    }
  } else if (kind === 'cancellation-requested') {
    requireStatus(row, UNENDED);
    const party = reader.get('institution', String(institution))?.party;
    if (party !== row.state.grantor && party !== row.state.debtor) {
      throw new Problem('FORBIDDEN_CAPACITY', {
        detail: `Only the grantor or the debtor of ${numberOf('S', row)} asks for its cancellation.`,
      });
    }
  } else {
    requireOpen(objectionOf(row, objection), kind, institution, reader);
  }
}

function objectionOf(row: InterestRow, sequence: number | undefined): ObjectionRow {
  const found = row.objections.find((it) => it.sequence === sequence);
  if (found) return found;
  throw new Problem('NOT_FOUND', {
    detail: `There is no objection of this number to ${numberOf('S', row)}.`,
  });
}

/** What an objector may still do. A remark made twice would say nothing new and is a mistake. */
function requireOpen(objection: ObjectionRow, kind: Remark, institution: number, reader: Reader): void {
  const number = numberOf('N', objection);
  const court = kind === 'case-accepted' && hasCapacity(institution, 'court', reader);
  if (institution !== objection.institution && !court) {
    throw new Problem('FORBIDDEN_CAPACITY', { detail: `Another institution raised ${number}.` });
  }
  if (objection.withdrawn) throw closed(`${number} has been withdrawn.`);
  if (objection.accepted && kind !== 'objection-withdrawn') {
    throw closed(`A court or arbitral body has accepted the case of ${number} already.`);
  }
  if (objection.notified && kind === 'objection-notified') {
    throw closed(`The registrant has been notified of ${number} already.`);
  }
  const accepted = objection.accepted && dayOfInstant(objection.accepted.time);
  const clock = objectionClock(dayOfInstant(objection.time), reader.now, accepted);
  if (!clock.void || kind === 'objection-withdrawn') return;
  const message = `came after ${formatDay(clock.acceptanceDue)}, when ${number} became void`;
  throw fieldProblem('OBJECTION_VOID', '/', message);
}

const closed = (detail: string) => new Problem('OBJECTION_CLOSED', { detail });

const hasCapacity = (
  institution: number,
  capacity: 'court' | 'registration-authority',
  reader: Reader,
): boolean => reader.get('institution', String(institution))?.capacities.includes(capacity) === true;
