import type { CancellationReason, Capacity, Duty, PolicyFlag, SubjectKind } from './codes.ts';
import type { CollateralFields, PolicyDescription, RightRegistrationFields, TermsFields } from './events.ts';
import type { Hex } from './hash.ts';
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

export interface PartyRow extends Instant {
  id: Hex;
  registrant: number;
  legalName: string;
  /** Oldest first; they stay searchable for ever. */
  formerNames: { legalName: string; until: Instant; evidence: Hex }[];
  jurisdiction: string;
  registeredAddress: string;
  identifiers: { scheme: string; value: string }[];
  journal: Hex;
}

export interface RightRow extends Instant {
  id: Hex;
  state: RightState;
  journal: Hex;
  registration: Omit<RightRegistrationFields, 'typeCode' | 'acquisition'>;
}

export interface InterestRow extends Instant {
  id: Hex;
  state: InterestState;
  journal: Hex;
  terms: Omit<TermsFields, 'currency' | 'kind'>;
  collateral: CollateralFields[];
  ended: (Instant & { reason: CancellationReason; approver: Hex }) | undefined;
}

/** The state of the registry, row by row. Rows are never deleted. */
export interface RowTypes {
  institution: InstitutionRow;
  key: KeyRow;
  rightType: RightTypeRow;
  party: PartyRow;
  right: RightRow;
  interest: InterestRow;
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

/** Rows in memory: for tests, for the certificate verifier, and wherever a history is short. */
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
