import { readFileSync } from 'node:fs';
import { Interface, type InterfaceAbi } from 'ethers';
import type { Arguments, Method } from './typed-calls.ts';
import type { Hex } from './types.ts';

/** The contracts of a deployment, in the order in which they are created. */
export const CONTRACT_NAMES = [
  'AccessManager',
  'Ledger',
  'Batches',
  'Institutions',
  'RightTypes',
  'Parties',
  'Rights',
  'Restrictions',
  'Quotas',
  'Titles',
  'Divisions',
  'SecurityInterests',
  'Amendments',
  'Positions',
  'Cancellations',
  'Annotations',
  'Enforcement',
] as const;
export type ContractName = (typeof CONTRACT_NAMES)[number];

export interface Artifact {
  abi: InterfaceAbi;
  bytecode: Hex;
}

const ROOT = new URL('../../', import.meta.url);

function pathOf(name: ContractName): string {
  if (name === 'AccessManager') {
    return 'node_modules/@openzeppelin/contracts/build/contracts/AccessManager.json';
  }
  const room = name === 'Ledger' ? 'ledger' : 'registries';
  return `artifacts/contracts/${room}/${name}.sol/${name}.json`;
}

/** @throws Error naming the remedy if the contracts have not been compiled */
export function artifactOf(name: ContractName): Artifact {
  try {
    return JSON.parse(readFileSync(new URL(pathOf(name), ROOT), 'utf8')) as Artifact;
  } catch (cause) {
    throw new Error(`No compiled contract ${name}: run "npm run compile"`, { cause });
  }
}

const interfaces = new Map<ContractName, Interface>();

export function interfaceOf(name: ContractName): Interface {
  const known = interfaces.get(name);
  if (known) return known;
  const made = new Interface(artifactOf(name).abi);
  interfaces.set(name, made);
  return made;
}

/** The calldata of a function, arguments in the order of the contract. */
export function encodeCall<N extends ContractName, M extends Method<N>>(
  name: N,
  method: M,
  args: Arguments<N, M>,
): Hex {
  return interfaceOf(name).encodeFunctionData(method, args) as Hex;
}

/** As {@link encodeCall}, of a call that is kept as data: its method and arguments are known at run time only. */
export const encodeKept = (name: ContractName, method: string, args: readonly unknown[]): Hex =>
  interfaceOf(name).encodeFunctionData(method, args) as Hex;

/** @throws TypeError if the contract has no such function */
export const selectorOf = (name: ContractName, method: string): Hex =>
  interfaceOf(name).getFunction(method)!.selector as Hex;

/** Why a contract refused, with the values that its custom error carries. */
export interface Refusal {
  error: string;
  args: Record<string, unknown>;
}

/** Decodes revert data. Undefined if no contract of ours declares the error. */
export function decodeRefusal(data: Hex): Refusal | undefined {
  if (data.length < 10) return undefined;
  for (const name of CONTRACT_NAMES) {
    const parsed = interfaceOf(name).parseError(data);
    if (parsed) return { error: parsed.name, args: parsed.args.toObject() };
  }
  return undefined;
}
