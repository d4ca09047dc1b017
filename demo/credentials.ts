import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceDurably } from '../api/chain/durable.ts';
import type { Hex } from '../api/chain/types.ts';
import { mintApiKey, type ApiKeyStore } from '../api/http/api-keys.ts';
import type { Genesis } from '../deploy/genesis.ts';
import { partyIdOf } from '../domain/ids.ts';

/** How to log in as a demonstration institution: its id and an API key for each of two persons. */
export interface DemoCredential {
  id: Hex;
  name: string;
  capacity: string;
  maker: string;
  checker: string;
}

export type DemoCredentials = Record<string, DemoCredential>;

const FILE = 'demo-credentials.json';

/** The credentials file of this data directory; made at the first start, kept afterwards. */
export async function ensureCredentials(
  directory: string,
  genesis: Genesis,
  keys: ApiKeyStore,
): Promise<DemoCredentials> {
  const path = join(directory, FILE);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as DemoCredentials;
  const credentials: DemoCredentials = {};
  for (const { label, legalName, identifiers, capacities } of genesis.institutions) {
    const [identifier] = identifiers;
    if (!identifier) throw new RangeError(`${label} has no identifier`);
    const id = partyIdOf(identifier);
    const mint = async (duty: 'maker' | 'checker') =>
      (await mintApiKey(keys, { institution: id, duty, label: `demo ${label}/${duty}` })).token;
    const [capacity = ''] = capacities;
    credentials[label] = {
      id,
      name: legalName,
      capacity,
      maker: await mint('maker'),
      checker: await mint('checker'),
    };
  }
  // Written last and whole: a crash before leaves keys that nobody knows, which is harmless.
  await replaceDurably(path, `${JSON.stringify(credentials, null, 2)}\n`);
  return credentials;
}
