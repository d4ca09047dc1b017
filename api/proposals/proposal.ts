import type { Hex } from '../chain/types.ts';

/** 复核 of the institution that proposes; or the consent of the grantor, the holder, or the agent of another interest. */
export const SIGNER_ROLES = ['checker', 'grantor', 'holder', 'secured-party'] as const;
export type SignerRole = (typeof SIGNER_ROLES)[number];

/** A second person whose signature the proposal needs. Times are unix milliseconds. */
export interface Signer {
  role: SignerRole;
  /** Party id of the institution whose key signs. */
  institution: Hex;
  /** Label of the key, once it has been approved. */
  key?: string;
  decidedAt?: number;
  decidedBy?: string;
  /** Who decided with which idempotency key, so that a repetition is told from a second decision. */
  decidedUnder?: string;
}

/** A write that one person has prepared and others must approve. Times are unix milliseconds. */
export interface Proposal {
  id: Hex;
  kind: string;
  /** What the operation will be made of, once the signers' keys are added. */
  intent: Record<string, unknown>;
  summary: string;
  institution: Hex;
  /** API key of the person who prepared it. */
  proposer: string;
  signers: Signer[];
  status: 'awaiting' | 'approved' | 'rejected';
  createdAt: number;
  decidedAt: number | undefined;
  rejectedBy: Hex | undefined;
  rejectedUnder: string | undefined;
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

/** Only a checker's key of the agent binds the agent; grantor and holder consent with either key. */
export const dutyNeeded = ({ role }: Signer): 'checker' | undefined =>
  role === 'checker' || role === 'secured-party' ? 'checker' : undefined;

/** What the signatures add to the intent, for the operation to sign with. */
export interface SignerKeys {
  approverKey?: string;
  consentKey?: string;
  /** By the institution whose interest is concerned. */
  consentKeys?: Record<Hex, string>;
}

export function keysOf(signers: readonly Signer[]): SignerKeys {
  const keys: SignerKeys = {};
  for (const { role, institution, key } of signers) {
    if (key === undefined) continue;
    if (role === 'checker') keys.approverKey = key;
    else if (role === 'secured-party') keys.consentKeys = { ...keys.consentKeys, [institution]: key };
    else keys.consentKey = key;
  }
  return keys;
}
