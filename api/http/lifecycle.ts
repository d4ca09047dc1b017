/** Knows the requests under way, so that a shutdown can end streams at once and let the rest finish. */
export class Lifecycle {
  readonly #requests = new Set<AbortController>();
  readonly #streams = new Set<AbortController>();
  #closing = false;

  get closing(): boolean {
    return this.#closing;
  }

  get streams(): number {
    return this.#streams.size;
  }

  begin(): AbortController {
    const controller = new AbortController();
    this.#requests.add(controller);
    return controller;
  }

  end(controller: AbortController): void {
    this.#requests.delete(controller);
    this.#streams.delete(controller);
  }

  /** From now on the request is a stream: a shutdown does not wait for it. */
  becomeStream(controller: AbortController): void {
    this.#streams.add(controller);
    if (this.#closing) controller.abort();
  }

  /** No new requests; streams end. */
  close(): void {
    this.#closing = true;
    for (const controller of this.#streams) controller.abort();
  }

  /** The time to drain is over. */
  abortAll(): void {
    for (const controller of this.#requests) controller.abort();
  }
}
