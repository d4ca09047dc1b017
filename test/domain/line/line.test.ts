import { expect } from 'chai';
import fc from 'fast-check';
import {
  carve,
  compare,
  first,
  intersect,
  measure,
  section,
  subtract,
  union,
  type Interval,
} from '../../../domain/line/line.ts';
import { covers, interval, intervals, UNITS } from '../generators.ts';

const of = (...pairs: [number, number][]): Interval[] =>
  pairs.map(([from, to]) => ({ from: BigInt(from), to: BigInt(to) }));

/** Non-empty, ascending, not touching. */
function expectCanonical(given: readonly Interval[]): void {
  given.forEach(({ from, to }, i) => {
    expect(from < to).to.be.true;
    const before = given[i - 1];
    if (before) expect(before.to < from).to.be.true;
  });
}

/** That a result has exactly the units for which `wanted` holds, in canonical form. */
function expectUnits(result: readonly Interval[], wanted: (unit: bigint) => boolean): void {
  expectCanonical(result);
  for (const unit of UNITS) expect(covers(result, unit), `unit ${unit}`).to.equal(wanted(unit));
}

describe('line', () => {
  it('joins what overlaps and what touches, and drops what is empty', () => {
    expect(union(of([5, 7], [0, 2], [2, 3], [6, 9], [4, 4]))).to.deep.equal(of([0, 3], [5, 9]));
    expect(union([])).to.deep.equal([]);
  });

  it('takes away from the middle, the ends, or all', () => {
    expect(subtract(of([0, 10]), of([3, 4]))).to.deep.equal(of([0, 3], [4, 10]));
    expect(subtract(of([0, 10]), of([0, 4], [8, 12]))).to.deep.equal(of([4, 8]));
    expect(subtract(of([2, 3]), of([0, 10]))).to.deep.equal([]);
    expect(subtract(of([0, 3], [6, 9]), of([4, 5], [20, 30]))).to.deep.equal(of([0, 3], [6, 9]));
  });

  it('takes the first units', () => {
    expect(first(of([0, 2], [5, 9]), 4n)).to.deep.equal(of([0, 2], [5, 7]));
    expect(first(of([0, 2], [5, 9]), 2n)).to.deep.equal(of([0, 2]));
    expect(first(of([0, 2]), 0n)).to.deep.equal([]);
    expect(first(of([0, 2]), 9n)).to.deep.equal(of([0, 2]));
  });

  it('leaves its arguments as they were', () => {
    const given = of([0, 2], [1, 5]);
    union(given);
    subtract(given, given);
    first(given, 3n);
    expect(given).to.deep.equal(of([0, 2], [1, 5]));
  });

  it('orders numbers that are too large for numbers', () => {
    const large = 1n << 75n;
    expect([compare(large, large + 1n), compare(large + 1n, large), compare(large, large)]).to.deep.equal([
      -1, 1, 0,
    ]);
  });

  describe('what lies on it', () => {
    const named = (name: string, from: number, to: number) => ({ name, from: BigInt(from), to: BigInt(to) });
    const line = [named('a', 0, 10), named('b', 5, 8), named('a', 20, 30)];

    it('is carved in place: what remains of one is two neighbours, the left part first', () => {
      expect(carve(line, of([6, 7], [9, 22]))).to.deep.equal([
        named('a', 0, 6),
        named('a', 7, 9),
        named('b', 5, 6),
        named('b', 7, 8),
        named('a', 22, 30),
      ]);
      expect(carve(line, of([0, 30]), ({ name }) => name === 'a')).to.deep.equal([named('b', 5, 8)]);
      expect(carve(line, [])).to.deep.equal(line);
    });

    it('is taken along to a line that is the parts put together', () => {
      expect(section(line, of([6, 9], [25, 40]))).to.deep.equal([
        named('a', 0, 3),
        named('b', 0, 2),
        named('a', 3, 8),
      ]);
      expect(section(line, [])).to.deep.equal([]);
    });

    it('carve takes the units, and laying them again gives them back', () => {
      fc.assert(
        fc.property(intervals, intervals, (lying, taken) => {
          const kept = carve(
            lying.filter(({ from, to }) => from < to),
            taken,
          );
          expectUnits(union(kept), (unit) => covers(lying, unit) && !covers(taken, unit));
          const again = [...kept, ...intersect(lying, taken)];
          expect(union(again)).to.deep.equal(union(lying));
        }),
      );
    });

    it('section has exactly the units of the part, counted from 0', () => {
      fc.assert(
        fc.property(intervals, intervals, (lying, some) => {
          const part = union(some);
          const taken = section(lying, part);
          let place = 0n;
          for (const unit of UNITS) {
            if (!covers(part, unit)) continue;
            expect(covers(taken, place++), `unit ${unit}`).to.equal(covers(lying, unit));
          }
          expect(measure(taken)).to.equal(measure(intersect(lying, part)));
        }),
      );
    });
  });

  describe('is an algebra of sets of units', () => {
    it('union has the units of either', () => {
      fc.assert(
        fc.property(intervals, intervals, (a, b) => {
          expectUnits(union([...a, ...b]), (unit) => covers(a, unit) || covers(b, unit));
        }),
      );
    });

    it('subtract has the units of the one without the other', () => {
      fc.assert(
        fc.property(intervals, intervals, (a, b) => {
          expectUnits(subtract(a, b), (unit) => covers(a, unit) && !covers(b, unit));
        }),
      );
    });

    it('intersect has the units of both', () => {
      fc.assert(
        fc.property(intervals, intervals, (a, b) => {
          expectUnits(intersect(a, b), (unit) => covers(a, unit) && covers(b, unit));
        }),
      );
    });

    it('measure counts every unit once, however often it is named', () => {
      fc.assert(
        fc.property(intervals, (a) => {
          const counted = UNITS.filter((unit) => covers(a, unit)).length;
          expect(measure(a)).to.equal(BigInt(counted));
          expect(measure([...a, ...a])).to.equal(measure(a));
        }),
      );
    });

    it('a union of locks is idempotent, commutative and associative', () => {
      fc.assert(
        fc.property(intervals, intervals, intervals, (a, b, c) => {
          expect(union([...a, ...a])).to.deep.equal(union(a));
          expect(union(union(a))).to.deep.equal(union(a));
          expect(union([...a, ...b])).to.deep.equal(union([...b, ...a]));
          expect(union([...union([...a, ...b]), ...c])).to.deep.equal(union([...a, ...union([...b, ...c])]));
        }),
      );
    });

    it('locks are never subtracted twice: inclusion and exclusion', () => {
      fc.assert(
        fc.property(intervals, intervals, (a, b) => {
          const both = measure(a) + measure(b) - measure(intersect(a, b));
          expect(measure([...a, ...b])).to.equal(both);
          expect(measure(subtract(a, b)) + measure(intersect(a, b))).to.equal(measure(a));
        }),
      );
    });

    it('a set has one form', () => {
      fc.assert(
        fc.property(intervals, interval, (a, hole) => {
          const again = union([...subtract(a, [hole]), ...intersect(a, [hole])]);
          expect(again).to.deep.equal(union(a));
        }),
      );
    });

    it('first takes exactly the quantity, from the lowest units', () => {
      fc.assert(
        fc.property(intervals, fc.nat(30), (a, wanted) => {
          const units = UNITS.filter((unit) => covers(a, unit)).slice(0, wanted);
          expectUnits(first(a, BigInt(wanted)), (unit) => units.includes(unit));
        }),
      );
    });
  });
});
