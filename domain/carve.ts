import type { Interval } from './line.ts';
import type { Overlay } from './overlay.ts';

/**
 * The overlays without what those that `which` chooses have on `intervals`. What remains of an overlay stays in its place of the
 * order, left part first: the order is the order of laying, on which rank rests. Twin: Line.carved.
 * @param intervals canonical
 */
export function carve(
  overlays: readonly Overlay[],
  intervals: readonly Interval[],
  which: (overlay: Overlay) => boolean,
): Overlay[] {
  return overlays.flatMap((overlay) => (which(overlay) ? remains(overlay, intervals) : [overlay]));
}

function remains(overlay: Overlay, intervals: readonly Interval[]): Overlay[] {
  const parts: Overlay[] = [];
  let start = overlay.from;
  for (const { from, to } of intervals) {
    if (start >= overlay.to) break;
    if (to <= start) continue;
    const end = from < overlay.to ? from : overlay.to;
    if (start < end) parts.push({ ...overlay, from: start, to: end });
    start = to;
  }
  if (start < overlay.to) parts.push({ ...overlay, from: start });
  return parts;
}

/**
 * What overlays have on `part`, on a line that is the parts put together in order; kind, reference and priority stay. Twin: Line.divided.
 * @param part canonical
 */
export function divided(overlays: readonly Overlay[], part: readonly Interval[]): Overlay[] {
  return overlays.flatMap((overlay) => {
    let start = 0n;
    return part.flatMap(({ from, to }) => {
      const shift = start - from;
      start += to - from;
      const left = overlay.from > from ? overlay.from : from;
      const right = overlay.to < to ? overlay.to : to;
      return left < right ? [{ ...overlay, from: left + shift, to: right + shift }] : [];
    });
  });
}
