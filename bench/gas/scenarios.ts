import type { Hex } from '../../domain/hash.ts';
import { rightIdOf } from '../../domain/ids.ts';
import { signCancellation } from '../../test/support/approvals.ts';
import { networkHelpers, type Call } from '../../test/support/chain.ts';
import { accountOf, AUTHORITY, BANK, keyOf, numberOf, recordOf } from '../../test/support/people.ts';
import { freshRegistry, type Registry } from '../../test/support/registry.ts';
import { NO_APPROVAL, type InterestRegistration } from '../../test/support/samples.ts';
import { breakdownOf, lastTransaction, type Breakdown } from './breakdown.ts';
import { addRightType, PLEDGED, yunxiRight, yunxiTerms } from './yunxi.ts';

export const BATCH = 100;
/** Overlays that a line carries already when one more is registered. */
export const CROWDS = [1, 10, 50] as const;

/** Of these it is also said where the gas goes. */
const TRACED = ['right', 'interest'];
const REASON_DEBT_PAID = 1;

/** Gas by what was done, per registration. */
export type Gas = Record<string, number>;

/** What the gas figures are about: each act once, on the real contracts with every permission check. */
export class Scenarios {
  readonly registry: Registry;
  readonly gas: Gas = {};
  readonly breakdowns: Record<string, Breakdown> = {};
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
    await it.#cancel('cancellation', right);
    const rights = await it.#rights('right in a batch of 100', BATCH);
    await it.#interests('interest in a batch of 100', rights);
    for (const crowd of CROWDS) await it.#crowded(crowd);
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
    await this.#cancel(`cancellation of the last of ${crowd + 1}`, right);
  }

  async #cancel(name: string, right: Hex): Promise<void> {
    const { registry } = this;
    const interest = registry.rows.all('interest').at(-1)!.id;
    const deadline = (await networkHelpers.time.latest()) + 600;
    const approval = await signCancellation(
      registry,
      keyOf(BANK, 'checker'),
      interest,
      REASON_DEBT_PAID,
      deadline,
    );
    const heads = [registry.interestHead(interest), [registry.rightHead(right)]] as const;
    await this.#act(
      name,
      registry.call(
        accountOf(BANK),
        'SecurityInterests',
        'cancel',
        interest,
        ...heads,
        REASON_DEBT_PAID,
        approval,
      ),
    );
  }

  async #act(name: string, call: Call, registrations = 1): Promise<void> {
    const { mined } = await this.registry.act(call);
    if (name !== '') this.gas[name] = Math.round(mined.gasUsed / registrations);
    if (TRACED.includes(name)) this.breakdowns[name] = await breakdownOf(await lastTransaction());
  }
}
