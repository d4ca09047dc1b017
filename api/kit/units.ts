import { z } from 'zod';
import { onLine } from '../../domain/line/binding.ts';
import { BlockError, placesOf, type SerialBlock } from '../../domain/line/serial-blocks.ts';
import { leastClaimed } from '../../domain/line/choice.ts';
import { measure, subtract, type Interval } from '../../domain/line/line.ts';
import { intervalView } from '../../domain/registrations/content.ts';
import type { RightRow } from '../../domain/state/rows.ts';
import { fieldProblem } from '../errors/problem.ts';
import { amount, positiveAmount, text } from './fields.ts';

export { intervalView };

/** Intervals that a contract takes of one line in one registration. Twin: contracts/libraries/Line.sol. */
export const MAX_INTERVALS = 16;

/** One stretch of a line. */
export const interval = z
  .strictObject({ from: amount, to: positiveAmount })
  .refine(({ from, to }) => BigInt(from) < BigInt(to), { message: 'is not after from', path: ['to'] });

const serialBlock = z
  .strictObject({ prefix: text(80).optional(), start: amount, end: amount })
  .refine(({ start, end }) => BigInt(start) <= BigInt(end), {
    message: 'ends before it starts',
    path: ['end'],
  });

const several = <T extends z.ZodType>(item: T) =>
  z.array(item).min(1, 'is empty').max(MAX_INTERVALS, `has more than ${MAX_INTERVALS} entries`);

/** The fields of a body that say which units of a right it is about. */
export const unitFields = {
  quantity: positiveAmount
    .optional()
    .meta({ description: 'How many base units; the registry chooses them.' }),
  intervals: several(interval)
    .refine((all) => all.every((it, i) => i === 0 || BigInt(all[i - 1]!.to) < BigInt(it.from)), {
      message: 'must ascend without touching each other',
    })
    .optional()
    .meta({ description: 'Places on the line.' }),
  serialBlocks: several(serialBlock).optional().meta({ description: 'Serial numbers of the right.' }),
};

export type UnitsBody = z.output<z.ZodObject<typeof unitFields>>;

const ways = ({ quantity, intervals, serialBlocks }: UnitsBody): number =>
  [quantity, intervals, serialBlocks].filter((it) => it !== undefined).length;

export const namesUnits = (body: UnitsBody): boolean => ways(body) > 0;

/** For `refine`: the units are named in one way. */
export const inOneWay = [
  (body: UnitsBody) => ways(body) === 1,
  { message: 'needs one of quantity, intervals and serialBlocks', path: ['quantity'] as PropertyKey[] },
] as const;

/** For `refine`: the units are named in one way, or not at all, which means the whole. */
export const inOneWayOrWhole = [
  (body: UnitsBody) => ways(body) <= 1,
  { message: 'needs one of quantity, intervals and serialBlocks', path: ['quantity'] as PropertyKey[] },
] as const;

/** What a quantity may be taken from. */
export interface Choice {
  /** The units that come into question. */
  among: readonly Interval[];
  /** What makes a unit a worse choice, one interval each. */
  claims: readonly Interval[];
}

/**
 * The units of a right that a body means; all that are still on its line if it names none.
 * @param choice where a quantity is taken from
 * @param at JSON pointer of the object with the unit fields
 * @throws Problem naming the field: INSUFFICIENT_QUANTITY, UNITS_GONE, UNKNOWN_SERIAL, TOO_MANY_OVERLAYS
 */
export function unitsOf(body: UnitsBody, row: RightRow, choice: Choice, at = ''): Interval[] {
  const { quantity, intervals, serialBlocks } = body;
  if (quantity !== undefined) return few(chosen(BigInt(quantity), row, choice, at), `${at}/quantity`);
  if (intervals) {
    const named = intervals.map(({ from, to }) => ({ from: BigInt(from), to: BigInt(to) }));
    return requireOnLine(named, row, `${at}/intervals`);
  }
  if (serialBlocks) {
    const named = few(requirePlaces(serialBlocks, row, `${at}/serialBlocks`), `${at}/serialBlocks`);
    return requireOnLine(named, row, `${at}/serialBlocks`);
  }
  const whole = onLine(row.state);
  if (whole.length > 0) return few(whole, at || '/');
  throw fieldProblem(
    'INSUFFICIENT_QUANTITY',
    at || '/',
    'is about a right of which no unit is left on the line',
  );
}

function chosen(quantity: bigint, { state }: RightRow, { among, claims }: Choice, at: string): Interval[] {
  const taken = leastClaimed(quantity, among, claims);
  if (taken) return taken;
  const there = measure(onLine(state));
  throw fieldProblem(
    'INSUFFICIENT_QUANTITY',
    `${at}/quantity`,
    `is more than the ${measure(among)} units that come into question, of ${there} on the line`,
    { extensions: { available: String(measure(among)), onLine: String(there) } },
  );
}

function requireOnLine(named: Interval[], { state }: RightRow, field: string): Interval[] {
  if ((named.at(-1)?.to ?? 0n) > state.quantity) {
    const message = `goes beyond the ${state.quantity} units of the right`;
    throw fieldProblem('INSUFFICIENT_QUANTITY', field, message);
  }
  const gone = subtract(named, onLine(state));
  if (gone.length === 0) return named;
  throw fieldProblem('UNITS_GONE', field, `names units that are no longer on the line: ${placesText(gone)}`, {
    extensions: { units: gone.map(intervalView) },
  });
}

function requirePlaces(
  named: NonNullable<UnitsBody['serialBlocks']>,
  { registration }: RightRow,
  field: string,
): Interval[] {
  const labels = named.map(({ prefix = '', start, end }) => ({
    prefix,
    first: BigInt(start),
    last: BigInt(end),
  }));
  try {
    return placesOf(registration.serialBlocks, labels);
  } catch (error) {
    if (!(error instanceof BlockError)) throw error;
    const at = `${field}/${error.index}`;
    if (error.reason === 'twice') throw fieldProblem('INVALID_REQUEST', at, 'names a serial number again');
    throw fieldProblem('UNKNOWN_SERIAL', at, 'has serial numbers that are not of this right', {
      extensions: { serialBlocks: error.blocks.map(serialView) },
    });
  }
}

const serialView = ({ prefix, first, last }: SerialBlock) => ({
  prefix,
  start: String(first),
  end: String(last),
});

function few(intervals: Interval[], field: string): Interval[] {
  if (intervals.length <= MAX_INTERVALS) return intervals;
  throw fieldProblem('TOO_MANY_OVERLAYS', field, `needs more than ${MAX_INTERVALS} intervals; name fewer`);
}

export const placesText = (intervals: readonly Interval[]): string =>
  intervals.map(({ from, to }) => `[${from}, ${to})`).join(', ');
