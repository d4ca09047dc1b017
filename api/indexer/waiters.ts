interface Waiter {
  block: number;
  resolve: () => void;
  reject: (reason: unknown) => void;
}

/** Those who wait until the index has reached a block. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();

  /** @throws the signal's reason */
  async until(block: number, signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted();
    const { promise, resolve, reject } = Promise.withResolvers<undefined>();
    const waiter = { block, resolve: () => resolve(undefined), reject };
    const abort = (): void => reject(signal?.reason);
    this.#waiting.add(waiter);
    signal?.addEventListener('abort', abort, { once: true });
    try {
      await promise;
    } finally {
      this.#waiting.delete(waiter);
      signal?.removeEventListener('abort', abort);
    }
  }

  reached(block: number): void {
    for (const waiter of this.#waiting) if (waiter.block <= block) waiter.resolve();
  }

  giveUp(reason: Error): void {
    for (const waiter of this.#waiting) waiter.reject(reason);
  }
}
