import { onLine } from './binding.ts';
import { leastClaimed } from './choice.ts';
import { compare, subtract, union, type Interval } from './line.ts';
import { isEncumbrance, type Overlay, type OverlayKind } from './overlay.ts';

/*
 * Rank is derived, never stored: at a unit it is the place among the interests there by priority, which is the registry sequence of
 * the registration that laid it (Civil Code art. 414: by time of registration). Where a subordination gave two the same, the one
 * laid first is ahead, which is the order of the list. So overlays are handed in as the line has them; a reader who asks for a
 * time leaves out what does not count then, see domain/line/binding.ts.
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
  const ranked = byPriority(overlays);
  return sorted.slice(1).map((to, i) => {
    const from = sorted[i]!;
    return { from, to, overlays: ranked.filter((it) => it.from < to && from < it.to) };
  });
}

/** The units on the line that nothing encumbers. */
export function free(quantity: bigint, overlays: readonly Overlay[]): Interval[] {
  return subtract(
    onLine({ quantity, overlays }),
    overlays.filter(({ kind }) => isEncumbrance(kind)),
  );
}

/**
 * The rank of the overlays of registration `ref` among those of its kind on all units, best rank first, neighbours of one rank
 * joined: of an interest its rank, of a freeze its place in the queue. Each ranks by its own priority: what an amendment added
 * may rank behind what was there before it. Units that are gone keep the rank that they had.
 */
export function tranchesOf(ref: number, overlays: readonly Overlay[]): Tranche[] {
  const ranked = byPriority(overlays);
  return joined(
    ranked.flatMap((it, place) => {
      if (it.ref !== ref) return [];
      const ahead = ranked.slice(0, place).filter((other) => other.ref !== ref && other.kind === it.kind);
      return tranches(it, ahead);
    }),
  );
}

/** The ranks that a registration of the kind made now would get on `intervals`. */
export function tranchesFor(
  intervals: readonly Interval[],
  overlays: readonly Overlay[],
  kind: OverlayKind = 'interest',
): Tranche[] {
  const ahead = overlays.filter((it) => it.kind === kind);
  return joined(union(intervals).flatMap((it) => tranches(it, ahead)));
}

/** The interval cut by the rank that it has behind those `ahead`. */
function tranches({ from, to }: Interval, ahead: readonly Overlay[]): Tranche[] {
  return segments(to, ahead)
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
 * encumbrances, lowest units first, so that it ranks as well as it can.
 * @returns undefined if fewer units are on the line
 */
export function take(quantity: bigint, total: bigint, overlays: readonly Overlay[]): Interval[] | undefined {
  const claims = overlays.filter(({ kind }) => isEncumbrance(kind));
  return leastClaimed(quantity, onLine({ quantity: total, overlays }), claims);
}

/** Sorting is stable: those of one priority stay in the order in which they were laid. */
const byPriority = (overlays: readonly Overlay[]): Overlay[] =>
  [...overlays].sort((a, b) => a.priority - b.priority);
