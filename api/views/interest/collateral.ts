import { z } from 'zod';
import { counting } from '../../../domain/line/binding.ts';
import { collateralOf } from '../../../domain/line/cut.ts';
import { layersOf } from '../../../domain/interests/increases.ts';
import { intersect, measure, union } from '../../../domain/line/line.ts';
import { tranchesOf, type Tranche } from '../../../domain/line/ranks.ts';
import type { InterestRow, RightRow } from '../../../domain/state/rows.ts';
import { formatNumber } from '../../../domain/encoding/numbers.ts';
import { intervalView } from '../../kit/units.ts';
import { numberOf } from '../common.ts';
import type { Reader } from '../../read/reader.ts';
import { intervalSchema, trancheSchema } from '../schemas.ts';

export const collateralSchema = z.array(
  z.strictObject({
    right: z.string(),
    quantity: z.string().meta({ description: 'Units under it now; none once it has ended.' }),
    intervals: z.array(intervalSchema).meta({ description: 'Where they lie.' }),
    registered: z
      .string()
      .nullable()
      .meta({ description: 'As registered, all registrations together; null of a right that it followed.' }),
    lost: z
      .strictObject({ quantity: z.string(), intervals: z.array(intervalSchema) })
      .meta({ description: 'Units under it that are gone: surrendered, retired, cut or moved.' }),
    tranches: z
      .array(trancheSchema)
      .meta({ description: 'Present ranks; empty once it has ended or lapsed.' }),
  }),
);

export const layersSchema = z
  .array(
    z.strictObject({
      value: z.string(),
      number: z.string().meta({ description: 'Of the registration from which it ranks.' }),
      tranches: z.array(trancheSchema.extend({ right: z.string() })),
    }),
  )
  .meta({
    description:
      'What the secured amount is made of: first what was registered first, then what amendments added, which ranks from them on.',
  });

export function collateralView(row: InterestRow, reader: Reader): z.input<typeof collateralSchema> {
  return rightsOf(row, reader).map((right) => {
    const { left, lost } = collateralOf(row.sequence, right.state);
    const taken = row.collateral.filter((it) => it.right === right.id).flatMap(({ intervals }) => intervals);
    return {
      right: right.id,
      quantity: String(measure(left)),
      intervals: union(left).map(intervalView),
      registered: taken.length === 0 ? null : String(measure(taken)),
      lost: { quantity: String(measure(lost)), intervals: union(lost).map(intervalView) },
      tranches: tranchesOn(right, row, 0, reader).map(trancheView),
    };
  });
}

export function layersView(row: InterestRow, reader: Reader): z.input<typeof layersSchema> {
  const rights = rightsOf(row, reader);
  return layersOf(row.state).map(({ since, amount }) => ({
    value: String(amount),
    number: since === 0 ? numberOf('S', row) : formatNumber('N', BigInt(since)),
    tranches: rights.flatMap((right) =>
      tranchesOn(right, row, since, reader).map((it) => ({ right: right.id, ...trancheView(it) })),
    ),
  }));
}

/** The rights that it has had. */
export const rightsOf = ({ state }: InterestRow, reader: Reader): RightRow[] =>
  state.rights.flatMap((id) => reader.get('right', id) ?? []);

/** The ranks of what is secured `since`, on the units that are still there: it ranks with its collateral, but not before it was added. */
function tranchesOn({ state }: RightRow, row: InterestRow, since: number, reader: Reader): Tranche[] {
  const { left } = collateralOf(row.sequence, state);
  const ranked = counting(state.overlays, reader, reader.now).map((it) =>
    it.ref === row.sequence ? { ...it, priority: Math.max(it.priority, since) } : it,
  );
  return tranchesOf(row.sequence, ranked).flatMap(({ rank, ...units }) =>
    intersect([units], left).map((part) => ({ ...part, rank })),
  );
}

export const trancheView = ({ from, to, rank }: Tranche) => ({ from: String(from), to: String(to), rank });
