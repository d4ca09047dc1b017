import type { Interface } from 'ethers';
import { selectorOf, type ContractName } from '../../api/chain/contracts.ts';
import type { Arguments, Method } from '../../api/chain/typed-calls.ts';
import { APPOINTMENTS } from '../../deploy/composition.ts';
import { ADMINISTRATION, GOVERNANCE_ROLES } from '../../deploy/roles.ts';
import { CAPACITIES, DUTIES, maskOf } from '../../domain/encoding/codes.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { accountOf, AUTHORITY, MEMBERS, numberOf, partyOf } from './people.ts';
import { DESCRIPTION, policyOf, typeCode, TYPES } from './types.ts';

export interface Deployed {
  at: Record<ContractName, Hex>;
  interfaces: Record<ContractName, Interface>;
  deployer: Hex;
}

export const DAY = 86_400;

/** As slow as each role is; different, so that a test sees which one it met. */
export const DELAYS = {
  admission: DAY,
  policy: 2 * DAY,
  succession: 3 * DAY,
  administration: 4 * DAY,
  key: 0,
};

/** Governs as deployment hands it over: through the delays. */
export const GOVERNANCE: Hex = `0x${'60'.repeat(20)}`;
/** Holds the same roles without delay, so that tests of other things need not wait. */
export const PROMPT_GOVERNANCE: Hex = `0x${'61'.repeat(20)}`;

export type Governs = <N extends ContractName, M extends Method<N>>(
  contract: N,
  method: M,
  ...args: Arguments<N, M>
) => Promise<void>;

/** Appoints the registries, lets `admission` do its part as administrator, then leaves governance to the roles. */
export async function establish(
  deployed: Deployed,
  act: (tx: { from: Hex; to: Hex; data: Hex }) => Promise<unknown>,
  admission: (governs: Governs) => Promise<void>,
): Promise<void> {
  const { at, interfaces, deployer } = deployed;
  const governs: Governs = async (contract, method, ...args) => {
    const data = interfaces[contract].encodeFunctionData(method, args) as Hex;
    await act({ from: deployer, to: at[contract], data });
  };
  for (const [name, { subjects, facts }] of Object.entries(APPOINTMENTS)) {
    await governs('Ledger', 'appoint', at[name as ContractName], subjects, facts);
  }
  await admission(governs);
  for (const role of GOVERNANCE_ROLES) {
    for (const [contract, methods] of Object.entries(role.functions)) {
      const name = contract as ContractName;
      const selectors = methods.map((method) => selectorOf(name, method));
      await governs('AccessManager', 'setTargetFunctionRole', at[name], selectors, role.id);
    }
    await governs('AccessManager', 'grantRole', role.id, GOVERNANCE, role.delay(DELAYS));
    await governs('AccessManager', 'grantRole', role.id, PROMPT_GOVERNANCE, 0);
  }
  await governs('AccessManager', 'grantRole', ADMINISTRATION, GOVERNANCE, DELAYS.administration);
  await governs('AccessManager', 'renounceRole', ADMINISTRATION, deployer);
}

/** Institutions of every capacity with keys of every duty, and right types for every rule. @param now unix seconds */
export async function admitMembers(governs: Governs, now: number): Promise<void> {
  for (const { label, capacities } of MEMBERS) {
    await governs('Institutions', 'admit', partyOf(label), maskOf(CAPACITIES, capacities), label);
    for (const duty of DUTIES) {
      const key = accountOf(label, duty);
      await governs('Institutions', 'addKey', numberOf(label), key, maskOf(DUTIES, [duty]), 0);
    }
  }
  for (const code of Object.keys(TYPES)) {
    await governs('RightTypes', 'setPolicy', typeCode(code), policyOf(code, now), DESCRIPTION);
    await governs('RightTypes', 'setCompetence', typeCode(code), numberOf(AUTHORITY), true);
  }
  await governs('RightTypes', 'setCompetence', typeCode('PLAIN'), numberOf('second-authority'), true);
}
