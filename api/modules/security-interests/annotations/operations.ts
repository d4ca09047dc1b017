import { EXTERNAL_REGISTERS, type Remark } from '../../../../domain/encoding/codes.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import type { z } from 'zod';
import type { RemarkInput } from '../../../chain/calls.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import type { Services } from '../../../kit/services.ts';
import { dayOf, lastingParty } from '../../../kit/subjects.ts';
import { dayThatHasCome, interestOf, requireStatus, subjectsOf, UNENDED } from '../standing.ts';
import { requireEntitledToLeg, requireEntitledToRemark } from './rules.ts';
import type { enterExternal } from './schemas.ts';

export interface EnterExternalIntent {
  interest: Hex;
  /** Number of the institution that enters it. */
  institution: number;
  leg: z.output<typeof enterExternal>;
}

export interface RemarkIntent {
  interest: Hex;
  institution: number;
  kind: Exclude<Remark, 'none'>;
  /** Sequence of the objection that it is about. */
  objection?: number;
  date?: string;
  number?: string | undefined;
  digest?: Hex | undefined;
}

const NO_DIGEST: Hex = `0x${'00'.repeat(32)}`;

export function annotationOperations({ read, calls }: Pick<Services, 'read' | 'calls'>) {
  const enter: OperationKind<EnterExternalIntent> = {
    subjects: ({ interest }) => subjectsOf(interest),
    prepare({ interest, institution, leg }) {
      const reader = read();
      const row = interestOf(reader, interest);
      requireStatus(row, UNENDED);
      requireEntitledToLeg(row, leg.register, institution, reader);
      lastingParty(reader, leg.grantor, '/grantor');
      return calls.enterExternal(row, {
        register: EXTERNAL_REGISTERS.indexOf(leg.register),
        number: leg.number,
        day: dayThatHasCome(leg.date, '/date', reader.now),
        quantity: BigInt(leg.quantity),
        grantor: leg.grantor,
        termTo: dayOf(leg.termTo),
        evidence: leg.evidence.digest,
      });
    },
  };

  const remark: OperationKind<RemarkIntent> = {
    subjects: ({ interest }) => subjectsOf(interest),
    prepare({ interest, institution, kind, objection, date, number, digest }) {
      const reader = read();
      const row = interestOf(reader, interest);
      requireEntitledToRemark(row, kind, institution, reader, objection);
      const input: RemarkInput = {
        kind,
        ref: objection ?? 0,
        day: date === undefined ? 0 : dayThatHasCome(date, '/date', reader.now),
        number: number ?? '',
        digest: digest ?? NO_DIGEST,
      };
      return calls.remark(row, input);
    },
  };

  return { 'interest.enter-external': enter, 'interest.remark': remark };
}
