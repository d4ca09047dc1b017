import { encodeKept, interfaceOf, type ContractName } from '../../api/chain/contracts.ts';
import type { Chain, Hex } from '../../api/chain/types.ts';
import { Refused, WrongArgument } from './errors.ts';
import type { Member } from './record.ts';
import type { Registries } from './registries.ts';

/** As the contract has it. */
export interface Institution {
  party: Hex;
  capacities: number;
  suspended: boolean;
  admitted: boolean;
}

export interface Key {
  /** 0 if the account is no key. */
  institution: number;
  activeFrom: number;
  /** 0 while it is in use. */
  removedAt: number;
}

/** The institutions of the chain, by number or by the label that this data directory has for their party. */
export class Members {
  readonly #chain: Chain;
  readonly #registries: Registries;
  readonly #labels: ReadonlyMap<string, string>;

  /** @param labels by party id, also of institutions that are not admitted yet */
  constructor(chain: Chain, registries: Registries, labels: ReadonlyMap<string, string>) {
    this.#chain = chain;
    this.#registries = registries;
    this.#labels = labels;
  }

  /** @throws WrongArgument that says which institutions there are; Refused if it is not admitted yet */
  async find(argument: string, given: string): Promise<Member> {
    if (/^[1-9]\d{0,8}$/.test(given)) {
      const number = Number(given);
      const { party, admitted } = await this.institution(number);
      if (admitted) return { number, party, label: this.#labels.get(party) ?? `institution-${number}` };
      throw await this.#unknown(argument, given);
    }
    const [party] = [...this.#labels].find(([, label]) => label === given) ?? [];
    if (party === undefined) throw await this.#unknown(argument, given);
    const number = await this.numberOf(party as Hex);
    if (number !== 0) return { number, party: party as Hex, label: given };
    throw new Refused(
      `The institution ${given} is not admitted yet.`,
      'Execute its admission first: ./ludeng governance list.',
    );
  }

  async institution(number: number): Promise<Institution> {
    const [it] = await this.#read('Institutions', 'institution', [number]);
    const { party, capacities, suspended, admitted } = it as Omit<Institution, 'capacities'> & {
      capacities: bigint;
    };
    return { party, capacities: Number(capacities), suspended, admitted };
  }

  /** 0 if the party is no institution. */
  async numberOf(party: Hex): Promise<number> {
    return Number((await this.#read('Institutions', 'numberOf', [party]))[0]);
  }

  async count(): Promise<number> {
    return Number((await this.#read('Institutions', 'count', []))[0]);
  }

  async key(address: Hex): Promise<Key> {
    const [it] = await this.#read('Institutions', 'key', [address]);
    const { institution, activeFrom, removedAt } = it as Record<keyof Key, bigint>;
    return {
      ...{ institution: Number(institution), activeFrom: Number(activeFrom), removedAt: Number(removedAt) },
    };
  }

  async #unknown(argument: string, given: string): Promise<WrongArgument> {
    const numbers = Array.from({ length: await this.count() }, (_, i) => i + 1);
    const names = await Promise.all(
      numbers.map(async (number) => {
        const label = this.#labels.get((await this.institution(number)).party);
        return label === undefined ? `${number}` : `${number} ${label}`;
      }),
    );
    return new WrongArgument(
      argument,
      `is no institution of this registry: ${given}`,
      names.length === 0 ? 'Admit one first.' : `Give the number or the label of one: ${names.join(', ')}.`,
    );
  }

  async #read(contract: ContractName, method: string, args: unknown[]): Promise<unknown[]> {
    const data = encodeKept(contract, method, args);
    const { [contract]: to } = await this.#registries.addresses();
    const answer = await this.#chain.call({ to, data });
    return [...interfaceOf(contract).decodeFunctionResult(method, answer)] as unknown[];
  }
}
