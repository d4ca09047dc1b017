import { encode, parseFields } from '../encoding/abi.ts';
import { SUBJECT_KINDS, type SubjectKind } from '../encoding/codes.ts';
import { keccak256, toHex, type Hex } from '../encoding/hash.ts';

/*
 * The list of a party's subjects. Its word is a hash chain of 224 bits over the leaves, and their count in the low 32 bits. The ledger
 * keeps the word at the end of every full page, so that a page is proved by two words and its leaves. Twin:
 * contracts/libraries/Lists.sol.
 */

/** Leaves of a page. */
export const PAGE = 256;

/** `detached`: the subject is another party's now, or has ended. */
export const LIST_CHANGES = { attached: 1, detached: 2 } as const;
export type ListChange = keyof typeof LIST_CHANGES;

/** What became of a subject of a party. */
export interface Leaf {
  change: ListChange;
  kind: Exclude<SubjectKind, 'party' | 'list'>;
  id: Hex;
}

const PAIR = parseFields('bytes32 a, bytes32 b');
const TAGGED = parseFields('uint256 tag, bytes32 id');
const COUNT = (1n << 32n) - 1n;

export function leafOf({ change, kind, id }: Leaf): Hex {
  const tag = BigInt((LIST_CHANGES[change] << 8) | SUBJECT_KINDS[kind]);
  return keccak256(encode(TAGGED, { tag, id }));
}

/** A party's list before anything was attached. */
export const begun = (party: Hex): Hex => withCount(keccak256(party), 0);

/** The list with one more leaf. */
export const appended = (list: Hex, leaf: Hex): Hex =>
  withCount(keccak256(encode(PAIR, { a: list, b: leaf })), countOf(list) + 1);

/** How many leaves it has. */
export const countOf = (list: Hex): number => Number(BigInt(list) & COUNT);

function withCount(hash: Hex, count: number): Hex {
  const word = (BigInt(hash) & ~COUNT) | BigInt(count);
  return toHex(encode(parseFields('uint256 word'), { word }));
}

/** What proves a page: the list's word before it and after it, both of which the ledger keeps. */
export interface Page {
  before: Hex;
  after: Hex;
  leaves: readonly Leaf[];
}

/** Whether these are the leaves between the two words, all of them and no others. */
export const isPage = ({ before, after, leaves }: Page): boolean =>
  leaves.map(leafOf).reduce(appended, before) === after;

/** The subjects that are attached after all of the leaves, in the order of their attachment. */
export function attached(leaves: readonly Leaf[]): Leaf[] {
  const held = new Map<string, Leaf>();
  for (const leaf of leaves) {
    const key = `${leaf.kind}/${leaf.id}`;
    held.delete(key);
    if (leaf.change === 'attached') held.set(key, leaf);
  }
  return [...held.values()];
}
