import type { z } from 'zod';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import type { Services } from '../../../kit/services.ts';
import { declaresDefault, withdrawsDefault } from '../../../../domain/rules/enforcement.ts';
import { decide } from '../../../kit/decide.ts';
import { dayOf } from '../../../kit/subjects.ts';
import { interestOf, subjectsOf } from '../standing.ts';
import type { declareDefault } from './schemas.ts';

export interface DeclareDefaultIntent {
  interest: Hex;
  agent: number;
  declaration: z.output<typeof declareDefault>;
}

export interface WithdrawDefaultIntent {
  interest: Hex;
  agent: number;
  digest: Hex;
}

/** A default is publicity and moves nothing (Civil Code, article 428): one person declares it, and can take it back. */
export function defaultOperations({ read, calls }: Pick<Services, 'read' | 'calls'>) {
  const declare: OperationKind<DeclareDefaultIntent> = {
    subjects: ({ interest }) => subjectsOf(interest),
    prepare({ interest, agent, declaration: { date, due, digest } }) {
      const reader = read();
      const row = interestOf(reader, interest);
      if (due.currency !== row.state.currency) {
        throw fieldProblem('CURRENCY_MISMATCH', '/due/currency', `is not ${row.state.currency}`);
      }
      const draft = { interest, row, day: dayOf(date), due: BigInt(due.value) };
      decide(reader, (register) => declaresDefault(register, agent, draft));
      return calls.declareDefault(row, draft.day, draft.due, digest);
    },
  };

  const withdraw: OperationKind<WithdrawDefaultIntent> = {
    subjects: ({ interest }) => subjectsOf(interest),
    prepare({ interest, agent, digest }) {
      const reader = read();
      const row = interestOf(reader, interest);
      decide(reader, (register) => withdrawsDefault(register, agent, { interest, row }));
      return calls.withdrawDefault(row, digest);
    },
  };

  return { 'interest.declare-default': declare, 'interest.withdraw-default': withdraw };
}
