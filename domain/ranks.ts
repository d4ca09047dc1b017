import { compare, first, measure, subtract, union, type Interval } from './line.ts';
import type { Overlay } from './overlay.ts';

/**
 * Rank is derived, never stored: at a unit it is the place among the interests there, by priority, which is the registry sequence
 * (Civil Code art. 414: by time of registration; the sequence has no ties).
 */
export interface Tranche extends Interval {
  rank: number;
}

/** A stretch of the line on which nothing begins or ends, with the overlays there, first-ranking first. */
export interface Segment extends Interval {
  overlays: Overlay[];
}

/** The whole line [0, quantity) cut where overlays begin or end. */
export function segments(quantity: bigint, overlays: readonly Overlay[]): Segment[] {
  const cuts = new Set<bigint>([0n, quantity]);
  for (const { from, to } of overlays) cuts.add(from).add(to);
  const sorted = [...cuts].filter((cut) => cut <= quantity).sort(compare);
  return sorted.slice(1).map((to, i) => {
    const from = sorted[i]!;
    return { from, to, overlays: byPriority(overlays.filter((it) => it.from < to && from < it.to)) };
  });
}

/** The units that no overlay covers. */
export function free(quantity: bigint, overlays: readonly Overlay[]): Interval[] {
  return subtract([{ from: 0n, to: quantity }], overlays);
}

/**
 * The rank of the overlays of registration `ref` wherever they lie, best rank first, neighbours of one rank joined. Each ranks by
 * its own priority: what an increase added may rank behind what was there before it.
 */
export function tranchesOf(ref: number, overlays: readonly Overlay[]): Tranche[] {
  const others = overlays.filter((it) => it.ref !== ref);
  const own = overlays.filter((it) => it.ref === ref);
  return joined(
    own.flatMap((it) =>
      tranches(
        it,
        others.filter((other) => precedes(other, it)),
      ),
    ),
  );
}

/** The ranks that a registration made now would get on `intervals`. */
export function tranchesFor(intervals: readonly Interval[], overlays: readonly Overlay[]): Tranche[] {
  return joined(union(intervals).flatMap((it) => tranches(it, overlays)));
}

/** The interval cut by the rank that it has behind the interests `ahead`. */
function tranches({ from, to }: Interval, ahead: readonly Overlay[]): Tranche[] {
  const interests = ahead.filter((it) => it.kind === 'interest');
  return segments(to, interests)
    .filter((segment) => segment.to > from)
    .map((segment) => ({
      from: segment.from > from ? segment.from : from,
      to: segment.to,
      rank: segment.overlays.length + 1,
    }));
}

function joined(pieces: readonly Tranche[]): Tranche[] {
  const byRank = new Map<number, Interval[]>();
  for (const { from, to, rank } of pieces) byRank.set(rank, [...(byRank.get(rank) ?? []), { from, to }]);
  return [...byRank]
    .sort(([a], [b]) => a - b)
    .flatMap(([rank, parts]) => union(parts).map((part) => ({ ...part, rank })));
}

/**
 * The units that a registration of `quantity` takes when it does not name them: free ones first, then those with the fewest
 * overlays, lowest units first, so that it ranks as well as it can.
 * @returns undefined if the line has fewer units
 */
export function take(quantity: bigint, total: bigint, overlays: readonly Overlay[]): Interval[] | undefined {
  if (quantity > total) return undefined;
  const byDepth = new Map<number, Interval[]>();
  for (const { from, to, overlays: there } of segments(total, overlays)) {
    byDepth.set(there.length, [...(byDepth.get(there.length) ?? []), { from, to }]);
  }
  const taken: Interval[] = [];
  for (const [, stretch] of [...byDepth].sort(([a], [b]) => a - b)) {
    taken.push(...first(stretch, quantity - measure(taken)));
  }
  return union(taken);
}

function byPriority(overlays: Overlay[]): Overlay[] {
  return overlays.sort((a, b) => (precedes(a, b) ? -1 : 1));
}

/** By priority; what two registrations could share, their own numbers decide, so that there is never a tie. */
function precedes(a: Overlay, b: Overlay): boolean {
  return a.priority === b.priority ? a.ref < b.ref : a.priority < b.priority;
}
