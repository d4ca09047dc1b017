import type { Chain, Hex } from '../../api/chain/types.ts';
import { Refused } from './errors.ts';
import { tellingRoles } from './function-roles.ts';
import type { Planned } from './record.ts';
import type { Registries } from './registries.ts';
import { isOpen, type Condition } from './states.ts';

interface Known {
  chain: Chain;
  manager: Hex;
  registries: Registries;
  list: () => Promise<(Planned & Condition)[]>;
}

/**
 * A succession is without a gap if the roles come first, then the appointment, then the dismissal. Their delays differ, so what is due
 * first is not what must be done first.
 * @throws Refused
 */
export async function requireOrder(operation: Planned, known: Known): Promise<void> {
  if (operation.appoints !== undefined) await requireRoles(operation, known);
  if (operation.kind === 'dismiss') await requireSuccessor(operation, known);
}

async function requireRoles({ id, appoints, args }: Planned, { chain, manager, list }: Known): Promise<void> {
  const registry = args[0] as Hex;
  const missing = await tellingRoles(chain, manager, appoints!, registry);
  if (missing.length === 0) return;
  const sought = new Set(missing.map((it) => JSON.stringify(it.args)));
  const planned = (await list()).filter(
    ({ kind, args, state }) => kind === 'function-role' && isOpen(state) && sought.has(JSON.stringify(args)),
  );
  throw new Refused(
    `Operation ${id} needs the AccessManager to know first which roles may call ${registry}.`,
    planned.length === missing.length
      ? `Execute ${planned.map((it) => it.id).join(' and ')} first.`
      : `Schedule what is missing: ./ludeng governance schedule appoint ${appoints} ${registry}.`,
  );
}

async function requireSuccessor({ id, args }: Planned, { registries, list }: Known): Promise<void> {
  const name = await registries.soleNameOf(args[0] as Hex);
  if (name === undefined) return;
  const successor = (await list()).find(
    (it) => it.appoints === name && it.args[0] !== args[0] && isOpen(it.state),
  );
  if (!successor) return;
  throw new Refused(
    `Operation ${id} would leave no contract that is ${name}, since operation ${successor.id}, which appoints its successor, is not executed.`,
    `Execute ${successor.id} first, or cancel it.`,
  );
}
