import { setTimeout as sleep } from 'node:timers/promises';
import { ChainError } from '../chain/errors.ts';
import type { Head } from '../store/block-table.ts';
import type { Notice } from '../store/notice-table.ts';
import { IndexerStoppedError } from './errors.ts';
import { Follower, type Commit, type FollowerOptions, type Rollback } from './follower.ts';
import { Listeners } from './listeners.ts';
import { Waiters } from './waiters.ts';

/** For metrics and logs; all optional, none may block. */
export interface IndexerHooks {
  onCommit?(commit: Commit): void;
  onRollback?(rollback: Rollback): void;
  /** Blocks that had been final were taken back, or the index stopped. An operator must look. */
  onAlarm?(message: string, error?: unknown): void;
  /** Something failed that is tried again. */
  onRetry?(error: unknown, attempt: number): void;
}

export interface IndexerOptions extends FollowerOptions {
  hooks?: IndexerHooks;
  /** The chain is also asked unprompted, in case it forgot to call. Default 5,000. */
  pollMs?: number;
}

export type IndexerState = 'catching-up' | 'following' | 'stopped';

const LONGEST_PAUSE_MS = 5_000;

/** Keeps the index at the tip of the chain until it is stopped, or finds that the index cannot be right. */
export class Indexer {
  readonly #options: IndexerOptions;
  readonly #hooks: IndexerHooks;
  readonly #follower: Follower;
  readonly #notices: Listeners<Notice>;
  readonly #heads: Listeners<Head>;
  readonly #waiters = new Waiters();
  readonly #stopping = new AbortController();
  #wakeUp = Promise.withResolvers<undefined>();
  #state: IndexerState = 'catching-up';
  #failure: Error | undefined;
  #running: Promise<void> | undefined;

  constructor(options: IndexerOptions) {
    this.#options = options;
    this.#hooks = options.hooks ?? {};
    const onError = (error: unknown): void =>
      this.#hooks.onAlarm?.('a listener of the indexer failed', error);
    this.#notices = new Listeners(onError);
    this.#heads = new Listeners(onError);
    this.#follower = new Follower(
      options,
      (it) => this.#committed(it),
      (it) => this.#rolledBack(it),
    );
  }

  /** Begins to follow, in the background. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends after the batch under way. Waiting callers are told. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wakeUp.resolve(undefined);
    await this.#running;
    this.#halt(new IndexerStoppedError('the indexer was stopped'));
  }

  head(): Head | undefined {
    return this.#options.store.head;
  }

  get state(): IndexerState {
    return this.#state;
  }

  /** Why it stopped: a DivergenceError, an UndoExhaustedError (rebuild), or an {@link IndexerStoppedError}. */
  get failure(): Error | undefined {
    return this.#failure;
  }

  /**
   * Resolves when the block is in the index and on the disk.
   * @throws IndexerStoppedError
   * @throws the signal's reason when it is aborted
   */
  async waitFor(blockNumber: number, signal?: AbortSignal): Promise<void> {
    if (this.#state === 'stopped') throw this.#stopped();
    if ((this.head()?.number ?? -1) < blockNumber) await this.#waiters.until(blockNumber, signal);
  }

  /** Each registration, in order, once it is on the disk. After a rollback its successors come again. */
  onNotice(listener: (notice: Notice) => void): () => void {
    return this.#notices.add(listener);
  }

  /** After each batch and each rollback. */
  onHead(listener: (head: Head) => void): () => void {
    return this.#heads.add(listener);
  }

  async #run(): Promise<void> {
    const unsubscribe = this.#options.chain.onHead(() => this.#wakeUp.resolve(undefined));
    const { signal } = this.#stopping;
    let failures = 0;
    try {
      while (!signal.aborted) {
        this.#wakeUp = Promise.withResolvers();
        try {
          await this.#advance(signal);
          failures = 0;
        } catch (error) {
          if (!isRetryable(error)) {
            this.#fail(error);
            return;
          }
          failures += 1;
          this.#hooks.onRetry?.(error, failures);
          await pause(Math.min(LONGEST_PAUSE_MS, 50 * 2 ** failures), signal);
        }
      }
    } finally {
      unsubscribe();
    }
  }

  async #advance(signal: AbortSignal): Promise<void> {
    const remote = await this.#follower.advance(Infinity, signal);
    if (this.head()?.hash !== remote.hash) return;
    this.#state = 'following';
    await Promise.race([this.#wakeUp.promise, pause(this.#options.pollMs ?? 5_000, signal)]);
  }

  #committed(commit: Commit): void {
    this.#hooks.onCommit?.(commit);
    this.#waiters.reached(commit.head.number);
    for (const notice of commit.notices) this.#notices.tell(notice);
    this.#heads.tell(commit.head);
  }

  #rolledBack(rollback: Rollback): void {
    this.#hooks.onRollback?.(rollback);
    const { from, to } = rollback;
    if (rollback.final) {
      this.#hooks.onAlarm?.(
        `the chain took back blocks ${to.number + 1} to ${from.number}, some of which were final`,
      );
    }
    this.#heads.tell(this.head()!);
  }

  #fail(error: unknown): void {
    const failure = error instanceof Error ? error : new Error(String(error));
    this.#halt(failure);
    this.#hooks.onAlarm?.(`the index stopped: ${failure.message}`, failure);
  }

  #halt(failure: Error): void {
    if (this.#state === 'stopped') return;
    this.#state = 'stopped';
    this.#failure = failure;
    this.#waiters.giveUp(this.#stopped());
  }

  #stopped(): IndexerStoppedError {
    const { failure } = this;
    if (failure instanceof IndexerStoppedError) return failure;
    return new IndexerStoppedError(
      `the index stopped: ${failure?.message ?? 'for no known reason'}`,
      failure,
    );
  }
}

const isRetryable = (error: unknown): boolean => error instanceof ChainError && error.retryable;

/** Sleeps at most `ms`; wakes at once when the signal is aborted. */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
