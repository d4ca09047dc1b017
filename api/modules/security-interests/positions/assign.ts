import type { Hex } from '../../../../domain/encoding/hash.ts';
import type { InterestRow } from '../../../../domain/state/rows.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import type { Reader } from '../../../read/reader.ts';
import { requireAgent, requireNotLapsed, requireStatus, UNENDED } from '../standing.ts';
import type { AssignInterest } from './schemas.ts';

export interface AssignIntent {
  interest: Hex;
  agent: number;
  assignment: AssignInterest;
}

export interface Assignment {
  newAgent: number;
  /** Ascending, as the contract takes them. */
  securedParties: number[];
  evidence: Hex;
}

/**
 * The assignment as the contract takes it.
 * @throws Problem if the interest does not allow it, or the assignees cannot be secured parties of this registry
 */
export function assignmentOf(
  row: InterestRow,
  { agent, assignment: { to, agent: acting, evidence } }: Omit<AssignIntent, 'interest'>,
  reader: Reader,
): Assignment {
  requireAgent(row, agent);
  requireStatus(row, UNENDED);
  requireNotLapsed(row, reader.now);
  const numbers = to.map((party, i) => institutionNumbered(party, `/to/${i}`, reader));
  const newAgent = numbers[to.indexOf(acting)]!;
  const institution = reader.get('institution', String(newAgent));
  if (!institution?.capacities.includes('secured-party') || institution.suspended) {
    throw fieldProblem('NOT_ASSIGNABLE', '/agent', 'is not admitted as a secured party, or is suspended');
  }
  const securedParties = numbers.sort((a, b) => a - b);
  const same = securedParties.join() === row.state.securedParties.join() && newAgent === row.state.agent;
  if (same) throw fieldProblem('NOT_ASSIGNABLE', '/to', 'names those who are the secured parties already');
  return { newAgent, securedParties, evidence: evidence.digest };
}

function institutionNumbered(party: Hex, field: string, reader: Reader): number {
  const number = reader.institutionOf(party);
  if (number !== undefined) return number;
  throw fieldProblem('UNKNOWN_PARTY', field, 'is not an institution of this registry');
}
