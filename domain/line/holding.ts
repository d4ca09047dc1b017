import { onLine } from './binding.ts';
import { hasExpired } from '../time/calendar.ts';
import { intersect, measure, subtract, type Interval } from './line.ts';
import { GONE_KINDS, isEncumbrance, type GoneKind, type Overlay, type OverlayKind } from './overlay.ts';
import { free } from './ranks.ts';
import type { RightState } from '../state/state.ts';

/** A right in numbers of base units. Each is the measure of a union, so that no unit is subtracted twice. */
export interface Holding {
  /** As confirmed; what is on the line and what is gone add up to it. */
  total: bigint;
  gone: Record<GoneKind, bigint>;
  onLine: bigint;
  /* Of the units on the line, those under: an interest, */
  pledged: bigint;
  /** a freeze by a court, */
  frozen: bigint;
  /** a restriction by an administrative authority, */
  restricted: bigint;
  /** a hold for compliance, */
  held: bigint;
  /** the control of the platform, */
  controlled: bigint;
  /** a suspension, */
  suspended: bigint;
  /** a stay of enforcement, */
  stayed: bigint;
  /** a disposal whose buyer has no title yet, */
  sold: bigint;
  /** and any of these. */
  encumbered: bigint;
  /** On the line and under none of them. */
  free: bigint;
  /** 交易可用: units whose title can move without a consent. */
  tradable: bigint;
  /** 登记可用: units that an interest can be registered on, at any rank. */
  registrable: bigint;
  /** Units that can be surrendered for compliance without overriding an interest. */
  surrenderable: bigint;
}

/**
 * @param overlays those of the right that count at the time, see `counting` in domain/line/binding.ts
 * @param now unix seconds
 */
export function holdingOf(
  { quantity, validTo }: Pick<RightState, 'quantity' | 'validTo'>,
  overlays: readonly Overlay[],
  now: number,
): Holding {
  const there = onLine({ quantity, overlays });
  const of = (...kinds: OverlayKind[]): Overlay[] => overlays.filter(({ kind }) => kinds.includes(kind));
  const under = (...kinds: OverlayKind[]): bigint => measure(intersect(there, of(...kinds)));
  const unencumbered = free(quantity, overlays);
  const others = overlays.filter(({ kind }) => isEncumbrance(kind) && kind !== 'compliance-hold');
  const whileValid = (units: readonly Interval[]): bigint =>
    validTo !== 0 && hasExpired(validTo, now) ? 0n : measure(units);
  return {
    total: quantity,
    gone: Object.fromEntries(GONE_KINDS.map((kind) => [kind, measure(of(kind))])) as Holding['gone'],
    onLine: measure(there),
    pledged: under('interest'),
    frozen: under('judicial-freeze'),
    restricted: under('administrative-restriction'),
    held: under('compliance-hold'),
    controlled: under('pledge-control'),
    suspended: under('suspension'),
    stayed: under('stay'),
    sold: under('sold'),
    encumbered: measure(there) - measure(unencumbered),
    free: measure(unencumbered),
    tradable: whileValid(unencumbered),
    registrable: whileValid(subtract(there, of('suspension', 'sold'))),
    surrenderable: measure(subtract(there, [...others, ...of('not-carried-over')])),
  };
}
