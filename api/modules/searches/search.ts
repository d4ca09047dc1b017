import type { Hex } from '../../chain/types.ts';

export const SEARCH_KEYS = [
  'grantor-identifier',
  'grantor-name',
  'right',
  'right-certificate',
  'serial',
  'registration-number',
] as const;
export type SearchKey = (typeof SEARCH_KEYS)[number];

export interface SearchQuestion {
  by: SearchKey;
  value: string;
  match: 'exact' | 'similar';
}

/** A search as it was answered, kept for ever under its number. Time is unix seconds. */
export interface StoredSearch {
  /** From 1; shown as LD-Q-… */
  sequence: number;
  question: SearchQuestion;
  /** Party id of the institution that asked. */
  askedBy: Hex;
  askedAt: number;
  /** The answer as it was given, JSON. */
  answer: unknown;
  /** Who asked with which idempotency key; a repetition finds the same search. */
  scope: string;
}

/** Durable: `add` has reached the disk when it resolves, and numbers without gaps. */
export interface SearchStore {
  add(search: Omit<StoredSearch, 'sequence'>): Promise<StoredSearch>;
  get(sequence: number): StoredSearch | undefined;
  byScope(scope: string): Promise<StoredSearch | undefined>;
}
