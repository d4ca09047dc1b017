import { expect } from 'chai';
import { type Log } from '../../../domain/journal/entry.ts';
import type { InterestState } from '../../../domain/state/state.ts';
import { A, after, at, B, D, I, interestOf, onInterest, PLEDGED, Q, START, step } from './rows.ts';

const amendment = (securedAmount: bigint) => ({
  ...{ debtor: Q, securedAmount, contractNumber: 'n-2', contractDigest: D },
  ...{ acknowledgeJunior: true, negativePledge: true, determinationDay: 22_000 },
});
const amended = (
  sequence: number,
  next: InterestState,
  added: { right: typeof A; intervals: ReturnType<typeof at>[] }[] = [],
): Log =>
  onInterest('InterestAmended', sequence, next, {
    ...{ interest: I, agent: 2, amendment: amendment(next.securedAmount), added },
  });

describe('the reducer on amendments of an interest', () => {
  it('more is an increase of its own, added rights are named once', () => {
    const rows = after(...PLEDGED);
    const increases = [{ since: 6, amount: 500_000n }];
    const changed = { debtor: Q, contractDigest: D };
    const more = { ...START, ...changed, securedAmount: 1_500_000n, increases, rights: [A, B] };
    const added = [
      { right: A, intervals: [at(60, 70)] },
      { right: B, intervals: [at(0, 10)] },
    ];
    step(rows, amended(6, more, added));
    expect(interestOf(rows, I).state).to.deep.equal(more);
    expect(interestOf(rows, I).collateral).to.deep.equal([{ right: A, intervals: [at(0, 10)] }, ...added]);
    expect(interestOf(rows, I).terms).to.deep.include(amendment(1_500_000n));
    const less = { ...more, securedAmount: 1_200_000n, increases: [{ since: 6, amount: 200_000n }] };
    step(rows, amended(7, less));
    expect(interestOf(rows, I).state).to.deep.equal(less);
  });
});
