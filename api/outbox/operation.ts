import { createHash } from 'node:crypto';
import type { Call } from '../chain/calls.ts';
import type { Hex } from '../chain/types.ts';
import type { ErrorCode } from '../errors/catalogue.ts';
import type { FieldError } from '../errors/problem.ts';

/** `accepted` is durable and not yet sent; `included` is in a block that is not yet final. */
export type OperationStatus = 'accepted' | 'submitted' | 'included' | 'final' | 'failed';

/** One signed transaction. A further attempt is made only after the one before is known to have had no effect. */
export interface Attempt {
  nonce: number;
  hash: Hex;
  raw: Hex;
}

export interface Failure {
  code: ErrorCode;
  detail: string;
  fields: readonly FieldError[];
  extensions: Readonly<Record<string, unknown>>;
}

/** A write, kept from before its first byte goes to the chain. Times are unix milliseconds. */
export interface Operation {
  id: Hex;
  kind: string;
  /** Party id of the institution that asked for it. */
  institution: Hex;
  /** Party id of another institution whose approval or consent it carries. */
  approver?: Hex | undefined;
  /** Label of the key that signs. */
  key: string;
  /** Unique per request: who asked, and its idempotency key. One scope has one operation, after any crash. */
  scope: string;
  /** Digest of the request, so that a scope used for another request is noticed. */
  fingerprint: string;
  intent: unknown;
  status: OperationStatus;
  attempts: Attempt[];
  acceptedAt: number;
  updatedAt: number;
  block: { number: number; hash: Hex } | undefined;
  failure: Failure | undefined;
}

/** Durable: `put` has reached the disk when it resolves. */
export interface OperationStore {
  put(operation: Operation): Promise<void>;
  get(id: Hex): Operation | undefined;
  /** Neither final nor failed. */
  open(): Promise<Operation[]>;
}

/** An operation's id follows from its scope, so that one scope can never have two. */
export const operationIdOf = (scope: string): Hex =>
  `0x${createHash('sha256').update(scope).digest('hex').slice(0, 32)}`;

/** What a module teaches the outbox about one kind of write. */
export interface OperationKind<I = unknown> {
  /** Subjects whose state it builds on: operations on a common subject wait for one another. */
  subjects(intent: I): string[];
  /** The call, built on the present index. @throws Problem if the present state does not allow it */
  prepare(intent: I): Promise<Call> | Call;
}

export interface OperationRequest<I = unknown> {
  kind: string;
  institution: Hex;
  approver?: Hex | undefined;
  key: string;
  scope: string;
  fingerprint: string;
  intent: I;
}

export const isSettled = ({ status }: Operation): boolean => status === 'final' || status === 'failed';
