import { fixedToText } from '../../encoding/abi.ts';
import { DISPOSAL_ROUTES, nameAt } from '../../encoding/codes.ts';
import { unpackIncrease } from '../../state/state.ts';
import { carve } from '../../line/line.ts';
import { instantOf, onInterest, onRight, type Reducers } from './changes.ts';

export const ENFORCEMENT_REDUCERS: Reducers<
  'DefaultDeclared' | 'DefaultWithdrawn' | 'RightDisposed' | 'InterestPaid'
> = {
  DefaultDeclared: (args, entry, rows) =>
    onInterest('DefaultDeclared', args, entry(), rows, (_, instant) => {
      const { day, due, digest } = args;
      return { state: { status: 'enforcing' }, default: { day, due, digest, ...instant } };
    }),

  DefaultWithdrawn: (args, entry, rows) =>
    onInterest('DefaultWithdrawn', args, entry(), rows, () => ({
      state: { status: 'effective' },
      default: undefined,
    })),

  RightDisposed: (args, entry, rows) =>
    onRight(args, entry(), rows, ({ state, disposals }) => {
      const { institution, interest, units, claimants, payments, surplus, approver } = args;
      const instant = instantOf(args);
      const disposal = {
        ...args.disposal,
        route: nameAt(DISPOSAL_ROUTES, args.disposal.route),
        currency: fixedToText(args.disposal.currency),
        ...{ institution, interest, units, claimants, payments, surplus, approver },
        title: undefined,
        ...instant,
      };
      const free = carve(state.overlays, [units], ({ kind }) => kind === 'interest');
      const sold = { kind: 'sold' as const, ref: instant.sequence, priority: instant.sequence, ...units };
      return { state: { overlays: [...free, sold] }, disposals: [...disposals, disposal] };
    }),

  InterestPaid: (args, entry, rows) =>
    onInterest('InterestPaid', args, entry(), rows, ({ state, payments }, instant) => {
      const { claimed, paid } = args;
      const securedAmount = state.securedAmount - paid;
      return {
        state: { securedAmount, increases: args.increases.map(unpackIncrease) },
        terms: { securedAmount },
        payments: [...payments, { claimed, paid, ...instant }],
      };
    }),
};
