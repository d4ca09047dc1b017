import { fixedToText } from '../encoding/abi.ts';
import { DISPOSAL_ROUTES, nameAt } from '../encoding/codes.ts';
import type { Hex } from '../encoding/hash.ts';
import { paid } from '../interests/increases.ts';
import { carve } from '../line/line.ts';
import type { InterestRow, Rows } from '../state/rows.ts';
import { dayOrNull, institutionId } from './content.ts';
import { interestResource, onInterest } from './on-interest.ts';
import { onRight } from './on-right.ts';
import { CHANGE, DISPOSAL, INTERVAL, ON_INTEREST, PAYMENT, type PaymentFields } from './parts.ts';
import { DivergenceError, instantOf } from './reduction.ts';

export const ENFORCEMENT = {
  DefaultDeclared: onInterest({
    signature: `${ON_INTEREST}, uint32 agent, bytes32 stateHash, uint32 day, uint128 due, bytes32 digest`,
    notice: { 'default-notice': { en: 'Declaration of default', zh: '违约公示' } },
    after: (_, { day, due, digest }, instant) => ({
      state: { status: 'enforcing' },
      default: { day, due, digest, ...instant },
    }),
    content: ({ agent, day, due, digest }, rows) => ({
      agent: institutionId(agent, rows),
      date: dayOrNull(day),
      due: String(due),
      digest,
    }),
  }),

  DefaultWithdrawn: onInterest({
    signature: `${ON_INTEREST}, uint32 agent, bytes32 stateHash, bytes32 digest`,
    notice: { 'default-withdrawal': { en: 'Withdrawal of the declaration', zh: '违约公示撤回' } },
    after: () => ({ state: { status: 'effective' }, default: undefined }),
    content: ({ agent, digest }, rows) => ({ agent: institutionId(agent, rows), digest }),
  }),

  RightDisposed: onRight({
    signature: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, uint32 institution, bytes32 stateHash, bytes32 interest, ${INTERVAL} units, ${DISPOSAL} disposal, bytes32[] claimants, ${PAYMENT}[] payments, uint128 surplus, address approver`,
    notice: { disposal: { en: 'Disposal', zh: '处置登记' } },
    after({ state, disposals }, args) {
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
    },
    concerned: ({ interest, claimants }) => ({ interest, interests: claimants }),
    resource: ({ interest }) => interestResource(interest),
  }),

  InterestPaid: onInterest({
    signature: `${ON_INTEREST}, bytes32 stateHash, uint128 claimed, uint128 paid`,
    effect: { payment: { en: 'Payment out of a disposal', zh: '处置受偿' } },
    after(row, { claimed, paid: amount }, instant, rows) {
      const secured = paid(row.state, paymentsTo(row, instant.sequence, rows));
      return {
        state: secured,
        terms: { securedAmount: secured.securedAmount },
        payments: [...row.payments, { claimed, paid: amount, ...instant }],
      };
    },
    content: ({ claimed, paid: amount }) => ({ claimed: String(claimed), paid: String(amount) }),
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
