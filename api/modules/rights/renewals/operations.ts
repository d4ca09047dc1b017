import { textToFixed } from '../../../../domain/encoding/abi.ts';
import { formatDay } from '../../../../domain/time/calendar.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import type { RightRow } from '../../../../domain/state/rows.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import type { Services } from '../../../kit/services.ts';
import { dayOf, requireAuthority, rightOf } from '../../../kit/subjects.ts';
import { requireNewCertificate } from '../certificates.ts';
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
      requireAuthority(row, authority);
      const { certificateNumber, evidence } = renewal;
      requireIdentity(renewal);
      requireNotShortened(renewal, row);
      await requireNewCertificate(certificateNumber, authority, reader);
      return calls.renewRight(row, {
        certificateNumber,
        validFrom: dayOf(renewal.validFrom),
        validTo: dayOf(renewal.validTo),
        evidence: evidence.map(({ kind, digest }) => ({ kind: textToFixed(kind, 16), digest })),
      });
    },
  };
  return { 'right.renew': renew };
}

/** What is not the same right has none of its encumbrances, and none of them may be lost on the way. */
function requireIdentity({ identityConfirmed }: RenewRight): void {
  if (identityConfirmed) return;
  throw fieldProblem('IDENTITY_NOT_CONFIRMED', '/identityConfirmed', 'is false');
}

function requireNotShortened({ validTo }: RenewRight, { state }: RightRow): void {
  const end = dayOf(validTo);
  if (end === 0 || (state.validTo !== 0 && end >= state.validTo)) return;
  const present = state.validTo === 0 ? 'without end' : `valid to ${formatDay(state.validTo)}`;
  throw fieldProblem('INVALID_RENEWAL', '/validTo', `is before the end of the right, which is ${present}`);
}
