import { readFileSync } from 'node:fs';
import { ContractFactory, type Interface, type InterfaceAbi } from 'ethers';
import { CONTRACT_NAMES, type ContractName } from '../../api/chain/contracts.ts';
import { constructorArguments } from '../../deploy/composition.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { addressOf, ethers, learnErrors, networkHelpers } from './chain.ts';
import type { Deployed } from './governance.ts';

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
