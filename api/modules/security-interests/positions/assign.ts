import type { Hex } from '../../../../domain/encoding/hash.ts';
import type { InterestRow } from '../../../../domain/state/rows.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import type { Reader } from '../../../read/reader.ts';
import { decide } from '../../../kit/decide.ts';
import { assigns } from '../../../../domain/rules/positions.ts';
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
  const numbers = to.map((party, i) => institutionNumbered(party, `/to/${i}`, reader));
  const newAgent = numbers[to.indexOf(acting)]!;
  const securedParties = numbers.sort((a, b) => a - b);
  const draft = { interest: row.id, row, newAgent, securedParties, approval: 'awaited' as const };
  decide(reader, (register) => assigns(register, agent, draft), {
    fields: { InvalidAssignment: newAgent === row.state.agent ? '/to' : '/agent' },
  });
  return { newAgent, securedParties, evidence: evidence.digest };
}

function institutionNumbered(party: Hex, field: string, reader: Reader): number {
  const number = reader.institutionOf(party);
  if (number !== undefined) return number;
  throw fieldProblem('UNKNOWN_PARTY', field, 'is not an institution of this registry');
}
