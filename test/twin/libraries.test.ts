import { expect } from 'chai';
import type { Interface } from 'ethers';
import fc from 'fast-check';
import { addMonths, civilFromDay, expiryInstant, LAST_DAY } from '../../domain/calendar.ts';
import type { Hex } from '../../domain/hash.ts';
import { intersect, measure, union, type Interval } from '../../domain/line.ts';
import { MAX_QUANTITY, packOverlay, unpackOverlay, type Overlay } from '../../domain/overlay.ts';
import { intervals, LENGTH, overlays } from '../domain/generators.ts';
import { addressOf, call, ethers, learnErrors, Refusal } from '../support/chain.ts';
import { STRANGER } from '../support/people.ts';
import type { LibraryHarness } from '../../types/index.js';

describe('the libraries and their twins', () => {
  let harness: LibraryHarness;
  let to: Hex;

  before(async () => {
    harness = await ethers.deployContract('LibraryHarness');
    to = await addressOf(harness);
    learnErrors(harness.interface);
  });

  type Method = 'civil' | 'requireCanonical' | 'firstCovered' | 'appended' | 'without' | 'pack';

  async function ask(method: Method, ...args: unknown[]): Promise<unknown[]> {
    const abi = harness.interface as unknown as Interface;
    const data = abi.encodeFunctionData(method, args) as Hex;
    return [...abi.decodeFunctionResult(method, await call({ from: STRANGER, to, data }))] as unknown[];
  }

  async function refusal(method: Method, ...args: unknown[]): Promise<Refusal | undefined> {
    try {
      await ask(method, ...args);
      return undefined;
    } catch (error) {
      if (error instanceof Refusal) return error;
      throw error;
    }
  }

  /** The hundred thousand days on which calendars err, and any others. */
  const day = fc.oneof(
    fc.nat(LAST_DAY),
    fc.integer({ min: 20_000, max: 60_000 }),
    fc.constantFrom(0, 58, 59, 60, 424, 11_015, 11_016, 11_017, 47_540, 47_541, 47_542, LAST_DAY),
  );

  it('count days alike', async () => {
    await fc.assert(
      fc.asyncProperty(day, fc.nat(480), async (from, months) => {
        fc.pre(civilFromDay(from).year + 41 <= 9999);
        const { year, month, day: dayOfMonth } = civilFromDay(from);
        const expected = [expiryInstant(from), addMonths(from, months), year, month, dayOfMonth];
        expect((await ask('civil', from, months)).map(Number)).to.deep.equal(expected);
      }),
      { numRuns: 500 },
    );
  });

  it('take the same intervals for canonical', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(intervals, intervals.map(union)), fc.nat(LENGTH), async (given, quantity) => {
        const inside = given.every((it) => it.to <= BigInt(quantity));
        const canonical = given.length > 0 && inside && same(given, union(given));
        const refused = await refusal('requireCanonical', given, quantity);
        expect(refused === undefined, refused?.message).to.equal(canonical);
        if (given.length === 0) expect(refused?.error).to.equal('InvalidIntervalCount');
      }),
      { numRuns: 300 },
    );
  });

  it('find the same first unit that is taken', async () => {
    await fc.assert(
      fc.asyncProperty(overlays, intervals.map(union), async (line, wanted) => {
        const [unit] = intersect(wanted, line);
        const expected = unit === undefined ? [false, 0n] : [true, unit.from];
        expect(await ask('firstCovered', line.map(packOverlay), wanted)).to.deep.equal(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('append and take away alike', async () => {
    await fc.assert(
      fc.asyncProperty(overlays, overlays, fc.integer({ min: 1, max: 7 }), async (line, added, ref) => {
        const words = (list: Overlay[]) => list.map(packOverlay);
        const [all] = await ask('appended', words(line), words(added));
        expect([...(all as bigint[])]).to.deep.equal(words([...line, ...added]));
        const [kept] = await ask('without', words(line), 1, ref);
        expect([...(kept as bigint[])]).to.deep.equal(words(line.filter((it) => it.ref !== ref)));
        const [others] = await ask('without', words(line), 2, ref);
        expect([...(others as bigint[])]).to.deep.equal(words(line));
        expect(measure(line) <= BigInt(LENGTH)).to.be.true;
      }),
      { numRuns: 200 },
    );
  });

  it('refuse the 65th overlay', async () => {
    const line = Array.from({ length: 64 }, (_, i) => BigInt(i));
    expect(await refusal('appended', line, [])).to.equal(undefined);
    const refused = await refusal('appended', line, [1n]);
    expect(refused).to.deep.include({ error: 'TooManyOverlays', args: { count: 65 } });
  });

  it('pack overlays into the same word', async () => {
    const sequence = fc.nat(2 ** 48 - 1);
    const quantity = fc.bigInt({ min: 0n, max: MAX_QUANTITY });
    await fc.assert(
      fc.asyncProperty(sequence, sequence, quantity, quantity, async (ref, priority, from, to_) => {
        const overlay: Overlay = { kind: 'interest', ref, priority, from, to: to_ };
        const [word, ...fields] = await ask('pack', 1, ref, priority, from, to_);
        expect(word).to.equal(packOverlay(overlay));
        expect(fields).to.deep.equal([1n, BigInt(ref), from, to_]);
        expect(unpackOverlay(word as bigint)).to.deep.equal(overlay);
      }),
      { numRuns: 200 },
    );
  });
});

function same(a: readonly Interval[], b: readonly Interval[]): boolean {
  return a.length === b.length && a.every(({ from, to }, i) => from === b[i]?.from && to === b[i].to);
}
