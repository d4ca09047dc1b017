import { z } from 'zod';
import { counting } from '../../domain/line/binding.ts';
import { holdingOf } from '../../domain/line/holding.ts';
import { interestIdOf } from '../../domain/encoding/ids.ts';
import { interestLife } from '../../domain/time/life.ts';
import { formatNumber } from '../../domain/encoding/numbers.ts';
import { isRestriction, OVERLAY_KINDS, type Overlay } from '../../domain/line/overlay.ts';
import { segments, type Segment } from '../../domain/line/ranks.ts';
import type { RightRow } from '../../domain/state/rows.ts';
import { dayOrNull } from './common.ts';
import { interestNumber } from './interest-number.ts';
import type { Reader } from '../read/reader.ts';
import { unitOf } from './unit.ts';

const overlaySchema = z
  .strictObject({
    kind: z.enum(OVERLAY_KINDS).exclude(['none']),
    number: z.string().meta({ description: 'Of the registration that laid it.' }),
    status: z
      .enum(['advance', 'effective', 'enforcing', 'lapsed', 'in-force', 'waiting', 'expired'])
      .optional()
      .meta({
        description:
          'Of an interest or a restriction. What has lapsed or expired stays until it is ended and counts for nothing. Waiting (轮候): an ' +
          'earlier freeze by a court is in force on these units.',
      }),
    rank: z.int().nullable().optional().meta({ description: 'Of an interest; null once it has lapsed.' }),
    place: z.int().optional().meta({ description: 'Of a freeze by a court in force, among those here.' }),
    until: z.string().nullable().optional().meta({ description: 'Last day of a restriction.' }),
    securedParties: z.array(z.string()).optional(),
  })
  .meta({ id: 'Overlay' });

export const lineSchema = z
  .strictObject({
    right: z.string(),
    quantity: z.string(),
    unit: z.string().nullable(),
    onLine: z.string().meta({ description: 'Units that are neither surrendered, retired, cut nor moved.' }),
    free: z
      .string()
      .meta({ description: 'Units on the line that nothing encumbers; one that several cover counts once.' }),
    tradable: z.string(),
    segments: z.array(z.strictObject({ from: z.string(), to: z.string(), overlays: z.array(overlaySchema) })),
  })
  .meta({ id: 'Line' });

export function lineView(row: RightRow, reader: Reader): z.input<typeof lineSchema> {
  const { quantity, overlays } = row.state;
  const counted = counting(overlays, reader, reader.now);
  const holding = holdingOf(row.state, counted, reader.now);
  return {
    right: row.id,
    quantity: String(quantity),
    unit: unitOf(row, reader),
    onLine: String(holding.onLine),
    free: String(holding.free),
    tradable: String(holding.tradable),
    segments: segments(quantity, overlays).map((segment) => segmentView(segment, new Set(counted), reader)),
  };
}

function segmentView({ from, to, overlays }: Segment, counted: ReadonlySet<Overlay>, reader: Reader) {
  const queue = (kind: Overlay['kind']) => overlays.filter((it) => it.kind === kind && counted.has(it));
  const [interests, freezes] = [queue('interest'), queue('judicial-freeze')];
  return {
    from: String(from),
    to: String(to),
    overlays: overlays.map((it) => {
      if (it.kind === 'interest') return interestView(it, interests.indexOf(it) + 1, reader);
      if (isRestriction(it.kind)) {
        return restrictionView(it, counted.has(it), freezes.indexOf(it) + 1, reader);
      }
      return { kind: it.kind as Exclude<Overlay['kind'], 'none'>, number: numberOfRef(it) };
    }),
  };
}

/** @param rank 0 if it does not count any more */
function interestView({ ref }: Overlay, rank: number, reader: Reader) {
  const row = reader.get('interest', interestIdOf(ref))!;
  // While its overlays lie there it has not been ended.
  const status = interestLife(row, reader.now) as 'advance' | 'effective' | 'enforcing' | 'lapsed';
  return {
    kind: 'interest' as const,
    ...interestNumber(ref, reader),
    status,
    rank: rank || null,
  };
}

/** @param place among the freezes by a court; 0 if it is none */
function restrictionView(it: Overlay, counts: boolean, place: number, reader: Reader) {
  const kind = it.kind as Exclude<Overlay['kind'], 'none'>;
  const until = dayOrNull(reader.get('restriction', String(it.ref))!.until);
  const common = { kind, number: numberOfRef(it), until };
  if (!counts) return { ...common, status: 'expired' as const };
  const status = place > 1 ? ('waiting' as const) : ('in-force' as const);
  return place === 0 ? { ...common, status } : { ...common, status, place };
}

const numberOfRef = ({ ref }: Overlay): string => formatNumber('N', BigInt(ref));
