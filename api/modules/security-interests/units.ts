import { z } from 'zod';
import { hex32 } from '../../kit/fields.ts';
import { inOneWay, inOneWayOrWhole, unitFields } from '../../kit/units.ts';

/** Rights of one interest. Twin: contracts/keepers/InterestKeeper.sol. */
const MAX_COLLATERAL = 32;

const perRight = <T extends z.ZodType<{ right: string }>>(item: T) =>
  z
    .array(item)
    .min(1, 'is empty')
    .max(MAX_COLLATERAL, `has more than ${MAX_COLLATERAL} entries`)
    .refine((items) => new Set(items.map(({ right }) => right)).size === items.length, {
      message: 'names a right twice; put its units together',
    });

const { quantity: _, ...placed } = unitFields;

/** Units that are taken as collateral; of a quantity, the free ones first. */
export const collateral = perRight(z.strictObject({ right: hex32, ...unitFields }).refine(...inOneWay));

/** Units that are released; of a quantity, those of the worst rank first, and of one rank the highest. */
export const released = perRight(z.strictObject({ right: hex32, ...unitFields }).refine(...inOneWay));

/** Units of several rights, named by their places, or all of a right that come into question. */
export const yielded = perRight(z.strictObject({ right: hex32, ...placed }).refine(...inOneWayOrWhole));

export type CollateralBody = z.output<typeof collateral>;
