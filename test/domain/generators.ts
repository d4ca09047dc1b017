import fc from 'fast-check';
import type { Interval } from '../../domain/line/line.ts';
import type { Overlay } from '../../domain/line/overlay.ts';

/** Short, so that everything meets everything, and every unit can be looked at by itself. */
export const LENGTH = 24;
export const UNITS = Array.from({ length: LENGTH }, (_, unit) => BigInt(unit));

export const interval: fc.Arbitrary<Interval> = fc
  .tuple(fc.nat(LENGTH), fc.nat(LENGTH))
  .map(([a, b]) => ({ from: BigInt(Math.min(a, b)), to: BigInt(Math.max(a, b)) }));

/** Any intervals: empty, overlapping, touching, in any order. */
export const intervals = fc.array(interval, { maxLength: 6 });

/** In canonical form would do; this is one interval or several, none of them empty. */
const parts = fc.array(
  interval.filter(({ from, to }) => from < to),
  { minLength: 1, maxLength: 2 },
);

/** The overlays of up to six registrations; priorities are free, so that they tie and disagree with the numbers. */
export const overlays: fc.Arbitrary<Overlay[]> = fc
  .array(fc.tuple(parts, fc.integer({ min: 1, max: 4 })), { maxLength: 6 })
  .map((registrations) =>
    registrations.flatMap(([where, priority], i) =>
      disjoint(where).map((it): Overlay => ({ kind: 'interest', ref: i + 1, priority, ...it })),
    ),
  );

/** One registration names a unit once. */
function disjoint(given: Interval[]): Interval[] {
  const [first, second] = given;
  if (!first || !second) return given;
  return first.to < second.from || second.to < first.from ? given : [first];
}

export const covers = (given: readonly Interval[], unit: bigint): boolean =>
  given.some(({ from, to }) => from <= unit && unit < to);
