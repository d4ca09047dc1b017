import { expect } from 'chai';
import fc from 'fast-check';
import { digits, term, terms } from '../../../domain/registrations/indexes.ts';

const compareBytes = (a: string, b: string): number =>
  Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b)));

describe('the terms of the indexes', () => {
  it('order numbers as text as they are ordered as numbers', () =>
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (a, b) => {
        expect(compareBytes(digits(a, 12), digits(b, 12))).to.equal(Math.sign(a - b));
      }),
    ));

  for (const wrong of [-1, 1.5, NaN, Infinity, 1_000]) {
    it(`refuse ${wrong} where three digits are asked for`, () => {
      expect(() => digits(wrong, 3)).to.throw(RangeError);
    });
  }

  it('order serial blocks by their last number within a prefix', () =>
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
        fc.bigInt({ min: 0n, max: 2n ** 128n - 1n }),
        (a, b) => {
          expect(compareBytes(terms.serial('GD', a), terms.serial('GD', b))).to.equal(
            a < b ? -1 : a > b ? 1 : 0,
          );
        },
      ),
    ));

  it('leave no control character of a name in a term', () => {
    expect(term('a\0b\x01', 'c')).to.equal('a\ufffdb\ufffd\x01c');
  });
});
