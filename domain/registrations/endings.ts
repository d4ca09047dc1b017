import { CANCELLATION_REASONS, nameAt } from '../encoding/codes.ts';
import { carve } from '../line/line.ts';
import { collateralView, dayOrNull, institutionId } from './content.ts';
import { onInterest } from './on-interest.ts';
import { onRight } from './on-right.ts';
import { CHANGE, COLLATERAL, INTERVAL, JUDGMENT, ON_INTEREST } from './parts.ts';
import { detaches } from './registration.ts';

/** How interests end, wholly or on a part of their collateral. */
export const ENDINGS = {
  // The lines say what is released; the interest's own state is as it was.
  InterestReleased: onInterest({
    signature: `${ON_INTEREST}, uint32 agent, bytes32 stateHash, ${COLLATERAL}[] released, uint8 reason, address approver`,
    notice: { 'partial-cancellation': { en: 'Partial cancellation', zh: '部分注销登记' } },
    content: ({ agent, released, reason, approver }, rows) => ({
      agent: institutionId(agent, rows),
      collateral: released.map(collateralView),
      reason: nameAt(CANCELLATION_REASONS, reason),
      approver,
    }),
  }),

  InterestCancelled: onInterest({
    signature: `${ON_INTEREST}, uint32 agent, bytes32 stateHash, uint8 reason, address approver`,
    lists: ({ interest, grantor }) => [detaches(grantor, 'interest', interest)],
    notice: { cancellation: { en: 'Cancellation', zh: '注销登记', letter: 'C' } },
    after: (_, { reason, approver }, instant) => ({
      state: { status: 'cancelled' },
      ended: { ...instant, reason: nameAt(CANCELLATION_REASONS, reason), approver },
    }),
    content: ({ agent, reason, approver }, rows) => ({
      agent: institutionId(agent, rows),
      reason: nameAt(CANCELLATION_REASONS, reason),
      approver,
    }),
  }),

  InterestRevoked: onInterest({
    signature: `${ON_INTEREST}, uint32 court, bytes32 stateHash, ${JUDGMENT} judgment, address approver`,
    lists: ({ interest, grantor }) => [detaches(grantor, 'interest', interest)],
    notice: { revocation: { en: 'Revocation', zh: '撤销登记' } },
    after: (_, { judgment, court, approver }, instant) => ({
      state: { status: 'revoked' },
      ended: { ...instant, reason: 'revoked', judgment, court, approver },
    }),
    content: ({ court, judgment, approver }, rows) => ({
      court: institutionId(court, rows),
      judgment: {
        court: judgment.court,
        number: judgment.number,
        effectiveDate: dayOrNull(judgment.effectiveDay),
        digest: judgment.digest,
      },
      approver,
    }),
  }),

  RightDischarged: onRight({
    signature: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, bytes32 stateHash`,
    after: ({ state }, { ref: ended }) => ({
      state: { overlays: state.overlays.filter(({ ref }) => ref !== Number(ended)) },
    }),
  }),

  RightReleased: onRight({
    signature: `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, bytes32 stateHash, ${INTERVAL}[] intervals`,
    after: ({ state }, { ref: released, intervals }) => ({
      state: { overlays: carve(state.overlays, intervals, ({ ref }) => ref === Number(released)) },
    }),
  }),
};
