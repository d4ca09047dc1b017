import { z } from 'zod';
import { parseNumber, type NumberLetter } from '../../domain/encoding/numbers.ts';
import { asOfParameter } from '../kit/as-of.ts';
import { asOfEnvelope } from '../kit/fields.ts';

// Shapes that several resources have in common.

export const identifierSchema = z.strictObject({ scheme: z.string(), value: z.string() });

export const asOfQuery = z.strictObject({ asOf: asOfParameter });

export const withAsOf = <T extends z.ZodRawShape>(schema: z.ZodObject<T>) =>
  schema.extend({ asOf: asOfEnvelope });

export const intervalSchema = z
  .strictObject({ from: z.string(), to: z.string() })
  .meta({ id: 'Interval', description: 'The half-open part [from, to) of a line, in base units.' });

export const trancheSchema = z
  .strictObject({ from: z.string(), to: z.string(), rank: z.int() })
  .meta({ id: 'Tranche', description: 'Units on which an interest has one rank.' });

export const moneySchema = z
  .strictObject({ value: z.string(), currency: z.string() })
  .meta({ id: 'Money', description: 'Minor units (fen, cents) as a decimal string.' });

/** A registration number as people type it, as the sequence that it stands for. */
export const registrationNumber = (letter: NumberLetter, what: string) =>
  z
    .string()
    .transform((typed, context) => {
      const parsed = parseNumber(typed);
      if (parsed.ok && parsed.value.letter === letter) return Number(parsed.value.sequence);
      const message = parsed.ok ? `is not the number of ${what} (LD-${letter}-…)` : parsed.message;
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    })
    .meta({ examples: [`LD-${letter}-0000000042-…`] });
