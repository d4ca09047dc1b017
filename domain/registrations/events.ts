import {
  decode,
  decodeWord,
  parseFields,
  tupleWith,
  typeName,
  type AbiField,
  type AbiTuple,
  type AbiValue,
} from '../encoding/abi.ts';
import { keccakText, type Hex } from '../encoding/hash.ts';
import type { Log } from '../journal/entry.ts';

const IDENTIFIER = '(bytes8 scheme, string value)';
const PARTY_RECORD = `(string legalName, string jurisdiction, string registeredAddress, ${IDENTIFIER}[] identifiers)`;
const POLICY = '(uint40 effectiveFrom, uint16 flags, uint16 minTermMonths, uint16 maxTermMonths)';
const DESCRIPTION =
  '(string nameZh, string nameEn, string unit, string authorityKind, string externalRegistrations, string source, string note)';
const PRICE = '(uint128 value, uint8 decimals, bytes3 currency, uint32 day, string source)';
const RIGHT_REGISTRATION = `(bytes32 holder, bytes8 typeCode, uint8 acquisition, uint16 vintage, uint32 validFrom, uint32 validTo,
  uint128 quantity, string certificateNumber, string region, ${PRICE} referencePrice,
  (string prefix, uint128 first, uint128 last)[] serialBlocks, (bytes16 kind, bytes32 digest)[] evidence)`;
const TERMS = `(uint8 kind, bytes32 debtor, uint32[] securedParties, uint128 securedAmount, bytes3 currency, uint32 termFrom,
  uint32 termTo, string contractNumber, bytes32 contractDigest, bool acknowledgeJunior, bool negativePledge, bool advance, uint32 determinationDay)`;
const COLLATERAL = '(bytes32 right, (uint128 from, uint128 to)[] intervals)';
const INTERVAL = '(uint128 from, uint128 to)';
const RENEWAL =
  '(string certificateNumber, uint32 validFrom, uint32 validTo, (bytes16 kind, bytes32 digest)[] evidence)';
const ORDER = '(uint8 kind, uint32 until, string number, bytes32 digest)';
const DECISION = '(uint8 kind, bool overriding, uint16 period, string number, bytes32 digest)';
const CONVEYANCE = '(uint8 cause, bytes32 to, uint64 disposal, bytes32 approvalDigest, bytes32 evidence)';
const AMENDMENT = `(bytes32 debtor, uint128 securedAmount, string contractNumber, bytes32 contractDigest, bool acknowledgeJunior,
  bool negativePledge, uint32 determinationDay)`;
const JUDGMENT = '(string court, string number, uint32 effectiveDay, bytes32 digest)';
const LEG = `(uint8 register, string number, uint32 day, uint128 quantity, bytes32 grantor, uint32 termTo, bytes32 evidence)`;
const DISPOSAL = `(uint8 route, bytes32 buyer, bytes3 currency, uint128 proceeds, uint128 referenceValue, string source,
  bytes32 evidence)`;
const PAYMENT = '(uint8 claimant, uint8 layer, uint128 claim, uint128 paid)';
const CHANGE = 'uint64 sequence, uint40 time';

/** Every event of the registries, as Solidity declares them. A test holds this list against the compiled contracts. */
export const EVENT_SIGNATURES = {
  InstitutionAdmitted:
    'uint32 indexed number, bytes32 indexed party, uint16 capacities, uint40 time, string name',
  CapacitiesChanged: 'uint32 indexed number, bytes32 indexed party, uint16 capacities, uint40 time',
  InstitutionSuspended: 'uint32 indexed number, bytes32 indexed party, uint40 time, string reason',
  InstitutionReinstated: 'uint32 indexed number, bytes32 indexed party, uint40 time, string reason',
  KeyAdded: 'uint32 indexed number, address indexed key, uint8 duty, uint40 activeFrom, uint40 time',
  KeyRemoved: 'uint32 indexed number, address indexed key, uint40 time',
  KeyDelaySet: 'uint40 delay, uint40 time',
  PolicySet: `bytes8 indexed code, uint256 indexed version, uint40 time, ${POLICY} policy, ${DESCRIPTION} description`,
  CompetenceSet: 'bytes8 indexed code, uint256 indexed institution, uint40 time, bool competent',
  PartyRegistered: `bytes32 indexed party, uint256 indexed registrant, ${CHANGE}, ${PARTY_RECORD} record`,
  PartyRenamed: `bytes32 indexed party, uint256 indexed registrant, ${CHANGE}, string legalName, bytes32 evidence`,
  PartySucceeded: `bytes32 indexed party, bytes32 indexed successor, ${CHANGE}, uint32 registrant, uint8 kind, bytes32 evidence`,
  RightRegistered: `bytes32 indexed right, bytes32 indexed holder, ${CHANGE}, uint32 authority, bytes32 stateHash, ${RIGHT_REGISTRATION} registration`,
  RightEncumbered: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, bytes32 stateHash, uint256[] added`,
  RightDischarged: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, bytes32 stateHash`,
  InterestRegistered: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 agent, bytes32 stateHash, ${TERMS} terms, ${COLLATERAL}[] collateral`,
  RightRenewed: `bytes32 indexed right, uint256 indexed authority, ${CHANGE}, bytes32 stateHash, ${RENEWAL} renewal`,
  RightReleased: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, bytes32 stateHash, ${INTERVAL}[] intervals`,
  RightReranked: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, bytes32 stateHash, uint64 priority, ${INTERVAL}[] intervals`,
  RightRestricted: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, uint32 institution, bytes32 stateHash, ${ORDER} order, uint256[] added`,
  RestrictionProlonged: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, uint32 institution, bytes32 stateHash, uint32 until, string number, bytes32 digest`,
  RestrictionLifted: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, uint32 institution, bytes32 stateHash, string number, bytes32 digest, address approver`,
  QuotaChanged: `bytes32 indexed right, uint256 indexed authority, ${CHANGE}, bytes32 stateHash, ${DECISION} decision, uint256[] added`,
  RightTransferred: `bytes32 indexed right, bytes32 indexed to, ${CHANGE}, uint32 authority, bytes32 stateHash, bytes32 from, ${CONVEYANCE} conveyance`,
  RightDivided: `bytes32 indexed right, bytes32 indexed child, ${CHANGE}, uint32 authority, bytes32 stateHash, bytes32 childStateHash, bytes32 from, ${CONVEYANCE} conveyance, ${INTERVAL}[] part, string certificateNumber`,
  RightDisposed: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, uint32 institution, bytes32 stateHash, bytes32 interest, ${INTERVAL} units, ${DISPOSAL} disposal, bytes32[] claimants, ${PAYMENT}[] payments, uint128 surplus, address approver`,
  InterestFollowed: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, bytes32 stateHash, bytes32 right`,
  InterestAmended: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 agent, bytes32 stateHash, ${AMENDMENT} amendment, ${COLLATERAL}[] added`,
  InterestExtended: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 agent, bytes32 stateHash, uint32 termTo`,
  InterestAssigned: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 agent, bytes32 stateHash, uint32 newAgent, uint32[] securedParties, bytes32 evidence, address approver`,
  InterestSubordinated: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 agent, bytes32 stateHash, bytes32 ahead, ${COLLATERAL}[] collateral, address approver`,
  InterestConfirmed: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 agent, bytes32 stateHash, bytes32 contractDigest`,
  InterestReleased: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 agent, bytes32 stateHash, ${COLLATERAL}[] released, uint8 reason, address approver`,
  InterestRevoked: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 court, bytes32 stateHash, ${JUDGMENT} judgment, address approver`,
  ExternalRegistrationEntered: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 institution, bytes32 stateHash, ${LEG} leg`,
  InterestRemarked: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 institution, bytes32 stateHash, uint8 kind, uint64 ref, uint32 day, string number, bytes32 digest`,
  DefaultDeclared: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 agent, bytes32 stateHash, uint32 day, uint128 due, bytes32 digest`,
  DefaultWithdrawn: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 agent, bytes32 stateHash, bytes32 digest`,
  InterestPaid: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, bytes32 stateHash, uint128 claimed, uint128 paid`,
  InterestCancelled: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 agent, bytes32 stateHash, uint8 reason, address approver`,
} as const;

export type EventName = keyof typeof EVENT_SIGNATURES;

/* What the decoder returns for each event. bytesN stay hexadecimal; the reducer gives them names. */

interface Dated {
  time: number;
}
interface Sequenced extends Dated {
  sequence: bigint;
}
interface RightEvent extends Sequenced {
  right: Hex;
  stateHash: Hex;
}
interface InterestEvent extends Sequenced {
  interest: Hex;
  grantor: Hex;
  stateHash: Hex;
}
interface InstitutionEvent extends Dated {
  number: number;
  party: Hex;
}
export interface PolicyFields {
  effectiveFrom: number;
  flags: number;
  minTermMonths: number;
  maxTermMonths: number;
}
export interface PolicyDescription {
  nameZh: string;
  nameEn: string;
  unit: string;
  authorityKind: string;
  externalRegistrations: string;
  source: string;
  note: string;
}
export interface PartyRecord {
  legalName: string;
  jurisdiction: string;
  registeredAddress: string;
  identifiers: { scheme: Hex; value: string }[];
}
export interface RightRegistrationFields {
  holder: Hex;
  typeCode: Hex;
  acquisition: number;
  vintage: number;
  validFrom: number;
  validTo: number;
  quantity: bigint;
  certificateNumber: string;
  region: string;
  referencePrice: { value: bigint; decimals: number; currency: Hex; day: number; source: string };
  serialBlocks: { prefix: string; first: bigint; last: bigint }[];
  evidence: { kind: Hex; digest: Hex }[];
}
export interface TermsFields {
  kind: number;
  debtor: Hex;
  securedParties: number[];
  securedAmount: bigint;
  currency: Hex;
  termFrom: number;
  termTo: number;
  contractNumber: string;
  contractDigest: Hex;
  acknowledgeJunior: boolean;
  negativePledge: boolean;
  advance: boolean;
  determinationDay: number;
}
export interface IntervalFields {
  from: bigint;
  to: bigint;
}
export interface RenewalFields {
  certificateNumber: string;
  validFrom: number;
  validTo: number;
  evidence: { kind: Hex; digest: Hex }[];
}
export interface OrderFields {
  kind: number;
  until: number;
  number: string;
  digest: Hex;
}
export interface DecisionFields {
  kind: number;
  overriding: boolean;
  period: number;
  number: string;
  digest: Hex;
}
export interface ConveyanceFields {
  cause: number;
  to: Hex;
  disposal: bigint;
  approvalDigest: Hex;
  evidence: Hex;
}
export interface AmendmentFields {
  debtor: Hex;
  securedAmount: bigint;
  contractNumber: string;
  contractDigest: Hex;
  acknowledgeJunior: boolean;
  negativePledge: boolean;
  determinationDay: number;
}
export interface JudgmentFields {
  court: string;
  number: string;
  effectiveDay: number;
  digest: Hex;
}
export interface LegFields {
  register: number;
  number: string;
  day: number;
  quantity: bigint;
  grantor: Hex;
  termTo: number;
  evidence: Hex;
}
export interface DisposalFields {
  route: number;
  buyer: Hex;
  currency: Hex;
  proceeds: bigint;
  referenceValue: bigint;
  source: string;
  evidence: Hex;
}
export interface PaymentFields {
  claimant: number;
  layer: number;
  claim: bigint;
  paid: bigint;
}
export interface CollateralFields {
  right: Hex;
  intervals: IntervalFields[];
}

export interface EventArgs {
  InstitutionAdmitted: InstitutionEvent & { capacities: number; name: string };
  CapacitiesChanged: InstitutionEvent & { capacities: number };
  InstitutionSuspended: InstitutionEvent & { reason: string };
  InstitutionReinstated: InstitutionEvent & { reason: string };
  KeyAdded: Dated & { number: number; key: Hex; duty: number; activeFrom: number };
  KeyRemoved: Dated & { number: number; key: Hex };
  KeyDelaySet: Dated & { delay: number };
  PolicySet: Dated & { code: Hex; version: bigint; policy: PolicyFields; description: PolicyDescription };
  CompetenceSet: Dated & { code: Hex; institution: bigint; competent: boolean };
  PartyRegistered: Sequenced & { party: Hex; registrant: bigint; record: PartyRecord };
  PartyRenamed: Sequenced & { party: Hex; registrant: bigint; legalName: string; evidence: Hex };
  PartySucceeded: Sequenced & {
    party: Hex;
    successor: Hex;
    registrant: number;
    kind: number;
    evidence: Hex;
  };
  RightRegistered: RightEvent & {
    holder: Hex;
    authority: number;
    registration: RightRegistrationFields;
  };
  RightRenewed: RightEvent & { authority: bigint; renewal: RenewalFields };
  RightEncumbered: RightEvent & { ref: bigint; added: bigint[] };
  RightDischarged: RightEvent & { ref: bigint };
  RightReleased: RightEvent & { ref: bigint; intervals: IntervalFields[] };
  RightReranked: RightEvent & { ref: bigint; priority: bigint; intervals: IntervalFields[] };
  RightRestricted: RightEvent & { ref: bigint; institution: number; order: OrderFields; added: bigint[] };
  RestrictionProlonged: RightEvent & {
    ref: bigint;
    institution: number;
    until: number;
    number: string;
    digest: Hex;
  };
  RestrictionLifted: RightEvent & {
    ref: bigint;
    institution: number;
    number: string;
    digest: Hex;
    approver: Hex;
  };
  QuotaChanged: RightEvent & { authority: bigint; decision: DecisionFields; added: bigint[] };
  RightTransferred: RightEvent & { to: Hex; authority: number; from: Hex; conveyance: ConveyanceFields };
  RightDivided: RightEvent & {
    child: Hex;
    authority: number;
    childStateHash: Hex;
    from: Hex;
    conveyance: ConveyanceFields;
    part: IntervalFields[];
    certificateNumber: string;
  };
  RightDisposed: RightEvent & {
    ref: bigint;
    institution: number;
    interest: Hex;
    units: IntervalFields;
    disposal: DisposalFields;
    claimants: Hex[];
    payments: PaymentFields[];
    surplus: bigint;
    approver: Hex;
  };
  InterestRegistered: InterestEvent & { agent: number; terms: TermsFields; collateral: CollateralFields[] };
  InterestFollowed: InterestEvent & { right: Hex };
  InterestAmended: InterestEvent & { agent: number; amendment: AmendmentFields; added: CollateralFields[] };
  InterestExtended: InterestEvent & { agent: number; termTo: number };
  InterestAssigned: InterestEvent & {
    agent: number;
    newAgent: number;
    securedParties: number[];
    evidence: Hex;
    approver: Hex;
  };
  InterestSubordinated: InterestEvent & {
    agent: number;
    ahead: Hex;
    collateral: CollateralFields[];
    approver: Hex;
  };
  InterestConfirmed: InterestEvent & { agent: number; contractDigest: Hex };
  InterestReleased: InterestEvent & {
    agent: number;
    released: CollateralFields[];
    reason: number;
    approver: Hex;
  };
  InterestRevoked: InterestEvent & { court: number; judgment: JudgmentFields; approver: Hex };
  ExternalRegistrationEntered: InterestEvent & { institution: number; leg: LegFields };
  InterestRemarked: InterestEvent & {
    institution: number;
    kind: number;
    ref: bigint;
    day: number;
    number: string;
    digest: Hex;
  };
  DefaultDeclared: InterestEvent & { agent: number; day: number; due: bigint; digest: Hex };
  DefaultWithdrawn: InterestEvent & { agent: number; digest: Hex };
  InterestPaid: InterestEvent & { claimed: bigint; paid: bigint };
  InterestCancelled: InterestEvent & { agent: number; reason: number; approver: Hex };
}

export type RegistryEvent = { [N in EventName]: { name: N; args: EventArgs[N] } }[EventName];

interface EventCodec {
  name: EventName;
  indexed: AbiField[];
  body: AbiTuple;
}

function codecOf(name: EventName): [Hex, EventCodec] {
  const fields = parseFields(EVENT_SIGNATURES[name]);
  const topic = keccakText(`${name}(${fields.map((field) => typeName(field.type)).join(',')})`);
  const indexed = fields.filter((field) => field.indexed);
  const body = tupleWith(fields.filter((field) => !field.indexed));
  return [topic, { name, indexed, body }];
}

const CODECS = new Map((Object.keys(EVENT_SIGNATURES) as EventName[]).map(codecOf));

/** Topic 0 of each event. */
export const TOPICS = Object.fromEntries([...CODECS].map(([topic, { name }]) => [name, topic])) as Record<
  EventName,
  Hex
>;

/** The event that a log is; undefined if it is none of ours. @throws AbiError if the data is not what the topic promises */
export function decodeLog(log: Log): RegistryEvent | undefined {
  const codec = CODECS.get(log.topics[0]!);
  if (!codec) return undefined;
  const args: Record<string, AbiValue> = decode(codec.body, log.data);
  codec.indexed.forEach((field, i) => {
    args[field.name] = decodeWord(field.type, log.topics[i + 1]!);
  });
  return { name: codec.name, args } as unknown as RegistryEvent;
}
