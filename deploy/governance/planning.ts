import type { ContractName } from '../../api/chain/contracts.ts';
import type { Keystore } from '../../api/chain/keystore.ts';
import type { Chain } from '../../api/chain/types.ts';
import type { Deployment } from '../record.ts';
import type { Members } from './members.ts';
import type { GovernanceRecord, Planned } from './record.ts';

/** What there is when an operation is planned. */
export interface Planning {
  /** Unix seconds. */
  now: number;
  chain: Chain;
  keystore: Keystore;
  /** With the addresses as they are now: of each name that of the registry that is appointed. */
  deployment: Pick<Deployment, 'addresses' | 'policies'>;
  members: Members;
  /** By party id, of every institution that is admitted or planned here. */
  labels: ReadonlyMap<string, string>;
  record: GovernanceRecord;
  /** Planned, scheduled or ready. */
  open: readonly Planned[];
  /** In seconds. */
  delayOf: (contract: ContractName, method: string) => Promise<number>;
}
