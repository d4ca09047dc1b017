import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { ConfigError } from '../api/settings/config.ts';
import { CAPACITIES, DUTIES } from '../domain/encoding/codes.ts';
import { checkIdentifier, IDENTIFIER_SCHEMES } from '../domain/identity/identifiers.ts';

const identifier = z
  .strictObject({ scheme: z.enum(IDENTIFIER_SCHEMES), value: z.string() })
  .transform(({ scheme, value }, context) => {
    const checked = checkIdentifier(scheme, value);
    if (checked.ok) return { scheme, value: checked.value };
    context.addIssue({ code: 'custom', path: ['value'], message: checked.message });
    return z.NEVER;
  });

export const institutionForm = z.strictObject({
  /** The name under which configuration, keys and credentials know it. */
  label: z.string().regex(/^[a-zA-Z][a-zA-Z0-9-]*$/),
  legalName: z.string().min(1),
  jurisdiction: z.string().min(2),
  address: z.string().default(''),
  identifiers: z.array(identifier).min(1).max(8),
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
  /** Between the adding of a key and the first moment at which it acts; a trusted key waits until noon of the fourth working day. */
  key: z.int().nonnegative().default(259_200),
});

const genesis = z.strictObject({
  note: z.string().optional(),
  delays,
  institutions: z.array(institutionForm),
});

export type Genesis = z.output<typeof genesis>;
export type GenesisInstitution = Genesis['institutions'][number];

/**
 * The institutions that a registry starts with, and how slow its governance is.
 * @throws ConfigError naming each field that is wrong
 */
export function readGenesis(path: string | URL): Genesis {
  const remedy = 'Correct the file; deploy/genesis/embedded.json and demo/institutions.json show its form.';
  const wrong = (message: string) => new ConfigError([{ variable: 'LUDENG_GENESIS', message, remedy }]);
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw wrong(`names a file that cannot be read (${String(path)}: ${(error as Error).message})`);
  }
  const parsed = genesis.safeParse(content);
  if (parsed.success) return parsed.data;
  throw wrong(`names a file with errors:\n${z.prettifyError(parsed.error)}\n`);
}
