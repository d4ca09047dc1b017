import type { Hex } from '../../domain/encoding/hash.ts';
import type { Until } from './replay.ts';
import { networkHelpers } from './chain.ts';
import { accountOf, BANK, numberOf, RIVAL } from './people.ts';
import { reads, readsAsOf, type Reader } from './reader.ts';
import { freshRegistry, type Registry } from './registry.ts';
import {
  interestOf,
  registerRight,
  rightOf,
  type RightRegistration,
  type Taken,
  type Terms,
} from './samples.ts';

/* How the cases of test/cases speak: two banks, one authority, and whoever reads. */

export const BANK_A = BANK;
export const BANK_B = RIVAL;

export class Story {
  readonly registry: Registry;

  constructor(registry: Registry) {
    this.registry = registry;
  }

  /** A right of the holder. */
  right(
    quantity: number | bigint,
    changes: Partial<RightRegistration> = {},
    certificate = 'A',
  ): Promise<Hex> {
    return registerRight(this.registry, rightOf(certificate, { quantity: BigInt(quantity), ...changes }));
  }

  /** The initial registration of a bank, as a call. */
  pledges(bank: string, taken: Taken, changes: Partial<Terms> = {}) {
    const given = interestOf(this.registry, taken, { securedParties: [numberOf(bank)], ...changes });
    return this.registry.call(accountOf(bank), 'SecurityInterests', 'register', [given]);
  }

  /** Registers it. @returns the interest */
  async pledge(bank: string, taken: Taken, changes: Partial<Terms> = {}): Promise<Hex> {
    const { events } = await this.registry.act(this.pledges(bank, taken, changes));
    return (events.at(-1)!.args as { interest: Hex }).interest;
  }

  /** What is told now, or at a later time at which nobody has written anything more. */
  read(at?: number): Promise<Reader> {
    return reads(this.registry, at);
  }

  /** What was told then. */
  readAsOf(until: Until, at: number): Reader {
    return readsAsOf(this.registry, until, at);
  }

  /** The next registration is made in this very second. */
  async at(instant: number): Promise<void> {
    await networkHelpers.time.setNextBlockTimestamp(instant);
  }
}

export async function newStory(): Promise<Story> {
  return new Story(await freshRegistry());
}
