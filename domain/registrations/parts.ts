import type { StructOf } from '../encoding/abi-types.ts';

/** What several events, or an event and the rows, have in common; as Solidity declares it, and the values that it is decoded to. */
export const CHANGE = 'uint64 sequence, uint40 time';
/** How every event on an interest begins. */
export const ON_INTEREST = `bytes32 indexed interest, bytes32 indexed grantor, ${CHANGE}` as const;

export const INTERVAL = '(uint128 from, uint128 to)';
export type IntervalFields = StructOf<typeof INTERVAL>;

export const COLLATERAL = `(bytes32 right, ${INTERVAL}[] intervals)` as const;
export type CollateralFields = StructOf<typeof COLLATERAL>;

export const POLICY = '(uint40 effectiveFrom, uint16 flags, uint16 minTermMonths, uint16 maxTermMonths)';
export type PolicyFields = StructOf<typeof POLICY>;

export const DESCRIPTION =
  '(string nameZh, string nameEn, string unit, string authorityKind, string externalRegistrations, string source, string note)';
export type PolicyDescription = StructOf<typeof DESCRIPTION>;

export const PARTY_RECORD =
  '(string legalName, string jurisdiction, string registeredAddress, (bytes8 scheme, string value)[] identifiers)';
export type PartyRecord = StructOf<typeof PARTY_RECORD>;

export const RIGHT_REGISTRATION = `(bytes32 holder, bytes8 typeCode, uint8 acquisition, uint16 vintage, uint32 validFrom, uint32 validTo,
  uint128 quantity, string certificateNumber, string region,
  (uint128 value, uint8 decimals, bytes3 currency, uint32 day, string source) referencePrice,
  (string prefix, uint128 first, uint128 last)[] serialBlocks, (bytes16 kind, bytes32 digest)[] evidence)`;
export type RightRegistrationFields = StructOf<typeof RIGHT_REGISTRATION>;

/** What the authority confirms of a right that is divided off, beside what follows from the division. */
export const PARTICULARS = `(string certificateNumber, uint16 vintage, string region,
  (uint128 value, uint8 decimals, bytes3 currency, uint32 day, string source) referencePrice,
  (string prefix, uint128 first, uint128 last)[] serialBlocks, (bytes16 kind, bytes32 digest)[] evidence)`;
export type ParticularsFields = StructOf<typeof PARTICULARS>;

export const RIGHT_STATE = `(bytes32 holder, bytes8 typeCode, uint32 authority, uint8 status, uint8 acquisition, uint32 validFrom,
  uint32 validTo, uint128 quantity, uint256[] overlays)`;

export const RENEWAL =
  '(string certificateNumber, uint32 validFrom, uint32 validTo, (bytes16 kind, bytes32 digest)[] evidence)';
export type RenewalFields = StructOf<typeof RENEWAL>;

export const ORDER = '(uint8 kind, uint32 until, string number, bytes32 digest)';
export type OrderFields = StructOf<typeof ORDER>;

export const DECISION = '(uint8 kind, bool overriding, uint16 period, string number, bytes32 digest)';
export type DecisionFields = StructOf<typeof DECISION>;

export const CONVEYANCE =
  '(uint8 cause, bytes32 to, uint64 disposal, bytes32 approvalDigest, bytes32 evidence)';
export type ConveyanceFields = StructOf<typeof CONVEYANCE>;

export const TERMS = `(uint8 kind, bytes32 debtor, uint32[] securedParties, uint128 securedAmount, bytes3 currency, uint32 termFrom,
  uint32 termTo, string contractNumber, bytes32 contractDigest, bool acknowledgeJunior, bool negativePledge, bool advance,
  uint32 determinationDay)`;
export type TermsFields = StructOf<typeof TERMS>;

export const AMENDMENT = `(bytes32 debtor, uint128 securedAmount, string contractNumber, bytes32 contractDigest, bool acknowledgeJunior,
  bool negativePledge, uint32 determinationDay)`;
export type AmendmentFields = StructOf<typeof AMENDMENT>;

export const JUDGMENT = '(string court, string number, uint32 effectiveDay, bytes32 digest)';
export type JudgmentFields = StructOf<typeof JUDGMENT>;

export const LEG =
  '(uint8 register, string number, uint32 day, uint128 quantity, bytes32 grantor, uint32 termTo, bytes32 evidence)';
export type LegFields = StructOf<typeof LEG>;

export const DISPOSAL = `(uint8 route, bytes32 buyer, bytes3 currency, uint128 proceeds, uint128 referenceValue, string source,
  bytes32 evidence)`;
export type DisposalFields = StructOf<typeof DISPOSAL>;

export const PAYMENT = '(uint8 claimant, uint8 layer, uint128 claim, uint128 paid)';
export type PaymentFields = StructOf<typeof PAYMENT>;
