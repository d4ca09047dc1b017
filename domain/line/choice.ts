import { compare, first, intersect, measure, union, type Interval } from './line.ts';

/**
 * `quantity` of the units `within`: those under the fewest of `claims` first, of as many the lowest. So a request that does not name
 * units takes free ones before encumbered ones.
 * @param claims one interval for each claim; they may overlap
 * @returns undefined if there are fewer units
 */
export function leastClaimed(
  quantity: bigint,
  within: readonly Interval[],
  claims: readonly Interval[],
): Interval[] | undefined {
  if (quantity > measure(within)) return undefined;
  const byDepth = new Map<number, Interval[]>();
  for (const part of cut(claims, within)) {
    const depth = claims.filter(({ from, to }) => from < part.to && part.from < to).length;
    byDepth.set(depth, [...(byDepth.get(depth) ?? []), part]);
  }
  const taken: Interval[] = [];
  for (const [, parts] of [...byDepth].sort(([a], [b]) => a - b)) {
    taken.push(...first(parts, quantity - measure(taken)));
  }
  return union(taken);
}

/** The units `within`, in pieces on which no claim begins or ends. */
function cut(claims: readonly Interval[], within: readonly Interval[]): Interval[] {
  const whole = union(within);
  const ends = new Set([...whole, ...claims].flatMap(({ from, to }) => [from, to]));
  const sorted = [...ends].sort(compare);
  return sorted.slice(1).flatMap((to, i) => intersect(whole, [{ from: sorted[i]!, to }]));
}
