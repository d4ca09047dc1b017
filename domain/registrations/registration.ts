import type { Fields } from '../encoding/abi-types.ts';
import type { Hex } from '../encoding/hash.ts';
import type { NumberLetter } from '../encoding/numbers.ts';
import type { Leaf } from '../journal/list.ts';
import type { RowChange, Rows } from '../state/rows.ts';
import type { IndexEntry } from './indexes.ts';
import type { Reduction } from './reduction.ts';

/** What publicity calls a kind of registration: the term of the field, and the one of Chinese law. */
export interface Wording {
  en: string;
  zh: string;
  /** Of its number; N where people do not know the kind by number. */
  letter?: NumberLetter;
}

/** Whom and what a notice concerns. */
export interface Concerns {
  parties: Hex[];
  rights: Hex[];
  /** The interest that it is about. */
  interest: Hex | undefined;
  /** Every interest that it concerns: also those on units of which something becomes. */
  interests: Hex[];
}

/** A leaf of a party's list. */
export interface Listed {
  party: Hex;
  leaf: Leaf;
}

export const attaches = (party: Hex, kind: Leaf['kind'], id: Hex): Listed => ({
  party,
  leaf: { change: 'attached', kind, id },
});

export const detaches = (party: Hex, kind: Leaf['kind'], id: Hex): Listed => ({
  party,
  leaf: { change: 'detached', kind, id },
});

export type Content = Record<string, unknown>;

/** All that the registry knows of one type of event. @typeParam S signature @typeParam K kinds of notice @typeParam E kind of effect */
export interface Registration<
  S extends string = string,
  K extends string = string,
  E extends string = string,
> {
  /** The parameters of the event as Solidity declares them; a test holds them against the compiled contracts. */
  readonly signature: S;
  /** The rows as the event leaves them, before their journals take it. @throws DivergenceError */
  readonly reduce: (args: Fields<S>, rows: Rows) => Reduction;
  /** The kinds of notice that it is; none for what governance does, and for the effects of another registration. */
  readonly notice?: Readonly<Record<K, Wording>>;
  /** Which of them, where there are several. */
  readonly kind?: (args: Fields<S>) => NoInfer<K>;
  /** The effect of a registration on an interest's collateral; it bears the number of that registration. */
  readonly effect?: Readonly<Record<E, Wording>>;
  /** What becomes of subjects of parties, whose lists take it in this order. */
  readonly lists?: (args: Fields<S>) => Listed[];
  readonly concerns?: (args: Fields<S>, changes: readonly RowChange[]) => Concerns;
  /** Under which terms the rows that it changed are found. Only what is new, since nothing is ever taken out of an index. */
  readonly indexes?: (args: Fields<S>, changes: readonly RowChange[]) => IndexEntry[];
  /** Where what it made or changed is read, below /v1; none for an event that only accompanies a registration. */
  readonly resource?: (args: Fields<S>) => string;
  /** What the history of an interest shows of it, as it was registered. */
  readonly content?: (args: Fields<S>, rows: Rows) => Content;
}

/** Infers the arguments of all functions from the signature. */
export const registration = <
  const S extends string,
  const K extends string = never,
  const E extends string = never,
>(
  it: Registration<S, K, E>,
): Registration<S, K, E> => it;

type Named = Pick<Registration, 'notice' | 'effect' | 'kind'>;

/** The word for what happened: a kind of notice, or of effect. */
export const kindOf = ({ notice, effect, kind }: Named, args: object): string | undefined =>
  kind ? kind(args) : Object.keys(notice ?? effect ?? {})[0];

export const distinct = <T>(items: readonly T[]): T[] => [...new Set(items)];
