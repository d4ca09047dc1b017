import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceDurably } from '../api/chain/durable.ts';
import type { Keystore } from '../api/chain/keystore.ts';
import { keyLabel } from '../api/chain/signer.ts';
import type { Chain, Hex } from '../api/chain/types.ts';
import { partyIdOf } from '../domain/encoding/ids.ts';
import { addressesOf, BOOTSTRAP_KEY, deploy, GOVERNANCE_KEY, type Addresses } from './deploy.ts';
import type { Genesis, GenesisInstitution } from './genesis.ts';
import type { Policy } from './policies.ts';

/** What was deployed, kept beside the chain's data. `complete` is false while a deployment is under way. */
export interface Deployment {
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

export function readDeployment(directory: string): Deployment | undefined {
  const path = join(directory, FILE);
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Deployment) : undefined;
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
