/**
 * One encumbrance on one interval [from, to) of a line. `ref` is the registry sequence of the registration that it belongs to,
 * `priority` the sequence from which it ranks. Twin: contracts/types/Overlay.sol.
 */
export interface Overlay {
  kind: OverlayKind;
  ref: number;
  priority: number;
  from: bigint;
  to: bigint;
}

export type OverlayKind = (typeof OVERLAY_KINDS)[number];

/** The number of a kind on chain is its place here; 0 is none. */
export const OVERLAY_KINDS = [
  'none',
  'interest',
  'judicial-freeze',
  'administrative-restriction',
  'compliance-hold',
  'pledge-control',
  'suspension',
  'stay',
  'sold',
  'surrendered',
  'retired',
  'cut',
  'moved',
  'not-carried-over',
] as const;

/** Entered and ended through the register of restrictions. */
export const RESTRICTION_KINDS = [
  'judicial-freeze',
  'administrative-restriction',
  'compliance-hold',
  'pledge-control',
  'suspension',
  'stay',
] as const satisfies readonly OverlayKind[];
export type RestrictionKind = (typeof RESTRICTION_KINDS)[number];

/** Units under these are no longer on the line, whose places stay as they were. */
export const GONE_KINDS = [
  'surrendered',
  'retired',
  'cut',
  'moved',
] as const satisfies readonly OverlayKind[];
export type GoneKind = (typeof GONE_KINDS)[number];

/** What the authority decides about units. */
export const QUOTA_KINDS = [
  'surrendered',
  'retired',
  'cut',
  'not-carried-over',
] as const satisfies readonly OverlayKind[];
export type QuotaKind = (typeof QUOTA_KINDS)[number];

export const isRestriction = (kind: OverlayKind): kind is RestrictionKind =>
  (RESTRICTION_KINDS as readonly OverlayKind[]).includes(kind);

export const isGone = (kind: OverlayKind): kind is GoneKind =>
  (GONE_KINDS as readonly OverlayKind[]).includes(kind);

/** Units under these are not free, and later registrations rank behind them. */
export const isEncumbrance = (kind: OverlayKind): boolean =>
  kind === 'interest' || kind === 'sold' || isRestriction(kind);

/** Quantities are below 2^76 base units. */
export const MAX_QUANTITY = (1n << 76n) - 1n;

const SEQUENCE_MASK = (1n << 48n) - 1n;

/** kind 8 | ref 48 | priority 48 | from 76 | to 76, most significant first. */
export function packOverlay(overlay: Overlay): bigint {
  return (
    (BigInt(OVERLAY_KINDS.indexOf(overlay.kind)) << 248n) |
    (BigInt(overlay.ref) << 200n) |
    (BigInt(overlay.priority) << 152n) |
    (overlay.from << 76n) |
    overlay.to
  );
}

/** @throws RangeError on a kind that this version does not know */
export function unpackOverlay(word: bigint): Overlay {
  const kind = OVERLAY_KINDS[Number(word >> 248n)];
  if (!kind || kind === 'none') throw new RangeError(`unknown overlay kind ${word >> 248n}`);
  return {
    kind,
    ref: Number((word >> 200n) & SEQUENCE_MASK),
    priority: Number((word >> 152n) & SEQUENCE_MASK),
    from: (word >> 76n) & MAX_QUANTITY,
    to: word & MAX_QUANTITY,
  };
}
