import { SUBJECT_KINDS } from '../encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../encoding/hash.ts';
import { common, subtract, type Interval } from '../line/line.ts';
import { isGone, type Overlay } from '../line/overlay.ts';
import type { InterestRow, RightRow } from '../state/rows.ts';
import { wordOfRow } from '../journal/word.ts';
import type { Register } from './register.ts';
import { refused, somehow } from './refusals.ts';
import { each, when, type Checked } from './verdict.ts';

/** A right as the operation hands it in: as it is, or as it was once. */
export interface Given {
  right: Hex;
  row: RightRow;
}

export interface Taken extends Given {
  intervals: Interval[];
}

export function canonical(intervals: readonly Interval[], quantity: bigint): Checked {
  const count = intervals.length;
  if (count < 1 || count > 16) return refused('InvalidIntervalCount', { count });
  return each(intervals, ({ from, to }, index) => {
    const before = intervals[index - 1];
    const wrong = from >= to || to > quantity || (before !== undefined && from <= before.to);
    return when(wrong, 'InvalidInterval', { index, from, to, quantity });
  });
}

export interface Found {
  unit: bigint;
  overlay: Overlay;
}

/** The first unit of `intervals` that the overlay lies on. */
export const firstOn = (overlay: Interval, intervals: readonly Interval[]): bigint | undefined =>
  intervals.map((it) => common(overlay, it)?.from).find((unit) => unit !== undefined);

/** The first unit of `intervals` under an overlay of those meant, and of these the one laid first. */
export function firstUnder(
  overlays: readonly Overlay[],
  intervals: readonly Interval[],
  meant: (overlay: Overlay) => boolean,
): Found | undefined {
  let found: Found | undefined;
  for (const overlay of overlays.filter(meant)) {
    const unit = firstOn(overlay, intervals);
    if (unit !== undefined && (!found || unit < found.unit)) found = { unit, overlay };
  }
  return found;
}

/** Of the overlays meant that lie on `intervals` the one laid first, and its first unit there. */
export function firstLaid(
  overlays: readonly Overlay[],
  intervals: readonly Interval[],
  meant: (overlay: Overlay) => boolean,
): Found | undefined {
  for (const overlay of overlays) {
    const unit = meant(overlay) ? firstOn(overlay, intervals) : undefined;
    if (unit !== undefined) return { unit, overlay };
  }
  return undefined;
}

/** Canonical, and every unit still on the line. */
export function onTheLine({ right, row: { state }, intervals }: Taken): Checked {
  const wrong = canonical(intervals, state.quantity);
  if (wrong) return wrong;
  const gone = firstUnder(state.overlays, intervals, ({ kind }) => isGone(kind));
  return gone && refused('UnitsGone', { right, unit: gone.unit });
}

/** The first unit of [0, quantity) or of an interval that is under none of `overlays`. */
export const firstClear = (interval: Interval, overlays: readonly Interval[]): bigint | undefined =>
  subtract([interval], overlays)[0]?.from;

/** A line carries at most 64 overlays. */
export const roomFor = (count: number): Checked => (count > 64 ? somehow('TooManyOverlays') : undefined);

/** @param touched subjects that an earlier part of the same transaction has changed */
export function presentRight(register: Register, { right, row }: Given, touched?: ReadonlySet<Hex>): Checked {
  if (touched?.has(right)) return somehow('StaleState');
  return present(register, 'right', right, row);
}

export const presentInterest = (register: Register, id: Hex, row: InterestRow): Checked =>
  present(register, 'interest', id, row);

function present(
  register: Register,
  kind: 'right' | 'interest',
  subject: Hex,
  row: RightRow | InterestRow,
): Checked {
  const there = register.get(kind, subject);
  if (there === row) return undefined;
  const [expected, actual] = [wordOfRow(row), there ? wordOfRow(there) : ZERO_WORD];
  return when(actual !== expected, 'StaleState', { kind: SUBJECT_KINDS[kind], subject, expected, actual });
}
