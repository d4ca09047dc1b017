import {
  CANCELLATION_REASONS,
  REMARKS,
  SUCCESSIONS,
  type CancellationReason,
  type Remark,
  type Succession,
} from '../../domain/encoding/codes.ts';
import type {
  AmendmentFields,
  ConveyanceFields,
  DecisionFields,
  IntervalFields,
  JudgmentFields,
  LegFields,
  OrderFields,
  ParticularsFields,
  PartyRecord,
  RenewalFields,
  RightRegistrationFields,
  TermsFields,
} from '../../domain/registrations/events.ts';
import type { InterestRow, RightRow } from '../../domain/state/rows.ts';
import type { Approvable, DisposalTerms } from './calls/approvals.ts';
import {
  collateralInput,
  interestHead,
  NO_APPROVAL,
  rightHead,
  type Approval,
  type Call,
  type TypedData,
  type Units,
} from './calls/call.ts';
import { encodeCall, type ContractName } from './contracts.ts';
import type { Arguments, ArgumentsBehindHead, Method } from './typed-calls.ts';
import type { Hex } from './types.ts';

export { approvals, type Approvable, type DisposalTerms } from './calls/approvals.ts';
export type { Approval, Call, TypedData, Units } from './calls/call.ts';

export interface InterestInput {
  grantor: Hex;
  terms: TermsFields;
  collateral: Units[];
  consent?: Approval;
}

/** An interest on units that move, with its agent's consent where the cause demands it. */
export interface Follower {
  interest: InterestRow;
  consent?: Approval;
}

export interface RemarkInput {
  kind: Remark;
  /** Sequence of the objection that it is about; 0 for an objection or a request. */
  ref: number;
  day: number;
  number: string;
  digest: Hex;
}

/** Generous bounds; unused gas costs nothing at price zero, but a block holds 30,000,000. */
const GAS = { party: 1_500_000, right: 2_500_000, interest: 3_000_000, most: 16_000_000 };

/** Where a contract is now. @throws Problem if there is none */
export type AddressBook = (name: ContractName) => Hex;

/** The writes of the registries of one ledger as calls. */
export class RegistryCalls {
  private readonly addressOf: AddressBook;
  private readonly chainId: number;

  /** @param addresses asked for each call, since a registry may be succeeded between two of them */
  constructor(addresses: AddressBook | Readonly<Record<ContractName, Hex>>, chainId: number) {
    this.addressOf = typeof addresses === 'function' ? addresses : (name) => addresses[name];
    this.chainId = chainId;
  }

  /** What a second person signs; the word binds it to the state that the signer saw. */
  approval(it: Approvable, deadline: number): TypedData {
    const verifyingContract = this.addressOf(it.contract);
    const { subject, word, details } = it;
    return {
      domain: { name: 'Ludeng', version: '1', chainId: this.chainId, verifyingContract },
      types: {
        Approval: [
          { name: 'act', type: 'string' },
          { name: 'subject', type: 'bytes32' },
          { name: 'word', type: 'bytes32' },
          { name: 'details', type: 'bytes32' },
          { name: 'deadline', type: 'uint40' },
        ],
      },
      value: { act: it.act, subject, word, details, deadline },
    };
  }

  /* PARTIES */

  registerParty(record: PartyRecord): Call {
    return this.call('Parties', 'register', [record], GAS.party);
  }

  renameParty(party: Hex, legalName: string, evidence: Hex): Call {
    return this.call('Parties', 'rename', [party, legalName, evidence], GAS.party);
  }

  /** @param successors ascending by id */
  succeedParty(party: Hex, kind: Succession, successors: readonly Hex[], evidence: Hex): Call {
    return this.call(
      'Parties',
      'succeed',
      [party, SUCCESSIONS.indexOf(kind), successors, evidence],
      gasFor(successors.length, GAS.party),
    );
  }

  /* RIGHTS */

  registerRights(registrations: RightRegistrationFields[]): Call {
    return this.call('Rights', 'register', [registrations], gasFor(registrations.length, GAS.right));
  }

  renewRight(right: RightRow, renewal: RenewalFields): Call {
    return this.call('Rights', 'renew', [right.id, rightHead(right), renewal], GAS.right);
  }

  restrict({ right, intervals }: Units, order: OrderFields): Call {
    return this.call('Restrictions', 'restrict', [right.id, rightHead(right), intervals, order], GAS.right);
  }

  prolong(right: RightRow, ref: number, until: number, number: string, digest: Hex): Call {
    return this.call(
      'Restrictions',
      'prolong',
      [right.id, rightHead(right), ref, until, number, digest],
      GAS.right,
    );
  }

  lift(right: RightRow, ref: number, number: string, digest: Hex, approval: Approval): Call {
    return this.call(
      'Restrictions',
      'lift',
      [right.id, rightHead(right), ref, number, digest, approval],
      GAS.right,
    );
  }

  decide({ right, intervals }: Units, decision: DecisionFields): Call {
    return this.call('Quotas', 'record', [right.id, rightHead(right), intervals, decision], GAS.right);
  }

  transferRight(right: RightRow, conveyance: ConveyanceFields, followers: readonly Follower[]): Call {
    return this.call(
      'Titles',
      'transfer',
      [right.id, rightHead(right), conveyance, followers.map(follower)],
      gasFor(followers.length + 1, GAS.right),
    );
  }

  divideRight(
    right: RightRow,
    part: readonly IntervalFields[],
    particulars: ParticularsFields,
    conveyance: ConveyanceFields,
    followers: readonly Follower[],
  ): Call {
    return this.call(
      'Divisions',
      'divide',
      [right.id, rightHead(right), part, particulars, conveyance, followers.map(follower)],
      gasFor(followers.length + 1, GAS.right),
    );
  }

  /* INTERESTS */

  registerInterests(inputs: InterestInput[]): Call {
    const registrations = inputs.map(({ grantor, terms, collateral, consent }) => ({
      grantor,
      terms,
      collateral: collateral.map(collateralInput),
      consent: consent ?? NO_APPROVAL,
    }));
    return this.call('SecurityInterests', 'register', [registrations], gasFor(inputs.length, GAS.interest));
  }

  amendInterest(
    interest: InterestRow,
    amendment: AmendmentFields,
    added: readonly Units[],
    consent: Approval = NO_APPROVAL,
  ): Call {
    return this.onInterest(
      'Amendments',
      'amend',
      interest,
      [amendment, added.map(collateralInput), consent],
      added.length,
    );
  }

  extendInterest(interest: InterestRow, termTo: number): Call {
    return this.onInterest('Amendments', 'extend', interest, [termTo]);
  }

  assignInterest(
    interest: InterestRow,
    newAgent: number,
    securedParties: readonly number[],
    evidence: Hex,
    approval: Approval,
  ): Call {
    return this.onInterest('Positions', 'assign', interest, [newAgent, securedParties, evidence, approval]);
  }

  subordinateInterest(
    interest: InterestRow,
    ahead: Hex,
    yielded: readonly Units[],
    approval: Approval,
  ): Call {
    return this.onInterest(
      'Positions',
      'subordinate',
      interest,
      [ahead, yielded.map(collateralInput), approval],
      yielded.length,
    );
  }

  confirmInterest(interest: InterestRow, contractDigest: Hex): Call {
    return this.onInterest('Amendments', 'confirm', interest, [contractDigest]);
  }

  /** @param rights the interest's, in their order */
  cancelInterest(
    interest: InterestRow,
    rights: readonly RightRow[],
    reason: CancellationReason,
    approval: Approval,
  ): Call {
    return this.onInterest(
      'Cancellations',
      'cancel',
      interest,
      [rights.map(rightHead), CANCELLATION_REASONS.indexOf(reason), approval],
      rights.length,
    );
  }

  releaseInterest(
    interest: InterestRow,
    released: readonly Units[],
    reason: CancellationReason,
    approval: Approval,
  ): Call {
    return this.onInterest(
      'Cancellations',
      'release',
      interest,
      [released.map(collateralInput), CANCELLATION_REASONS.indexOf(reason), approval],
      released.length,
    );
  }

  /** @param rights the interest's, in their order */
  revokeInterest(
    interest: InterestRow,
    rights: readonly RightRow[],
    judgment: JudgmentFields,
    approval: Approval,
  ): Call {
    return this.onInterest(
      'Cancellations',
      'revoke',
      interest,
      [rights.map(rightHead), judgment, approval],
      rights.length,
    );
  }

  enterExternal(interest: InterestRow, leg: LegFields): Call {
    return this.onInterest('Annotations', 'enterExternal', interest, [leg]);
  }

  remark(interest: InterestRow, { kind, ref, day, number, digest }: RemarkInput): Call {
    return this.onInterest('Annotations', 'remark', interest, [
      REMARKS.indexOf(kind),
      ref,
      day,
      number,
      digest,
    ]);
  }

  declareDefault(interest: InterestRow, day: number, due: bigint, digest: Hex): Call {
    return this.onInterest('Enforcement', 'declareDefault', interest, [day, due, digest]);
  }

  withdrawDefault(interest: InterestRow, digest: Hex): Call {
    return this.onInterest('Enforcement', 'withdrawDefault', interest, [digest]);
  }

  /** @param claimants every interest on the units, the one enforced first */
  dispose(
    right: RightRow,
    { units, disposal, payments }: Omit<DisposalTerms, 'interest'>,
    claimants: readonly InterestRow[],
    approval: Approval,
    consent: Approval = NO_APPROVAL,
  ): Call {
    const heads = claimants.map((it) => ({ interest: it.id, head: interestHead(it) }));
    return this.call(
      'Enforcement',
      'dispose',
      [right.id, rightHead(right), units, disposal, heads, payments, approval, consent],
      gasFor(claimants.length, GAS.interest),
    );
  }

  private onInterest<N extends ContractName, M extends Method<N>>(
    contract: N,
    method: M,
    interest: InterestRow,
    args: ArgumentsBehindHead<N, M>,
    rights = 1,
  ): Call {
    const all = [interest.id, interestHead(interest), ...args] as unknown as Arguments<N, M>;
    return this.call(contract, method, all, gasFor(Math.max(1, rights), GAS.interest));
  }

  private call<N extends ContractName, M extends Method<N>>(
    contract: N,
    method: M,
    args: Arguments<N, M>,
    gasLimit: number,
  ): Call {
    return { to: this.addressOf(contract), data: encodeCall(contract, method, args), gasLimit };
  }
}

const follower = ({ interest, consent }: Follower) => ({
  interest: interest.id,
  head: interestHead(interest),
  consent: consent ?? NO_APPROVAL,
});

function gasFor(count: number, each: number): number {
  return Math.min(GAS.most, each + (count - 1) * 300_000);
}
