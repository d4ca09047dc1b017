import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CAPACITIES, DUTIES } from '../domain/codes.ts';

const institution = z.strictObject({
  /** The name under which configuration, keys and credentials know it. */
  label: z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]*$/),
  legalName: z.string().min(1),
  jurisdiction: z.string().min(2),
  address: z.string().default(''),
  identifiers: z.array(z.strictObject({ scheme: z.string().min(1).max(8), value: z.string().min(1) })).min(1),
  capacities: z.array(z.enum(CAPACITIES)).min(1),
  duties: z.array(z.enum(DUTIES)).min(1).default(['maker', 'checker']),
  /** Codes of the right types that it confirms, or "*" for all. */
  competentFor: z.array(z.string()).default([]),
  synthetic: z.boolean().optional(),
});

/** Seconds between the scheduling of a governance operation and the first moment at which it can be executed. */
const delays = z.strictObject({
  admission: z.int().nonnegative(),
  policy: z.int().nonnegative(),
  succession: z.int().nonnegative(),
  administration: z.int().nonnegative(),
});

const genesis = z.strictObject({ note: z.string().optional(), delays, institutions: z.array(institution) });

export type Genesis = z.output<typeof genesis>;
export type GenesisInstitution = Genesis['institutions'][number];

/** The institutions that a registry starts with, and how slow its governance is. @throws ZodError naming the field */
export function readGenesis(path: string | URL): Genesis {
  return genesis.parse(JSON.parse(readFileSync(path, 'utf8')));
}
