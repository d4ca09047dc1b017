import { readFileSync } from 'node:fs';
import { Interface } from 'ethers';
import {
  artifactOf,
  CONTRACT_NAMES,
  interfaceOf,
  type Artifact,
  type ContractName,
} from '../../../api/chain/contracts.ts';
import { constructorArguments } from '../../../deploy/composition.ts';
import { DUTIES } from '../../../domain/encoding/codes.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import type { Log } from '../../../domain/journal/entry.ts';
import { admitMembers, establish } from '../../support/governance.ts';
import { accountOf, AUTHORITY, MEMBERS, PLANT, recordOf } from '../../support/people.ts';
import { START, type Chain } from './chain.ts';
import { signerOf } from './signatures.ts';

/** A registry as each life begins: institutions, right types, parties, and nothing registered. */
export interface Genesis {
  at: Record<ContractName, Hex>;
  reader: Hex;
  logs: Log[];
  /** Unix seconds of the last block. */
  time: number;
}

/** Parties that are no institutions: one holds rights, others come and go. */
export const OTHERS = [PLANT, 'heir', 'second-heir', 'buyer'];

const DEPLOYER: Hex = `0x${'62'.repeat(20)}`;

export async function genesis(chain: Chain): Promise<Genesis> {
  const logs: Log[] = [];
  let time = START;
  const act = async (tx: { from: Hex; to?: Hex; data: Hex }): Promise<Hex> => {
    const receipt = await chain.send(tx, ++time);
    if (receipt.status !== '0x1') throw new Error(`genesis: refused ${tx.data.slice(0, 10)} to ${tx.to}`);
    logs.push(...receipt.logs);
    return receipt.contractAddress!;
  };
  const deploy = ({ abi, bytecode }: Artifact, args: readonly unknown[]): Promise<Hex> =>
    act({ from: DEPLOYER, data: `${bytecode}${new Interface(abi).encodeDeploy(args).slice(2)}` });

  const at = {} as Record<ContractName, Hex>;
  for (const name of CONTRACT_NAMES) {
    at[name] = await deploy(artifactOf(name), constructorArguments(name, at, DEPLOYER, START));
  }
  const mock = new URL(
    '../../../artifacts/contracts/mocks/LedgerReader.sol/LedgerReader.json',
    import.meta.url,
  );
  const reader = await deploy(JSON.parse(readFileSync(mock, 'utf8')) as Artifact, []);
  const interfaces = Object.fromEntries(CONTRACT_NAMES.map((name) => [name, interfaceOf(name)]));
  const deployed = { at, interfaces: interfaces as Record<ContractName, Interface>, deployer: DEPLOYER };
  await establish(deployed, act, (governs) => admitMembers(governs, START));
  for (const label of [...MEMBERS.map((member) => member.label), ...OTHERS]) {
    const data = interfaceOf('Parties').encodeFunctionData('register', [recordOf(label)]) as Hex;
    await act({ from: accountOf(AUTHORITY), to: at.Parties, data });
  }
  for (const { label } of MEMBERS) DUTIES.forEach((duty) => signerOf(`${label}/${duty}`));
  return { at, reader, logs, time };
}
