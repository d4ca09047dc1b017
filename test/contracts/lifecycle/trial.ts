import { expect } from 'chai';
import { networkHelpers, Refusal, type Call } from '../../support/chain.ts';
import type { Registry } from '../../support/registry.ts';
import { OK, outcomeOf, type Outcome, type Row } from './row.ts';

export interface World {
  registry: Registry;
}

export interface Trial<Key extends string, Actor extends string, Status extends string, W extends World> {
  rows: Record<Key, Row<Actor, Status>>;
  statuses: readonly Status[];
  /** Which member is the actor. */
  actors: Record<Actor, string>;
  /** What else the row needs to be there; rows that need the same share a world. */
  needs?: (key: Key, status: Status) => string;
  world: (status: Status, needs: string) => Promise<W>;
  /** The registration as this member would make it, right in everything but who it is and what has become of the subject. */
  calls: Record<Key, (world: W, by: string) => Call | Promise<Call>>;
}

/** One test for each row and status, in which every actor tries. */
export function tries<Key extends string, Actor extends string, Status extends string, W extends World>({
  rows,
  statuses,
  actors,
  needs = () => '',
  world: build,
  calls,
}: Trial<Key, Actor, Status, W>): void {
  const keys = Object.keys(rows) as Key[];
  const members = Object.keys(actors) as Actor[];
  for (const status of statuses) {
    for (const need of new Set(keys.map((key) => needs(key, status)))) {
      describe([status, need].filter(Boolean).join(', '), () => {
        let world: W;
        let snapshot: Awaited<ReturnType<typeof networkHelpers.takeSnapshot>>;

        before(async () => {
          world = await build(status, need);
          snapshot = await networkHelpers.takeSnapshot();
        });

        /** The world as it was made, whatever was accepted before. */
        const again = async (): Promise<W> => {
          await snapshot.restore();
          return { ...world, registry: world.registry.copy() };
        };

        for (const key of keys.filter((it) => needs(it, status) === need)) {
          it(rows[key].name, async () => {
            const actual: Record<string, Outcome> = {};
            let present = await again();
            for (const actor of members) {
              actual[actor] = await outcome(present, await calls[key](present, actors[actor]));
              if (actual[actor] === OK) present = await again();
            }
            const expected = members.map((actor) => [actor, outcomeOf(rows[key], actor, status)]);
            expect(actual).to.deep.equal(Object.fromEntries(expected));
          });
        }
      });
    }
  }
}

/** A refusal must leave no trace; what is accepted is held against the domain. */
async function outcome({ registry }: World, tx: Call): Promise<Outcome> {
  try {
    await registry.act(tx);
    return OK;
  } catch (thrown) {
    if (!(thrown instanceof Refusal)) throw thrown;
    await registry.requireInStep();
    return thrown.error;
  }
}
