import { encodeCall, interfaceOf, type ContractName } from '../../api/chain/contracts.ts';
import type { Chain, Hex } from '../../api/chain/types.ts';
import { APPOINTMENTS } from '../composition.ts';

/**
 * The arguments of Ledger.appoint for a registry that succeeds the one of this name: built here and nowhere else in this folder.
 * They are kept as JSON, so an integer of more than 53 bits is given as text.
 */
export function appointing(name: ContractName, registry: Hex): unknown[] {
  const { subjects, facts } = APPOINTMENTS[name] ?? { subjects: 0, facts: 0n };
  return [registry, subjects, String(facts)];
}

/** The arguments of Ledger.appoint that end an appointment. */
export function dismissing(registry: Hex): unknown[] {
  return [registry, 0, '0'];
}

export async function isAppointed(chain: Chain, ledger: Hex, registry: Hex): Promise<boolean> {
  const data = encodeCall('Ledger', 'appointment', [registry]);
  const answer = await chain.call({ to: ledger, data });
  const masks = [...interfaceOf('Ledger').decodeFunctionResult('appointment', answer)] as bigint[];
  return masks.some((mask) => mask !== 0n);
}
