import { formatNumber } from '../encoding/numbers.ts';
import { carve } from '../line/line.ts';
import { collateralView, institutionId } from './content.ts';
import { onInterest } from './on-interest.ts';
import { onRight } from './on-right.ts';
import { CHANGE, COLLATERAL, INTERVAL, ON_INTEREST } from './parts.ts';

/** Who is in the place of an interest, and in which rank. */
export const POSITIONS = {
  InterestAssigned: onInterest({
    signature: `${ON_INTEREST}, uint32 agent, bytes32 stateHash, uint32 newAgent, uint32[] securedParties, bytes32 evidence, address approver`,
    notice: { assignment: { en: 'Assignment', zh: '转让登记（担保权随债权转让）' } },
    after: (_, { newAgent, securedParties }) => ({
      state: { agent: newAgent, securedParties },
      terms: { securedParties },
    }),
    content: ({ agent, newAgent, securedParties, evidence, approver }, rows) => ({
      by: institutionId(agent, rows),
      agent: institutionId(newAgent, rows),
      to: securedParties.map((number) => institutionId(number, rows)),
      evidence: { digest: evidence },
      approver,
    }),
  }),

  // Where it steps back the lines say.
  InterestSubordinated: onInterest({
    signature: `${ON_INTEREST}, uint32 agent, bytes32 stateHash, bytes32 ahead, ${COLLATERAL}[] collateral, address approver`,
    notice: { subordination: { en: 'Subordination', zh: '顺位变更登记' } },
    concerned: ({ ahead }) => [ahead],
    content: ({ agent, ahead, collateral, approver }, rows) => ({
      agent: institutionId(agent, rows),
      behind: formatNumber('S', BigInt(ahead)),
      collateral: collateral.map(collateralView),
      approver,
    }),
  }),

  RightReranked: onRight({
    signature: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, bytes32 stateHash, uint64 priority, ${INTERVAL}[] intervals`,
    after({ state }, args) {
      const [ref, priority] = [Number(args.ref), Number(args.priority)];
      const kept = carve(state.overlays, args.intervals, (it) => it.ref === ref);
      const yielded = args.intervals.map((it) => ({ kind: 'interest' as const, ref, priority, ...it }));
      return { state: { overlays: [...kept, ...yielded] } };
    },
  }),
};
