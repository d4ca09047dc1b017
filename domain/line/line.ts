/**
 * Line arithmetic. A right of quantity Q is the half-open line [0, Q) of base units, and a set of units is a list of intervals in
 * canonical form: non-empty, ascending, not touching. Every function here returns canonical form. Twin: contracts/libraries/Line.sol.
 */
export interface Interval {
  from: bigint;
  to: bigint;
}

/** The union of any intervals, in canonical form; a unit in two of them counts once. */
export function union(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter(({ from, to }) => from < to).sort((a, b) => compare(a.from, b.from));
  const result: Interval[] = [];
  for (const { from, to } of sorted) {
    const last = result.at(-1);
    if (last && from <= last.to) last.to = to > last.to ? to : last.to;
    else result.push({ from, to });
  }
  return result;
}

/** The units of `intervals` that are in none of `taken`. */
export function subtract(intervals: readonly Interval[], taken: readonly Interval[]): Interval[] {
  const holes = union(taken);
  return union(intervals).flatMap(({ from, to }) => {
    const left: Interval[] = [];
    let at = from;
    for (const hole of holes) {
      if (hole.to <= at) continue;
      if (hole.from >= to) break;
      if (hole.from > at) left.push({ from: at, to: hole.from });
      at = hole.to;
    }
    if (at < to) left.push({ from: at, to });
    return left;
  });
}

/** The units that are in both. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  return subtract(a, subtract(a, b));
}

/** How many units. */
export function measure(intervals: readonly Interval[]): bigint {
  return union(intervals).reduce((sum, { from, to }) => sum + (to - from), 0n);
}

/** The first `quantity` units of `intervals`, or all of them if there are fewer. */
export function first(intervals: readonly Interval[], quantity: bigint): Interval[] {
  const result: Interval[] = [];
  let missing = quantity;
  for (const { from, to } of union(intervals)) {
    if (missing <= 0n) break;
    const length = to - from < missing ? to - from : missing;
    result.push({ from, to: from + length });
    missing -= length;
  }
  return result;
}

/** The units that two intervals have in common; undefined if they have none. */
export function common(a: Interval, b: Interval): Interval | undefined {
  const from = a.from > b.from ? a.from : b.from;
  const to = a.to < b.to ? a.to : b.to;
  return from < to ? { from, to } : undefined;
}

/**
 * What lies on a line without what those that `which` names have on `taken`. What remains of one stays in its place of the order,
 * the left part first: the order is that of laying, on which rank rests. Twin: Line.carved.
 */
export function carve<T extends Interval>(
  lying: readonly T[],
  taken: readonly Interval[],
  which: (it: T) => boolean = () => true,
): T[] {
  return lying.flatMap((it) => {
    if (!which(it) || !taken.some((hole) => common(it, hole))) return [it];
    return subtract([it], taken).map((left) => ({ ...it, ...left }));
  });
}

/** What lies on `part`, on a line that is the parts put together in their order. Order and all else is kept. Twin: Line.divided. */
export function section<T extends Interval>(lying: readonly T[], part: readonly Interval[]): T[] {
  return lying.flatMap((it) => {
    let start = 0n;
    return part.flatMap((stretch) => {
      const shift = start - stretch.from;
      start += stretch.to - stretch.from;
      const units = common(it, stretch);
      return units ? [{ ...it, from: units.from + shift, to: units.to + shift }] : [];
    });
  });
}

export function compare(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
