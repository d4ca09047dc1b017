import { z } from 'zod';
import { RESTRICTION_KINDS } from '../../../domain/line/overlay.ts';
import { civilDate, hex32, text, timestamp } from '../../kit/fields.ts';
import { inOneWayOrWhole, unitFields } from '../../kit/units.ts';
import { registrationNumber } from '../../views/schemas.ts';

/** 256 bytes on chain, of which a Chinese character takes three. */
const order = z.strictObject({
  number: text(80).meta({ description: 'File number of the order.' }),
  digest: hex32.meta({ description: 'Salted digest of the order.' }),
});
const until = civilDate.nullable();

export const restrictUnits = z
  .strictObject({
    kind: z.enum(RESTRICTION_KINDS),
    ...unitFields,
    until: until.meta({ description: 'Last day, to 23:59:59 of Asia/Shanghai; null until it is lifted.' }),
    order,
  })
  .refine(...inOneWayOrWhole);

export type RestrictUnits = z.output<typeof restrictUnits>;

export const prolongRestriction = z.strictObject({
  until: until.meta({
    description: 'New last day; null until it is lifted. The place among others is kept.',
  }),
  order,
});

export type ProlongRestriction = z.output<typeof prolongRestriction>;

export const liftRestriction = z.strictObject({
  right: hex32
    .optional()
    .meta({ description: 'Where the restriction lies on several rights, which of them.' }),
  order,
});

export type LiftRestriction = z.output<typeof liftRestriction>;

export const restrictionParams = z.strictObject({ number: registrationNumber('N', 'a restriction') });

const orderView = z.strictObject({ number: z.string(), digest: z.string() });
const registration = { number: z.string(), at: timestamp, order: orderView };

export const restrictionSchema = z
  .strictObject({
    number: z.string(),
    sequence: z.string(),
    kind: z.enum(RESTRICTION_KINDS),
    status: z.enum(['in-force', 'waiting', 'expired', 'lifted']).meta({
      description:
        'Waiting: earlier freezes lie on every unit of it (轮候); derived, it is promoted when they end.',
    }),
    place: z.int().nullable().meta({
      description:
        'Of a freeze by a court: its place among those on the same units, the worst one if they differ; 1 is in effect.',
    }),
    institution: z.string().nullable(),
    effectiveAt: timestamp,
    until: z.string().nullable(),
    order: orderView,
    rights: z
      .array(
        z.strictObject({
          right: z.string(),
          units: z.array(z.strictObject({ from: z.string(), to: z.string(), place: z.int().nullable() })),
        }),
      )
      .meta({ description: 'Where it lies now: on several rights after one was divided.' }),
    prolongations: z.array(z.strictObject({ ...registration, until: z.string().nullable() })),
    lifts: z.array(z.strictObject({ ...registration, right: z.string(), approver: z.string() })),
  })
  .meta({ id: 'Restriction' });
