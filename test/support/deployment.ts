import { readFileSync } from 'node:fs';
import { ContractFactory, type Interface, type InterfaceAbi } from 'ethers';
import { CONTRACT_NAMES, type ContractName } from '../../api/chain/contracts.ts';
import { APPOINTMENTS, constructorArguments } from '../../deploy/composition.ts';
import { ADMINISTRATION, GOVERNANCE_ROLES } from '../../deploy/roles.ts';
import type { Hex } from '../../domain/hash.ts';
import { addressOf, ethers, learnErrors, networkHelpers, type Call } from './chain.ts';

export interface Deployed {
  at: Record<ContractName, Hex>;
  interfaces: Record<ContractName, Interface>;
  deployer: Hex;
}

export const DAY = 86_400;

/** As slow as each role is; different, so that a test sees which one it met. */
export const DELAYS = { admission: DAY, policy: 2 * DAY, succession: 3 * DAY, administration: 4 * DAY, key: 0 };

/** Governs as deployment hands it over: through the delays. */
export const GOVERNANCE: Hex = `0x${'60'.repeat(20)}`;
/** Holds the same roles without delay, so that tests of other things need not wait. */
export const PROMPT_GOVERNANCE: Hex = `0x${'61'.repeat(20)}`;

/**
 * The contracts as deployment creates them, from the artifacts of this run: under coverage those are the instrumented ones, which
 * deploy/ must never see.
 */
export async function deployContracts(): Promise<Deployed> {
  const [signer] = await ethers.getSigners();
  if (!signer) throw new Error('the network has no account');
  const deployer = signer.address.toLowerCase() as Hex;
  const at = {} as Record<ContractName, Hex>;
  const interfaces = {} as Record<ContractName, Interface>;
  const now = await networkHelpers.time.latest();
  for (const name of CONTRACT_NAMES) {
    const factory =
      name === 'AccessManager' ? accessManager().connect(signer) : await ethers.getContractFactory(name);
    const contract = await factory.deploy(...(constructorArguments(name, at, deployer, now) as []));
    await contract.waitForDeployment();
    at[name] = await addressOf(contract);
    interfaces[name] = contract.interface;
    learnErrors(contract.interface);
  }
  return { at, interfaces, deployer };
}

function accessManager(): ContractFactory {
  const path = '../../node_modules/@openzeppelin/contracts/build/contracts/AccessManager.json';
  const artifact = JSON.parse(readFileSync(new URL(path, import.meta.url), 'utf8')) as {
    abi: InterfaceAbi;
    bytecode: string;
  };
  return new ContractFactory(artifact.abi, artifact.bytecode);
}

export type Governs = (contract: ContractName, method: string, ...args: unknown[]) => Promise<void>;

/** Appoints the registries, lets `admission` do its part as administrator, then leaves governance to the roles. */
export async function establish(
  deployed: Deployed,
  act: (tx: Call) => Promise<unknown>,
  admission: (governs: Governs) => Promise<void>,
): Promise<void> {
  const { at, interfaces, deployer } = deployed;
  const governs: Governs = async (contract, method, ...args) => {
    const data = interfaces[contract].encodeFunctionData(method, args) as Hex;
    await act({ from: deployer, to: at[contract], data });
  };
  for (const [name, kinds] of Object.entries(APPOINTMENTS)) {
    await governs('Ledger', 'appoint', at[name as ContractName], kinds);
  }
  await admission(governs);
  for (const role of GOVERNANCE_ROLES) {
    for (const [contract, methods] of Object.entries(role.functions)) {
      const name = contract as ContractName;
      const selectors = methods.map((method) => interfaces[name].getFunction(method)?.selector);
      await governs('AccessManager', 'setTargetFunctionRole', at[name], selectors, role.id);
    }
    await governs('AccessManager', 'grantRole', role.id, GOVERNANCE, role.delay(DELAYS));
    await governs('AccessManager', 'grantRole', role.id, PROMPT_GOVERNANCE, 0);
  }
  await governs('AccessManager', 'grantRole', ADMINISTRATION, GOVERNANCE, DELAYS.administration);
  await governs('AccessManager', 'renounceRole', ADMINISTRATION, deployer);
}
