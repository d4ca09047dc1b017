import { CONTRACT_NAMES, type ContractName } from '../../api/chain/contracts.ts';
import type { Chain, Hex, RawLog } from '../../api/chain/types.ts';
import type { RegistryVersion } from '../../api/read/reader.ts';
import { appointmentsOf, presentOf, type RegistryAt } from '../../api/read/registries.ts';
import { decodeLog, TOPICS } from '../../domain/registrations/events.ts';
import { reduce } from '../../domain/registrations/reduce.ts';
import { MemoryRows } from '../../domain/state/rows.ts';
import { APPOINTMENTS } from '../composition.ts';
import type { Addresses } from '../deploy.ts';
import { Refused } from './errors.ts';

/**
 * Which contracts governance acts on: of each name the registry that is appointed now. The log of the Ledger says it, and not the index,
 * which may be missing or behind while the service is stopped.
 */
export class Registries {
  readonly #chain: Chain;
  readonly #created: Addresses;
  #asOf: number | undefined;
  #appointments: readonly RegistryAt[] = [];

  /** @param created the contracts that are never appointed are where they were created */
  constructor(chain: Chain, created: Addresses) {
    this.#chain = chain;
    this.#created = created;
  }

  /** Where to act. @throws Refused if no contract is appointed */
  async addressOf(name: ContractName): Promise<Hex> {
    const address = await this.#presentOf(name);
    if (address !== undefined) return address;
    throw new Refused(
      `No contract is appointed as ${name} since governance dismissed the last one.`,
      `Appoint one first: ./ludeng governance schedule appoint ${name} ADDRESS.`,
    );
  }

  /** Where to read. A contract that was dismissed and has no successor still answers what it is asked. */
  async addresses(): Promise<Addresses> {
    const entries = CONTRACT_NAMES.map(async (name) => [
      name,
      (await this.#presentOf(name)) ?? this.#created[name],
    ]);
    return Object.fromEntries(await Promise.all(entries)) as Addresses;
  }

  async isPresent(name: ContractName, address: Hex): Promise<boolean> {
    return (await this.#presentOf(name)) === address;
  }

  /** The name of the contract if no other of its name is appointed: its dismissal would leave none. */
  async soleNameOf(address: Hex): Promise<string | undefined> {
    const appointed = (await this.#follow()).filter(({ toBlock }) => toBlock === null);
    const name = appointed.find((it) => it.address === address)?.name;
    return appointed.filter((it) => it.name === name).length === 1 ? name : undefined;
  }

  async #presentOf(name: ContractName): Promise<Hex | undefined> {
    if (!APPOINTMENTS[name]) return this.#created[name];
    return presentOf(await this.#follow()).get(name)?.address;
  }

  /** Read again only after a block: a run asks for every operation that it shows. */
  async #follow(): Promise<readonly RegistryAt[]> {
    const to = await this.#chain.finalized();
    if (this.#asOf === to) return this.#appointments;
    const filter = { address: this.#created.Ledger, topic: TOPICS.RegistryAppointed, from: 0, to };
    this.#appointments = appointmentsIn(await this.#chain.logs(filter));
    this.#asOf = to;
    return this.#appointments;
  }
}

/** By the same rows that the index has, so that both name the same registry. */
function appointmentsIn(logs: readonly RawLog[]): RegistryAt[] {
  const rows = new MemoryRows();
  const versions = new Map<string, RegistryVersion[]>();
  for (const log of logs) {
    const changes = reduce(decodeLog(log)!, log, rows).changes.filter((it) => it.kind === 'registry');
    rows.apply(changes);
    for (const { id, row } of changes) {
      const earlier = versions.get(id)?.filter(({ since }) => since !== log.blockNumber) ?? [];
      versions.set(id, [...earlier, { since: log.blockNumber, row }]);
    }
  }
  return [...versions.values()].flatMap(appointmentsOf);
}
