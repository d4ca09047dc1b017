import { approvals } from '../../../chain/calls.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import type { OperationKind } from '../../../outbox/operation.ts';
import { keyOf, type SignerKeys } from '../../../proposals/proposal.ts';
import type { Services } from '../../../kit/services.ts';
import { confirms, extends_ } from '../../../../domain/rules/amendments.ts';
import { decide } from '../../../kit/decide.ts';
import { signerOf } from '../../../kit/signing.ts';
import { dayOf } from '../../../kit/subjects.ts';
import { interestOf, subjectsOf } from '../standing.ts';
import { amendmentOf, type AmendIntent } from './amend.ts';

export interface ExtendIntent {
  interest: Hex;
  agent: number;
  to: string;
}

export interface ConfirmIntent {
  interest: Hex;
  agent: number;
  digest: Hex;
}

export function amendmentOperations(parts: Pick<Services, 'read' | 'calls' | 'keys' | 'now'>) {
  const { read, calls } = parts;
  const sign = signerOf(parts);

  const amend: OperationKind<AmendIntent & { signers?: SignerKeys }> = {
    subjects: ({ interest, amendment }) =>
      subjectsOf(
        interest,
        amendment.addCollateral?.map(({ right }) => right),
      ),
    async prepare({ interest, agent, amendment, signers = {} }) {
      const reader = read();
      const row = interestOf(reader, interest);
      const { fields, added } = amendmentOf(row, agent, amendment, reader);
      const consentKey = keyOf(signers, 'grantor');
      if (consentKey === undefined) return calls.amendInterest(row, fields, added);
      const consent = await sign(consentKey, approvals.amendment(row, fields, added));
      return calls.amendInterest(row, fields, added, consent);
    },
  };

  const extend: OperationKind<ExtendIntent> = {
    subjects: ({ interest }) => subjectsOf(interest),
    prepare({ interest, agent, to }) {
      const reader = read();
      const row = interestOf(reader, interest);
      const termTo = dayOf(to);
      decide(reader, (register) => extends_(register, agent, { interest, row, termTo }));
      return calls.extendInterest(row, termTo);
    },
  };

  const confirm: OperationKind<ConfirmIntent> = {
    subjects: ({ interest }) => subjectsOf(interest),
    prepare({ interest, agent, digest }) {
      const reader = read();
      const row = interestOf(reader, interest);
      decide(reader, (register) => confirms(register, agent, { interest, row }));
      return calls.confirmInterest(row, digest);
    },
  };

  return { 'interest.amend': amend, 'interest.extend': extend, 'interest.confirm': confirm };
}
