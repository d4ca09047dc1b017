import type { ContractName } from '../api/chain/contracts.ts';
import { SUBJECT_KINDS } from '../domain/encoding/codes.ts';
import type { Hex } from '../domain/encoding/hash.ts';
import { parameter } from '../domain/law/law.ts';
import { FACT_KINDS, type FactKind } from '../domain/state/facts.ts';

const { right, interest, party, list } = SUBJECT_KINDS;

/** What a registry may write at the ledger: a mask of kinds of subject, and one of kinds of fact. */
export interface Appointment {
  subjects: number;
  facts: bigint;
}

const facts = (...kinds: FactKind[]): bigint =>
  kinds.reduce((mask, kind) => mask | (1n << BigInt(FACT_KINDS[kind])), 0n);

/** The registries, and what each writes. Batches has no appointment: it only calls. */
export const APPOINTMENTS: Partial<Record<ContractName, Appointment>> = {
  Institutions: {
    subjects: 0,
    facts: facts(
      'key',
      'institution',
      'institution-party',
      'party-institution',
      'institution-count',
      'key-delay',
    ),
  },
  RightTypes: { subjects: 0, facts: facts('policy-count', 'policy', 'competence') },
  Parties: { subjects: party, facts: facts('party', 'identifier', 'successor') },
  Rights: { subjects: right | list, facts: facts('certificate') },
  Restrictions: { subjects: right, facts: facts('restriction') },
  Quotas: { subjects: right, facts: 0n },
  Titles: { subjects: right | list, facts: 0n },
  Divisions: { subjects: right | interest | list, facts: 0n },
  SecurityInterests: { subjects: right | interest | list, facts: 0n },
  Amendments: { subjects: right | interest, facts: 0n },
  Positions: { subjects: right | interest, facts: 0n },
  Cancellations: { subjects: right | interest | list, facts: 0n },
  Annotations: { subjects: interest, facts: facts('objection') },
  Enforcement: { subjects: right | interest, facts: facts('buyer') },
};

/**
 * What a contract is created with. A registry knows the ledger and the door for many acts, and no other registry.
 * @param now unix seconds; what the law is on that day is built in, and a later law comes with a successor of the registry
 */
export function constructorArguments(
  name: ContractName,
  at: Record<ContractName, Hex>,
  deployer: Hex,
  now: number,
): (Hex | number)[] {
  const today = new Date(now * 1000).toISOString().slice(0, 10);
  const governed: (Hex | number)[] = [at.AccessManager, at.Ledger];
  switch (name) {
    case 'AccessManager':
      return [deployer];
    case 'Ledger':
      return [at.AccessManager];
    case 'Batches':
      return [at.Ledger];
    case 'Institutions':
    case 'RightTypes':
      return governed;
    case 'Amendments':
      return [
        at.Ledger,
        at.Batches,
        parameter('registration.term.minimum', today).value,
        parameter('registration.term.maximum', today).value,
      ];
    default:
      return [at.Ledger, at.Batches];
  }
}
