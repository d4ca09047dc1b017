import { expect } from 'chai';
import fc from 'fast-check';
import { amended, layersOf, type Secured } from '../../../domain/interests/increases.ts';

const secured = (securedAmount: bigint, ...increases: [number, bigint][]): Secured => ({
  securedAmount,
  increases: increases.map(([since, amount]) => ({ since, amount })),
});
const amounts = (it: Secured): bigint[] => layersOf(it).map(({ amount }) => amount);

describe('layers of a secured amount', () => {
  it('are what was registered first, and each increase from its own amendment on', () => {
    expect(layersOf(secured(100n))).to.deep.equal([{ since: 0, amount: 100n }]);
    const increased = amended(amended(secured(100n), 150n, 7), 170n, 9);
    expect(increased).to.deep.equal(secured(170n, [7, 50n], [9, 20n]));
    expect(amounts(increased)).to.deep.equal([100n, 50n, 20n]);
  });

  it('a decrease takes the latest increases first, so that the rest keeps its rank', () => {
    const increased = secured(170n, [7, 50n], [9, 20n]);
    expect(amended(increased, 160n, 11)).to.deep.equal(secured(160n, [7, 50n], [9, 10n]));
    expect(amended(increased, 150n, 11)).to.deep.equal(secured(150n, [7, 50n]));
    expect(amended(increased, 120n, 11)).to.deep.equal(secured(120n, [7, 20n]));
    expect(amended(increased, 30n, 11)).to.deep.equal(secured(30n));
    expect(amended(increased, 170n, 11)).to.deep.equal(increased);
    expect(increased).to.deep.equal(secured(170n, [7, 50n], [9, 20n]));
  });

  it('a layer that was paid in full keeps its place with nothing in it, until an amendment lowers the amount', () => {
    const left = secured(120n, [7, 50n], [9, 0n]);
    expect(amounts(left)).to.deep.equal([70n, 50n, 0n]);
    expect(amended(left, 120n, 11)).to.deep.equal(left);
    expect(amended(left, 110n, 11)).to.deep.equal(secured(110n, [7, 40n]));
  });

  it('always add up to the amount, and no layer is ever negative', () => {
    const wanted = fc.array(fc.bigInt({ min: 0n, max: 100n }), { maxLength: 8 });
    fc.assert(
      fc.property(wanted, (targets) => {
        let now = secured(50n);
        targets.forEach((target, i) => {
          now = amended(now, target, i + 1);
          expect(now.securedAmount).to.equal(target);
          expect(amounts(now).reduce((a, b) => a + b)).to.equal(target);
          expect(amounts(now).every((amount) => amount >= 0n)).to.equal(true);
        });
      }),
    );
  });
});
