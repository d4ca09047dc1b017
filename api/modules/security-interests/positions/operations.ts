import { approvals } from '../../../chain/calls.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import { Problem } from '../../../errors/problem.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import { checkerKey, type SignerKeys } from '../../../proposals/proposal.ts';
import type { Services } from '../../../kit/services.ts';
import { signerOf } from '../../../kit/signing.ts';
import { interestOf, subjectsOf } from '../standing.ts';
import { assignmentOf, type AssignIntent } from './assign.ts';
import { sameRanks, ranksAround, type RankChange } from './ranks.ts';
import { subordinationOf } from './subordinate.ts';
import type { SubordinateInterest } from './schemas.ts';

export interface SubordinateIntent {
  interest: Hex;
  agent: number;
  subordination: SubordinateInterest;
  /** What the second person was shown. */
  ranks: RankChange[];
}

export function positionOperations(parts: Pick<Services, 'read' | 'calls' | 'keys' | 'now'>) {
  const { read, calls } = parts;
  const sign = signerOf(parts);

  const assign: OperationKind<AssignIntent & { signers: SignerKeys }> = {
    subjects: ({ interest }) => subjectsOf(interest),
    async prepare({ interest, signers, ...rest }) {
      const reader = read();
      const row = interestOf(reader, interest);
      const { newAgent, securedParties, evidence } = assignmentOf(row, rest, reader);
      const approval = await sign(
        checkerKey(signers),
        approvals.assignment(row, newAgent, securedParties, evidence),
      );
      return calls.assignInterest(row, newAgent, securedParties, evidence, approval);
    },
  };

  const subordinate: OperationKind<SubordinateIntent & { signers: SignerKeys }> = {
    subjects: ({ interest }) => subjectsOf(interest, read().get('interest', interest)?.state.rights),
    async prepare({ interest, agent, subordination, ranks, signers }) {
      const reader = read();
      const row = interestOf(reader, interest);
      const { ahead, yielded } = subordinationOf(row, agent, subordination, reader);
      if (!sameRanks(ranks, ranksAround(row, ahead, yielded, reader))) {
        throw new Problem('STALE_STATE', { detail: 'The ranks are no longer those that were proposed.' });
      }
      const approval = await sign(checkerKey(signers), approvals.subordination(row, ahead.id, yielded));
      return calls.subordinateInterest(row, ahead.id, yielded, approval);
    },
  };

  return { 'interest.assign': assign, 'interest.subordinate': subordinate };
}
