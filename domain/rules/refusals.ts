import type { Hex } from '../encoding/hash.ts';

/** Every error with which the contracts refuse, as Solidity declares it. A test holds this list against the compiled interfaces. */
export const ERROR_SIGNATURES = {
  // OpenZeppelin, IAccessManaged
  AccessManagedUnauthorized: 'address caller',

  // Approving
  ApprovalExpired: 'uint40 deadline',
  ConsentRequired: 'bytes32 party, address signer',
  NotApprovedByChecker: 'address signer, uint32 institution',

  // Line
  InvalidInterval: 'uint256 index, uint256 from, uint256 to, uint256 quantity',
  InvalidIntervalCount: 'uint256 count',
  TooManyOverlays: 'uint256 count',

  // IInstitutions
  AlreadyAdmitted: 'bytes32 party, uint32 number',
  InvalidCapacities: 'uint16 capacities',
  InvalidDuty: 'uint8 duty',
  InvalidKey: 'address key',
  InvalidKeyDelay: 'uint40 delay',
  InvalidParty: '',
  KeyAlreadyBound: 'address key, uint32 institution',
  KeyNoLongerActive: 'address key, uint40 removedAt',
  KeyNotYetActive: 'address key, uint40 activeFrom',
  SuspendedInstitution: 'uint32 number',
  UnknownInstitution: 'uint32 number',
  UnknownKey: 'address key',
  WrongCapacity: 'uint32 number, uint16 has, uint16 needed',
  WrongDuty: 'address key, uint8 has, uint8 needed',

  // ILedger
  NotAppointed: 'address registry, uint8 needed',
  NotAppointedForFact: 'address registry, uint8 kind',
  NotARegistry: 'address registry',
  PermanentFact: 'uint8 kind, bytes32 ref',
  StaleFact: 'uint8 kind, bytes32 ref, bytes32 expected, bytes32 actual',
  UnknownFactVersion: 'uint8 kind, bytes32 ref, uint256 version',
  UnknownStateVersion: 'uint8 kind, uint256 version',
  StaleState: 'uint8 kind, bytes32 subject, bytes32 expected, bytes32 actual',
  UnknownSubject: 'uint8 kind, bytes32 subject',
  ZeroWord: 'uint8 kind, bytes32 subject',

  // IBatches
  InvalidActCount: 'uint256 count',
  NotEnoughGas: 'uint256 index',

  // IParties
  IdentifierTaken: 'bytes8 scheme, string value, bytes32 party',
  InvalidIdentifier: 'uint256 index',
  InvalidIdentifierCount: 'uint256 count',
  InvalidName: '',
  InvalidSuccessors: 'uint256 index',
  NotRegistrant: 'bytes32 party, uint32 institution',
  PartyEnded: 'bytes32 party',
  UnknownParty: 'bytes32 party',

  // IRightTypes
  Backdated: 'uint40 effectiveFrom',
  InvalidCode: '',
  InvalidPolicy: '',
  NotAfter: 'uint40 effectiveFrom, uint40 previous',
  NotCompetent: 'bytes8 code, uint32 institution',
  TooManyVersions: 'bytes8 code',
  UnknownType: 'bytes8 code',

  // IRights
  InvalidText: '',
  InvalidAcquisition: '',
  InvalidCertificateNumber: '',
  InvalidQuantity: 'uint256 quantity',
  InvalidRenewal: 'uint32 validTo',
  InvalidSerialBlocks: 'uint256 index',
  InvalidValidity: 'uint32 validFrom, uint32 validTo',
  JuniorRankNotAcknowledged: 'bytes32 right, uint256 unit',
  NotAuthority: 'bytes32 right, uint32 institution',
  NotEncumberedBy: 'bytes32 right, uint64 ref, uint256 unit',
  RightExists: 'bytes32 right',
  RightExpired: 'bytes32 right, uint32 validTo',
  RightNotConfirmed: 'bytes32 right, uint8 status',
  RightSuspended: 'bytes32 right',
  SerialBlocksRequired: 'bytes8 typeCode',
  TooManyEvidence: 'uint256 count',
  UnitsGone: 'bytes32 right, uint256 unit',
  UnitsSold: 'bytes32 right, uint256 unit',
  VintageRequired: 'bytes8 typeCode',

  // IRestrictions
  InvalidOrderNumber: '',
  InvalidRestriction: 'uint8 kind',
  InvalidUntil: 'uint32 until',
  NotCompetentFor: 'bytes32 right, uint8 kind, uint32 institution',
  NotRestrictor: 'uint64 ref, uint32 institution',
  RestrictionExpired: 'uint64 ref, uint32 until',
  UnknownRestriction: 'bytes32 right, uint64 ref',

  // IQuotas
  CannotOverride: 'uint8 kind',
  FreeUnitsFirst: 'bytes32 right, uint256 unit',
  InvalidDecision: 'uint8 kind',
  InvalidDecisionNumber: '',
  UnitsEncumbered: 'bytes32 right, uint256 unit, uint8 kind, uint64 ref',
  UnitsNotCarried: 'bytes32 right, uint256 unit',

  // ITitles
  ApprovalRequired: 'bytes8 typeCode',
  InterestMissing: 'bytes32 right, uint64 ref',
  InvalidCause: 'uint8 cause',
  InvalidFollower: 'uint256 index',
  InvalidRecipient: 'bytes32 to',
  NotBuyer: 'uint64 disposal, bytes32 to',
  NotSold: 'bytes32 right, uint64 disposal, uint256 unit',
  NotSuccessor: 'bytes32 holder, bytes32 to',
  NothingLeft: 'bytes32 right',
  UnitsBound: 'bytes32 right, uint256 unit, uint8 kind, uint64 ref',

  // ISecurityInterests
  InvalidBatchSize: 'uint256 count',
  GrantorNotHolder: 'bytes32 right, bytes32 grantor, bytes32 holder',
  HeadsDoNotMatch: 'uint256 count, uint256 needed',
  InterestLapsed: 'bytes32 interest, uint32 termTo',
  InvalidAmount: '',
  InvalidCollateralCount: 'uint256 count',
  InvalidContractNumber: '',
  InvalidKind: '',
  InvalidSecuredParties: '',
  NotAgent: 'bytes32 interest, uint32 institution',
  NotEffective: 'bytes32 interest, uint8 status',
  NotPaidFor: 'bytes32 right',
  NotPledgeable: 'bytes32 right, bytes8 typeCode',
  RegistrantNotSecured: 'uint32 institution',
  TermAlreadyOver: 'uint32 to',
  TermOutOfRange: 'uint32 from, uint32 to, uint16 minMonths, uint16 maxMonths',

  // IAmendments
  InvalidAssignment: '',
  InvalidExtension: 'uint32 termTo, uint32 newTermTo',
  InvalidExtensionTerm: 'uint16 minMonths, uint16 maxMonths',
  NotBehind: 'bytes32 right, bytes32 ahead, uint256 unit',
  RanksDiffer: 'bytes32 right, bytes32 ahead, uint256 unit',
  TooManyIncreases: 'uint256 count',
  UnitsAlreadyTaken: 'bytes32 right, uint256 unit',

  // ICancellations
  InvalidJudgment: '',
  InvalidReason: '',
  InvalidRelease: 'uint256 index',

  // IAnnotations
  InvalidLeg: '',
  InvalidRemark: 'uint8 kind',
  NotEntitledToLeg: 'uint8 register, uint32 institution',
  NotEntitledToRemark: 'uint8 kind, uint32 institution',
  NotObjector: 'uint64 ref, uint32 institution',
  UnknownObjection: 'bytes32 interest, uint64 ref',

  // IEnforcement
  ClaimTooHigh: 'uint256 index, uint128 claim, uint128 secured',
  ClaimTooLow: 'uint256 index, uint128 claim, uint128 secured',
  CurrencyMismatch: 'bytes32 interest, bytes3 currency',
  InvalidClaimant: 'uint256 index',
  InvalidDefault: '',
  InvalidDisposal: '',
  LotNotUniform: 'bytes32 right, uint64 ref',
  NotByWaterfall: 'uint256 index, uint128 paid, uint128 due',
  NotInRank: 'uint256 index',
  ReferenceRequired: '',
  UnitsRestricted: 'bytes32 right, uint256 unit, uint8 kind, uint64 ref',
} as const;

export type ErrorName = keyof typeof ERROR_SIGNATURES;

type ValueOf<T extends string> = T extends `uint${string}`
  ? number | bigint
  : T extends 'string'
    ? string
    : Hex;

type Parts<S extends string> = S extends `${infer First}, ${infer Rest}` ? First | Parts<Rest> : S;

type ArgsIn<S extends string> = {
  readonly [
    P in Parts<S> as P extends `${string} ${infer Name}` ? Name : never
  ]: P extends `${infer Type} ${string}` ? ValueOf<Type> : never;
};

/** The arguments of an error, by their names. */
export type ErrorArgs<N extends ErrorName = ErrorName> = ArgsIn<(typeof ERROR_SIGNATURES)[N]>;

/** Why a registration is refused, in the contracts' words. */
export type Refusal = {
  [N in ErrorName]: {
    readonly error: N;
    /** Undefined where they cannot be known beforehand, as the signer of a signature over something else. */
    readonly args: ErrorArgs<N> | undefined;
  };
}[ErrorName];

/** None where the error has none. */
export type Given<N extends ErrorName> = (typeof ERROR_SIGNATURES)[N] extends '' ? [] : [args: ErrorArgs<N>];

export const refused = <N extends ErrorName>(error: N, ...[args]: Given<N>): Refusal =>
  ({ error, args: args ?? {} }) as Refusal;

/** The values are not to be known beforehand. */
export const somehow = (error: ErrorName): Refusal => ({ error, args: undefined }) as Refusal;
