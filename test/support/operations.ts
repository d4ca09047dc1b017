import { RegistryCalls } from '../../api/chain/calls.ts';
import { Problem } from '../../api/errors/problem.ts';
import type { OperationKind } from '../../api/outbox/operation.ts';
import type { Services } from '../../api/kit/services.ts';
import type { Reader } from '../../api/read/reader.ts';
import type { Duty } from '../../domain/encoding/codes.ts';
import type { RegistryEvent } from '../../domain/registrations/events.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import type { RowKind } from '../../domain/state/rows.ts';
import { networkHelpers, request } from './chain.ts';
import { accountOf, keyOf } from './people.ts';
import type { Registry } from './registry.ts';

/* The operations of a module on the test chain: what they prepare is sent, so that a check of the API is held against the contract. */

/** Key labels are "institution/duty", as test/support/people.ts has them. */
export const labelOf = (institution: string, duty: Duty): string => `${institution}/${duty}`;

type Parts = Pick<Services, 'read' | 'calls' | 'keys' | 'now'>;

export class Workbench<K extends Record<string, OperationKind<never>>> {
  readonly registry: Registry;
  readonly parts: Parts;
  readonly #kinds: K;
  #now = 0;

  private constructor(registry: Registry, chainId: number, kindsOf: (parts: Parts) => K) {
    this.registry = registry;
    this.parts = {
      read: () => this.reader(),
      calls: new RegistryCalls(registry.at, chainId),
      keys: {
        keyOf: (institution, duty) => `${institution}/${duty}`,
        signTypedData: async (label, { domain, types, value }) => {
          const [institution, duty] = label.split('/') as [string, Duty];
          return (await keyOf(institution, duty).signTypedData(domain, types, value)) as Hex;
        },
      },
      now: () => this.#now,
    };
    this.#kinds = kindsOf(this.parts);
  }

  static async on<K extends Record<string, OperationKind<never>>>(
    registry: Registry,
    kindsOf: (parts: Parts) => K,
  ): Promise<Workbench<K>> {
    const bench = new Workbench(registry, Number(await request<Hex>('eth_chainId')), kindsOf);
    bench.#now = await networkHelpers.time.latest();
    return bench;
  }

  /** The registry as it is, judged at the time of the last block or the time set. */
  reader(): Reader {
    const { rows } = this.registry;
    const get = <R extends RowKind>(kind: R, id: string) => rows.get(kind, id);
    const institutionOf = (party: Hex) => rows.all('institution').find((it) => it.party === party)?.number;
    const rest = { get, institutionOf, now: this.#now };
    return rest as Partial<Reader> as Reader;
  }

  /** The next block, and the clock of the service, stand at this time. Unix seconds. */
  async at(time: number): Promise<void> {
    await networkHelpers.time.setNextBlockTimestamp(time);
    this.#now = time;
  }

  /** Does it as the maker of the institution. @throws Problem, or Refusal if only the contract minds */
  async run<N extends keyof K & string>(
    from: string,
    kind: N,
    intent: K[N] extends OperationKind<infer I> ? I : never,
  ): Promise<RegistryEvent[]> {
    const { to, data } = await this.#kinds[kind]!.prepare(intent as never);
    const { events, mined } = await this.registry.act({ from: accountOf(from), to, data });
    this.#now = mined.time;
    return events;
  }

  /** The problem with which it is refused, before anything reaches the chain. */
  async refused<N extends keyof K & string>(
    kind: N,
    intent: K[N] extends OperationKind<infer I> ? I : never,
  ): Promise<Problem> {
    try {
      await this.#kinds[kind]!.prepare(intent as never);
    } catch (error) {
      if (error instanceof Problem) return error;
      throw error;
    }
    throw new Error(`${kind} was not refused`);
  }
}
