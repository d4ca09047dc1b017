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
  /** What the operation will be made of, once the keys of the second persons are added. */
  intent: Record<string, unknown>;
  summary: string;
  institution: Hex;
  /** API key of the person who prepared it. */
  proposer: string;
  signers: Signer[];
  status: 'awaiting' | 'approved' | 'rejected';
  createdAt: number;
  decidedAt: number | undefined;
  /** The approval that executed it, by who gave it and under which idempotency key. */
  executedUnder: string | undefined;
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

/** The outbox scope under which an approved proposal is executed: once, however often the request is repeated. */
export const executionScope = (id: Hex): string => `proposal/${id}`;

/** Only a checker's key of the agent binds the agent; grantor and holder consent with either key. */
export const dutyNeeded = ({ role }: Signer): 'checker' | undefined =>
  role === 'checker' || role === 'secured-party' ? 'checker' : undefined;

/** Labels of the keys that sign for the second persons, by `role/institution`: what their approvals add to the intent. */
export type SignerKeys = Readonly<Record<string, string>>;

export const signersOf = (signers: readonly Signer[]): SignerKeys =>
  Object.fromEntries(
    signers.flatMap(({ role, institution, key }) =>
      key === undefined ? [] : [[`${role}/${institution}`, key] as const],
    ),
  );

/** The key of the second person in a role; the institution is needed only where several sign in that role. */
export function keyOf(signers: SignerKeys, role: SignerRole, institution = ''): string | undefined {
  return Object.entries(signers).find(([name]) => name.startsWith(`${role}/${institution}`))?.[1];
}

/** @throws Error if no checker signs: such an operation comes from a proposal that awaits one */
export function checkerKey(signers: SignerKeys): string {
  const key = keyOf(signers, 'checker');
  if (key === undefined) throw new Error('the operation carries no approval by a checker');
  return key;
}
