import { z } from 'zod';
import { hex32 } from '../../../kit/fields.ts';
import { registrationNumber } from '../../../views/schemas.ts';
import { yielded } from '../units.ts';

export const assignInterest = z
  .strictObject({
    to: z
      .array(hex32)
      .min(1, 'is empty')
      .max(16, 'has more than 16 entries')
      .meta({ description: 'All secured parties from now on.' }),
    agent: hex32.meta({ description: 'The one of them that acts for all.' }),
    evidence: z.strictObject({ digest: hex32 }),
  })
  .refine(({ to }) => new Set(to).size === to.length, { message: 'names a party twice', path: ['to'] })
  .refine(({ to, agent }) => to.includes(agent), { message: 'is none of `to`', path: ['agent'] });

export type AssignInterest = z.output<typeof assignInterest>;

export const subordinateInterest = z.strictObject({
  behind: registrationNumber('S', 'a security interest'),
  collateral: yielded.optional().meta({
    description: 'By default every unit on which both lie and this interest ranks before the other.',
  }),
});

export type SubordinateInterest = z.output<typeof subordinateInterest>;
