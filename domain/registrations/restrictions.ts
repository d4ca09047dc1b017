import { nameAt } from '../encoding/codes.ts';
import type { Hex } from '../encoding/hash.ts';
import { formatNumber } from '../encoding/numbers.ts';
import {
  isRestriction,
  OVERLAY_KINDS,
  unpackOverlay,
  type Overlay,
  type RestrictionKind,
} from '../line/overlay.ts';
import type { RestrictionRow, RightRow, RowChange, Rows } from '../state/rows.ts';
import { onRight } from './on-right.ts';
import { CHANGE, ORDER } from './parts.ts';
import { changed, DivergenceError, existing, instantOf } from './reduction.ts';

const ON_RIGHT =
  `bytes32 indexed right, uint256 indexed ref, ${CHANGE}, uint32 institution, bytes32 stateHash` as const;

export const RESTRICTIONS = {
  RightRestricted: onRight({
    signature: `${ON_RIGHT}, ${ORDER} order, uint256[] added`,
    notice: { restriction: { en: 'Restriction', zh: '限制登记' } },
    after: ({ state, restrictions }, { ref, added }) => ({
      state: { overlays: [...state.overlays, ...added.map(unpackOverlay)] },
      restrictions: [...restrictions, Number(ref)],
    }),
    also({ right, ref, institution, order, ...dated }) {
      const restriction = {
        ...order,
        ref: Number(ref),
        kind: nameAt(OVERLAY_KINDS, order.kind) as RestrictionKind,
        institution,
        ...instantOf(dated),
        prolongations: [],
        rights: [right],
        lifted: [],
      };
      return [changed('restriction', String(ref), restriction)];
    },
    resource: ({ ref }) => restrictionResource(ref),
  }),

  RestrictionProlonged: onRight({
    signature: `${ON_RIGHT}, uint32 until, string number, bytes32 digest`,
    notice: { 'restriction-prolongation': { en: 'Prolongation of a restriction', zh: '限制延期' } },
    also({ right, ref, until, number, digest, ...dated }, rows) {
      const prolongation = { until, number, digest, ...instantOf(dated) };
      return onRestriction(right, ref, rows, ({ prolongations }) => ({
        until,
        prolongations: [...prolongations, prolongation],
      }));
    },
    resource: ({ ref }) => restrictionResource(ref),
  }),

  RestrictionLifted: onRight({
    signature: `${ON_RIGHT}, string number, bytes32 digest, address approver`,
    notice: { 'restriction-lift': { en: 'Lifting of a restriction', zh: '解除限制' } },
    after: ({ state }, { ref: lifted }) => ({
      state: { overlays: state.overlays.filter(({ ref }) => ref !== Number(lifted)) },
    }),
    also({ right, ref, number, digest, approver, ...dated }, rows) {
      const lift = { right, number, digest, approver, ...instantOf(dated) };
      return onRestriction(right, ref, rows, ({ rights, lifted }) => ({
        rights: rights.filter((it) => it !== right),
        lifted: [...lifted, lift],
      }));
    },
    resource: ({ ref }) => restrictionResource(ref),
  }),
};

const restrictionResource = (ref: bigint): string => `/restrictions/${formatNumber('N', ref)}`;

/** The restrictions that lie on some overlays, each once. */
export const restrictionsOf = (overlays: readonly Overlay[]): number[] => [
  ...new Set(overlays.filter(({ kind }) => isRestriction(kind)).map(({ ref }) => ref)),
];

/**
 * The restriction after a registration about it on the right. A restriction whose row is not there is passed over: a right that was divided
 * off under it tells its own history.
 * @throws DivergenceError if the right never had it
 */
function onRestriction(
  right: Hex,
  ref: bigint,
  rows: Rows,
  change: (row: RestrictionRow) => Partial<RestrictionRow>,
): RowChange[] {
  if (!existing(rows, 'right', right).restrictions.includes(Number(ref))) {
    throw new DivergenceError(`an event on right ${right} names restriction ${ref}, which it never had`);
  }
  const row = rows.get('restriction', String(ref));
  return row ? [changed('restriction', String(ref), { ...row, ...change(row) })] : [];
}

/** Restrictions on a part go along with it, and leave the right that was divided if nothing of them stays there. */
export function followingRestrictions(rows: Rows, parent: RightRow, child: RightRow): RowChange[] {
  const staying = restrictionsOf(parent.state.overlays);
  return child.restrictions.flatMap((ref) => {
    const row = rows.get('restriction', String(ref));
    if (!row) return [];
    const left = row.rights.filter((right) => right !== parent.id || staying.includes(ref));
    return [changed('restriction', String(ref), { ...row, rights: [...left, child.id] })];
  });
}
