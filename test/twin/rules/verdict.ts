/*
 * The rules of the contracts once more, from the interfaces' words, with the domain's rows and functions: what an operation must be
 * refused for. In the order in which the contracts ask, so that the reason is exact and not only the refusal.
 */

export interface Verdict {
  error: string;
  /** Undefined where the values cannot be known beforehand, as the signer of a signature over something else. */
  args?: Record<string, unknown>;
}

/** Undefined is accepted. */
export type Checked = Verdict | undefined;

export const refused = (error: string, args: Record<string, unknown> = {}): Verdict => ({ error, args });

/** The values are not to be known beforehand. */
export const somehow = (error: string): Verdict => ({ error });

export const when = (wrong: boolean, error: string, args?: Record<string, unknown>): Checked =>
  wrong ? refused(error, args) : undefined;

/** The first verdict of a list, asked in turn. */
export function each<T>(items: readonly T[], ask: (item: T, index: number) => Checked): Checked {
  for (const [index, item] of items.entries()) {
    const verdict = ask(item, index);
    if (verdict) return verdict;
  }
  return undefined;
}

export const bytesIn = (text: string): number => Buffer.byteLength(text);

/** Present, and of at most `limit` bytes. */
export const isText = (text: string, limit = 256): boolean => text !== '' && bytesIn(text) <= limit;
