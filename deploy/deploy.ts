import { getCreateAddress } from 'ethers';
import {
  artifactOf,
  CONTRACT_NAMES,
  encodeCall,
  interfaceOf,
  selectorOf,
  type ContractName,
} from '../api/chain/contracts.ts';
import { keyLabel, type Signer } from '../api/chain/signer.ts';
import type { Arguments, Method } from '../api/chain/typed-calls.ts';
import type { Chain, Hex } from '../api/chain/types.ts';
import { CAPACITIES, DUTIES, maskOf } from '../domain/encoding/codes.ts';
import { textToFixed } from '../domain/encoding/abi.ts';
import { partyIdOf } from '../domain/encoding/ids.ts';
import { APPOINTMENTS, constructorArguments } from './composition.ts';
import type { Genesis, GenesisInstitution } from './genesis.ts';
import { setPolicyArguments, type Policy } from './policies.ts';
import { ADMINISTRATION, GOVERNANCE_ROLES } from './roles.ts';

/** Labels of the keys that deployment uses. The bootstrap key is powerless once the registry is handed to governance. */
export const BOOTSTRAP_KEY = 'bootstrap';
export const GOVERNANCE_KEY = 'governance';

export type Addresses = Record<ContractName, Hex>;

export interface DeploymentInput {
  genesis: Genesis;
  policies: readonly Policy[];
  /** Unix seconds; fixed when the deployment is first planned, so that a resumed one makes the same transactions. */
  now: number;
}

interface Step {
  to?: Hex;
  data: Hex;
  what: string;
}

/**
 * Deploys the contracts, admits the institutions of the genesis file and hands governance over. Every step is one transaction of the
 * bootstrap key with a fixed nonce, so that a deployment that was interrupted goes on where it stopped.
 * @param progress called after each block of steps with how many of how many are final
 */
export async function deploy(
  chain: Chain,
  signer: Signer,
  input: DeploymentInput,
  progress: (done: number, total: number) => void = () => {},
): Promise<Addresses> {
  const deployer = signer.address(BOOTSTRAP_KEY);
  const addresses = addressesOf(deployer);
  const steps = plan(addresses, signer, input);
  const hashes: Hex[] = [];
  for (const [nonce, { to, data }] of steps.entries()) {
    const tx = { nonce, data, gasLimit: 8_000_000, ...(to ? { to } : {}) };
    hashes.push(await chain.send(await signer.signTransaction(BOOTSTRAP_KEY, tx)));
  }
  for (const [i, hash] of hashes.entries()) {
    const receipt = await finalReceipt(chain, hash);
    if (receipt.status !== 1) throw new Error(`Deployment failed at: ${steps[i]?.what}`);
    progress(i + 1, steps.length);
  }
  return addresses;
}

/** The addresses follow from the bootstrap key alone. */
export function addressesOf(deployer: Hex): Addresses {
  const entries = CONTRACT_NAMES.map((name, nonce) => [
    name,
    getCreateAddress({ from: deployer, nonce }).toLowerCase(),
  ]);
  return Object.fromEntries(entries) as Addresses;
}

function plan(at: Addresses, signer: Signer, { genesis, policies, now }: DeploymentInput): Step[] {
  const call: Call = (contract, method, ...args) => ({
    to: at[contract],
    data: encodeCall(contract, method, args),
    what: `${contract}.${method}`,
  });
  return [
    ...creations(at, signer.address(BOOTSTRAP_KEY), now),
    ...Object.entries(APPOINTMENTS).map(([name, { subjects, facts }]) =>
      call('Ledger', 'appoint', at[name as ContractName], subjects, facts),
    ),
    ...policies.map((policy) => call('RightTypes', 'setPolicy', ...setPolicyArguments(policy, now))),
    ...genesis.institutions.flatMap((it, i) => admission(call, signer, policies, it, i + 1)),
    ...handover(call, at, signer, genesis),
  ];
}

function creations(at: Addresses, deployer: Hex, now: number): Step[] {
  return CONTRACT_NAMES.map((name) => {
    const { bytecode } = artifactOf(name);
    const encoded = interfaceOf(name).encodeDeploy(constructorArguments(name, at, deployer, now));
    return { data: `${bytecode}${encoded.slice(2)}` as Hex, what: `creation of ${name}` };
  });
}

type Call = <N extends ContractName, M extends Method<N>>(
  contract: N,
  method: M,
  ...args: Arguments<N, M>
) => Step;

function admission(
  call: Call,
  signer: Signer,
  policies: readonly Policy[],
  it: GenesisInstitution,
  number: number,
): Step[] {
  const [identifier] = it.identifiers;
  if (!identifier) throw new RangeError(`${it.label} has no identifier`);
  const codes = it.competentFor.includes('*') ? policies.map(({ code }) => code) : it.competentFor;
  return [
    call('Institutions', 'admit', partyIdOf(identifier), maskOf(CAPACITIES, it.capacities), it.legalName),
    ...it.duties.map((duty) =>
      call(
        'Institutions',
        'addKey',
        number,
        signer.address(keyLabel(it.label, duty)),
        maskOf(DUTIES, [duty]),
        0,
      ),
    ),
    ...codes.map((code) => call('RightTypes', 'setCompetence', textToFixed(code, 8), number, true)),
  ];
}

/** From here on, nothing changes without the delays, and the bootstrap key can do nothing. */
function handover(call: Call, at: Addresses, signer: Signer, { delays }: Genesis): Step[] {
  const governance = signer.address(GOVERNANCE_KEY);
  const roles = GOVERNANCE_ROLES.flatMap((role) => [
    ...Object.entries(role.functions).map(([contract, methods]) =>
      call(
        'AccessManager',
        'setTargetFunctionRole',
        at[contract as ContractName],
        methods.map((method) => selectorOf(contract as ContractName, method)),
        role.id,
      ),
    ),
    call('AccessManager', 'labelRole', role.id, role.label),
    call('AccessManager', 'grantRole', role.id, governance, role.delay(delays)),
  ]);
  return [
    call('Institutions', 'setKeyDelay', delays.key),
    ...roles,
    call('AccessManager', 'grantRole', ADMINISTRATION, governance, delays.administration),
    call('AccessManager', 'renounceRole', ADMINISTRATION, signer.address(BOOTSTRAP_KEY)),
  ];
}

export async function finalReceipt(chain: Chain, hash: Hex) {
  for (;;) {
    const receipt = await chain.receipt(hash);
    if (receipt && receipt.blockNumber <= (await chain.finalized())) return receipt;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
