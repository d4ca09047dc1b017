import { expect } from 'chai';
import { expiryInstant } from '../../domain/time/calendar.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { interestIdOf } from '../../domain/encoding/ids.ts';
import { tranchesOf } from '../../domain/line/ranks.ts';
import { networkHelpers } from '../support/chain.ts';
import { amends, cancels, releases, subordinates } from '../support/interests.ts';
import { declareDefault, restrict } from '../support/lines.ts';
import { accountOf, BANK, keyOf, numberOf, RIVAL } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import {
  collateralOf,
  interestOf,
  registerInterest,
  registerRight,
  rightOf,
  TODAY,
  YEAR,
  type Taken,
} from '../support/samples.ts';

describe('Positions.subordinate', () => {
  let registry: Registry;
  let right: Hex;
  let first: Hex;
  let second: Hex;
  let third: Hex;

  const takes = (taken: Taken) =>
    registerInterest(registry, interestOf(registry, taken, { acknowledgeJunior: true }));
  const ranksOf = (interest: Hex) =>
    tranchesOf(Number(interest), registry.right(right).state.overlays).map(({ from, to, rank }) => [
      Number(from),
      Number(to),
      rank,
    ]);
  const yields = (taken: Taken = { [right]: [[20, 40]] }, ahead = third, by: object = {}) =>
    subordinates(registry, first, ahead, taken, by);

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
    first = await takes({ [right]: [[0, 100]] });
    second = await takes({ [right]: [[0, 100]] });
    third = await takes({ [right]: [[10, 50]] });
  });

  it('steps directly behind the other, on these units: who was between moves up, nobody down', async () => {
    const before = registry.interest(first).state;
    const sequence = BigInt(registry.lastSequence + 1);
    const intervals = [{ from: 20n, to: 40n }];
    await registry.accepts(
      await yields(),
      ['RightReranked', { right, ref: BigInt(first), sequence, priority: BigInt(third), intervals }],
      [
        'InterestSubordinated',
        {
          interest: first,
          sequence,
          agent: numberOf(BANK),
          ahead: third,
          collateral: [{ right, intervals }],
          approver: accountOf(BANK, 'checker'),
        },
      ],
    );
    expect(ranksOf(first)).to.deep.equal([
      [0, 20, 1],
      [40, 100, 1],
      [20, 40, 3],
    ]);
    expect(ranksOf(second)).to.deep.equal([
      [20, 40, 1],
      [0, 20, 2],
      [40, 100, 2],
    ]);
    expect(ranksOf(third)).to.deep.equal([
      [20, 40, 2],
      [10, 20, 3],
      [40, 50, 3],
    ]);
    expect(registry.interest(first).state).to.deep.equal(before);
  });

  it('stays before whoever ranks behind the other', async () => {
    const last = await takes({ [right]: [[0, 100]] });
    await registry.act(await yields());
    expect(ranksOf(last)).to.deep.equal([
      [0, 10, 3],
      [50, 100, 3],
      [10, 50, 4],
    ]);
  });

  it('can be repeated by the next: places are those in which they stepped back', async () => {
    await registry.act(await yields());
    await registry.act(await subordinates(registry, second, third, { [right]: [[20, 40]] }));
    expect(ranksOf(third)).to.deep.include([20, 40, 1]);
    expect(ranksOf(first)).to.deep.include([20, 40, 2]);
    expect(ranksOf(second)).to.deep.include([20, 40, 3]);
    await registry.act(await subordinates(registry, first, second, { [right]: [[20, 40]] }));
    expect(ranksOf(first)).to.deep.include([20, 40, 3]);
    const tx = await subordinates(registry, first, second, { [right]: [[20, 40]] });
    await registry.refuses(tx, 'NotBehind', { right, ahead: second, unit: 20 });
  });

  it('is of several intervals and rights at once', async () => {
    const other = await registerRight(registry, rightOf('B'));
    const a = await takes({ [right]: [[0, 100]], [other]: [[0, 100]] });
    const b = await takes({ [right]: [[0, 100]], [other]: [[0, 100]] });
    const taken: Taken = {
      [right]: [
        [0, 10],
        [90, 100],
      ],
      [other]: [[0, 50]],
    };
    await registry.accepts(
      await subordinates(registry, a, b, taken),
      ['RightReranked', { right }],
      ['RightReranked', { right: other }],
      ['InterestSubordinated'],
    );
    expect(ranksOf(b)).to.deep.equal(
      [
        [0, 10, 3],
        [90, 100, 3],
        [10, 50, 5],
        [50, 90, 4],
      ].sort(([, , x], [, , y]) => x! - y!),
    );
  });

  it('refuses what is not behind it, be it ahead already, elsewhere, unknown or itself', async () => {
    const cases: [Hex, Hex, [number, number], number][] = [
      [second, first, [20, 40], 20],
      [first, first, [20, 40], 20],
      [first, third, [0, 20], 0],
      [first, third, [40, 60], 40],
      [first, interestIdOf(999), [20, 40], 20],
    ];
    for (const [interest, ahead, interval, unit] of cases) {
      const tx = await subordinates(registry, interest, ahead, { [right]: [interval] });
      await registry.refuses(tx, 'NotBehind', { right, ahead, unit });
    }
  });

  it("is behind an interest: not behind a freeze, nor behind an id that only ends like an interest's", async () => {
    const freeze = await restrict(registry, right, [[20, 40]], 'judicial-freeze');
    const alias: Hex = `0x1${third.slice(3)}`;
    for (const ahead of [interestIdOf(freeze), alias]) {
      await registry.refuses(await yields(undefined, ahead), 'NotBehind', { right, ahead, unit: 20 });
    }
  });

  it('is of units that lie under one overlay of its own', async () => {
    await registry.act(await releases(registry, first, { [right]: [[30, 31]] }));
    for (const [from, to] of [
      [25, 35],
      [30, 31],
    ] as const) {
      await registry.refuses(await yields({ [right]: [[from, to]] }), 'NotEncumberedBy', {
        right,
        ref: Number(first),
        unit: from,
      });
    }
  });

  it('is of canonical intervals, of one right at least', async () => {
    const bad: [[number, number][], string][] = [
      [[], 'InvalidIntervalCount'],
      [
        [
          [30, 40],
          [20, 25],
        ],
        'InvalidInterval',
      ],
    ];
    for (const [intervals, error] of bad) {
      await registry.refuses(await yields({ [right]: intervals }), error);
    }
    await registry.refuses(await yields({}), 'InvalidCollateralCount', { count: 0 });
    const [item] = collateralOf(registry, { [right]: [[20, 21]] });
    const many = await subordinates(
      registry,
      first,
      third,
      Array.from({ length: 33 }, () => item!),
    );
    await registry.refuses(many, 'InvalidCollateralCount', { count: 33 });
  });

  it('is of one priority in each item', async () => {
    await registry.act(amends(registry, third, { acknowledgeJunior: true }, { [right]: [[60, 70]] }));
    const apart: Taken = {
      [right]: [
        [20, 40],
        [60, 70],
      ],
    };
    await registry.refuses(await yields(apart), 'RanksDiffer', { right, ahead: third, unit: 60 });
    await registry.act(await yields());
    await registry.act(await yields({ [right]: [[60, 70]] }));
    expect(ranksOf(third)).to.deep.include([60, 70, 2]);
    expect(ranksOf(first)).to.deep.include([60, 70, 3]);
  });

  it('does not fit a line that is full', async () => {
    const comb = Array.from({ length: 16 }, (_, i): [number, number] => [2 * i, 2 * i + 1]);
    for (let i = 0; i < 3; i++) await takes({ [right]: comb });
    await takes({ [right]: comb.slice(0, 12) });
    expect(registry.right(right).state.overlays).to.have.length(63);
    await registry.refuses(await yields(), 'TooManyOverlays', { count: 65 });
  });

  it('needs a maker and a checker of whoever steps back, and of nobody else', async () => {
    await registry.refuses(await yields(undefined, third, { from: accountOf(RIVAL) }), 'NotAgent', {
      interest: first,
      institution: numberOf(RIVAL),
    });
    const signer = keyOf(RIVAL, 'checker');
    await registry.refuses(await yields(undefined, third, { signer }), 'NotApprovedByChecker', {
      signer: accountOf(RIVAL, 'checker'),
      institution: numberOf(BANK),
    });
    const tx = await yields();
    const args = registry.interfaces.Positions.decodeFunctionData('subordinate', tx.data);
    const [deadline, signature] = args[4] as [bigint, Hex];
    const approval = { deadline: Number(deadline), signature };
    for (const other of [
      await yields({ [right]: [[20, 41]] }, third, { approval }),
      await yields(undefined, second, { approval }),
    ]) {
      await registry.refuses(other, 'NotApprovedByChecker');
    }
    await registry.act(tx);
  });

  it('is of an interest in order, on the present state of the right', async () => {
    const stale = await yields();
    await takes({ [right]: [[0, 1]] });
    await registry.refuses(stale, 'StaleState');
    const termTo = TODAY + 3 * YEAR;
    await declareDefault(registry, second);
    const behind = await takes({ [right]: [[0, 1]] });
    await registry.refuses(
      await subordinates(registry, second, behind, { [right]: [[0, 1]] }),
      'NotEffective',
      {
        interest: second,
        status: 4,
      },
    );
    await registry.act(await cancels(registry, second));
    await networkHelpers.time.setNextBlockTimestamp(expiryInstant(termTo) + 1);
    await registry.refuses(await yields(), 'InterestLapsed', { interest: first, termTo });
  });
});
