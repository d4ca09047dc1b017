/**
 * Reads `read(from)` to `read(to)` in order, up to `depth` of them at a time. Undefined ends it. What was begun and is not
 * wanted any more is left to end by itself.
 */
export async function* prefetched<T>(
  read: (number: number) => Promise<T | undefined>,
  from: number,
  to: number,
  depth: number,
): AsyncGenerator<T> {
  const begun: Promise<T | undefined>[] = [];
  let next = from;
  for (let number = from; number <= to; number++) {
    while (next <= to && begun.length < depth) {
      const reading = read(next++);
      // Its turn to be awaited may never come.
      reading.catch(() => undefined);
      begun.push(reading);
    }
    const value = await begun.shift();
    if (value === undefined) return;
    yield value;
  }
}
