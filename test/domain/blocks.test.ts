import { expect } from 'chai';
import fc from 'fast-check';
import { labelsOf, placesOf, type SerialBlock } from '../../domain/blocks.ts';
import { measure, union } from '../../domain/line.ts';

const block = (prefix: string, first: number, last: number): SerialBlock => ({
  prefix,
  first: BigInt(first),
  last: BigInt(last),
});
const at = (from: number, to: number) => ({ from: BigInt(from), to: BigInt(to) });

describe('serial blocks on a line', () => {
  const blocks = [block('A-', 101, 150), block('B-', 1, 30), block('A-', 151, 170)];

  it('lie in the order in which they were registered, whatever their numbers', () => {
    expect(placesOf(blocks, block('B-', 1, 30))).to.deep.equal([at(50, 80)]);
    expect(placesOf(blocks, block('A-', 141, 160))).to.deep.equal([at(40, 50), at(80, 90)]);
  });

  it('are fewer units than labels where some are of another line', () => {
    expect(measure(placesOf(blocks, block('A-', 91, 110)))).to.equal(10n);
    expect(placesOf(blocks, block('C-', 1, 30))).to.deep.equal([]);
  });

  it('give the labels of any units, which lead back to these units', () => {
    fc.assert(
      fc.property(fc.nat(100), fc.nat(100), (a, b) => {
        const part = at(Math.min(a, b), Math.max(a, b));
        const places = labelsOf(blocks, [part]).flatMap((it) => placesOf(blocks, it));
        expect(union(places)).to.deep.equal(union([part]));
      }),
    );
  });
});
