import { setTimeout as sleep } from 'node:timers/promises';
import { keccak256 } from '../../domain/encoding/hash.ts';
import { decodeRefusal } from '../chain/contracts.ts';
import { ChainError, RevertError, TransactionRejectedError } from '../chain/errors.ts';
import type { Signer } from '../chain/signer.ts';
import type { Chain, Hex, Receipt } from '../chain/types.ts';
import { Problem } from '../errors/problem.ts';
import { problemOf } from '../errors/refusals.ts';
import { failureOf } from './failure.ts';
import { Locks } from './locks.ts';
import {
  operationIdOf,
  type Attempt,
  type Operation,
  type OperationKind,
  type OperationRequest,
  type OperationStatus,
  type OperationStore,
} from './operation.ts';

/** Tells when a block is in the index, so that what an operation did can be read when it is called final. */
export interface Inclusion {
  waitFor(block: number): Promise<void>;
}

export interface OutboxParts {
  chain: Chain;
  signer: Signer;
  store: OperationStore;
  inclusion: Inclusion;
  kinds: ReadonlyMap<string, OperationKind>;
  onError: (error: unknown, operation: Operation) => void;
}

/** How often a call that was overtaken is built anew before the caller is told. */
const MOST_ATTEMPTS = 12;
/** Another was faster: a registration, or governance, which appointed the next release of the registry. */
const OVERTAKEN: readonly string[] = ['StaleState', 'NotAppointed', 'NotAppointedForFact'];
/** After this long without a receipt a transaction is sent again; sending twice is harmless. */
const RESEND_MS = 5_000;

/**
 * Accepted means kept. A write is durable, signed and numbered before its first byte goes to the chain; after any crash it ends
 * once, as final or as failed with the decoded reason.
 *
 * The nonce is taken after simulation, under a lock per key, and the transaction is sent in that order: nonces have no gaps.
 */
export class Outbox {
  private readonly parts: OutboxParts;
  private readonly subjects = new Locks();
  private readonly keys = new Locks();
  private readonly nonces = new Map<string, number>();
  private readonly running = new Map<Hex, Promise<Operation>>();
  private readonly starting = new Map<string, Promise<Operation>>();
  /** Stages that are not worth a write to the disk: a restart finds them out again. */
  private readonly progress = new Map<Hex, OperationStatus>();
  /** Attempts that the node has refused, to be asked after at once instead of after a while. */
  private readonly refused = new Set<Hex>();
  private readonly heads = new Set<() => void>();
  private readonly unsubscribe: () => void;
  private closing = false;
  private stopped = false;
  private headsSeen = 0;

  constructor(parts: OutboxParts) {
    this.parts = parts;
    this.unsubscribe = parts.chain.onHead(() => this.wake());
  }

  /** How many operations are neither final nor failed. */
  get depth(): number {
    return this.running.size;
  }

  get(id: Hex): Operation | undefined {
    const operation = this.parts.store.get(id);
    return operation && { ...operation, status: this.progress.get(id) ?? operation.status };
  }

  /** Whether the scope has an operation. */
  hasScope(scope: string): boolean {
    return this.starting.has(scope) || this.parts.store.get(operationIdOf(scope)) !== undefined;
  }

  /**
   * Takes up what an earlier process left. To be awaited before the first {@link accept}: it hands the signed transactions in
   * again, in the order of their nonces.
   */
  async recover(): Promise<number> {
    const open = (await this.parts.store.open()).sort((a, b) => a.acceptedAt - b.acceptedAt);
    const byNonce = [...open].sort(
      (a, b) => (a.attempts.at(-1)?.nonce ?? 0) - (b.attempts.at(-1)?.nonce ?? 0),
    );
    for (const operation of byNonce) {
      const attempt = operation.attempts.at(-1);
      if (attempt) await this.send(attempt);
      // An open operation may be older than others of its key that are final.
      const known = this.nonces.get(operation.key) ?? (await this.nextNonce(operation.key));
      this.nonces.set(operation.key, Math.max(known, (attempt?.nonce ?? -1) + 1));
    }
    for (const operation of open) void this.follow(operation, () => {});
    return open.length;
  }

  /**
   * Accepts a write: resolves when it is durable and sent.
   * @returns the operation of that scope, which may be an earlier one if the request is a repetition
   * @throws Problem if the present state does not allow it, or the scope has been used for another request
   */
  async accept(request: OperationRequest): Promise<Operation> {
    const begun = this.starting.get(request.scope);
    if (begun) return sameRequest(await begun, request);
    const known = this.parts.store.get(operationIdOf(request.scope));
    if (known) return sameRequest(known, request);
    if (this.closing) throw new Problem('SHUTTING_DOWN');
    const starting = this.begin(request);
    this.starting.set(request.scope, starting);
    try {
      return await starting;
    } finally {
      this.starting.delete(request.scope);
    }
  }

  /** Resolves when the operation is final or failed. */
  async settled(id: Hex): Promise<Operation> {
    const running = this.running.get(id);
    if (running) return running;
    const operation = this.parts.store.get(id);
    if (!operation) throw new Problem('NOT_FOUND', { detail: `There is no operation ${id}.` });
    return operation;
  }

  /** Takes nothing more and waits at most `ms` for what is under way; the rest is taken up by {@link recover}. */
  async close(ms: number): Promise<void> {
    this.closing = true;
    await Promise.race([Promise.allSettled(this.running.values()), sleep(ms, undefined, { ref: false })]);
    this.stopped = true;
    this.unsubscribe();
    this.wake();
    await Promise.allSettled(this.running.values());
  }

  private async begin(request: OperationRequest): Promise<Operation> {
    const release = await this.subjects.take(this.kind(request.kind).subjects(request.intent));
    try {
      const now = Date.now();
      const operation: Operation = {
        ...request,
        id: operationIdOf(request.scope),
        status: 'accepted',
        attempts: [],
        acceptedAt: now,
        updatedAt: now,
        block: undefined,
        failure: undefined,
      };
      const accepted = await this.attempt(operation);
      void this.follow(accepted, release);
      return accepted;
    } catch (error) {
      release();
      if (error instanceof ChainError && error.retryable) {
        throw new Problem('CHAIN_UNAVAILABLE', { cause: error });
      }
      throw error;
    }
  }

  /** Builds, simulates, numbers, signs, keeps and sends. Nothing is kept if the simulation is refused. */
  private async attempt(operation: Operation): Promise<Operation> {
    const call = await this.simulated(operation);
    const release = await this.keys.take([operation.key]);
    try {
      const nonce = await this.nextNonce(operation.key);
      const raw = await this.parts.signer.signTransaction(operation.key, { nonce, ...call });
      const attempt: Attempt = { nonce, raw, hash: keccak256(raw) };
      const attempts = [...operation.attempts, attempt];
      const kept = await this.keep({ ...operation, status: 'accepted', attempts });
      this.nonces.set(operation.key, nonce + 1);
      // Refused, its nonce is free or belongs to another: ask the chain again. `follow` finds out what became of it.
      if (!(await this.send(attempt))) {
        this.nonces.delete(operation.key);
        this.refused.add(attempt.hash);
      }
      return kept;
    } finally {
      release();
    }
  }

  private async simulated(operation: Operation) {
    for (let attempt = 1; ; attempt++) {
      const call = await this.kind(operation.kind).prepare(operation.intent);
      try {
        const { to, data } = call;
        await this.parts.chain.call({ from: this.parts.signer.address(operation.key), to, data });
        return call;
      } catch (error) {
        if (!(error instanceof RevertError)) throw error;
        const refusal = decodeRefusal(error.data);
        const overtaken = refusal !== undefined && OVERTAKEN.includes(refusal.error);
        if (!overtaken || attempt === MOST_ATTEMPTS) throw problemOf(refusal);
        // The index is behind the chain: read again once it has caught up.
        await this.parts.inclusion.waitFor((await this.parts.chain.head()).number);
      }
    }
  }

  /** @returns false if the node will never take this transaction; true also if its answer is not known */
  private async send({ raw }: Attempt): Promise<boolean> {
    try {
      await this.parts.chain.send(raw);
      return true;
    } catch (error) {
      return !(error instanceof TransactionRejectedError) || error.retryable;
    }
  }

  private follow(operation: Operation, release: () => void): Promise<Operation> {
    const settled = this.settle(operation).finally(() => {
      release();
      this.running.delete(operation.id);
      this.progress.delete(operation.id);
    });
    this.progress.set(operation.id, 'submitted');
    settled.catch((error: unknown) => this.parts.onError(error, operation));
    this.running.set(operation.id, settled);
    return settled;
  }

  private async settle(operation: Operation): Promise<Operation> {
    let current = operation;
    for (;;) {
      const receipt = await this.receiptOf(current);
      if (receipt !== 'lost' && receipt.status === 1) {
        await this.parts.inclusion.waitFor(receipt.blockNumber);
        const block = { number: receipt.blockNumber, hash: receipt.blockHash };
        return this.keep({ ...current, status: 'final', block });
      }
      current = await this.again(current);
      if (current.status === 'failed') return current;
    }
  }

  /** The receipt of the last attempt once its block is final; `lost` if it can never be included. */
  private async receiptOf({ id, attempts }: Operation): Promise<Receipt | 'lost'> {
    const attempt = attempts.at(-1);
    if (!attempt) return 'lost';
    for (let sentAt = Date.now(); ;) {
      const seen = this.headsSeen;
      const receipt = await this.patiently(() => this.parts.chain.receipt(attempt.hash));
      if (receipt) this.progress.set(id, 'included');
      if (receipt && receipt.blockNumber <= (await this.patiently(() => this.parts.chain.finalized()))) {
        return receipt;
      }
      if (!receipt && (Date.now() - sentAt >= RESEND_MS || this.refused.delete(attempt.hash))) {
        const known = await this.send(attempt);
        if (!known && !(await this.patiently(() => this.parts.chain.receipt(attempt.hash)))) return 'lost';
        sentAt = Date.now();
      }
      await this.nextHead(seen);
    }
  }

  /** The last attempt had no effect: another one on the state as it is, or the end. */
  private async again(operation: Operation): Promise<Operation> {
    try {
      if (operation.attempts.length >= MOST_ATTEMPTS) throw new Problem('STALE_STATE');
      return await this.patiently(() => this.attempt(operation));
    } catch (error) {
      if (!(error instanceof Problem) || error.code === 'SHUTTING_DOWN') throw error;
      return this.keep({ ...operation, status: 'failed', failure: failureOf(error) });
    }
  }

  /** Goes on asking while the chain cannot be reached: what was accepted is not given up for that. */
  private async patiently<T>(ask: () => Promise<T>): Promise<T> {
    for (let pause = 50; ; pause = Math.min(2 * pause, RESEND_MS)) {
      if (this.stopped) throw new Problem('SHUTTING_DOWN');
      try {
        return await ask();
      } catch (error) {
        if (!(error instanceof ChainError && error.retryable)) throw error;
        await sleep(pause, undefined, { ref: false });
      }
    }
  }

  private async keep(operation: Operation): Promise<Operation> {
    const kept = { ...operation, updatedAt: Date.now() };
    await this.parts.store.put(kept);
    return kept;
  }

  /** The chain is asked only for the first one, and after a refusal: a key belongs to this service alone. */
  private async nextNonce(key: string): Promise<number> {
    return this.nonces.get(key) ?? this.parts.chain.nonce(this.parts.signer.address(key));
  }

  private kind(name: string): OperationKind {
    const kind = this.parts.kinds.get(name);
    if (!kind) throw new Error(`no operation of kind ${name}`);
    return kind;
  }

  /** Resolves when there has been another tip since `seen` of them, or after a while. */
  private nextHead(seen: number): Promise<void> {
    if (this.headsSeen !== seen) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), RESEND_MS);
      this.heads.add(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  private wake(): void {
    this.headsSeen += 1;
    const waiting = [...this.heads];
    this.heads.clear();
    for (const resume of waiting) resume();
  }
}

function sameRequest(operation: Operation, request: OperationRequest): Operation {
  if (operation.fingerprint === request.fingerprint) return operation;
  throw new Problem('IDEMPOTENCY_KEY_REUSED');
}
