/** At most so many at once under each name; the others wait in the order in which they came. */
export class Slots {
  readonly #most: number;
  readonly #taken = new Map<string, { running: number; waiting: (() => void)[] }>();

  constructor(most: number) {
    this.#most = most;
  }

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const slot = this.#taken.get(name) ?? { running: 0, waiting: [] };
    this.#taken.set(name, slot);
    if (slot.running < this.#most) slot.running += 1;
    else await new Promise<void>((resolve) => slot.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // A slot is handed on, not freed and taken again: a later caller never gets ahead of those that wait.
      const next = slot.waiting.shift();
      if (next) next();
      else if ((slot.running -= 1) === 0) this.#taken.delete(name);
    }
  }
}
