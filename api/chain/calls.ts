import { AbiCoder, keccak256, type TypedDataDomain, type TypedDataField } from 'ethers';
import { CANCELLATION_REASONS, type CancellationReason } from '../../domain/codes.ts';
import type { PartyRecord, RightRegistrationFields, TermsFields } from '../../domain/events.ts';
import { wordOf } from '../../domain/journal.ts';
import type { Interval } from '../../domain/line.ts';
import type { InterestRow, RightRow } from '../../domain/rows.ts';
import {
  interestStateFields,
  interestStateHash,
  rightStateFields,
  rightStateHash,
} from '../../domain/state.ts';
import { encodeCall, interfaceOf, type ContractName } from './contracts.ts';
import type { Hex } from './types.ts';

/** A call of a registry, ready to be simulated, signed and sent. */
export interface Call {
  to: Hex;
  data: Hex;
  gasLimit: number;
}

/** A second person's signature: a checker's approval or the grantor's consent. */
export interface Approval {
  deadline: number;
  signature: Hex;
}

export interface InterestInput {
  grantor: Hex;
  terms: TermsFields;
  /** With the row of each right as the registrant saw it. */
  collateral: { right: RightRow; intervals: Interval[] }[];
  consent?: Approval;
}

/** What a second person signs, in the form that a wallet can show. */
export interface TypedData {
  domain: TypedDataDomain;
  types: Record<string, TypedDataField[]>;
  value: Record<string, unknown>;
}

const NO_APPROVAL: Approval = { deadline: 0, signature: '0x' };

/** Generous bounds; unused gas costs nothing at price zero, but a block holds 30,000,000. */
const GAS = { party: 1_500_000, right: 1_500_000, interest: 3_000_000, most: 16_000_000 };

/** The writes of the registries of one deployment as calls. */
export class RegistryCalls {
  private readonly addresses: Record<ContractName, Hex>;
  private readonly domain: TypedDataDomain;

  constructor(addresses: Record<ContractName, Hex>, chainId: number) {
    this.addresses = addresses;
    const verifyingContract = addresses.SecurityInterests;
    this.domain = { name: 'Ludeng', version: '1', chainId, verifyingContract };
  }

  registerParty(record: PartyRecord): Call {
    return this.call('Parties', 'register', [record], GAS.party);
  }

  renameParty(party: Hex, legalName: string, evidence: Hex): Call {
    return this.call('Parties', 'rename', [party, legalName, evidence], GAS.party);
  }

  registerRights(registrations: RightRegistrationFields[]): Call {
    return this.call('Rights', 'register', [registrations], gasFor(registrations.length, GAS.right));
  }

  registerInterests(inputs: InterestInput[]): Call {
    const registrations = inputs.map(({ grantor, terms, collateral, consent }) => ({
      grantor,
      terms,
      collateral: collateral.map(({ right, intervals }) => ({
        right: right.id,
        head: headOf(right),
        intervals,
      })),
      consent: consent ?? NO_APPROVAL,
    }));
    return this.call('SecurityInterests', 'register', [registrations], gasFor(inputs.length, GAS.interest));
  }

  cancelInterest(
    interest: InterestRow,
    rights: RightRow[],
    reason: CancellationReason,
    approval: Approval,
  ): Call {
    const head = { state: interestStateFields(interest.state), journal: interest.journal };
    const code = CANCELLATION_REASONS.indexOf(reason);
    const args = [interest.id, head, rights.map(headOf), code, approval];
    return this.call('SecurityInterests', 'cancel', args, gasFor(rights.length, GAS.interest));
  }

  /** What the checker signs; the word binds the approval to the state that the checker saw. */
  cancellation(interest: InterestRow, reason: CancellationReason, deadline: number): TypedData {
    return {
      domain: this.domain,
      types: {
        Cancellation: [
          { name: 'interest', type: 'bytes32' },
          { name: 'word', type: 'bytes32' },
          { name: 'reason', type: 'uint8' },
          { name: 'deadline', type: 'uint40' },
        ],
      },
      value: {
        interest: interest.id,
        word: wordOf(interestStateHash(interest.state), interest.journal),
        reason: CANCELLATION_REASONS.indexOf(reason),
        deadline,
      },
    };
  }

  /** What the grantor signs; it binds the terms, the units and the state of every right. */
  consent({ grantor, terms, collateral }: InterestInput, deadline: number): TypedData {
    const words = collateral.reduce<string>(
      (chain, { right, intervals }) =>
        hashOf(
          ['bytes32', 'bytes32', 'bytes32', 'tuple(uint128,uint128)[]'],
          [
            chain,
            right.id,
            wordOf(rightStateHash(right.state), right.journal),
            intervals.map(({ from, to }) => [from, to]),
          ],
        ),
      `0x${'00'.repeat(32)}`,
    );
    const termsType = interfaceOf('SecurityInterests').getEvent('InterestRegistered')?.inputs[6];
    if (!termsType) throw new Error('InterestRegistered has no terms');
    return {
      domain: this.domain,
      types: {
        Consent: [
          { name: 'grantor', type: 'bytes32' },
          { name: 'terms', type: 'bytes32' },
          { name: 'collateral', type: 'bytes32' },
          { name: 'deadline', type: 'uint40' },
        ],
      },
      value: { grantor, terms: hashOf([termsType.format('full')], [terms]), collateral: words, deadline },
    };
  }

  private call(contract: ContractName, method: string, args: readonly unknown[], gasLimit: number): Call {
    return { to: this.addresses[contract], data: encodeCall(contract, method, args), gasLimit };
  }
}

function headOf(row: RightRow) {
  return { state: rightStateFields(row.state), journal: row.journal };
}

function gasFor(count: number, each: number): number {
  return Math.min(GAS.most, each + (count - 1) * 200_000);
}

function hashOf(types: string[], values: unknown[]): string {
  return keccak256(AbiCoder.defaultAbiCoder().encode(types, values));
}
