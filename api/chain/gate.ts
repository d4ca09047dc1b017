/** Lets many through at once, or one alone. While it is closed those who come wait; none is turned away. */
export class Gate {
  #inside = 0;
  #left = Promise.withResolvers<undefined>();
  #closed: Promise<undefined> | undefined;

  async through<Result>(work: () => Promise<Result>): Promise<Result> {
    while (this.#closed) await this.#closed;
    this.#inside++;
    try {
      return await work();
    } finally {
      this.#inside--;
      this.#left.resolve(undefined);
    }
  }

  /** Runs `work` when all who are inside have left. One at a time: the caller sees to that. */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    const { promise, resolve } = Promise.withResolvers<undefined>();
    this.#closed = promise;
    try {
      while (this.#inside > 0) {
        this.#left = Promise.withResolvers<undefined>();
        await this.#left.promise;
      }
      return await work();
    } finally {
      this.#closed = undefined;
      resolve(undefined);
    }
  }
}
