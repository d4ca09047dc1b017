import { artifactOf, interfaceOf, type ContractName } from '../../api/chain/contracts.ts';
import type { Hex } from '../../api/chain/types.ts';
import { constructorArguments } from '../../deploy/composition.ts';
import type { Addresses } from '../../deploy/deploy.ts';

/** What creates another contract of the name on the same ledger: a successor that differs by its address alone. */
export function creationOf(name: ContractName, at: Addresses): Hex {
  const args = constructorArguments(name, at, at.AccessManager, Math.floor(Date.now() / 1000));
  return `${artifactOf(name).bytecode}${interfaceOf(name).encodeDeploy(args).slice(2)}` as Hex;
}
