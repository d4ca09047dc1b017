import type { Hex } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import { networkHelpers, type Call } from '../../test/support/chain.ts';
import { cancels, releases } from '../../test/support/interests.ts';
import { decides, restricts } from '../../test/support/lines.ts';
import { accountOf, AUTHORITY, BANK, numberOf, recordOf } from '../../test/support/people.ts';
import { freshRegistry, type Registry } from '../../test/support/registry.ts';
import { NO_APPROVAL, type InterestRegistration, type Taken } from '../../test/support/samples.ts';
import { breakdownOf, lastTransaction, type Breakdown } from './breakdown.ts';
import { life } from './life.ts';
import { addRightType, PLEDGED, yunxiRight, yunxiTerms } from './yunxi.ts';

export const BATCH = 100;
/** Overlays that a line carries already when one more is registered. */
export const CROWDS = [1, 10, 50] as const;

/** Of these it is also said where the gas goes. */
const TRACED = ['right', 'interest'];

/** Gas by what was done, per registration. */
export type Gas = Record<string, number>;

/** What the gas figures are about: each act once, on the real contracts with every permission check. */
export class Scenarios {
  readonly registry: Registry;
  readonly gas: Gas = {};
  readonly breakdowns: Record<string, Breakdown> = {};
  /** The later registrations, each once on a line that is not crowded. */
  readonly single: string[] = [];
  #copies = 0;

  private constructor(registry: Registry) {
    this.registry = registry;
  }

  static async run(): Promise<Scenarios> {
    const registry = await freshRegistry();
    await addRightType(registry, await networkHelpers.time.latest());
    const it = new Scenarios(registry);
    await it.#act('party', registry.call(accountOf(AUTHORITY), 'Parties', 'register', recordOf('gas')));
    // The second, so that the figure is that of a registry in use: its counter and the holder's word are not new.
    await it.#rights('', 1);
    const [right = '0x'] = await it.#rights('right', 1);
    await it.#interests('interest', [right]);
    await it.#cancel('cancellation');
    const rights = await it.#rights('right in a batch of 100', BATCH);
    await it.#interests('interest in a batch of 100', rights);
    for (const crowd of CROWDS) await it.#crowded(crowd);
    await life(registry, (name, call) => {
      it.single.push(name);
      return it.#act(name, call);
    });
    return it;
  }

  /** The registration of the pledge of each right, on the state that the right has now. */
  interestOn(right: Hex, junior = false): InterestRegistration {
    return {
      grantor: this.registry.right(right).state.holder,
      terms: { ...yunxiTerms(numberOf(BANK)), acknowledgeJunior: junior },
      collateral: [{ right, head: this.registry.rightHead(right), intervals: [{ from: 0n, to: PLEDGED }] }],
      consent: NO_APPROVAL,
    };
  }

  async #rights(name: string, count: number): Promise<Hex[]> {
    const given = Array.from({ length: count }, () => yunxiRight(++this.#copies));
    await this.#act(name, this.registry.call(accountOf(AUTHORITY), 'Rights', 'register', given), count);
    return given.map(({ certificateNumber }) => rightIdOf(numberOf(AUTHORITY), certificateNumber));
  }

  async #interests(name: string, rights: readonly Hex[], junior = false): Promise<void> {
    const given = rights.map((right) => this.interestOn(right, junior));
    const call = this.registry.call(accountOf(BANK), 'SecurityInterests', 'register', given);
    await this.#act(name, call, rights.length);
  }

  async #crowded(crowd: number): Promise<void> {
    const [right = '0x'] = await this.#rights('', 1);
    for (let i = 0; i < crowd; i++) await this.#interests('', [right], true);
    await this.#interests(`interest behind ${crowd} on the same units`, [right], true);
    await this.#cancel(`cancellation of the last of ${crowd + 1}`);
    const part = { [right]: [[0, 10]] } as Taken;
    const last = this.registry.rows.all('interest').at(-2)!.id;
    await this.#act(`partial cancellation on a line of ${crowd}`, await releases(this.registry, last, part));
    const free: Taken[Hex] = [[PLEDGED + 10n, PLEDGED + 20n]];
    await this.#act(
      `freeze on a line of ${crowd}`,
      restricts(this.registry, right, free, 'judicial-freeze', { until: 0 }),
    );
    await this.#act(
      `quota cut on a line of ${crowd}`,
      decides(this.registry, right, [[PLEDGED + 30n, PLEDGED + 40n]], 'cut'),
    );
  }

  async #cancel(name: string): Promise<void> {
    const interest = this.registry.rows.all('interest').at(-1)!.id;
    await this.#act(name, await cancels(this.registry, interest));
  }

  async #act(name: string, call: Call, registrations = 1): Promise<void> {
    const { mined } = await this.registry.act(call);
    if (name !== '') this.gas[name] = Math.round(mined.gasUsed / registrations);
    if (TRACED.includes(name)) this.breakdowns[name] = await breakdownOf(await lastTransaction());
  }
}
