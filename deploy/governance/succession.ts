import type { ContractName } from '../../api/chain/contracts.ts';
import { APPOINTMENTS } from '../composition.ts';
import { appointing, isAppointed } from './appointments.ts';
import { address, oneOf } from './arguments.ts';
import type { Sketch } from './drafts.ts';
import { WrongArgument } from './errors.ts';
import { tellingRoles } from './function-roles.ts';
import type { Planning } from './planning.ts';

/**
 * An appointment, with what the AccessManager has to be told before it. In another order there is a time in which governance can do
 * nothing: its calls go to the registry that was appointed last.
 */
export async function appointment(
  { chain, deployment }: Planning,
  given: string,
  at: string,
): Promise<Sketch[]> {
  const name = oneOf('NAME', Object.keys(APPOINTMENTS) as ContractName[], given);
  const registry = address('ADDRESS', at);
  if ((await chain.code(registry)) === '0x') {
    throw new WrongArgument('ADDRESS', `has no contract: ${registry}`, 'Deploy the registry first.');
  }
  const { [name]: present, AccessManager, Ledger } = deployment.addresses;
  const roles = await tellingRoles(chain, AccessManager, name, registry);
  if (present === registry && (await isAppointed(chain, Ledger, registry))) return roles;
  const succeeds = present !== registry && (await isAppointed(chain, Ledger, present));
  const order = [
    ...(roles.length > 0 ? ['after the roles of its functions'] : []),
    ...(succeeds ? [`before its predecessor ${present} is dismissed`] : []),
  ];
  const words = [`appoint ${registry} as ${name}`, order.join(' and ')].filter((it) => it !== '').join(', ');
  return [...roles, { kind: 'appoint', args: appointing(name, registry), words, appoints: name }];
}
