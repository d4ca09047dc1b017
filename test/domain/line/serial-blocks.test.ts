import { expect } from 'chai';
import fc from 'fast-check';
import { BlockError, labelsOf, placesOf, type SerialBlock } from '../../../domain/line/serial-blocks.ts';
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
});
