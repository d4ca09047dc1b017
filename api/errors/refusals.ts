import type { ErrorCode } from './catalogue.ts';
import { Problem } from './problem.ts';

/** A contract's custom error, as api/chain decodes it. */
export interface ContractRefusal {
  error: string;
  args: Readonly<Record<string, unknown>>;
}

/** What a contract's refusal means to a user. The API checks first, so these are met when somebody was faster. */
const MEANINGS: Readonly<Record<string, ErrorCode>> = {
  StaleState: 'STALE_STATE',
  JuniorRankNotAcknowledged: 'JUNIOR_RANK_NOT_ACKNOWLEDGED',
  InvalidInterval: 'INSUFFICIENT_QUANTITY',
  TooManyOverlays: 'TOO_MANY_OVERLAYS',
  IdentifierTaken: 'DUPLICATE_PARTY',
  RightExists: 'DUPLICATE_RIGHT',
  UnknownParty: 'UNKNOWN_PARTY',
  UnknownSubject: 'UNKNOWN_PARTY',
  UnknownType: 'UNKNOWN_RIGHT_TYPE',
  NotCompetent: 'NOT_COMPETENT',
  RightNotConfirmed: 'RIGHT_NOT_CONFIRMED',
  RightExpired: 'RIGHT_NOT_CONFIRMED',
  NotPledgeable: 'RIGHT_NOT_PLEDGEABLE',
  NotPaidFor: 'RIGHT_NOT_PLEDGEABLE',
  GrantorNotHolder: 'GRANTOR_NOT_HOLDER',
  TermOutOfRange: 'TERM_OUT_OF_RANGE',
  TermAlreadyOver: 'TERM_OUT_OF_RANGE',
  RegistrantNotSecured: 'NOT_SECURED_PARTY',
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
  NotEntitledToLeg: 'NOT_SECURED_PARTY',
  NotEntitledToRemark: 'FORBIDDEN_CAPACITY',
  NotObjector: 'FORBIDDEN_CAPACITY',
  UnknownObjection: 'NOT_FOUND',
  LotNotUniform: 'UNITS_NOT_UNIFORM',
  InvalidClaimant: 'NOT_CLAIMANT',
  CurrencyMismatch: 'CURRENCY_MISMATCH',
  ClaimTooHigh: 'CLAIM_TOO_HIGH',
  NothingToDischarge: 'INTEREST_ENDED',
  SuspendedInstitution: 'INSTITUTION_SUSPENDED',
  WrongCapacity: 'FORBIDDEN_CAPACITY',
  WrongDuty: 'FORBIDDEN_DUTY',
  UnknownKey: 'FORBIDDEN_DUTY',
  KeyNotYetActive: 'FORBIDDEN_DUTY',
  KeyNoLongerActive: 'FORBIDDEN_DUTY',
  NotApprovedByChecker: 'FORBIDDEN_DUTY',
  ConsentRequired: 'CONSENT_REQUIRED',
  ApprovalExpired: 'PROPOSAL_CLOSED',
  NotRegistrant: 'FORBIDDEN_CAPACITY',
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
