import { fixedToText } from '../../encoding/abi.ts';
import { ACQUISITIONS, nameAt } from '../../encoding/codes.ts';
import { ZERO_WORD } from '../../encoding/hash.ts';
import { carve } from '../../line/line.ts';
import { OVERLAY_KINDS, unpackOverlay, type QuotaKind } from '../../line/overlay.ts';
import type { RightRow } from '../../state/rows.ts';
import {
  existing,
  instantOf,
  onRight,
  partyChange,
  rightChange,
  touching,
  type Reducers,
} from './changes.ts';

/** How rights come to be, go on, and what lies on their lines. */
export const RIGHT_REDUCERS: Reducers<
  | 'RightRegistered'
  | 'RightRenewed'
  | 'QuotaChanged'
  | 'RightEncumbered'
  | 'RightDischarged'
  | 'RightReleased'
  | 'RightReranked'
> = {
  RightRegistered: ({ right, holder, authority, stateHash, registration, ...dated }, entry, rows) => {
    const { typeCode, acquisition, ...rest } = registration;
    const row: RightRow = {
      id: right,
      ...instantOf(dated),
      state: {
        holder,
        typeCode: fixedToText(typeCode),
        authority,
        status: 'confirmed',
        acquisition: nameAt(ACQUISITIONS, acquisition),
        validFrom: rest.validFrom,
        validTo: rest.validTo,
        quantity: rest.quantity,
        overlays: [],
      },
      journal: ZERO_WORD,
      registration: rest,
      dividedFrom: undefined,
      renewals: [],
      formerHolders: [],
      decisions: [],
      disposals: [],
      restrictions: [],
    };
    return touching(
      [
        { kind: 'right', id: right },
        { kind: 'party', id: holder },
      ],
      rightChange(row, stateHash, entry()),
      partyChange(existing(rows, 'party', holder), entry()),
    );
  },

  RightRenewed: (args, entry, rows) =>
    onRight(args, entry(), rows, ({ renewals }) => {
      const { validFrom, validTo } = args.renewal;
      return {
        state: { validFrom, validTo },
        renewals: [...renewals, { ...args.renewal, ...instantOf(args) }],
      };
    }),

  QuotaChanged: (args, entry, rows) =>
    onRight(args, entry(), rows, ({ state, decisions }) => {
      const added = args.added.map(unpackOverlay);
      const decision = {
        ...args.decision,
        kind: nameAt(OVERLAY_KINDS, args.decision.kind) as QuotaKind,
        intervals: added.map(({ from, to }) => ({ from, to })),
        ...instantOf(args),
      };
      return {
        state: { overlays: [...state.overlays, ...added] },
        decisions: [...decisions, decision],
      };
    }),

  RightEncumbered: (args, entry, rows) =>
    onRight(args, entry(), rows, ({ state }) => ({
      state: { overlays: [...state.overlays, ...args.added.map(unpackOverlay)] },
    })),

  RightDischarged: (args, entry, rows) =>
    onRight(args, entry(), rows, ({ state }) => ({
      state: { overlays: state.overlays.filter(({ ref }) => ref !== Number(args.ref)) },
    })),

  RightReleased: (args, entry, rows) =>
    onRight(args, entry(), rows, ({ state }) => ({
      state: { overlays: carve(state.overlays, args.intervals, ({ ref }) => ref === Number(args.ref)) },
    })),

  RightReranked: (args, entry, rows) =>
    onRight(args, entry(), rows, ({ state }) => {
      const [ref, priority] = [Number(args.ref), Number(args.priority)];
      const kept = carve(state.overlays, args.intervals, (it) => it.ref === ref);
      const yielded = args.intervals.map((it) => ({ kind: 'interest' as const, ref, priority, ...it }));
      return { state: { overlays: [...kept, ...yielded] } };
    }),
};
