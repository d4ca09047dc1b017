import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceDurably } from '../api/chain/durable.ts';
import type { Keystore } from '../api/chain/keystore.ts';
import { keyLabel } from '../api/chain/signer.ts';
import type { Chain, Hex } from '../api/chain/types.ts';
import { VERSION } from '../api/settings/version.ts';
import { StoreError } from '../api/store/errors.ts';
import { partyIdOf } from '../domain/encoding/ids.ts';
import { addressesOf, BOOTSTRAP_KEY, deploy, GOVERNANCE_KEY, type Addresses } from './deploy.ts';
import { FORM, openerOf, requireForm, type Making } from './form.ts';
import type { Genesis, GenesisInstitution } from './genesis.ts';
import type { Policy } from './policies.ts';

/** What was deployed, kept beside the chain's data. `complete` is false while a deployment is under way. */
export interface Deployment extends Making {
  chainId: number;
  genesisHash: Hex;
  addresses: Addresses;
  /** Unix seconds at which it was planned. */
  plannedAt: number;
  complete: boolean;
  genesis: Genesis;
  policies: Policy[];
  /** Institutions that governance admitted later. */
  admitted?: GenesisInstitution[];
  /** Label by party id. */
  institutions: Record<Hex, string>;
}

const FILE = 'deployment.json';

/**
 * The record of a data directory; undefined if nothing was deployed there yet. Read it before anything there is opened, since opening
 * alters: what it refuses is then as it was.
 * @throws StoreError DATA_FORM_UNKNOWN, DATA_RECORD_MISSING
 */
export function readDeployment(directory: string): Deployment | undefined {
  const path = join(directory, FILE);
  if (!existsSync(path)) {
    // The journal is made after the record, so the record was there.
    if (existsSync(join(directory, 'journal.exists'))) throw recordMissing(path);
    return undefined;
  }
  const deployment = JSON.parse(readFileSync(path, 'utf8')) as Deployment;
  requireForm(directory, deployment);
  return deployment;
}

const recordMissing = (path: string): StoreError =>
  new StoreError(
    'DATA_RECORD_MISSING',
    `${path} is missing: it says which registry this is, and which version opens it. Nothing was altered. ` +
      'Restore it from the backup that the rest of the directory is of.',
  );

/**
 * That the record and the chain beside it belong together.
 * @throws StoreError DATA_RECORD_MISMATCH
 */
export async function requireChainOf(deployment: Deployment, chain: Chain): Promise<void> {
  const { chainId, genesisHash, madeBy } = deployment;
  const first = await chain.block(0);
  if (chain.chainId === chainId && first?.hash === genesisHash) return;
  throw new StoreError(
    'DATA_RECORD_MISMATCH',
    `The record (${FILE}) is of chain ${chainId} with the first block ${genesisHash}, and the chain beside it is ` +
      `${chain.chainId} with ${first?.hash}: they are parts of two registries. Nothing was altered. Take all parts from one ` +
      `backup. The registry of the record was made by Ludeng ${madeBy}; open it with ${openerOf(deployment)}.`,
  );
}

/**
 * The deployment of this data directory: the one on record, taken up where it stopped, or a new one.
 * @param plan what a new one is made of; not read if there is a record
 */
export async function ensureDeployment(
  directory: string,
  chain: Chain,
  keystore: Keystore,
  plan: () => Promise<{ genesis: Genesis; policies: Policy[] }>,
  progress?: (done: number, total: number) => void,
): Promise<Deployment> {
  const recorded = readDeployment(directory) ?? (await planned(directory, chain, keystore, await plan()));
  if (recorded.complete) return recorded;
  const { genesis, policies, plannedAt: now } = recorded;
  await deploy(chain, keystore, { genesis, policies, now }, progress);
  const complete = { ...recorded, complete: true };
  await keep(directory, complete);
  return complete;
}

/** Kept before the first transaction, so that a deployment that is interrupted goes on with the same steps. */
async function planned(
  directory: string,
  chain: Chain,
  keystore: Keystore,
  { genesis, policies }: { genesis: Genesis; policies: Policy[] },
): Promise<Deployment> {
  const labels = genesis.institutions.flatMap(({ label, duties }) =>
    duties.map((duty) => keyLabel(label, duty)),
  );
  for (const label of [BOOTSTRAP_KEY, GOVERNANCE_KEY, ...labels]) await keystore.ensure(label);
  const first = await chain.block(0);
  if (!first) throw new Error('The chain has no block 0.');
  const deployment: Deployment = {
    form: FORM,
    madeBy: VERSION,
    chainId: chain.chainId,
    genesisHash: first.hash,
    addresses: addressesOf(keystore.address(BOOTSTRAP_KEY)),
    plannedAt: Math.floor(Date.now() / 1000),
    complete: false,
    genesis,
    policies,
    institutions: Object.fromEntries(
      genesis.institutions.map(({ label, identifiers }) => [partyIdOf(identifiers[0]!), label]),
    ),
  };
  await keep(directory, deployment);
  return deployment;
}

/** From its next start on the service signs for an institution that governance admitted, and hands out its first API keys. */
export async function noteAdmission(directory: string, institution: GenesisInstitution): Promise<void> {
  const deployment = readDeployment(directory);
  const party = partyIdOf(institution.identifiers[0]!);
  if (!deployment || deployment.institutions[party] !== undefined) return;
  await keep(directory, {
    ...deployment,
    admitted: [...(deployment.admitted ?? []), institution],
    institutions: { ...deployment.institutions, [party]: institution.label },
  });
}

async function keep(directory: string, deployment: Deployment): Promise<void> {
  await replaceDurably(join(directory, FILE), `${JSON.stringify(deployment, null, 2)}\n`);
}
