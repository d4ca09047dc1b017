/** Mutual exclusion by name. Several names are taken in one order, so that two holders never wait for each other. */
export class Locks {
  private readonly tails = new Map<string, Promise<void>>();

  /** Resolves with the release function once every name is free. */
  async take(names: readonly string[]): Promise<() => void> {
    const releases: (() => void)[] = [];
    for (const name of [...new Set(names)].sort()) releases.push(await this.takeOne(name));
    return () => releases.forEach((release) => release());
  }

  private async takeOne(name: string): Promise<() => void> {
    const before = this.tails.get(name);
    let release = () => {};
    const tail = new Promise<void>((resolve) => (release = resolve));
    this.tails.set(name, tail);
    await before;
    return () => {
      if (this.tails.get(name) === tail) this.tails.delete(name);
      release();
    };
  }
}
