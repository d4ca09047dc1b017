import { expect } from 'chai';
import fc from 'fast-check';
import { leastClaimed } from '../../../domain/line/choice.ts';
import { intersect, measure, union } from '../../../domain/line/line.ts';
import { covers, intervals, UNITS } from '../generators.ts';

const at = (from: number, to: number) => ({ from: BigInt(from), to: BigInt(to) });

describe('units that nobody named', () => {
  it('are free ones first, then those under the fewest claims, the lowest first', () => {
    const claims = [at(0, 40), at(0, 10), at(60, 80)];
    expect(leastClaimed(20n, [at(0, 100)], claims)).to.deep.equal([at(40, 60)]);
    expect(leastClaimed(60n, [at(0, 100)], claims)).to.deep.equal([at(10, 30), at(40, 60), at(80, 100)]);
    expect(leastClaimed(100n, [at(0, 100)], claims)).to.deep.equal([at(0, 100)]);
  });

  it('are none if there are not enough', () => {
    expect(leastClaimed(11n, [at(0, 10)], [])).to.equal(undefined);
    expect(leastClaimed(0n, [], [])).to.deep.equal([]);
  });

  it('are exactly as many, among those asked for, and never one under more claims than one that was left', () => {
    fc.assert(
      fc.property(intervals, intervals, fc.nat(30), (within, claims, wanted) => {
        const taken = leastClaimed(BigInt(wanted), within, claims);
        if (taken === undefined) {
          expect(measure(within) < BigInt(wanted)).to.equal(true);
          return;
        }
        expect(measure(taken)).to.equal(BigInt(wanted));
        expect(intersect(taken, within)).to.deep.equal(union(taken));
        const depth = (unit: bigint) => claims.filter((it) => covers([it], unit)).length;
        const taking = UNITS.filter((unit) => covers(taken, unit)).map(depth);
        const left = UNITS.filter((unit) => covers(within, unit) && !covers(taken, unit)).map(depth);
        expect(Math.max(0, ...taking) <= Math.min(Infinity, ...left)).to.equal(true);
      }),
    );
  });
});
