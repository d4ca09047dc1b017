import { expect } from 'chai';
import fc from 'fast-check';
import { collateralOf, cutOf, lossesOn } from '../../../domain/line/cut.ts';
import { measure } from '../../../domain/line/line.ts';
import type { Overlay } from '../../../domain/line/overlay.ts';
import { free } from '../../../domain/line/ranks.ts';
import { covers, LENGTH, overlays, UNITS } from '../generators.ts';
import { overlayOf } from '../history.ts';

const TOTAL = BigInt(LENGTH);
const at = (from: number, to: number) => ({ from: BigInt(from), to: BigInt(to) });

describe('a cut of the quota', () => {
  const line = [overlayOf(1, 0, 60), overlayOf(2, 40, 80)];

  it('takes free units first and harms nobody as long as they last', () => {
    expect(cutOf(20n, 100n, line)).to.deep.equal({ units: [at(80, 100)], losses: [] });
  });

  it('then those under the fewest claims; the interests there lose collateral', () => {
    expect(cutOf(50n, 100n, line)).to.deep.equal({
      units: [at(0, 30), at(80, 100)],
      losses: [{ ref: 1, units: [at(0, 30)] }],
    });
    expect(cutOf(90n, 100n, line)).to.deep.equal({
      units: [at(0, 50), at(60, 100)],
      losses: [
        { ref: 1, units: [at(0, 50)] },
        { ref: 2, units: [at(40, 50), at(60, 80)] },
      ],
    });
    expect(lossesOn([at(70, 90)], line)).to.deep.equal([{ ref: 2, units: [at(70, 80)] }]);
  });

  it('cannot take more than is on the line', () => {
    const gone: Overlay = { ...overlayOf(3, 0, 10), kind: 'surrendered' };
    expect(cutOf(91n, 100n, [gone])).to.equal(undefined);
    expect(cutOf(90n, 100n, [gone])?.units).to.deep.equal([at(10, 100)]);
  });

  it('shows as collateral that was lost, whose interest keeps what is left', () => {
    const cut: Overlay = { ...overlayOf(3, 0, 50), kind: 'cut' };
    expect(collateralOf(1, { quantity: 100n, overlays: [...line, cut] })).to.deep.equal({
      left: [at(50, 60)],
      lost: [at(0, 50)],
    });
    expect(collateralOf(9, { quantity: 100n, overlays: line })).to.deep.equal({ left: [], lost: [] });
  });

  it('conserves quantity: what is left and what is lost are what the interest had', () => {
    fc.assert(
      fc.property(overlays, fc.nat(LENGTH), (before, wanted) => {
        const cut = cutOf(BigInt(wanted), TOTAL, before)!;
        expect(measure(cut.units)).to.equal(BigInt(wanted));
        const spared = free(TOTAL, before).some(({ from }) => !covers(cut.units, from));
        if (spared) expect(cut.losses).to.deep.equal([]);
        const gone = cut.units.map((it, i): Overlay => ({ kind: 'cut', ref: 99 + i, priority: 99, ...it }));
        for (const { ref, units } of cut.losses) {
          const { left, lost } = collateralOf(ref, { quantity: TOTAL, overlays: [...before, ...gone] });
          expect(lost).to.deep.equal(units);
          const had = before.filter((it) => it.ref === ref);
          for (const unit of UNITS) {
            expect(covers(left, unit) !== covers(lost, unit)).to.equal(covers(had, unit));
          }
        }
      }),
    );
  });
});
