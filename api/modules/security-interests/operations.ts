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
import { registersInterests, secured } from '../../../domain/rules/interests.ts';
import { decide } from '../../kit/decide.ts';
import { dayOf, knownParty, lastingParty } from '../../kit/subjects.ts';
import type { Reader } from '../../read/reader.ts';
import { amendmentOperations } from './amendments/operations.ts';
import { annotationOperations } from './annotations/operations.ts';
import { covered, draftOf, fieldsOf, requireFirstRank, unitsTaken } from './collateral.ts';
import { endingOperations } from './endings/operations.ts';
import { enforcementOperations } from './enforcement/operations.ts';
import { positionOperations } from './positions/operations.ts';
import { rightsCancelled } from './endings/whole.ts';
import { interestOf, subjectsOf } from './standing.ts';
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
  agent: number;
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
    async prepare({ interest, agent, reason, signers }) {
      const reader = read();
      const row = interestOf(reader, interest);
      const rights = rightsCancelled(row, agent, reason, reader);
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
 * @throws Problem naming the field, if a rule does not allow it
 */
export function interestInput(interest: RegisterInterest, agent: number, reader: Reader): InterestInput {
  const { grantor, collateral, acknowledgeJunior } = interest;
  knownParty(reader, grantor, '/grantor');
  lastingParty(reader, interest.debtor, '/debtor');
  const securedParties = securedNumbers(interest, agent, reader);
  const units = unitsTaken(collateral, undefined, reader, '/collateral');
  const terms = { ...termsOf(interest, securedParties), acknowledgeJunior: true };
  const draft = { grantor, terms, collateral: draftOf(units), consent: 'awaited' as const };
  decide(reader, (register) => registersInterests(register, agent, [draft]), {
    fields: {
      ...fieldsOf(collateral, '/collateral'),
      [grantor]: '/grantor',
    },
    units: draft.collateral,
  });
  if (!acknowledgeJunior) requireFirstRank(units, reader, '/collateral');
  return {
    grantor,
    terms: { ...terms, acknowledgeJunior: acknowledgeJunior || covered(units) },
    collateral: units,
  };
}

/** Asked before units are chosen: who registers for others is told so first. */
function securedNumbers({ securedParties }: RegisterInterest, agent: number, reader: Reader): number[] {
  const numbers = securedParties.map((party, i) => {
    const number = reader.institutionOf(party);
    if (number === undefined) {
      throw fieldProblem('UNKNOWN_PARTY', `/securedParties/${i}`, 'is not an institution of this registry');
    }
    return number;
  });
  numbers.sort((a, b) => a - b);
  decide(reader, (register) => secured(register, numbers, agent), {
    fields: { RegistrantNotSecured: '/securedParties' },
  });
  return numbers;
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
