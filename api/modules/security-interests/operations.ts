import { textToFixed } from '../../../domain/encoding/abi.ts';
import { INTEREST_KINDS, type CancellationReason } from '../../../domain/encoding/codes.ts';
import type { TermsFields } from '../../../domain/registrations/events.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { approvals, type InterestInput } from '../../chain/calls.ts';
import { fieldProblem } from '../../errors/problem.ts';
import type { OperationKind } from '../../outbox/operation.ts';
import { checkerKey, keyOf, type SignerKeys } from '../../proposals/proposal.ts';
import type { Services } from '../../kit/services.ts';
import { signerOf } from '../../kit/signing.ts';
import { dayOf, lastingParty } from '../../kit/subjects.ts';
import type { Reader } from '../../read/reader.ts';
import { amendmentOperations } from './amendments/operations.ts';
import { annotationOperations } from './annotations/operations.ts';
import { collateralOf } from './collateral.ts';
import { endingOperations } from './endings/operations.ts';
import { enforcementOperations } from './enforcement/operations.ts';
import { positionOperations } from './positions/operations.ts';
import { existingRight, interestOf, requireStatus, subjectsOf, UNENDED } from './standing.ts';
import type { RegisterInterest } from './schemas.ts';

export interface RegisterInterestIntent {
  /** Number of the registering secured party. */
  agent: number;
  interest: RegisterInterest;
  /** The grantor, where it consents. */
  signers?: SignerKeys;
}

export interface CancelInterestIntent {
  interest: Hex;
  reason: CancellationReason;
}

/** Every registration on an interest: the initial one, its whole cancellation, and those that have a folder of their own. */
export function interestOperations(parts: Pick<Services, 'read' | 'calls' | 'keys' | 'now'>) {
  const { read, calls } = parts;
  const sign = signerOf(parts);

  const register: OperationKind<RegisterInterestIntent> = {
    subjects: ({ interest }) => interest.collateral.map(({ right }) => `right/${right}`),
    async prepare({ agent, interest, signers = {} }) {
      const input = interestInput(interest, agent, read());
      const consentKey = keyOf(signers, 'grantor');
      if (consentKey === undefined) return calls.registerInterests([input]);
      const { grantor, terms, collateral } = input;
      const consent = await sign(consentKey, approvals.registration(grantor, terms, collateral));
      return calls.registerInterests([{ ...input, consent }]);
    },
  };

  const cancel: OperationKind<CancelInterestIntent & { signers: SignerKeys }> = {
    subjects: ({ interest }) => subjectsOf(interest, read().get('interest', interest)?.state.rights),
    async prepare({ interest, reason, signers }) {
      const reader = read();
      const row = interestOf(reader, interest);
      requireStatus(row, UNENDED);
      const rights = row.state.rights.map((id) => existingRight(reader, id));
      const approval = await sign(checkerKey(signers), approvals.cancellation(row, reason));
      return calls.cancelInterest(row, rights, reason, approval);
    },
  };

  return {
    'interest.register': register,
    'interest.cancel': cancel,
    ...amendmentOperations(parts),
    ...positionOperations(parts),
    ...endingOperations(parts),
    ...annotationOperations(parts),
    ...enforcementOperations(parts),
  };
}

/**
 * The registration as the contract takes it, built on the index as it is.
 * @throws Problem naming the field, if a rule does not allow it; the contract would refuse it too
 */
export function interestInput(interest: RegisterInterest, agent: number, reader: Reader): InterestInput {
  lastingParty(reader, interest.grantor, '/grantor');
  lastingParty(reader, interest.debtor, '/debtor');
  const securedParties = securedNumbers(interest, agent, reader);
  const taking = {
    grantor: interest.grantor,
    termFrom: dayOf(interest.term.from),
    termTo: dayOf(interest.term.to),
    acknowledgeJunior: interest.acknowledgeJunior,
  };
  const { units, acknowledgeJunior } = collateralOf(interest.collateral, taking, reader, '/collateral');
  const terms = { ...termsOf(interest, securedParties), acknowledgeJunior };
  return { grantor: interest.grantor, terms, collateral: units };
}

function securedNumbers({ securedParties }: RegisterInterest, agent: number, reader: Reader): number[] {
  const numbers = securedParties.map((party, i) => {
    const number = reader.institutionOf(party);
    if (number === undefined) {
      throw fieldProblem('UNKNOWN_PARTY', `/securedParties/${i}`, 'is not an institution of this registry');
    }
    return number;
  });
  if (!numbers.includes(agent)) {
    throw fieldProblem(
      'NOT_SECURED_PARTY',
      '/securedParties',
      'does not name the institution that registers',
    );
  }
  return numbers.sort((a, b) => a - b);
}

function termsOf(interest: RegisterInterest, securedParties: number[]): TermsFields {
  return {
    kind: INTEREST_KINDS.indexOf(interest.kind),
    debtor: interest.debtor,
    securedParties,
    securedAmount: BigInt(interest.securedAmount.value),
    currency: textToFixed(interest.securedAmount.currency, 3),
    termFrom: dayOf(interest.term.from),
    termTo: dayOf(interest.term.to),
    contractNumber: interest.contract.number,
    contractDigest: interest.contract.digest,
    acknowledgeJunior: interest.acknowledgeJunior,
    negativePledge: interest.negativePledge,
    advance: interest.advance,
    determinationDay: dayOf(interest.determinationDate),
  };
}
