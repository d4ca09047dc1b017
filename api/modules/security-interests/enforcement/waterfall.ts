import { z } from 'zod';
import type { Distribution, Layer } from '../../../../domain/interests/waterfall.ts';
import { numberOf } from '../../../views/common.ts';
import { intervalView } from '../../../kit/units.ts';
import { intervalSchema } from '../../../views/schemas.ts';
import type { Lot } from './lot.ts';

const part = z.strictObject({ interest: z.string(), value: z.string() });

export const waterfallSchema = z
  .strictObject({
    right: z.string(),
    units: intervalSchema,
    currency: z.string(),
    payments: z
      .array(
        z.strictObject({
          interest: z.string(),
          layer: z.int().meta({ description: '0 is what was registered first, n the n-th increase.' }),
          secured: z.string(),
          claim: z.string(),
          paid: z.string(),
        }),
      )
      .meta({ description: 'In the order of rank.' }),
    surplus: z.string().meta({ description: 'To the holder.' }),
    shortfalls: z.array(part).meta({ description: 'What claimants go without; their debtors still owe it.' }),
  })
  .meta({ id: 'Waterfall', description: 'Who is paid what of the proceeds, in minor units.' });

export type WaterfallView = z.output<typeof waterfallSchema>;

export function waterfallView(
  { right, units, claimants }: Lot,
  layers: readonly Layer[],
  { payments, surplus, shortfalls }: Distribution,
  currency: string,
): WaterfallView {
  const number = (claimant: number) => numberOf('S', claimants[claimant]!);
  return {
    right: right.id,
    units: intervalView(units),
    currency,
    payments: payments.map(({ claimant, layer, claim, paid }, i) => ({
      interest: number(claimant),
      layer,
      secured: String(layers[i]!.secured),
      claim: String(claim),
      paid: String(paid),
    })),
    surplus: String(surplus),
    shortfalls: shortfalls.flatMap((value, claimant) =>
      value === 0n ? [] : [{ interest: number(claimant), value: String(value) }],
    ),
  };
}

/** A line of the summary that the second person reads. */
export function waterfallText({ right, units, currency, payments, surplus }: WaterfallView): string {
  const paid = payments.map((it) => `${it.interest} gets ${it.paid} of ${it.claim}`);
  return `[${units.from}, ${units.to}) of ${right}: ${paid.join(', ')}, the holder ${surplus} (minor units of ${currency})`;
}
