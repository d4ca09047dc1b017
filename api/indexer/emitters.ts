import { decodeLog, TOPICS } from '../../domain/registrations/events.ts';
import type { Rows } from '../../domain/state/rows.ts';
import type { Block, Chain, Hex, RawLog } from '../chain/types.ts';

/**
 * Whose logs the index asks for, and whose it enters. It asks for more than it enters: a contract that was watched stays watched, also
 * when a reorganisation takes its appointment back. What is entered follows from the rows alone, so that an index that followed block by
 * block, one that was rolled back and one that is rebuilt from the Ledger's log have the same.
 */
export class Emitters {
  readonly #chain: Pick<Chain, 'watch'>;
  readonly #known: ReadonlySet<Hex>;
  readonly #watched = new Set<Hex>();

  /**
   * @param known what is heard from the first block on: the Ledger, which names all others
   * @param recalled the registries that the index has already
   */
  constructor(chain: Pick<Chain, 'watch'>, known: readonly Hex[], recalled: Iterable<Hex>) {
    this.#chain = chain;
    this.#known = new Set(known.map((address) => address.toLowerCase() as Hex));
    this.#watch(this.#known);
    this.#watch(recalled);
  }

  get watched(): ReadonlySet<Hex> {
    return this.#watched;
  }

  /** Watches what the block appoints. @returns whether some of it was not watched yet, so that the block may lack logs of it */
  discover({ logs }: Block): boolean {
    const before = this.#watched.size;
    for (const log of logs.filter((it) => this.#appoints(it))) {
      const event = decodeLog(log);
      if (event?.name === 'RegistryAppointed') this.#watch([event.args.registry]);
    }
    return this.#watched.size > before;
  }

  /**
   * Whether a log is entered, by the rows as the logs before it have left them: a registry is heard while it is appointed. What a contract
   * logged before may look like a registration and is none, since the Ledger would have refused it. After its dismissal nothing can be
   * missed: reading functions log nothing, and every other one reverts at the Ledger, which takes its log back.
   */
  hears(log: RawLog, rows: Rows): boolean {
    if (log.topics[0] === TOPICS.RegistryAppointed) return this.#appoints(log);
    const registry = rows.get('registry', log.address);
    return registry ? registry.dismissedAt === undefined : this.#known.has(log.address);
  }

  #appoints({ address, topics }: RawLog): boolean {
    return topics[0] === TOPICS.RegistryAppointed && this.#known.has(address);
  }

  #watch(addresses: Iterable<Hex>): void {
    for (const address of addresses) {
      if (this.#watched.has(address)) continue;
      this.#watched.add(address);
      this.#chain.watch(address);
    }
  }
}
