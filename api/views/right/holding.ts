import { z } from 'zod';
import { counting } from '../../../domain/line/binding.ts';
import { holdingOf } from '../../../domain/line/holding.ts';
import type { RightRow } from '../../../domain/state/rows.ts';
import type { Reader } from '../../read/reader.ts';

const units = (description: string) => z.string().meta({ description });

export const holdingSchema = z
  .strictObject({
    total: units('As confirmed.'),
    onLine: units('Neither surrendered, retired, cut nor moved.'),
    gone: z.strictObject({
      surrendered: z.string(),
      retired: z.string(),
      cut: z.string(),
      moved: z.string(),
    }),
    pledged: z.string(),
    frozen: units('By a court.'),
    restricted: units('By an administrative authority.'),
    held: units('For compliance.'),
    controlled: units('By the platform, as they are pledged.'),
    suspended: z.string(),
    stayed: units('Where enforcement is stayed.'),
    sold: units('In enforcement; the buyer has no title yet.'),
    encumbered: units('Under any of these; a unit that several cover counts once.'),
    free: units('On the line and under none of them.'),
    tradable: units('交易可用: what can be transferred without anybody’s consent.'),
    registrable: units('登记可用: units that an interest can be registered on, at any rank.'),
    surrenderable: units('What can be surrendered without overriding anybody.'),
  })
  .meta({ id: 'Holding', description: 'In base units. What has lapsed or expired does not count.' });

export function holdingView({ state }: RightRow, reader: Reader): z.input<typeof holdingSchema> {
  const { gone, ...rest } = holdingOf(state, counting(state.overlays, reader, reader.now), reader.now);
  const text = <K extends string>(of: Record<K, bigint>): Record<K, string> =>
    Object.fromEntries(Object.entries<bigint>(of).map(([name, it]) => [name, String(it)])) as Record<
      K,
      string
    >;
  return { ...text(rest), gone: text(gone) };
}
