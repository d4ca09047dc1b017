import type {
  CancellationReason,
  Capacity,
  DisposalRoute,
  Duty,
  ExternalRegister,
  PolicyFlag,
  SubjectKind,
  Succession,
  TitleCause,
} from '../encoding/codes.ts';
import type {
  CollateralFields,
  DecisionFields,
  DisposalFields,
  IntervalFields,
  JudgmentFields,
  LegFields,
  PaymentFields,
  PolicyDescription,
  RenewalFields,
  RightRegistrationFields,
  TermsFields,
} from '../registrations/parts.ts';
import type { Hex } from '../encoding/hash.ts';
import type { QuotaKind, RestrictionKind } from '../line/overlay.ts';
import type { InterestState, RightState } from './state.ts';

/** When a registration was made: its number in the registry sequence, and the block's time in unix seconds. */
export interface Instant {
  sequence: number;
  time: number;
}

export interface InstitutionRow {
  number: number;
  party: Hex;
  name: string;
  capacities: Capacity[];
  suspended: boolean;
  admittedAt: number;
}

export interface KeyRow {
  address: Hex;
  institution: number;
  duty: Duty;
  activeFrom: number;
  removedAt: number | undefined;
}

export interface PolicyVersion {
  effectiveFrom: number;
  flags: PolicyFlag[];
  minTermMonths: number;
  maxTermMonths: number;
  description: PolicyDescription;
  setAt: number;
}

export interface RightTypeRow {
  code: string;
  versions: PolicyVersion[];
  /** Numbers of the institutions that confirm rights of this type. */
  competent: number[];
}

/** A registry that governance has appointed, and what it may write: masks of kinds. */
export interface RegistryRow {
  address: Hex;
  name: string;
  version: number;
  subjects: number;
  facts: bigint;
  appointedAt: number;
  /** Unix seconds; undefined while it may write. */
  dismissedAt: number | undefined;
}

/** The list of a party's subjects: its word, which counts its leaves. */
export interface ListRow {
  /** The party. */
  id: Hex;
  word: Hex;
}

export interface PartyRow extends Instant {
  id: Hex;
  registrant: number;
  legalName: string;
  /** Oldest first; they stay searchable for ever. */
  formerNames: { legalName: string; until: Instant; evidence: Hex }[];
  jurisdiction: string;
  registeredAddress: string;
  identifiers: { scheme: string; value: string }[];
  /** Merged into one, or divided into several; empty while the party lasts. */
  successors: (Instant & { party: Hex; kind: Succession; evidence: Hex })[];
  /** The parties whose place this one took, wholly or with others. */
  predecessors: Hex[];
  journal: Hex;
}

export interface RightRow extends Instant {
  id: Hex;
  state: RightState;
  journal: Hex;
  registration: Omit<RightRegistrationFields, 'typeCode' | 'acquisition'>;
  /** The right that this one was divided from, and which of its units these are, in order. */
  dividedFrom: { right: Hex; part: IntervalFields[] } | undefined;
  /** Oldest first; the last one's certificate is the present one. */
  renewals: (Instant & RenewalFields)[];
  /** Holders before the present one, oldest first. */
  formerHolders: { holder: Hex; until: Instant; cause: TitleCause }[];
  /** Decisions of the authority on units of the line, oldest first. */
  decisions: (Instant & DecisionRow)[];
  /** Disposals of units in enforcement, oldest first; `sequence` is what their overlays refer to. */
  disposals: (Instant & DisposalRow)[];
  /** Every restriction ever entered on it, by the sequence that its overlays refer to. */
  restrictions: number[];
}

export interface DecisionRow extends Omit<DecisionFields, 'kind'> {
  kind: QuotaKind;
  intervals: IntervalFields[];
}

export interface DisposalRow extends Omit<DisposalFields, 'route' | 'currency'> {
  route: DisposalRoute;
  currency: string;
  institution: number;
  interest: Hex;
  units: IntervalFields;
  claimants: Hex[];
  payments: PaymentFields[];
  /** Minor units, to the holder of that time. */
  surplus: bigint;
  approver: Hex;
  /** The registration that moved title to the buyer, once there is one. */
  title: Instant | undefined;
}

/** A restriction; on the lines it is an overlay with its number as `ref`. */
export interface RestrictionRow extends Instant {
  /** Registry sequence of the order; also the row's id. */
  ref: number;
  kind: RestrictionKind;
  institution: number;
  /** Last civil day in force; 0 until it is lifted. */
  until: number;
  number: string;
  digest: Hex;
  prolongations: (Instant & { until: number; number: string; digest: Hex })[];
  /** Where it lies: several after a right was divided. */
  rights: Hex[];
  lifted: (Instant & { right: Hex; number: string; digest: Hex; approver: Hex })[];
}

/** One registration in the chain of an interest; its kind is one of domain/registrations/notices.ts. */
export interface RegistrationEntry extends Instant {
  kind: string;
}

export interface InterestRow extends Instant {
  id: Hex;
  state: InterestState;
  journal: Hex;
  /** As last amended. `securedAmount` is what is secured now, `securedParties` and `termTo` as in the state. */
  terms: Omit<TermsFields, 'currency' | 'kind'>;
  /** What was taken of each right, registration by registration. Where it lies now the lines say. */
  collateral: CollateralFields[];
  /** Every registration on this interest, oldest first, the initial one included. */
  registrations: RegistrationEntry[];
  /** The last entry for each other register. */
  legs: (Instant & LegRow)[];
  objections: ObjectionRow[];
  /** Requests of the grantor or debtor to cancel, with the day on which they say the claim ended. */
  requests: (Instant & { institution: number; day: number; number: string; digest: Hex })[];
  /** The default that is declared; undefined if none is, or no longer. */
  default: (Instant & { day: number; due: bigint; digest: Hex }) | undefined;
  /** From disposals, oldest first. */
  payments: (Instant & { claimed: bigint; paid: bigint })[];
  ended:
    | (Instant & { reason: CancellationReason; approver: Hex })
    | (Instant & { reason: 'revoked'; judgment: JudgmentFields; court: number; approver: Hex })
    | undefined;
}

export interface LegRow extends Omit<LegFields, 'register'> {
  register: ExternalRegister;
  institution: number;
}

/** `sequence` is the objection's own; what it leads to is derived with the clocks. */
export interface ObjectionRow extends Instant {
  institution: number;
  number: string;
  digest: Hex;
  /** Day on which the registrant was notified, as the objector entered it. */
  notified: (Instant & { day: number }) | undefined;
  accepted: (Instant & { day: number; number: string; digest: Hex }) | undefined;
  withdrawn: Instant | undefined;
}

/** The state of the registry, row by row. Rows are never deleted. */
export interface RowTypes {
  institution: InstitutionRow;
  key: KeyRow;
  rightType: RightTypeRow;
  party: PartyRow;
  list: ListRow;
  registry: RegistryRow;
  right: RightRow;
  interest: InterestRow;
  restriction: RestrictionRow;
}

export type RowKind = keyof RowTypes;

/** How the reducer reads the present state. Ids: institution number, key address, type code, else the subject's id. */
export interface Rows {
  get<K extends RowKind>(kind: K, id: string): RowTypes[K] | undefined;
}

export type RowChange = { [K in RowKind]: { kind: K; id: string; row: RowTypes[K] } }[RowKind];

/** A subject whose journal a log belongs to. */
export interface Subject {
  kind: SubjectKind;
  id: Hex;
}

/** Rows in memory: for tests, for the certificate verifier, and for short histories. */
export class MemoryRows implements Rows {
  private readonly rows = new Map<string, RowTypes[RowKind]>();

  get<K extends RowKind>(kind: K, id: string): RowTypes[K] | undefined {
    return this.rows.get(`${kind}/${id}`) as RowTypes[K] | undefined;
  }

  apply(changes: readonly RowChange[]): void {
    for (const { kind, id, row } of changes) this.rows.set(`${kind}/${id}`, row);
  }

  all<K extends RowKind>(kind: K): RowTypes[K][] {
    const prefix = `${kind}/`;
    return [...this.rows].filter(([key]) => key.startsWith(prefix)).map(([, row]) => row as RowTypes[K]);
  }
}
