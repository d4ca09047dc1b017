import { fixedToText } from '../encoding/abi.ts';
import { DISPOSAL_ROUTES, nameAt } from '../encoding/codes.ts';
import { carve } from '../line/line.ts';
import { unpackIncrease } from '../state/state.ts';
import { dayOrNull, institutionId } from './content.ts';
import { interestResource, onInterest } from './on-interest.ts';
import { onRight } from './on-right.ts';
import { CHANGE, DISPOSAL, INTERVAL, ON_INTEREST, PAYMENT } from './parts.ts';
import { instantOf } from './reduction.ts';

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
    signature: `${ON_INTEREST}, bytes32 stateHash, uint128 claimed, uint128 paid, uint256[] increases`,
    effect: { payment: { en: 'Payment out of a disposal', zh: '处置受偿' } },
    after({ state, payments }, { claimed, paid, increases }, instant) {
      const securedAmount = state.securedAmount - paid;
      return {
        state: { securedAmount, increases: increases.map(unpackIncrease) },
        terms: { securedAmount },
        payments: [...payments, { claimed, paid, ...instant }],
      };
    },
    content: ({ claimed, paid }) => ({ claimed: String(claimed), paid: String(paid) }),
  }),
};
