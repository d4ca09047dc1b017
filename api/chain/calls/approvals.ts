import type { ParamType } from 'ethers';
import { AbiCoder, keccak256 } from 'ethers';
import { CANCELLATION_REASONS, type CancellationReason } from '../../../domain/encoding/codes.ts';
import type {
  AmendmentFields,
  ConveyanceFields,
  DisposalFields,
  IntervalFields,
  JudgmentFields,
  PaymentFields,
  TermsFields,
} from '../../../domain/registrations/events.ts';
import { wordOf } from '../../../domain/journal/entry.ts';
import type { InterestRow, RightRow } from '../../../domain/state/rows.ts';
import { interestStateHash, rightStateHash } from '../../../domain/state/state.ts';
import { interfaceOf, type ContractName } from '../contracts.ts';
import type { Hex } from '../types.ts';
import { collateral, type Units } from './call.ts';

/** What is approved: an act on a subject in the state that the signer saw. Twin: contracts/keepers/Approving.sol. */
export interface Approvable {
  contract: ContractName;
  act: string;
  subject: Hex;
  word: Hex;
  details: Hex;
}

const ZERO = `0x${'00'.repeat(32)}` as const;

export const approvals = {
  /** The grantor's consent binds the terms, the units and the state of every right. */
  registration: (grantor: Hex, terms: TermsFields, units: readonly Units[]): Approvable => ({
    contract: 'SecurityInterests',
    act: 'InterestConsent',
    subject: grantor,
    word: wordsOf(units),
    details: hashOf([argument('SecurityInterests', 'InterestRegistered', 'terms')], [terms]),
  }),

  amendment: (interest: InterestRow, amendment: AmendmentFields, added: readonly Units[]): Approvable => ({
    contract: 'Amendments',
    act: 'AmendmentConsent',
    subject: interest.state.grantor,
    word: wordsOf(added),
    details: hashOf(
      ['bytes32', argument('Amendments', 'InterestAmended', 'amendment')],
      [interest.id, amendment],
    ),
  }),

  assignment: (
    interest: InterestRow,
    newAgent: number,
    securedParties: readonly number[],
    evidence: Hex,
  ): Approvable => ({
    ...ofInterest('Positions', 'InterestAssignment', interest),
    details: hashOf(['uint32', 'uint32[]', 'bytes32'], [newAgent, securedParties, evidence]),
  }),

  subordination: (interest: InterestRow, ahead: Hex, units: readonly Units[]): Approvable => ({
    ...ofInterest('Positions', 'InterestSubordination', interest),
    details: hashOf(
      ['bytes32', argument('Positions', 'InterestSubordinated', 'collateral')],
      [ahead, units.map(collateral)],
    ),
  }),

  cancellation: (interest: InterestRow, reason: CancellationReason): Approvable => ({
    ...ofInterest('Cancellations', 'InterestCancellation', interest),
    details: hashOf(['uint8'], [CANCELLATION_REASONS.indexOf(reason)]),
  }),

  release: (interest: InterestRow, units: readonly Units[], reason: CancellationReason): Approvable => ({
    ...ofInterest('Cancellations', 'InterestRelease', interest),
    details: hashOf(
      [argument('Cancellations', 'InterestReleased', 'released'), 'uint8'],
      [units.map(collateral), CANCELLATION_REASONS.indexOf(reason)],
    ),
  }),

  revocation: (interest: InterestRow, judgment: JudgmentFields): Approvable => ({
    ...ofInterest('Cancellations', 'InterestRevocation', interest),
    details: hashOf([argument('Cancellations', 'InterestRevoked', 'judgment')], [judgment]),
  }),

  lift: (right: RightRow, ref: number, number: string, digest: Hex): Approvable => ({
    ...ofRight('Restrictions', 'RestrictionLift', right),
    details: hashOf(['uint64', 'string', 'bytes32'], [ref, number, digest]),
  }),

  /** @param part empty for the whole right */
  transfer: (
    interest: InterestRow,
    right: Hex,
    conveyance: ConveyanceFields,
    part: readonly IntervalFields[],
  ): Approvable => ({
    ...ofInterest(part.length === 0 ? 'Titles' : 'Divisions', 'TransferConsent', interest),
    details: hashOf(
      [
        'bytes32',
        argument('Divisions', 'RightDivided', 'conveyance'),
        argument('Divisions', 'RightDivided', 'part'),
      ],
      [right, conveyance, part],
    ),
  }),

  /** @param by whether the checker of the institution that disposes signs, or the holder */
  disposal: (by: 'checker' | 'holder', right: RightRow, lot: DisposalTerms): Approvable => ({
    ...ofRight('Enforcement', by === 'checker' ? 'Disposal' : 'DisposalConsent', right),
    details: hashOf(
      [
        'bytes32',
        ...['units', 'disposal', 'payments'].map((it) => argument('Enforcement', 'RightDisposed', it)),
      ],
      [lot.interest, lot.units, lot.disposal, lot.payments],
    ),
  }),
};

export interface DisposalTerms {
  /** The interest enforced. */
  interest: Hex;
  units: IntervalFields;
  disposal: DisposalFields;
  payments: PaymentFields[];
}

const ofInterest = (contract: ContractName, act: string, { id, state, journal }: InterestRow) => ({
  contract,
  act,
  subject: id,
  word: wordOf(interestStateHash(state), journal),
});

const ofRight = (contract: ContractName, act: string, { id, state, journal }: RightRow) => ({
  contract,
  act,
  subject: id,
  word: wordOf(rightStateHash(state), journal),
});

/** Every right, its present word and the units, chained. */
function wordsOf(units: readonly Units[]): Hex {
  return units.reduce<Hex>(
    (chain, { right, intervals }) =>
      hashOf(
        ['bytes32', 'bytes32', 'bytes32', 'tuple(uint128 from, uint128 to)[]'],
        [chain, right.id, wordOf(rightStateHash(right.state), right.journal), intervals],
      ),
    ZERO,
  );
}

/** The type of an event's argument, as the compiled contract has it. */
function argument(contract: ContractName, event: string, name: string): ParamType {
  const found = interfaceOf(contract)
    .getEvent(event)
    ?.inputs.find((input) => input.name === name);
  if (!found) throw new Error(`${contract}.${event} has no argument ${name}`);
  return found;
}

function hashOf(types: (string | ParamType)[], values: unknown[]): Hex {
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, values)) as Hex;
}
