import { expect } from 'chai';
import fc from 'fast-check';
import {
  CAPACITIES,
  DUTIES,
  INTEREST_KINDS,
  maskOf,
  nameAt,
  namesIn,
  POLICY_FLAGS,
} from '../../../domain/encoding/codes.ts';

describe('codes', () => {
  it('name the numbers of the contracts', () => {
    expect(nameAt(INTEREST_KINDS, 3)).to.equal('maximum-amount-pledge');
    expect(() => nameAt(INTEREST_KINDS, 4)).to.throw(RangeError, 'unknown code 4');
    expect(DUTIES.map((duty) => maskOf(DUTIES, [duty]))).to.deep.equal([1, 2, 4]);
  });

  it('are masks where several hold, in any order', () => {
    for (const names of [CAPACITIES, POLICY_FLAGS] as const) {
      fc.assert(
        fc.property(fc.shuffledSubarray([...names]), (chosen) => {
          const mask = maskOf<string>(names, chosen);
          expect(namesIn<string>(names, mask)).to.have.members(chosen);
          expect(namesIn<string>(names, mask)).to.have.length(chosen.length);
        }),
      );
    }
    expect(namesIn(CAPACITIES, 0)).to.deep.equal([]);
  });
});
