import { expect } from 'chai';
import fc from 'fast-check';
import { carryOver, isCarriedOver } from '../../../domain/line/carry-over.ts';
import { day } from '../days.ts';

const on = day('2025-12-31');
const quantity = fc.bigInt({ min: 0n, max: 10n ** 12n });

describe('carry-over of allowances', () => {
  it('is limited by what was sold: 60,000 sold net let 100,000 of 250,000 be carried', () => {
    expect(carryOver(250_000n, 60_000n, on)).to.deep.equal({ carried: 100_000n, remainder: 150_000n });
  });

  it('is limited by what is held', () => {
    expect(carryOver(99_999n, 60_000n, on)).to.deep.equal({ carried: 99_999n, remainder: 0n });
    expect(carryOver(0n, 0n, on)).to.deep.equal({ carried: 0n, remainder: 0n });
  });

  it('is the base alone for an operator that sold nothing, and rounds half a tonne down', () => {
    expect(carryOver(50_000n, 0n, on).carried).to.equal(10_000n);
    expect(carryOver(50_000n, 1n, on).carried).to.equal(10_001n);
  });

  it('is of national allowances of the years up to 2024', () => {
    expect(isCarriedOver('CEA', 2024, on)).to.equal(true);
    expect(isCarriedOver('CEA', 2025, on)).to.equal(false);
    expect(isCarriedOver('CEA', 0, on)).to.equal(false);
    expect(isCarriedOver('GDEA', 2024, on)).to.equal(false);
  });

  it('refuses negative quantities and a day before the rule', () => {
    expect(() => carryOver(-1n, 0n, on)).to.throw(RangeError, 'not a quantity');
    expect(() => carryOver(0n, -1n, on)).to.throw(RangeError, 'not a quantity');
    expect(() => carryOver(1n, 0n, 0)).to.throw(RangeError, 'carry-over.base');
  });

  it('loses nothing, never exceeds the holding, and grows with what was sold', () => {
    fc.assert(
      fc.property(quantity, quantity, quantity, (holding, sold, more) => {
        const { carried, remainder } = carryOver(holding, sold, on);
        expect(carried + remainder).to.equal(holding);
        expect(carried >= 0n && remainder >= 0n).to.equal(true);
        expect(carryOver(holding, sold + more, on).carried >= carried).to.equal(true);
      }),
    );
  });
});
