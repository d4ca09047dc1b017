import type { ContractName } from '../api/chain/contracts.ts';
import type { Genesis } from './genesis.ts';

/**
 * Who may govern what, and how slowly. A key that governs cannot register: no role here opens a registration, and no capacity opens a
 * governance function. Suspending and removing keys has no delay, because a stolen key does not wait.
 */
export interface GovernanceRole {
  id: bigint;
  label: string;
  delay: (delays: Genesis['delays']) => number;
  functions: Partial<Record<ContractName, readonly string[]>>;
}

export const ADMINISTRATION = 0n;

export const GOVERNANCE_ROLES: readonly GovernanceRole[] = [
  {
    id: 1n,
    label: 'ADMISSION',
    delay: (delays) => delays.admission,
    functions: { Institutions: ['admit', 'setCapacities', 'addKey', 'reinstate', 'setKeyDelay'] },
  },
  { id: 2n, label: 'SUSPENSION', delay: () => 0, functions: { Institutions: ['suspend', 'removeKey'] } },
  {
    id: 3n,
    label: 'POLICY',
    delay: (delays) => delays.policy,
    functions: { RightTypes: ['setPolicy', 'setCompetence'] },
  },
  {
    id: 4n,
    label: 'SUCCESSION',
    delay: (delays) => delays.succession,
    functions: { Ledger: ['appoint'] },
  },
];
