import { textToFixed } from '../../../../domain/encoding/abi.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import { renews } from '../../../../domain/rules/rights.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import type { Services } from '../../../kit/services.ts';
import { dayOf, rightOf } from '../../../kit/subjects.ts';
import { decide } from '../../../kit/decide.ts';
import { rightUnder } from '../certificates.ts';
import type { RenewRight } from './schemas.ts';

export interface RenewIntent {
  /** Number of the authority. */
  authority: number;
  right: Hex;
  renewal: RenewRight;
}

export function renewalOperations({ read, calls }: Pick<Services, 'read' | 'calls'>) {
  const renew: OperationKind<RenewIntent> = {
    subjects: ({ right }) => [`right/${right}`],
    async prepare({ authority, right, renewal }) {
      const reader = read();
      const row = rightOf(reader, right);
      requireIdentity(renewal);
      const { certificateNumber, evidence } = renewal;
      const fields = {
        certificateNumber,
        validFrom: dayOf(renewal.validFrom),
        validTo: dayOf(renewal.validTo),
        evidence: evidence.map(({ kind, digest }) => ({ kind: textToFixed(kind, 16), digest })),
      };
      decide(reader, (register) => renews(register, authority, { right, row, ...fields }), {
        right: await rightUnder(certificateNumber, row.state.authority, reader),
        fields: { RightExists: '/certificateNumber', InvalidRenewal: '/validTo' },
      });
      return calls.renewRight(row, fields);
    },
  };
  return { 'right.renew': renew };
}

/** Another right would have none of the encumbrances, and none of them may be lost. */
function requireIdentity({ identityConfirmed }: RenewRight): void {
  if (identityConfirmed) return;
  throw fieldProblem('IDENTITY_NOT_CONFIRMED', '/identityConfirmed', 'is false');
}
