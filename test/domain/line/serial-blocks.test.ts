import { expect } from 'chai';
import fc from 'fast-check';
import {
  BlockError,
  labelsOf,
  partitionOf,
  placesOf,
  type SerialBlock,
} from '../../../domain/line/serial-blocks.ts';
import { union } from '../../../domain/line/line.ts';

const block = (prefix: string, first: number, last: number): SerialBlock => ({
  prefix,
  first: BigInt(first),
  last: BigInt(last),
});
const at = (from: number, to: number) => ({ from: BigInt(from), to: BigInt(to) });

describe('serial blocks on a line', () => {
  const blocks = [block('A-', 101, 150), block('B-', 1, 30), block('A-', 151, 170)];

  it('lie in the order in which they were registered, whatever their numbers', () => {
    expect(placesOf(blocks, [block('B-', 1, 30)])).to.deep.equal([at(50, 80)]);
    expect(placesOf(blocks, [block('A-', 141, 160)])).to.deep.equal([at(40, 50), at(80, 90)]);
  });

  it('are known by name: another number, or one named twice, is refused', () => {
    for (const [named, reason, wrong] of [
      [[block('A-', 91, 110)], 'unknown', block('A-', 91, 100)],
      [[block('B-', 1, 9), block('C-', 1, 30)], 'unknown', block('C-', 1, 30)],
      [[block('B-', 1, 9), block('B-', 9, 10)], 'twice', block('B-', 9, 9)],
    ] as const) {
      expect(() => placesOf(blocks, named))
        .to.throw(BlockError)
        .that.deep.includes({ reason, index: named.length - 1, blocks: [wrong] });
    }
  });

  it('give the labels of any units, which lead back to these units', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), (a, b) => {
        const part = at(Math.min(a, b), Math.max(a, b));
        const places = labelsOf(blocks, [part]).flatMap((it) => placesOf(blocks, [it]));
        expect(union(places)).to.deep.equal(union([part]));
      }),
    );
  });

  describe('divided into parts', () => {
    const whole = [block('A-', 1, 100)];

    it('are divided exactly only if every number is in one part', () => {
      const parts = [[block('A-', 1, 40)], [block('A-', 71, 100), block('A-', 41, 70)]];
      expect(partitionOf(whole, parts)).to.deep.equal({ exact: true, gaps: [], overlaps: [] });
    });

    it('are not divided exactly though the sums match: it is said where they overlap and what they leave out', () => {
      const parts = [[block('A-', 1, 50)], [block('A-', 41, 90)]];
      expect(partitionOf(whole, parts)).to.deep.equal({
        exact: false,
        gaps: [block('A-', 91, 100)],
        overlaps: [block('A-', 41, 50)],
      });
      expect(partitionOf(whole, [[block('A-', 1, 99)]]).exact).to.equal(false);
      expect(partitionOf(whole, [whole, [block('A-', 7, 7)]])).to.deep.include({ exact: false, gaps: [] });
    });

    it('are exact if and only if the parts are disjoint and together the whole', () => {
      const cut = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { maxLength: 5 });
      fc.assert(
        fc.property(cut, fc.nat(5), fc.constantFrom(-1, 0, 1), (cuts, place, shift) => {
          const ends = [0, ...cuts.sort((a, b) => a - b), 100];
          const parts = ends.slice(1).map((end, i) => [block('A-', ends[i]! + 1, end)]);
          const [one] = parts[place % parts.length]!;
          const last = one!.last + BigInt(shift);
          fc.pre(last >= one!.first && last <= 100n);
          parts[place % parts.length] = [{ ...one!, last }];
          expect(partitionOf(whole, parts).exact).to.equal(shift === 0);
        }),
      );
    });
  });
});
