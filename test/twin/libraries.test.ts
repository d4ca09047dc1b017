import { expect } from 'chai';
import type { Interface } from 'ethers';
import fc from 'fast-check';
import { addMonths, civilFromDay, expiryInstant, LAST_DAY } from '../../domain/time/calendar.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { intersect, measure, subtract, union, type Interval } from '../../domain/line/line.ts';
import {
  MAX_QUANTITY,
  OVERLAY_KINDS,
  packOverlay,
  unpackOverlay,
  type Overlay,
  type OverlayKind,
} from '../../domain/line/overlay.ts';
import { interval, intervals, LENGTH, overlays } from '../domain/generators.ts';
import { addressOf, call, ethers, learnErrors, Refusal } from '../support/chain.ts';
import { STRANGER } from '../support/people.ts';
import type { LibraryHarness } from '../../types/index.js';

const OVERLAY: Overlay = { kind: 'interest', ref: 1, priority: 1, from: 0n, to: 1n };
const max = (a: bigint, b: bigint): bigint => (a > b ? a : b);

describe('the libraries and their twins', () => {
  let harness: LibraryHarness;
  let to: Hex;

  before(async () => {
    harness = await ethers.deployContract('LibraryHarness');
    to = await addressOf(harness);
    learnErrors(harness.interface);
  });

  type Method =
    | 'civil'
    | 'requireCanonical'
    | 'firstUnder'
    | 'firstClear'
    | 'carved'
    | 'divided'
    | 'measure'
    | 'appended'
    | 'without'
    | 'pack';

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

  /** Overlays of several kinds, in any order, and a set of kinds. */
  const KINDS = OVERLAY_KINDS.slice(1);
  const mixed = fc
    .tuple(overlays, fc.array(fc.constantFrom(...KINDS), { minLength: 12, maxLength: 12 }))
    .map(([line, kinds]) => line.map((it, i): Overlay => ({ ...it, kind: kinds[i] ?? it.kind })));
  const someKinds = fc.oneof(fc.subarray(KINDS), fc.constant(KINDS));
  const maskOfKinds = (kinds: readonly OverlayKind[]) =>
    kinds.reduce((mask, kind) => mask | (1 << OVERLAY_KINDS.indexOf(kind)), 0);
  const words = (list: readonly Overlay[]) => list.map(packOverlay);
  const listOf = (answer: unknown) => [...(answer as bigint[])];

  it('find the same first unit under an overlay of some kinds, and that overlay', async () => {
    await fc.assert(
      fc.asyncProperty(mixed, someKinds, intervals.map(union), async (line, kinds, wanted) => {
        const among = line.filter(({ kind }) => kinds.includes(kind));
        const [first] = intersect(wanted, among);
        // Of those that are on the first interval with any, the one that begins to cover it first; of these, the one laid first.
        const where = wanted.find((it) => first && it.from <= first.from && first.from < it.to);
        const over =
          where && among.find((it) => it.to > where.from && max(it.from, where.from) === first?.from);
        const expected = over ? [first?.from, packOverlay(over)] : [0n, 0n];
        const answer = await ask('firstUnder', words(line), maskOfKinds(kinds), wanted);
        expect(answer).to.deep.equal(expected);
      }),
      { numRuns: 300 },
    );
  });

  it('find the same first unit that is clear', async () => {
    await fc.assert(
      fc.asyncProperty(mixed, someKinds, interval, async (line, kinds, within) => {
        const among = line.filter(({ kind }) => kinds.includes(kind));
        const expected = subtract([within], among)[0]?.from ?? within.to;
        const answer = await ask('firstClear', words(line), maskOfKinds(kinds), within.from, within.to);
        expect(answer).to.deep.equal([expected]);
      }),
      { numRuns: 300 },
    );
  });

  it('carve alike: what remains of an overlay stays in its place, left part first', async () => {
    const ref = fc.integer({ min: 0, max: 7 });
    await fc.assert(
      fc.asyncProperty(
        mixed,
        someKinds,
        ref,
        intervals.map(union),
        fc.nat(3),
        async (line, kinds, of, cut, room) => {
          const expected = line.flatMap((it) => {
            const concerned = kinds.includes(it.kind) && (of === 0 || it.ref === of);
            return concerned ? subtract([it], cut).map((rest) => ({ ...it, ...rest })) : [it];
          });
          const [kept] = await ask('carved', words(line), maskOfKinds(kinds), of, cut, room);
          const empty = Array.from({ length: room }, () => 0n);
          expect(listOf(kept)).to.deep.equal([...words(expected), ...empty]);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('divide alike: the parts put together in order, with what lies on them', async () => {
    await fc.assert(
      fc.asyncProperty(mixed, someKinds, intervals.map(union), async (line, kinds, part) => {
        const expected = line
          .filter(({ kind }) => kinds.includes(kind))
          .flatMap((it) =>
            part.flatMap((piece, i) => {
              const shift = measure(part.slice(0, i)) - piece.from;
              return intersect([it], [piece]).map(({ from, to: end }) => ({
                ...it,
                from: from + shift,
                to: end + shift,
              }));
            }),
          );
        const [taken] = await ask('divided', words(line), maskOfKinds(kinds), part);
        expect(listOf(taken)).to.deep.equal(words(expected));
        expect(await ask('measure', part)).to.deep.equal([measure(part)]);
      }),
      { numRuns: 300 },
    );
  });

  it('append and take away alike', async () => {
    await fc.assert(
      fc.asyncProperty(mixed, mixed, fc.integer({ min: 1, max: 7 }), async (line, added, ref) => {
        const [all] = await ask('appended', words(line), words(added));
        expect(listOf(all)).to.deep.equal(words([...line, ...added]));
        const [kept] = await ask('without', words(line), ref);
        expect(listOf(kept)).to.deep.equal(words(line.filter((it) => it.ref !== ref)));
      }),
      { numRuns: 200 },
    );
  });

  describe('refuse the 65th overlay', () => {
    const long = (count: number) =>
      words(Array.from({ length: count }, (): Overlay => ({ ...OVERLAY, from: 0n, to: 10n })));
    const middle = [{ from: 4n, to: 5n }];
    const comb = Array.from({ length: 16 }, (_, i) => ({ from: BigInt(2 * i), to: BigInt(2 * i + 1) }));
    const longest = packOverlay({ ...OVERLAY, from: 0n, to: 40n });
    const refused: [string, Method, unknown[], unknown[]][] = [
      ['that is appended', 'appended', [long(64), []], [long(64), [1n]]],
      ['that room was wanted for', 'carved', [long(63), 2, 1, [], 1], [long(64), 2, 1, [], 1]],
      ['that carving makes of one', 'carved', [long(32), 2, 1, middle, 0], [long(33), 2, 1, middle, 0]],
      [
        'on a part',
        'divided',
        [Array.from({ length: 4 }, () => longest), 2, comb],
        [Array.from({ length: 5 }, () => longest), 2, comb],
      ],
    ];
    for (const [what, method, fits, tooMany] of refused) {
      it(what, async () => {
        expect(await refusal(method, ...fits)).to.equal(undefined);
        expect(await refusal(method, ...tooMany)).to.deep.include({
          error: 'TooManyOverlays',
          args: { count: 65 },
        });
      });
    }
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
