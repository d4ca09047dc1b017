import { EXTERNAL_REGISTERS, REMARKS, type Remark } from '../../../../domain/encoding/codes.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import type { z } from 'zod';
import type { RemarkInput } from '../../../chain/calls.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import type { Services } from '../../../kit/services.ts';
import { dayOf, lastingParty } from '../../../kit/subjects.ts';
import { decide } from '../../../kit/decide.ts';
import { enters, remarks } from '../../../../domain/rules/annotations.ts';
import type { LegFields } from '../../../../domain/registrations/events.ts';
import { interestOf, subjectsOf } from '../standing.ts';
import { requireOpen, standingObjection } from './clocks.ts';
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
      lastingParty(reader, leg.grantor, '/grantor');
      const fields: LegFields = {
        register: EXTERNAL_REGISTERS.indexOf(leg.register),
        number: leg.number,
        day: dayOf(leg.date),
        quantity: BigInt(leg.quantity),
        grantor: leg.grantor,
        termTo: dayOf(leg.termTo),
        evidence: leg.evidence.digest,
      };
      decide(reader, (register) => enters(register, institution, { interest, row, leg: fields }));
      return calls.enterExternal(row, fields);
    },
  };

  const remark: OperationKind<RemarkIntent> = {
    subjects: ({ interest }) => subjectsOf(interest),
    prepare({ interest, institution, kind, objection, date, number, digest }) {
      const reader = read();
      const row = interestOf(reader, interest);
      const input: RemarkInput = {
        kind,
        ref: objection ?? 0,
        day: dayOf(date),
        number: number ?? '',
        digest: digest ?? NO_DIGEST,
      };
      const standing = objection === undefined ? undefined : standingObjection(row, objection);
      const draft = { ...input, interest, row, kind: REMARKS.indexOf(kind) };
      decide(reader, (register) => remarks(register, institution, draft));
      if (standing) requireOpen(standing, kind, reader);
      return calls.remark(row, input);
    },
  };

  return { 'interest.enter-external': enter, 'interest.remark': remark };
}
