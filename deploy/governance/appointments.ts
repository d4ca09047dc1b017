import { encodeCall, interfaceOf, type ContractName } from '../../api/chain/contracts.ts';
import type { Chain, Hex } from '../../api/chain/types.ts';
import { APPOINTMENTS } from '../composition.ts';

/** The arguments of Ledger.appoint for a registry that succeeds the one of this name: built here and nowhere else in this folder. */
export function appointing(name: ContractName, registry: Hex): unknown[] {
  return [registry, APPOINTMENTS[name]];
}

/** The arguments of Ledger.appoint that end an appointment. */
export function dismissing(registry: Hex): unknown[] {
  return [registry, 0];
}

export async function isAppointed(chain: Chain, ledger: Hex, registry: Hex): Promise<boolean> {
  const data = encodeCall('Ledger', 'appointment', [registry]);
  const [kinds] = interfaceOf('Ledger').decodeFunctionResult(
    'appointment',
    await chain.call({ to: ledger, data }),
  ) as unknown as [bigint];
  return kinds !== 0n;
}
