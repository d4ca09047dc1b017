import type { Hex } from '../chain/types.ts';

/** Whom a proposal awaits: a checker of the institution that made it, or the grantor of the collateral. */
export type Awaiting = 'checker' | 'grantor';

/** A write that one person has prepared and another must approve. Times are unix milliseconds. */
export interface Proposal {
  id: Hex;
  kind: string;
  /** What the operation will be made of, once the approver's key is added. */
  intent: Record<string, unknown>;
  summary: string;
  institution: Hex;
  /** API key of the person who prepared it. */
  proposer: string;
  awaiting: Awaiting;
  /** Party id of the institution that approves or rejects. */
  awaitingInstitution: Hex;
  status: 'awaiting' | 'approved' | 'rejected';
  createdAt: number;
  decidedAt: number | undefined;
  decidedBy: string | undefined;
  /** Who decided with which idempotency key, so that a repetition is told from a second decision. */
  decidedUnder: string | undefined;
  reason: string | undefined;
}

/** Durable: `put` has reached the disk when it resolves. */
export interface ProposalStore {
  put(proposal: Proposal): Promise<void>;
  get(id: Hex): Proposal | undefined;
  /** Those that an institution made or has to decide, newest first. */
  of(institution: Hex, limit: number): Promise<Proposal[]>;
}

/** The outbox scope under which an approved proposal is executed: once, whatever is repeated. */
export const executionScope = (id: Hex): string => `proposal/${id}`;
