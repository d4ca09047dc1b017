import type { Hex } from '../../../domain/encoding/hash.ts';
import { formatNumber } from '../../../domain/encoding/numbers.ts';
import { intersect, type Interval } from '../../../domain/line/line.ts';
import type { ErrorArgs, ErrorName } from '../../../domain/rules/refusals.ts';
import type { RightRow, Rows } from '../../../domain/state/rows.ts';
import type { ErrorCode } from '../catalogue.ts';

/** What was asked for, so that a refusal can be explained in its words. */
export interface Request {
  rows: Rows;
  /**
   * JSON pointers into the request: of a subject by its id, else of what an error is about by the error's name. What it does not
   * name has no field.
   */
  fields: Readonly<Partial<Record<string, string>>>;
  /** Where a refusal means something else to who asks this. */
  codes?: Readonly<Partial<Record<ErrorName, ErrorCode>>>;
  /** The units of rights that it is about. */
  units?: readonly { right: Hex; intervals: readonly Interval[] }[];
}

/** `message` follows the field, or is a sentence where there is none. */
export interface Explanation {
  code?: ErrorCode;
  field?: string | undefined;
  message?: string;
  remedy?: string;
  extensions?: Readonly<Record<string, unknown>>;
}

export interface Meaning<N extends ErrorName> {
  code: ErrorCode;
  explain?: (args: ErrorArgs<N>, request: Request) => Explanation;
}

export type Meanings<N extends ErrorName = ErrorName> = { readonly [K in N]: ErrorCode | Meaning<K> };

export const numberOf = (interest: Hex): string => formatNumber('S', BigInt(interest));

export const existing = ({ rows }: Request, right: Hex): RightRow => rows.get('right', right)!;

/** The units asked for of this right that lie in any of the intervals. */
export const askedIn = ({ units = [] }: Request, right: Hex, intervals: readonly Interval[]): Interval[] =>
  intersect(
    units.flatMap((it) => (it.right === right ? it.intervals : [])),
    intervals,
  );

export const intervalView = ({ from, to }: Interval) => ({ from: String(from), to: String(to) });

export const placesText = (intervals: readonly Interval[]): string =>
  intervals.map(({ from, to }) => `[${from}, ${to})`).join(', ');
