import { isError } from 'ethers';
import { encodeCall, interfaceOf, type ContractName } from '../../api/chain/contracts.ts';
import { RevertError } from '../../api/chain/errors.ts';
import type { Chain, Hex } from '../../api/chain/types.ts';
import { fixedToText } from '../../domain/encoding/abi.ts';
import { APPOINTMENTS } from '../composition.ts';
import { appointing, isAppointed } from './appointments.ts';
import { address, oneOf } from './arguments.ts';
import type { Sketch } from './drafts.ts';
import { WrongArgument } from './errors.ts';
import { tellingRoles } from './function-roles.ts';
import type { Planning } from './planning.ts';

/** The Ledger appoints a contract under the name that it says of itself, so it must be the name meant here. */
async function requireIdentity(chain: Chain, name: ContractName, registry: Hex): Promise<void> {
  const said = await identityOf(chain, registry);
  if (said === name) return;
  throw new WrongArgument(
    'ADDRESS',
    said === undefined ? `is no registry: ${registry}` : `is a registry of the name ${said}: ${registry}`,
    `Give the address of a contract that is ${name}.`,
  );
}

async function identityOf(chain: Chain, registry: Hex): Promise<string | undefined> {
  const data = encodeCall('Parties', 'identity', []);
  try {
    const answer = await chain.call({ to: registry, data });
    return fixedToText(String(interfaceOf('Parties').decodeFunctionResult('identity', answer)[0]));
  } catch (error) {
    // Contracts that have no such function revert, or answer what cannot be read.
    if (error instanceof RevertError || isError(error, 'BAD_DATA')) return undefined;
    throw error;
  }
}

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
  await requireIdentity(chain, name, registry);
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
