import { refused, type ErrorName, type Given, type Refusal } from './refusals.ts';

/*
 * The rules of the contracts, from the words of the interfaces, with the domain's rows and functions: what a registration must be refused
 * for. In the order in which the contracts ask, so that the reason is exact and not only the refusal.
 */

/** Undefined is accepted. */
export type Checked = Refusal | undefined;

export const when = <N extends ErrorName>(wrong: boolean, error: N, ...args: Given<N>): Checked =>
  wrong ? refused(error, ...args) : undefined;

/** The first verdict of a list, asked in turn. */
export function each<T>(items: readonly T[], ask: (item: T, index: number) => Checked): Checked {
  for (const [index, item] of items.entries()) {
    const verdict = ask(item, index);
    if (verdict) return verdict;
  }
  return undefined;
}

const utf8 = new TextEncoder();

export const bytesIn = (text: string): number => utf8.encode(text).length;

/** Present, and of at most `limit` bytes. */
export const isText = (text: string, limit = 256): boolean => text !== '' && bytesIn(text) <= limit;
