import type { ErrorCode } from './catalogue.ts';
import { Problem } from './problem.ts';

/** A contract's custom error, as api/chain decodes it. */
export interface ContractRefusal {
  error: string;
  args: Readonly<Record<string, unknown>>;
}

/**
 * What a contract's refusal means to a user. The API checks first, so these are met when somebody was faster. Where the API validates
 * a shape itself, the contract's own check is that of an invalid request; those of governance, which has no route, stay as they are.
 */
export const MEANINGS: Readonly<Record<string, ErrorCode>> = {
  // Who acts
  SuspendedInstitution: 'INSTITUTION_SUSPENDED',
  WrongCapacity: 'FORBIDDEN_CAPACITY',
  WrongDuty: 'FORBIDDEN_DUTY',
  UnknownKey: 'FORBIDDEN_DUTY',
  KeyNotYetActive: 'FORBIDDEN_DUTY',
  KeyNoLongerActive: 'FORBIDDEN_DUTY',
  NotApprovedByChecker: 'FORBIDDEN_DUTY',
  ConsentRequired: 'CONSENT_REQUIRED',
  ApprovalExpired: 'PROPOSAL_CLOSED',

  // Which contract acts
  NotAppointed: 'REGISTRY_NOT_APPOINTED',
  NotAppointedForFact: 'REGISTRY_NOT_APPOINTED',

  // Parties
  IdentifierTaken: 'DUPLICATE_PARTY',
  UnknownParty: 'UNKNOWN_PARTY',
  PartyEnded: 'PARTY_ENDED',
  InvalidSuccessors: 'INVALID_SUCCESSORS',
  NotRegistrant: 'FORBIDDEN_CAPACITY',
  InvalidIdentifier: 'INVALID_IDENTIFIER',
  InvalidIdentifierCount: 'INVALID_REQUEST',
  InvalidName: 'INVALID_REQUEST',

  // Rights and their lines
  StaleState: 'STALE_STATE',
  UnknownSubject: 'UNKNOWN_PARTY',
  UnknownType: 'UNKNOWN_RIGHT_TYPE',
  NotCompetent: 'NOT_COMPETENT',
  NotAuthority: 'NOT_AUTHORITY',
  RightExists: 'DUPLICATE_RIGHT',
  RightNotConfirmed: 'RIGHT_NOT_CONFIRMED',
  RightExpired: 'RIGHT_NOT_CONFIRMED',
  RightSuspended: 'RIGHT_SUSPENDED',
  InvalidRenewal: 'INVALID_RENEWAL',
  InvalidInterval: 'INSUFFICIENT_QUANTITY',
  InvalidIntervalCount: 'TOO_MANY_OVERLAYS',
  TooManyOverlays: 'TOO_MANY_OVERLAYS',
  UnitsGone: 'UNITS_GONE',
  UnitsSold: 'UNITS_BOUND',
  InvalidText: 'INVALID_REQUEST',
  InvalidQuantity: 'INVALID_REQUEST',
  InvalidAcquisition: 'INVALID_REQUEST',
  InvalidValidity: 'INVALID_REQUEST',
  InvalidCertificateNumber: 'INVALID_REQUEST',
  InvalidSerialBlocks: 'INVALID_REQUEST',
  SerialBlocksRequired: 'INVALID_REQUEST',
  VintageRequired: 'INVALID_REQUEST',
  TooManyEvidence: 'INVALID_REQUEST',
  InvalidBatchSize: 'INVALID_REQUEST',

  // Restrictions and decisions
  NotCompetentFor: 'NOT_AUTHORITY',
  UnknownRestriction: 'RESTRICTION_ENDED',
  NotRestrictor: 'NOT_RESTRICTOR',
  RestrictionExpired: 'RESTRICTION_ENDED',
  InvalidUntil: 'UNTIL_OUT_OF_RANGE',
  InvalidRestriction: 'INVALID_REQUEST',
  InvalidOrderNumber: 'INVALID_REQUEST',
  UnitsEncumbered: 'UNITS_ENCUMBERED',
  UnitsNotCarried: 'UNITS_NOT_CARRIED',
  FreeUnitsFirst: 'FREE_UNITS_FIRST',
  CannotOverride: 'INVALID_REQUEST',
  InvalidDecision: 'INVALID_REQUEST',
  InvalidDecisionNumber: 'INVALID_REQUEST',

  // Title
  ApprovalRequired: 'APPROVAL_REQUIRED',
  InvalidRecipient: 'INVALID_RECIPIENT',
  NotSuccessor: 'NOT_SUCCESSOR',
  NotBuyer: 'NOT_BUYER',
  NotSold: 'NOT_SOLD',
  NothingLeft: 'NOTHING_LEFT',
  UnitsBound: 'UNITS_BOUND',
  // Somebody registered an interest on the units, or ended one, since the consents were asked for.
  InterestMissing: 'CONSENT_REQUIRED',
  InvalidFollower: 'STALE_STATE',
  InvalidCause: 'INVALID_REQUEST',

  // Security interests: beginning
  JuniorRankNotAcknowledged: 'JUNIOR_RANK_NOT_ACKNOWLEDGED',
  NotPledgeable: 'RIGHT_NOT_PLEDGEABLE',
  NotPaidFor: 'RIGHT_NOT_PLEDGEABLE',
  GrantorNotHolder: 'GRANTOR_NOT_HOLDER',
  TermOutOfRange: 'TERM_OUT_OF_RANGE',
  TermAlreadyOver: 'TERM_OUT_OF_RANGE',
  RegistrantNotSecured: 'NOT_SECURED_PARTY',
  InvalidSecuredParties: 'INVALID_REQUEST',
  InvalidCollateralCount: 'INVALID_REQUEST',
  InvalidContractNumber: 'INVALID_REQUEST',
  InvalidAmount: 'INVALID_REQUEST',
  InvalidKind: 'INVALID_REQUEST',

  // Security interests: their life
  NotAgent: 'NOT_SECURED_PARTY',
  NotEffective: 'INTEREST_ENDED',
  InterestLapsed: 'INTEREST_LAPSED',
  UnitsAlreadyTaken: 'UNITS_ALREADY_TAKEN',
  TooManyIncreases: 'TOO_MANY_INCREASES',
  InvalidExtension: 'TERM_OUT_OF_RANGE',
  NotBehind: 'NOT_RANKING_BEFORE',
  RanksDiffer: 'UNITS_NOT_UNIFORM',
  InvalidAssignment: 'NOT_ASSIGNABLE',
  NotEncumberedBy: 'INSUFFICIENT_QUANTITY',
  HeadsDoNotMatch: 'STALE_STATE',
  InvalidRelease: 'INVALID_REQUEST',
  InvalidReason: 'INVALID_REQUEST',
  InvalidJudgment: 'INVALID_REQUEST',
  NotEntitledToLeg: 'NOT_SECURED_PARTY',
  NotEntitledToRemark: 'FORBIDDEN_CAPACITY',
  NotObjector: 'FORBIDDEN_CAPACITY',
  UnknownObjection: 'NOT_FOUND',
  InvalidLeg: 'INVALID_REQUEST',
  InvalidRemark: 'INVALID_REQUEST',

  // Enforcement
  UnitsRestricted: 'UNITS_BOUND',
  LotNotUniform: 'UNITS_NOT_UNIFORM',
  InvalidClaimant: 'NOT_CLAIMANT',
  CurrencyMismatch: 'CURRENCY_MISMATCH',
  ClaimTooHigh: 'CLAIM_TOO_HIGH',
  ClaimTooLow: 'CLAIM_TOO_LOW',
  NotInRank: 'NOT_BY_WATERFALL',
  NotByWaterfall: 'NOT_BY_WATERFALL',
  ReferenceRequired: 'REFERENCE_REQUIRED',
  InvalidDefault: 'INVALID_REQUEST',
  InvalidDisposal: 'INVALID_REQUEST',
};

/** The refusal as a problem; an unknown one is a request that our own checks should have caught. */
export function problemOf(refusal: ContractRefusal | undefined): Problem {
  const code = refusal && MEANINGS[refusal.error];
  const shown = refusal ? `${refusal.error}(${showArguments(refusal.args)})` : 'no reason';
  return new Problem(code ?? 'CONTRACT_REFUSED', { detail: `The registry refused: ${shown}` });
}

function showArguments(args: Readonly<Record<string, unknown>>): string {
  return Object.entries(args)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');
}
