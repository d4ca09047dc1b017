import {
  decode,
  decodeWord,
  parseFields,
  tupleWith,
  typeName,
  type AbiField,
  type AbiTuple,
  type AbiValue,
} from './abi.ts';
import { keccakText, type Hex } from './hash.ts';
import type { Log } from './journal.ts';

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
  uint32 termTo, string contractNumber, bytes32 contractDigest, bool acknowledgeJunior)`;
const COLLATERAL = '(bytes32 right, (uint128 from, uint128 to)[] intervals)';
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
  PolicySet: `bytes8 indexed code, uint256 indexed version, uint40 time, ${POLICY} policy, ${DESCRIPTION} description`,
  CompetenceSet: 'bytes8 indexed code, uint256 indexed institution, uint40 time, bool competent',
  PartyRegistered: `bytes32 indexed party, uint256 indexed registrant, ${CHANGE}, ${PARTY_RECORD} record`,
  PartyRenamed: `bytes32 indexed party, uint256 indexed registrant, ${CHANGE}, string legalName, bytes32 evidence`,
  RightRegistered: `bytes32 indexed right, bytes32 indexed holder, ${CHANGE}, uint32 authority, bytes32 stateHash, ${RIGHT_REGISTRATION} registration`,
  RightEncumbered: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, bytes32 stateHash, uint256[] added`,
  RightDischarged: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, bytes32 stateHash`,
  InterestRegistered: `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}, uint32 agent, bytes32 stateHash, ${TERMS} terms, ${COLLATERAL}[] collateral`,
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
}
export interface CollateralFields {
  right: Hex;
  intervals: { from: bigint; to: bigint }[];
}

export interface EventArgs {
  InstitutionAdmitted: InstitutionEvent & { capacities: number; name: string };
  CapacitiesChanged: InstitutionEvent & { capacities: number };
  InstitutionSuspended: InstitutionEvent & { reason: string };
  InstitutionReinstated: InstitutionEvent & { reason: string };
  KeyAdded: Dated & { number: number; key: Hex; duty: number; activeFrom: number };
  KeyRemoved: Dated & { number: number; key: Hex };
  PolicySet: Dated & { code: Hex; version: bigint; policy: PolicyFields; description: PolicyDescription };
  CompetenceSet: Dated & { code: Hex; institution: bigint; competent: boolean };
  PartyRegistered: Sequenced & { party: Hex; registrant: bigint; record: PartyRecord };
  PartyRenamed: Sequenced & { party: Hex; registrant: bigint; legalName: string; evidence: Hex };
  RightRegistered: Sequenced & {
    right: Hex;
    holder: Hex;
    authority: number;
    stateHash: Hex;
    registration: RightRegistrationFields;
  };
  RightEncumbered: Sequenced & { right: Hex; ref: bigint; stateHash: Hex; added: bigint[] };
  RightDischarged: Sequenced & { right: Hex; ref: bigint; stateHash: Hex };
  InterestRegistered: Sequenced & {
    interest: Hex;
    grantor: Hex;
    agent: number;
    stateHash: Hex;
    terms: TermsFields;
    collateral: CollateralFields[];
  };
  InterestCancelled: Sequenced & {
    interest: Hex;
    grantor: Hex;
    agent: number;
    stateHash: Hex;
    reason: number;
    approver: Hex;
  };
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
