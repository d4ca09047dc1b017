import { encodeKept, interfaceOf, selectorOf, type ContractName } from '../../api/chain/contracts.ts';
import type { Chain, Hex } from '../../api/chain/types.ts';
import { ADMINISTRATION, GOVERNANCE_ROLES, type GovernanceRole } from '../roles.ts';
import type { Sketch } from './drafts.ts';

/** The role that may call a function of this contract; undefined if only administration may. */
export const roleFor = (contract: ContractName, method: string): GovernanceRole | undefined =>
  GOVERNANCE_ROLES.find(({ functions }) => functions[contract]?.includes(method));

/**
 * Whether the AccessManager was never told who may call the function there. It leaves such a function to administration, which is too slow
 * for a suspension and too wide for all others.
 */
export async function isUntold(
  chain: Chain,
  manager: Hex,
  { contract, method, target }: { contract: ContractName; method: string; target: Hex },
): Promise<boolean> {
  if (!roleFor(contract, method)) return false;
  const data = encodeKept('AccessManager', 'getTargetFunctionRole', [target, selectorOf(contract, method)]);
  const answer = await chain.call({ to: manager, data });
  const [role] = interfaceOf('AccessManager').decodeFunctionResult('getTargetFunctionRole', answer);
  return role === ADMINISTRATION;
}

/** What the AccessManager has to be told of a contract before it is appointed: one call for each role. Nothing if it knows all of it. */
export async function tellingRoles(
  chain: Chain,
  manager: Hex,
  name: ContractName,
  registry: Hex,
): Promise<Sketch[]> {
  const sketches: Sketch[] = [];
  for (const { id, label, functions } of GOVERNANCE_ROLES) {
    const methods = functions[name] ?? [];
    const calls = methods.map((method) => ({ contract: name, method, target: registry }));
    const untold = await Promise.all(calls.map((it) => isUntold(chain, manager, it)));
    if (!untold.includes(true)) continue;
    const selectors = methods.map((method) => selectorOf(name, method));
    sketches.push({
      kind: 'function-role',
      args: [registry, selectors, String(id)],
      words: `let the role ${label} call ${methods.join(', ')} at ${registry}, before it is appointed as ${name}`,
    });
  }
  return sketches;
}
