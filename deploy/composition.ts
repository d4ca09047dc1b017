import type { ContractName } from '../api/chain/contracts.ts';
import { SUBJECT_KINDS } from '../domain/codes.ts';
import type { Hex } from '../domain/hash.ts';

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

/** What a contract is created with. A registry knows others that are created before it, never in a circle. */
export function constructorArguments(
  name: ContractName,
  at: Record<ContractName, Hex>,
  deployer: Hex,
): Hex[] {
  const common = [at.Ledger, at.Institutions];
  const argumentsOf: Record<ContractName, () => Hex[]> = {
    AccessManager: () => [deployer],
    Ledger: () => [at.AccessManager],
    Institutions: () => [at.AccessManager],
    Parties: () => common,
    RightTypes: () => [at.AccessManager],
    Rights: () => [...common, at.RightTypes],
    Restrictions: () => common,
    Quotas: () => [...common, at.Restrictions],
    SecurityInterests: () => [...common, at.RightTypes],
    Amendments: () => [...common, at.RightTypes],
    Cancellations: () => common,
    Annotations: () => common,
    Enforcement: () => [...common, at.Restrictions],
    Titles: () => [...common, at.RightTypes, at.Parties, at.Rights, at.Restrictions, at.Enforcement],
  };
  return argumentsOf[name]();
}
