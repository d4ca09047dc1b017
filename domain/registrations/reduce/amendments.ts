import { amended } from '../../interests/increases.ts';
import { onInterest, type Reducers } from './changes.ts';

/** What changes in an interest while it lasts. */
export const AMENDMENT_REDUCERS: Reducers<
  'InterestAmended' | 'InterestExtended' | 'InterestAssigned' | 'InterestSubordinated' | 'InterestConfirmed'
> = {
  InterestAmended: (args, entry, rows) =>
    onInterest('InterestAmended', args, entry(), rows, ({ state, collateral }, { sequence }) => {
      const { debtor, securedAmount, contractDigest } = args.amendment;
      return {
        state: {
          debtor,
          contractDigest,
          ...amended(state, securedAmount, sequence),
          rights: [...new Set([...state.rights, ...args.added.map(({ right }) => right)])],
        },
        terms: args.amendment,
        collateral: [...collateral, ...args.added],
      };
    }),

  InterestExtended: (args, entry, rows) =>
    onInterest('InterestExtended', args, entry(), rows, () => {
      const { termTo } = args;
      return { state: { termTo }, terms: { termTo } };
    }),

  InterestAssigned: (args, entry, rows) =>
    onInterest('InterestAssigned', args, entry(), rows, () => {
      const { newAgent, securedParties } = args;
      return { state: { agent: newAgent, securedParties }, terms: { securedParties } };
    }),

  // Where it steps back the lines say.
  InterestSubordinated: (args, entry, rows) => onInterest('InterestSubordinated', args, entry(), rows),

  InterestConfirmed: (args, entry, rows) =>
    onInterest('InterestConfirmed', args, entry(), rows, () => {
      const { contractDigest } = args;
      return { state: { status: 'effective', contractDigest }, terms: { contractDigest, advance: false } };
    }),
};
