import { nameAt } from '../../encoding/codes.ts';
import type { Hex } from '../../encoding/hash.ts';
import {
  isRestriction,
  OVERLAY_KINDS,
  unpackOverlay,
  type Overlay,
  type RestrictionKind,
} from '../../line/overlay.ts';
import type { RowChange, Rows } from '../../state/rows.ts';
import { changed, existing, instantOf, onRight, type Reducers } from './changes.ts';

export const RESTRICTION_REDUCERS: Reducers<
  'RightRestricted' | 'RestrictionProlonged' | 'RestrictionLifted'
> = {
  RightRestricted: (args, entry, rows) => {
    const ref = Number(args.ref);
    const restriction = {
      ...args.order,
      ref,
      kind: nameAt(OVERLAY_KINDS, args.order.kind) as RestrictionKind,
      institution: args.institution,
      ...instantOf(args),
      prolongations: [],
      rights: [args.right],
      lifted: [],
    };
    const { changes, subjects } = onRight(args, entry(), rows, ({ state, restrictions }) => ({
      state: { overlays: [...state.overlays, ...args.added.map(unpackOverlay)] },
      restrictions: [...restrictions, ref],
    }));
    return { subjects, changes: [...changes, changed('restriction', String(ref), restriction)] };
  },

  RestrictionProlonged: (args, entry, rows) => {
    const row = existing(rows, 'restriction', String(args.ref));
    const { until, number, digest } = args;
    const prolongations = [...row.prolongations, { until, number, digest, ...instantOf(args) }];
    const { changes, subjects } = onRight(args, entry(), rows, () => ({}));
    const prolonged = changed('restriction', String(args.ref), { ...row, until, prolongations });
    return { subjects, changes: [...changes, prolonged] };
  },

  RestrictionLifted: (args, entry, rows) => {
    const row = existing(rows, 'restriction', String(args.ref));
    const { right, number, digest, approver } = args;
    const lifted = [...row.lifted, { right, number, digest, approver, ...instantOf(args) }];
    const rights = row.rights.filter((it) => it !== right);
    const { changes, subjects } = onRight(args, entry(), rows, ({ state }) => ({
      state: { overlays: state.overlays.filter(({ ref }) => ref !== row.ref) },
    }));
    return {
      subjects,
      changes: [...changes, changed('restriction', String(args.ref), { ...row, rights, lifted })],
    };
  },
};

/** The restrictions that lie on some overlays, each once. */
export const restrictionsOf = (overlays: readonly Overlay[]): number[] => [
  ...new Set(overlays.filter(({ kind }) => isRestriction(kind)).map(({ ref }) => ref)),
];

/** Restrictions on a part go along with it, and leave the right that was divided if nothing of them stays there. */
export function followingRestrictions(
  rows: Rows,
  parent: { id: Hex; overlays: readonly Overlay[] },
  child: { id: Hex; overlays: readonly Overlay[] },
): RowChange[] {
  const staying = restrictionsOf(parent.overlays);
  return restrictionsOf(child.overlays).map((ref) => {
    const row = existing(rows, 'restriction', String(ref));
    const left = row.rights.filter((right) => right !== parent.id || staying.includes(ref));
    return changed('restriction', String(ref), { ...row, rights: [...left, child.id] });
  });
}
