import { approvals } from '../../../chain/calls.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import type { JudgmentFields } from '../../../../domain/registrations/events.ts';
import type { InterestRow } from '../../../../domain/state/rows.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import { checkerKey, type SignerKeys } from '../../../proposals/proposal.ts';
import type { Services } from '../../../kit/services.ts';
import { signerOf } from '../../../kit/signing.ts';
import {
  dayThatHasCome,
  existingRight,
  interestOf,
  requireStatus,
  subjectsOf,
  UNENDED,
} from '../standing.ts';
import { releaseOf, type ReleaseIntent } from './release.ts';
import type { RevokeInterest } from './schemas.ts';

export interface RevokeIntent {
  interest: Hex;
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
    async prepare({ interest, judgment, signers }) {
      const reader = read();
      const row = interestOf(reader, interest);
      const fields = judgmentOf(row, judgment, reader.now);
      const rights = row.state.rights.map((id) => existingRight(reader, id));
      const approval = await sign(checkerKey(signers), approvals.revocation(row, fields));
      return calls.revokeInterest(row, rights, fields, approval);
    },
  };

  return { 'interest.release': release, 'interest.revoke': revoke };
}

/** @throws Problem INTEREST_ENDED, or INVALID_REQUEST for a judgment that has not taken effect yet */
export function judgmentOf(
  row: InterestRow,
  { court, number, effectiveDate, digest }: RevokeInterest['judgment'],
  now: number,
): JudgmentFields {
  requireStatus(row, UNENDED);
  return {
    court,
    number,
    effectiveDay: dayThatHasCome(effectiveDate, '/judgment/effectiveDate', now),
    digest,
  };
}
