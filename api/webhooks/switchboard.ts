import { keyOfSubject, keysOfConcerns, type Concerns, type Watch } from './watch.ts';

/** Which watches a subject has, and who waits for one of them. In memory: filled from the store at the start. */
export class Switchboard {
  readonly #bySubject = new Map<string, Set<string>>();
  readonly #waiting = new Map<string, Set<() => void>>();
  readonly #calls = new Map<string, number>();

  add({ id, subject }: Pick<Watch, 'id' | 'subject'>): void {
    const key = keyOfSubject(subject);
    const ids = this.#bySubject.get(key) ?? new Set();
    this.#bySubject.set(key, ids.add(id));
  }

  remove({ id, subject }: Pick<Watch, 'id' | 'subject'>): void {
    const key = keyOfSubject(subject);
    const ids = this.#bySubject.get(key);
    ids?.delete(id);
    if (ids?.size === 0) this.#bySubject.delete(key);
    this.wake(id);
    this.#calls.delete(id);
  }

  /** Ids of the watches on any of the subjects, each once. */
  concerned(concerns: Concerns): string[] {
    return [...new Set(keysOfConcerns(concerns).flatMap((key) => [...(this.#bySubject.get(key) ?? [])]))];
  }

  /** Whether there is no watch. */
  get isEmpty(): boolean {
    return this.#bySubject.size === 0;
  }

  wake(id: string): void {
    this.#calls.set(id, this.calls(id) + 1);
    for (const resume of this.#waiting.get(id) ?? []) resume();
  }

  wakeAll(): void {
    for (const ids of this.#bySubject.values()) for (const id of ids) this.wake(id);
  }

  /** How often the watch has been woken. Ask before looking for news, and wait for the next call: nothing is lost between the two. */
  calls(id: string): number {
    return this.#calls.get(id) ?? 0;
  }

  /** Resolves once the watch has been woken more than `calls` times, or the signal is aborted. */
  next(id: string, calls: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.calls(id) > calls) return Promise.resolve();
    return new Promise((resolve) => {
      const waiting = this.#waiting.get(id) ?? new Set();
      const done = () => {
        signal.removeEventListener('abort', done);
        waiting.delete(done);
        if (waiting.size === 0) this.#waiting.delete(id);
        resolve();
      };
      signal.addEventListener('abort', done, { once: true });
      this.#waiting.set(id, waiting.add(done));
    });
  }
}
