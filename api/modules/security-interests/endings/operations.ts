import { approvals } from '../../../chain/calls.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import { checkerKey, type SignerKeys } from '../../../proposals/proposal.ts';
import type { Services } from '../../../kit/services.ts';
import { signerOf } from '../../../kit/signing.ts';
import { interestOf, subjectsOf } from '../standing.ts';
import { releaseOf, type ReleaseIntent } from './release.ts';
import type { RevokeInterest } from './schemas.ts';
import { rightsRevoked } from './whole.ts';

export interface RevokeIntent {
  interest: Hex;
  /** Number of the court. */
  by: number;
  judgment: RevokeInterest['judgment'];
}

export function endingOperations(parts: Pick<Services, 'read' | 'calls' | 'keys' | 'now'>) {
  const { read, calls } = parts;
  const sign = signerOf(parts);
  const subjects = ({ interest }: { interest: Hex }) =>
    subjectsOf(interest, read().get('interest', interest)?.state.rights);

  const release: OperationKind<ReleaseIntent & { signers: SignerKeys }> = {
    subjects,
    async prepare({ interest, agent, release: asked, signers }) {
      const reader = read();
      const row = interestOf(reader, interest);
      const units = releaseOf(row, agent, asked, reader);
      const approval = await sign(checkerKey(signers), approvals.release(row, units, asked.reason));
      return calls.releaseInterest(row, units, asked.reason, approval);
    },
  };

  const revoke: OperationKind<RevokeIntent & { signers: SignerKeys }> = {
    subjects,
    async prepare({ interest, by, judgment: named, signers }) {
      const reader = read();
      const row = interestOf(reader, interest);
      const { rights, judgment } = rightsRevoked(row, by, named, reader);
      const approval = await sign(checkerKey(signers), approvals.revocation(row, judgment));
      return calls.revokeInterest(row, rights, judgment, approval);
    },
  };

  return { 'interest.release': release, 'interest.revoke': revoke };
}
