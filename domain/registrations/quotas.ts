import { nameAt } from '../encoding/codes.ts';
import { formatNumber } from '../encoding/numbers.ts';
import { OVERLAY_KINDS, unpackOverlay, type QuotaKind } from '../line/overlay.ts';
import { onRight } from './on-right.ts';
import { CHANGE, DECISION } from './parts.ts';
import { instantOf } from './reduction.ts';

const DECISIONS = {
  surrendered: 'surrender',
  retired: 'retirement',
  cut: 'quota-cut',
  'not-carried-over': 'carry-over',
} as const satisfies Record<QuotaKind, string>;

export const QUOTAS = {
  QuotaChanged: onRight({
    signature: `bytes32 indexed right, uint256 indexed authority, ${CHANGE}, bytes32 stateHash, ${DECISION} decision, uint256[] added`,
    notice: {
      surrender: { en: 'Surrender', zh: '清缴' },
      retirement: { en: 'Retirement', zh: '自愿注销' },
      'quota-cut': { en: 'Cut of the quota', zh: '核减' },
      'carry-over': { en: 'Carry-over: units that are left behind', zh: '不予结转' },
    },
    kind: ({ decision }) => DECISIONS[quotaKind(decision.kind)],
    after({ state, decisions }, args) {
      const added = args.added.map(unpackOverlay);
      const decision = {
        ...args.decision,
        kind: quotaKind(args.decision.kind),
        intervals: added.map(({ from, to }) => ({ from, to })),
        ...instantOf(args),
      };
      return {
        state: { overlays: [...state.overlays, ...added] },
        decisions: [...decisions, decision],
      };
    },
    resource: ({ right, sequence }) => `/rights/${right}/decisions/${formatNumber('N', sequence)}`,
  }),
};

const quotaKind = (code: number): QuotaKind => nameAt(OVERLAY_KINDS, code) as QuotaKind;
