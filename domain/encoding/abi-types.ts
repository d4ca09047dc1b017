import type { Hex } from './hash.ts';

/**
 * The values that abi.ts decodes a parameter list to, read off the Solidity text by the compiler: `Fields<'uint32 number, bytes32[]
 * ids'>` is `{ number: number; ids: Hex[] }`. One step for each field rather than for each character, so that checking stays fast.
 */
export type Fields<Text extends string> = Struct<Read<Text>[0]>;

/** The same of a struct as it stands inside a list, in brackets. */
export type StructOf<Text extends string> = Text extends `(${infer Inner})` ? Fields<Inner> : never;

/** What is known so far and, once the list ends, the text behind it. */
type Read<Text extends string, Known = never> =
  Trimmed<Text> extends `(${infer Inner}`
    ? Read<Inner> extends [infer Fields, infer Behind extends string]
      ? Next<Cut<Behind>, Struct<Fields>, Known>
      : never
    : Next<Cut<Trimmed<Text>>, never, Known>;

type Next<Part, Inner, Known> = Part extends [infer Text, infer Mark, infer Rest extends string]
  ? Mark extends ','
    ? Read<Rest, Known | Field<Text, Inner>>
    : [Known | Field<Text, Inner>, Rest]
  : never;

/** The text of one field, the mark that ends it, and what comes behind. */
type Cut<Text extends string> = Text extends `${infer Head},${infer Rest}`
  ? Head extends `${infer Last})${infer Behind}`
    ? [Last, ')', `${Behind},${Rest}`]
    : [Head, ',', Rest]
  : Text extends `${infer Last})${infer Rest}`
    ? [Last, ')', Rest]
    : [Text, '', ''];

type Field<Text, Inner> = Text extends `${infer Type} indexed ${infer Name}`
  ? [Name, Value<Type, Inner>]
  : Text extends `${infer Type} ${infer Name}`
    ? [Name, Value<Type, Inner>]
    : never;

/** A tuple has no name of its own: behind its brackets is nothing, or that it is a list. */
type Value<Type, Inner> = Type extends ''
  ? Inner
  : Type extends '[]'
    ? Inner[]
    : Type extends `${infer Item}[]`
      ? Word<Item>[]
      : Word<Type>;

type Word<Type> = Type extends 'uint8' | 'uint16' | 'uint32' | 'uint40' | 'uint48'
  ? number
  : Type extends `uint${string}`
    ? bigint
    : Type extends 'address' | `bytes${string}`
      ? Hex
      : Type extends 'bool'
        ? boolean
        : Type extends 'string'
          ? string
          : never;

type Struct<Entries> = {
  [E in Entries as E extends [infer Name extends string, unknown] ? Name : never]: E extends [
    string,
    infer Of,
  ]
    ? Of
    : never;
};

type Trimmed<Text extends string> = Text extends `${' ' | '\n'}${infer Rest}` ? Trimmed<Rest> : Text;
