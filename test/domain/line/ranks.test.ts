import { expect } from 'chai';
import fc from 'fast-check';
import { carve, measure, section, subtract, union, type Interval } from '../../../domain/line/line.ts';
import type { Overlay } from '../../../domain/line/overlay.ts';
import { free, segments, take, tranchesFor, tranchesOf } from '../../../domain/line/ranks.ts';
import { covers, intervals, LENGTH, overlays, UNITS } from '../generators.ts';

const TOTAL = BigInt(LENGTH);
const lock = (ref: number, from: number, to: number, priority = ref): Overlay => ({
  kind: 'interest',
  ref,
  priority,
  from: BigInt(from),
  to: BigInt(to),
});
const refsOf = (given: readonly Overlay[]): number[] => [...new Set(given.map((it) => it.ref))];
const at = (given: readonly Overlay[], unit: bigint): Overlay[] => given.filter((it) => covers([it], unit));
const ranksAt = (given: readonly Overlay[], unit: bigint): Map<number, number[]> =>
  new Map(
    refsOf(at(given, unit)).map((ref) => [
      ref,
      tranchesOf(ref, given)
        .filter((tranche) => covers([tranche], unit))
        .map(({ rank }) => rank),
    ]),
  );

describe('ranks', () => {
  it('cuts the line where anything begins or ends', () => {
    const [a, b] = [lock(1, 2, 6), lock(2, 4, 8)];
    expect(
      segments(10n, [b, a]).map(({ from, to, overlays: there }) => [Number(from), Number(to), refsOf(there)]),
    ).to.deep.equal([
      [0, 2, []],
      [2, 4, [1]],
      [4, 6, [1, 2]],
      [6, 8, [2]],
      [8, 10, []],
    ]);
    expect(segments(0n, [])).to.deep.equal([]);
  });

  it('leaves free what no overlay covers', () => {
    expect(free(10n, [lock(1, 2, 6), lock(2, 4, 8)])).to.deep.equal([
      { from: 0n, to: 2n },
      { from: 8n, to: 10n },
    ]);
  });

  it('ranks an interest in tranches, best first, neighbours of one rank joined', () => {
    const line = [lock(1, 0, 40), lock(2, 60, 80), lock(3, 20, 100)];
    expect(tranchesOf(3, line)).to.deep.equal([
      { from: 40n, to: 60n, rank: 1 },
      { from: 80n, to: 100n, rank: 1 },
      { from: 20n, to: 40n, rank: 2 },
      { from: 60n, to: 80n, rank: 2 },
    ]);
    expect(tranchesOf(9, line)).to.deep.equal([]);
  });

  it('says beforehand what a registration would get', () => {
    const wanted = [
      { from: 0n, to: 60n },
      { from: 60n, to: 70n },
    ];
    expect(tranchesFor(wanted, [lock(1, 0, 40), lock(2, 30, 50)])).to.deep.equal([
      { from: 50n, to: 70n, rank: 1 },
      { from: 0n, to: 30n, rank: 2 },
      { from: 40n, to: 50n, rank: 2 },
      { from: 30n, to: 40n, rank: 3 },
    ]);
  });

  it('ranks an increase from its own amendment, not from the interest that it increases', () => {
    const line = [lock(1, 0, 10), lock(2, 10, 30), lock(1, 10, 20, 3)];
    expect(tranchesOf(1, line)).to.deep.equal([
      { from: 0n, to: 10n, rank: 1 },
      { from: 10n, to: 20n, rank: 2 },
    ]);
    expect(tranchesOf(2, line)).to.deep.equal([{ from: 10n, to: 30n, rank: 1 }]);
  });

  it('ranks among those of one kind only: a freeze is no claim to payment', () => {
    const freeze = (ref: number, from: number, to: number): Overlay => ({
      ...lock(ref, from, to),
      kind: 'judicial-freeze',
    });
    const line = [freeze(1, 0, 10), lock(2, 0, 20), freeze(3, 5, 15)];
    expect(tranchesOf(2, line)).to.deep.equal([{ from: 0n, to: 20n, rank: 1 }]);
    expect(tranchesOf(3, line)).to.deep.equal([
      { from: 10n, to: 15n, rank: 1 },
      { from: 5n, to: 10n, rank: 2 },
    ]);
    expect(tranchesFor([{ from: 0n, to: 20n }], [freeze(1, 0, 10)])).to.deep.equal([
      { from: 0n, to: 20n, rank: 1 },
    ]);
    expect(
      tranchesFor([{ from: 0n, to: 20n }], line, 'judicial-freeze').map(({ rank }) => rank),
    ).to.deep.equal([1, 2, 2, 3]);
  });

  it('counts as free neither what is encumbered nor what is gone, but what was not carried over', () => {
    const of = (kind: Overlay['kind'], ref: number, from: number): Overlay => ({
      ...lock(ref, from, from + 10),
      kind,
    });
    const line = [of('interest', 1, 0), of('stay', 2, 10), of('sold', 3, 20), of('cut', 4, 30)];
    expect(free(60n, [...line, of('not-carried-over', 5, 40)])).to.deep.equal([{ from: 40n, to: 60n }]);
    expect(take(45n, 60n, line)).to.deep.equal([
      { from: 0n, to: 25n },
      { from: 40n, to: 60n },
    ]);
    expect(take(51n, 60n, line)).to.equal(undefined);
  });

  it('is a total order at every unit: 1 to n without a gap or a tie', () => {
    fc.assert(
      fc.property(overlays, (line) => {
        for (const unit of UNITS) {
          const ranks = [...ranksAt(line, unit).values()].flat().sort((a, b) => a - b);
          expect(ranks, `unit ${unit}`).to.deep.equal(refsOf(at(line, unit)).map((_, i) => i + 1));
        }
      }),
    );
  });

  it('is the place in the segment, and whoever registers next is behind all', () => {
    fc.assert(
      fc.property(overlays, (line) => {
        const next = tranchesFor([{ from: 0n, to: TOTAL }], line);
        for (const segment of segments(TOTAL, line)) {
          const ranks = ranksAt(line, segment.from);
          segment.overlays.forEach(({ ref }, i) => expect(ranks.get(ref)).to.deep.equal([i + 1]));
          const behind = next.find((tranche) => covers([tranche], segment.from));
          expect(behind?.rank).to.equal(segment.overlays.length + 1);
        }
      }),
    );
  });

  it('is the order of priority, and where that is the same the order in which they were laid', () => {
    const [first, second] = [lock(7, 0, 10, 1), lock(3, 0, 10, 1)];
    expect(refsOf(segments(10n, [first, second])[0]!.overlays)).to.deep.equal([7, 3]);
    expect(refsOf(segments(10n, [second, first])[0]!.overlays)).to.deep.equal([3, 7]);
    fc.assert(
      fc.property(overlays, (line) => {
        for (const segment of segments(TOTAL, line)) {
          segment.overlays.slice(1).forEach((it, i) => {
            const ahead = segment.overlays[i]!;
            const [earlier, later] = [line.indexOf(ahead), line.indexOf(it)];
            expect(
              ahead.priority < it.priority || (ahead.priority === it.priority && earlier < later),
            ).to.equal(true);
          });
        }
      }),
    );
  });

  it('does not depend on the order in which overlays are listed where no two have one priority', () => {
    const distinct = overlays.map((line) =>
      line.map((it) => ({ ...it, priority: it.priority * 100 + it.ref })),
    );
    fc.assert(
      fc.property(
        distinct.chain((line) =>
          fc.tuple(fc.constant(line), fc.shuffledSubarray(line, { minLength: line.length })),
        ),
        ([line, shuffled]) => {
          for (const ref of refsOf(line)) {
            expect(tranchesOf(ref, shuffled)).to.deep.equal(tranchesOf(ref, line));
          }
          expect(segments(TOTAL, shuffled)).to.deep.equal(segments(TOTAL, line));
        },
      ),
    );
  });

  it('whoever steps back stands directly behind the one that it yields to, and nobody else moves down', () => {
    const order = (line: readonly Overlay[], unit: bigint): number[] =>
      segments(TOTAL, line)
        .find((segment) => covers([segment], unit))!
        .overlays.map(({ ref }) => ref);
    fc.assert(
      fc.property(overlays, fc.nat(LENGTH - 1), fc.nat(5), fc.nat(5), (line, at, a, b) => {
        const unit = BigInt(at);
        const before = order(line, unit);
        const [yielding, ahead] = [before[Math.min(a, b)], before[Math.max(a, b)]];
        fc.pre(yielding !== undefined && ahead !== undefined && yielding !== ahead);
        const there = [{ from: unit, to: unit + 1n }];
        const { priority } = line.find((it) => it.ref === ahead && covers([it], unit))!;
        const kept = carve(line, there, ({ ref }) => ref === yielding);
        const after = order([...kept, { ...lock(yielding, at, at + 1), priority }], unit);
        expect(after.filter((ref) => ref !== yielding)).to.deep.equal(
          before.filter((ref) => ref !== yielding),
        );
        const behind = (ref: number) =>
          line.find((it) => it.ref === ref && covers([it], unit))!.priority > priority;
        const place = before.filter((ref) => ref !== yielding && !behind(ref)).length;
        expect(after.indexOf(yielding)).to.equal(place);
      }),
    );
  });

  it('covers exactly the units of the interest', () => {
    fc.assert(
      fc.property(overlays, (line) => {
        for (const ref of refsOf(line)) {
          const own: Interval[] = line.filter((it) => it.ref === ref);
          const ranked = tranchesOf(ref, line);
          expect(measure(ranked)).to.equal(ranked.reduce((sum, { from, to }) => sum + to - from, 0n));
          expect(subtract(own, ranked)).to.deep.equal([]);
          expect(subtract(ranked, own)).to.deep.equal([]);
        }
      }),
    );
  });

  it('when one is released, exactly those behind it move up by one, and its units are free again', () => {
    fc.assert(
      fc.property(overlays, fc.nat(5), (line, place) => {
        const released = refsOf(line)[place];
        fc.pre(released !== undefined);
        const left = line.filter((it) => it.ref !== released);
        for (const unit of UNITS) {
          const [before, after] = [ranksAt(line, unit), ranksAt(left, unit)];
          const gap = before.get(released)?.[0] ?? Infinity;
          for (const [ref, [rank = 0]] of before) {
            if (ref === released) continue;
            expect(after.get(ref)).to.deep.equal([rank > gap ? rank - 1 : rank]);
          }
          expect(covers(free(TOTAL, left), unit)).to.equal(at(left, unit).length === 0);
        }
      }),
    );
  });

  it('a division keeps every overlay, with its priority and its rank, on the part and on what is left', () => {
    fc.assert(
      fc.property(overlays, intervals, (line, some) => {
        const part = union(some);
        const [left, child] = [carve(line, part), section(line, part)];
        let place = 0n;
        for (const unit of UNITS) {
          const moved = covers(part, unit);
          const now: [Overlay[], bigint] = moved ? [child, place++] : [left, unit];
          expect(ranksAt(...now)).to.deep.equal(ranksAt(line, unit));
          const priorities = (given: Overlay[]) => given.map(({ ref, priority }) => [ref, priority]);
          expect(priorities(at(...now))).to.deep.equal(priorities(at(line, unit)));
          if (moved) expect(at(left, unit)).to.deep.equal([]);
        }
        expect(child.every(({ to }) => to <= measure(part))).to.equal(true);
      }),
    );
  });

  describe('take', () => {
    it('takes free units first, then those with the fewest overlays, lowest first', () => {
      const line = [lock(1, 0, 60), lock(2, 10, 20)];
      expect(take(30n, 100n, line)).to.deep.equal([{ from: 60n, to: 90n }]);
      expect(take(45n, 100n, line)).to.deep.equal([
        { from: 0n, to: 5n },
        { from: 60n, to: 100n },
      ]);
      expect(take(100n, 100n, line)).to.deep.equal([{ from: 0n, to: 100n }]);
      expect(take(0n, 100n, line)).to.deep.equal([]);
      expect(take(101n, 100n, line)).to.equal(undefined);
    });

    it('measures exactly the quantity, and no choice of units ranks better', () => {
      fc.assert(
        fc.property(overlays, fc.nat(LENGTH), (line, wanted) => {
          const taken = take(BigInt(wanted), TOTAL, line) ?? [];
          expect(measure(taken)).to.equal(BigInt(wanted));
          const depth = (unit: bigint) => at(line, unit).length;
          const best = [...UNITS].sort((a, b) => depth(a) - depth(b) || Number(a - b)).slice(0, wanted);
          expect(UNITS.filter((unit) => covers(taken, unit))).to.have.members(best);
        }),
      );
    });
  });
});
