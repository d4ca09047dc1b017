import type { Increase, InterestState } from '../state/state.ts';

/*
 * The secured amount falls into layers, each with a rank of its own: layer 0 is what no amendment added and ranks with the
 * collateral, layer n is the n-th increase and ranks from its own amendment on. Twin: contracts/libraries/Increases.sol.
 */

export type Secured = Pick<InterestState, 'securedAmount' | 'increases'>;

/** Minor units of each layer, layer 0 first. */
export function layersOf({ securedAmount, increases }: Secured): Increase[] {
  const added = increases.reduce((sum, { amount }) => sum + amount, 0n);
  return [{ since: 0, amount: securedAmount - added }, ...increases];
}

/** The amount is another by the amendment `since`: more is one more layer, less comes off the latest ones, which go first. */
export function amended({ securedAmount, increases }: Secured, amount: bigint, since: number): Secured {
  if (amount > securedAmount) {
    return {
      securedAmount: amount,
      increases: [...increases, { since, amount: amount - securedAmount }],
    };
  }
  return { securedAmount: amount, increases: lowered(increases, securedAmount - amount) };
}

/** Takes `less` from the latest first, and drops those of which nothing is left. */
function lowered(increases: readonly Increase[], less: bigint): Increase[] {
  const left = [...increases];
  for (let last = left.at(-1); less > 0n && last; last = left.at(-1)) {
    if (last.amount > less) {
      left[left.length - 1] = { ...last, amount: last.amount - less };
      break;
    }
    less -= last.amount;
    left.pop();
  }
  return left;
}
