import { Chain } from './engine/chain.ts';
import { genesis } from './engine/genesis.ts';
import { Life } from './life.ts';
import { Random } from './random.ts';

/** Steps on one registry: enough for lines to fill, few enough to begin anew often. */
export const LIFE = 300;

/** How often which operation came to what: "Titles.divide UnitsBound", "Titles.divide accepted". */
export type Outcomes = Map<string, number>;

export interface Lives {
  /** The lives have the seeds from here on; a life with its seed alone is the same again. */
  seed: number;
  steps: number;
  /** Every so many lives is ours, for several who share a run; default all. */
  every?: number;
  /** Called after each life with what came of it. */
  lived?: (outcomes: Outcomes, steps: number) => void;
}

/** @throws Error with the seed of the life in which the contracts and their twin differ */
export async function live({ seed, steps, every = 1, lived }: Lives): Promise<void> {
  const chain = await Chain.start();
  try {
    const base = await genesis(chain);
    for (let done = 0, own = seed; done < steps; done += LIFE, own += every) {
      const snapshot = await chain.snapshot();
      const life = new Life(chain, base, new Random(own));
      const count = Math.min(LIFE, steps - done);
      await life.run(count).catch((cause: unknown) => {
        throw new Error(`the contracts and their twin differ: LUDENG_TWIN_SEED=${own}`, { cause });
      });
      lived?.(life.outcomes, count);
      await chain.revert(snapshot);
    }
  } finally {
    await chain.stop();
  }
}

export function add(sum: Outcomes, more: Iterable<[string, number]>): void {
  for (const [outcome, count] of more) sum.set(outcome, (sum.get(outcome) ?? 0) + count);
}

/** Steps that were accepted, of all. */
export function shareAccepted(outcomes: Outcomes): number {
  const count = (which: (outcome: string) => boolean) =>
    [...outcomes].reduce((sum, [outcome, times]) => (which(outcome) ? sum + times : sum), 0);
  return (
    count((outcome) => outcome.endsWith(' accepted')) /
    Math.max(
      1,
      count(() => true),
    )
  );
}
