import { fixedToText } from '../../encoding/abi.ts';
import { DISPOSAL_ROUTES, nameAt } from '../../encoding/codes.ts';
import type { Hex } from '../../encoding/hash.ts';
import { paid } from '../../interests/increases.ts';
import { carve } from '../../line/line.ts';
import type { PaymentFields } from '../events.ts';
import type { InterestRow, Rows } from '../../state/rows.ts';
import { DivergenceError, instantOf, onInterest, onRight, type Reducers } from './changes.ts';

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
    onInterest('InterestPaid', args, entry(), rows, (row, instant) => {
      const secured = paid(row.state, paymentsTo(row, instant.sequence, rows));
      const { claimed, paid: amount } = args;
      return {
        state: secured,
        terms: { securedAmount: secured.securedAmount },
        payments: [...row.payments, { claimed, paid: amount, ...instant }],
      };
    }),
};

/** What a disposal paid to an interest; the right that was disposed of, one of its rights, has it. */
function paymentsTo({ id, state }: InterestRow, disposal: number, rows: Rows): PaymentFields[] {
  for (const right of state.rights) {
    const found = rows.get('right', right)?.disposals.find(({ sequence }) => sequence === disposal);
    if (found) return found.payments.filter(({ claimant }) => isOf(found.claimants, claimant, id));
  }
  throw new DivergenceError(`interest ${id} is paid by disposal ${disposal}, which none of its rights had`);
}

const isOf = (claimants: readonly Hex[], claimant: number, interest: Hex): boolean =>
  claimants[claimant] === interest;
