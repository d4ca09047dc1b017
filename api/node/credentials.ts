import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceDurably } from '../chain/durable.ts';
import type { Hex } from '../chain/types.ts';
import { mintApiKey, type ApiKeyStore } from '../http/api-keys.ts';
import type { Genesis, GenesisInstitution } from '../../deploy/genesis.ts';
import { partyIdOf } from '../../domain/encoding/ids.ts';

/** How an institution logs in: its id, and an API key for each of two persons. */
export interface Credential {
  id: Hex;
  name: string;
  capacity: string;
  maker: string;
  checker: string;
}

export type Credentials = Record<string, Credential>;

/**
 * The credentials of every institution of the genesis file, kept in a file of mode 0600; new ones if there is no such file. Only hashes
 * of the keys are kept elsewhere.
 */
export async function ensureCredentials(
  path: string,
  genesis: Pick<Genesis, 'institutions'>,
  keys: ApiKeyStore,
): Promise<Credentials> {
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8')) as Credentials;
  const credentials: Credentials = {};
  for (const { label, legalName, identifiers, capacities } of genesis.institutions) {
    const [identifier] = identifiers;
    if (!identifier) throw new RangeError(`${label} has no identifier`);
    const id = partyIdOf(identifier);
    const mint = async (duty: 'maker' | 'checker') =>
      (await mintApiKey(keys, { institution: id, duty, label: `first ${duty} of ${label}` })).token;
    const [capacity = ''] = capacities;
    credentials[label] = {
      id,
      name: legalName,
      capacity,
      maker: await mint('maker'),
      checker: await mint('checker'),
    };
  }
  // Written last and whole: a crash before leaves keys that no one knows, which is harmless.
  await replaceDurably(path, `${JSON.stringify(credentials, null, 2)}\n`);
  return credentials;
}

/**
 * The first API keys of institutions that governance admitted when the registry ran, each in a file of its own that it alone is given.
 * @returns the files that are new
 */
export async function handOutLater(
  directory: string,
  admitted: readonly GenesisInstitution[],
  keys: ApiKeyStore,
): Promise<string[]> {
  const made: string[] = [];
  for (const it of admitted) {
    if ((await keys.list(partyIdOf(it.identifiers[0]!))).length > 0) continue;
    const path = join(directory, `credentials-${it.label}.json`);
    await ensureCredentials(path, { institutions: [it] }, keys);
    made.push(path);
  }
  return made;
}
