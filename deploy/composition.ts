import type { ContractName } from '../api/chain/contracts.ts';
import { SUBJECT_KINDS } from '../domain/encoding/codes.ts';
import type { Hex } from '../domain/encoding/hash.ts';
import { parameter } from '../domain/law/law.ts';

const { right, interest, party } = SUBJECT_KINDS;

/** Which subjects each registry writes at the ledger. */
export const APPOINTMENTS: Partial<Record<ContractName, number>> = {
  Parties: party,
  Rights: right | party,
  Restrictions: right,
  Quotas: right,
  SecurityInterests: right | interest | party,
  Amendments: right | interest | party,
  Cancellations: right | interest | party,
  Annotations: interest | party,
  Enforcement: right | interest | party,
  Titles: right | interest | party,
};

/**
 * What a contract is created with. A registry knows others that are created before it, never in a circle.
 * @param now unix seconds; what the law is on that day is built in, and a later law comes with a successor of the registry
 */
export function constructorArguments(
  name: ContractName,
  at: Record<ContractName, Hex>,
  deployer: Hex,
  now: number,
): (Hex | number)[] {
  const common = [at.Ledger, at.Institutions];
  const today = new Date(now * 1000).toISOString().slice(0, 10);
  const months = [
    parameter('registration.term.minimum', today).value,
    parameter('registration.term.maximum', today).value,
  ];
  const argumentsOf: Record<ContractName, () => (Hex | number)[]> = {
    AccessManager: () => [deployer],
    Ledger: () => [at.AccessManager],
    Institutions: () => [at.AccessManager],
    Parties: () => common,
    RightTypes: () => [at.AccessManager],
    Rights: () => [...common, at.RightTypes, at.Parties],
    Restrictions: () => common,
    Quotas: () => [...common, at.Restrictions],
    SecurityInterests: () => [...common, at.RightTypes, at.Parties],
    Amendments: () => [...common, at.RightTypes, at.Parties, ...months],
    Cancellations: () => common,
    Annotations: () => common,
    Enforcement: () => [...common, at.Restrictions],
    Titles: () => [...common, at.RightTypes, at.Parties, at.Rights, at.Restrictions, at.Enforcement],
  };
  return argumentsOf[name]();
}
