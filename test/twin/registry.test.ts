import { expect } from 'chai';
import { decodeLog, type EventName } from '../../domain/events.ts';
import type { Hex } from '../../domain/hash.ts';
import { foldAll } from '../../domain/journal.ts';
import { networkHelpers } from '../support/chain.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { Operations, type Operation } from './operations.ts';
import { Random } from './random.ts';

/** A long run: `LUDENG_TWIN_STEPS=1000000 npx hardhat test mocha test/twin/registry.test.ts`; `LUDENG_TWIN_SEED` repeats one. */
const STEPS = Number(process.env.LUDENG_TWIN_STEPS ?? 1000);
const SEED = Number(process.env.LUDENG_TWIN_SEED ?? Date.now() % 2 ** 32);
/** Steps on one registry: enough for lines to fill, few enough to compare every word after each of them. */
const LIFE = 250;

describe('the contracts and their twin', () => {
  it(`agree after each of ${STEPS} random operations (seed ${SEED})`, async function () {
    this.timeout(0);
    const random = new Random(SEED);
    const outcomes = new Map<string, number>();
    for (let done = 0; done < STEPS; done += LIFE) {
      const registry = await freshRegistry();
      const operations = new Operations(registry, random);
      let now = await networkHelpers.time.latest();
      for (let step = done; step < Math.min(done + LIFE, STEPS); step++) {
        now += random.mostly(random.between(0, 60), 20, 86_400 * random.between(1, 60));
        await networkHelpers.time.setNextBlockTimestamp(now);
        const operation = await operations.next(now);
        await perform(registry, operation).catch((error: unknown) => {
          throw new Error(`seed ${SEED}, step ${step}: ${operation.what}`, { cause: error });
        });
        const outcome = operation.verdict?.error ?? 'accepted';
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
      await expectJournals(registry);
    }
    report(outcomes);
    // Random runs that never get anywhere would agree about everything.
    if (STEPS >= 1000) expect(outcomes.get('accepted')).to.be.within(STEPS / 5, STEPS * 0.9);
  });
});

async function perform(registry: Registry, { tx, verdict, events, check }: Operation): Promise<void> {
  if (verdict) await registry.refuses(tx, verdict.error, verdict.args);
  else {
    await registry.accepts(tx, ...events);
    check();
  }
}

/** Which topic names the party that a log concerns. */
const PARTY_TOPIC: Partial<Record<EventName, number>> = {
  PartyRegistered: 1,
  PartyRenamed: 1,
  RightRegistered: 2,
  InterestRegistered: 2,
  InterestCancelled: 2,
};

/** Journals folded from the whole history, without the reducer; and a rebuild that comes to the same rows. */
async function expectJournals(registry: Registry): Promise<void> {
  const concerning = (id: Hex, topicOf: (name: EventName) => number | undefined) =>
    registry.logs.filter((log) => {
      const topic = topicOf(decodeLog(log)?.name ?? 'KeyAdded');
      return topic !== undefined && log.topics[topic] === id;
    });
  for (const { id } of registry.rows.all('party')) {
    const journal = foldAll(concerning(id, (name) => PARTY_TOPIC[name]));
    expect(await registry.view('Ledger', 'word', 4, id), `party ${id}`).to.equal(journal);
  }
  for (const kind of ['right', 'interest'] as const) {
    const prefix = kind === 'right' ? 'Right' : 'Interest';
    for (const { id, journal } of registry.rows.all(kind)) {
      const own = concerning(id, (name) => (name.startsWith(prefix) ? 1 : undefined));
      expect(foldAll(own), `${kind} ${id}`).to.equal(journal);
    }
  }
  const rebuilt = registry.copy();
  for (const kind of ['institution', 'key', 'rightType', 'party', 'right', 'interest'] as const) {
    expect(rebuilt.rows.all(kind)).to.deep.equal(registry.rows.all(kind));
  }
}

function report(outcomes: Map<string, number>): void {
  if (process.env.LUDENG_TWIN_STEPS === undefined) return;
  const sorted = [...outcomes].sort(([, a], [, b]) => b - a);
  for (const [outcome, count] of sorted) console.log(`      ${String(count).padStart(8)} ${outcome}`);
}
