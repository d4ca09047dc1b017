import { expect } from 'chai';
import { expiryInstant } from '../../domain/time/calendar.ts';
import { keccakText, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { tranchesOf } from '../../domain/line/ranks.ts';
import { networkHelpers } from '../support/chain.ts';
import { amends, cancels, releases, revokes, type Judgment } from '../support/interests.ts';
import { COURT, declareDefault, restrict } from '../support/lines.ts';
import { accountOf, BANK, HOLDER, keyOf, numberOf, RIVAL } from '../support/people.ts';
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

const TERM_TO = TODAY + 3 * YEAR;

describe('Cancellations', () => {
  let registry: Registry;
  let right: Hex;
  let other: Hex;
  let interest: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
    other = await registerRight(registry, rightOf('B'));
    const taken = { [right]: [[0, 60]], [other]: [[0, 10]] } as Taken;
    interest = await registerInterest(registry, interestOf(registry, taken));
  });

  const statusOf = (it: Hex) => registry.interest(it).state.status;
  const lines = () => [right, other].map((it) => registry.right(it).state.overlays);

  describe('whatever has become of the interest, or restricts the right', () => {
    type Ends = (it: Hex, taken: Taken) => ReturnType<typeof cancels>;
    const wholly: [string, Ends][] = [
      ['cancels', (it) => cancels(registry, it)],
      ['revokes', (it) => revokes(registry, it)],
    ];
    const ways: [string, Ends][] = [
      ...wholly,
      ['releases everything from', (it, taken) => releases(registry, it, taken)],
    ];
    const all = (): Taken => ({ [right]: [[0, 60]], [other]: [[0, 10]] });

    for (const [what, ends] of ways) {
      it(`${what} it after it has lapsed`, async () => {
        await networkHelpers.time.increaseTo(expiryInstant(TERM_TO) + 1);
        await registry.act(await ends(interest, all()));
        expect(lines()).to.deep.equal([[], []]);
      });

      it(`${what} it in enforcement, on a right that is frozen and suspended`, async () => {
        await declareDefault(registry, interest);
        for (const kind of ['judicial-freeze', 'suspension', 'stay'] as const) {
          await restrict(registry, right, [[0, 100]], kind);
        }
        await registry.act(await ends(interest, all()));
        expect(lines()[0]?.map(({ kind }) => kind)).to.deep.equal(['judicial-freeze', 'suspension', 'stay']);
        expect(lines()[1]).to.deep.equal([]);
      });

      it(`${what} an advance registration`, async () => {
        const before = lines();
        const taken: Taken = { [right]: [[60, 61]] };
        const advance = await registerInterest(registry, interestOf(registry, taken, { advance: true }));
        await registry.act(await ends(advance, taken));
        expect(lines()).to.deep.equal(before);
      });
    }

    for (const [what, ends] of wholly) {
      it(`${what} it where nothing of it is left on a right`, async () => {
        await registry.act(await releases(registry, interest, { [other]: [[0, 10]] }));
        await registry.act(await ends(interest, all()));
        expect(lines()).to.deep.equal([[], []]);
        expect(statusOf(interest)).to.equal(what === 'cancels' ? 'cancelled' : 'revoked');
      });
    }

    it('leaves nothing behind: a head that is not the present one cannot hide an overlay', async () => {
      const stale = registry.rightHead(other);
      await registry.act(await releases(registry, interest, { [other]: [[0, 10]] }));
      const emptied = registry.rightHead(other);
      await registry.act(amends(registry, interest, {}, { [other]: [[20, 30]] }));
      for (const head of [stale, emptied]) {
        const heads = [registry.rightHead(right), head];
        await registry.refuses(await cancels(registry, interest, { heads }), 'StaleState');
      }
    });
  });

  describe('release', () => {
    it('frees the units, says which, and leaves all others their ranks', async () => {
      const junior = await registerInterest(
        registry,
        interestOf(registry, { [right]: [[0, 100]] }, { acknowledgeJunior: true }),
      );
      const before = registry.interest(interest).state;
      const sequence = BigInt(registry.lastSequence + 1);
      const intervals = [
        { from: 0n, to: 5n },
        { from: 20n, to: 30n },
      ];
      await registry.accepts(
        await releases(
          registry,
          interest,
          {
            [right]: [
              [0, 5],
              [20, 30],
            ],
            [other]: [[0, 10]],
          },
          { reason: 3 },
        ),
        ['RightReleased', { right, ref: BigInt(interest), sequence, intervals }],
        ['RightReleased', { right: other, sequence }],
        [
          'InterestReleased',
          {
            interest,
            sequence,
            agent: numberOf(BANK),
            released: [
              { right, intervals },
              { right: other, intervals: [{ from: 0n, to: 10n }] },
            ],
            reason: 3,
            approver: accountOf(BANK, 'checker'),
          },
        ],
      );
      expect(registry.interest(interest).state).to.deep.equal(before);
      const ranks = (it: Hex) =>
        tranchesOf(Number(it), registry.right(right).state.overlays).map(({ from, to, rank }) => [
          Number(from),
          Number(to),
          rank,
        ]);
      expect(ranks(interest)).to.deep.equal([
        [5, 20, 1],
        [30, 60, 1],
      ]);
      expect(ranks(junior)).to.deep.equal([
        [0, 5, 1],
        [20, 30, 1],
        [60, 100, 1],
        [5, 20, 2],
        [30, 60, 2],
      ]);
    });

    it('is of units under one of its overlays', async () => {
      for (const [from, to] of [
        [50, 61],
        [70, 80],
      ] as const) {
        const tx = await releases(registry, interest, { [right]: [[from, to]] });
        await registry.refuses(tx, 'NotEncumberedBy', { right, ref: Number(interest), unit: from });
      }
      await registry.refuses(await releases(registry, interest, { [right]: [] }), 'InvalidIntervalCount', {
        count: 0,
      });
    });

    it('is of 1 to 32 rights of the interest, each once', async () => {
      const third = await registerRight(registry, rightOf('C'));
      const [item] = collateralOf(registry, { [right]: [[0, 1]] });
      const cases: [Parameters<typeof releases>[2], string, object | undefined][] = [
        [{}, 'InvalidRelease', { index: 0 }],
        [Array.from({ length: 33 }, () => item!), 'InvalidRelease', { index: 33 }],
        [{ [right]: [[0, 1]], [third]: [[0, 1]] }, 'InvalidRelease', { index: 1 }],
        [[item!, item!], 'StaleState', undefined],
      ];
      for (const [taken, error, args] of cases) {
        await registry.refuses(
          await releases(registry, interest, taken),
          error,
          args as Record<string, unknown> | undefined,
        );
      }
    });

    it('does not cut an overlay in two on a line that is full', async () => {
      const comb = Array.from({ length: 16 }, (_, i): [number, number] => [60 + 2 * i, 61 + 2 * i]);
      const behind = (units: [number, number][]) =>
        registerInterest(registry, interestOf(registry, { [right]: units }, { acknowledgeJunior: true }));
      for (let i = 0; i < 3; i++) await behind(comb);
      await behind(comb.slice(0, 15));
      expect(registry.right(right).state.overlays).to.have.length(64);
      const part = (from: number, to: number) => releases(registry, interest, { [right]: [[from, to]] });
      await registry.refuses(await part(20, 40), 'TooManyOverlays', { count: 65 });
      await registry.act(await part(40, 60));
    });

    it('has a reason', async () => {
      const tx = await releases(registry, interest, { [right]: [[0, 1]] }, { reason: 0 });
      await registry.refuses(tx, 'InvalidReason', {});
    });

    it('needs a maker and a checker of the agent, who approves exactly this', async () => {
      const units: Taken = { [right]: [[0, 1]] };
      await registry.refuses(
        await releases(registry, interest, units, { from: accountOf(RIVAL) }),
        'NotAgent',
        {
          interest,
          institution: numberOf(RIVAL),
        },
      );
      const signer = keyOf(RIVAL, 'checker');
      await registry.refuses(await releases(registry, interest, units, { signer }), 'NotApprovedByChecker');
      const tx = await releases(registry, interest, units);
      const args = registry.interfaces.Cancellations.decodeFunctionData('release', tx.data);
      const [deadline, signature] = args[4] as [bigint, Hex];
      const approval = { deadline: Number(deadline), signature };
      for (const wrong of [
        await releases(registry, interest, { [right]: [[0, 2]] }, { approval }),
        await releases(registry, interest, units, { approval, reason: 2 }),
      ]) {
        await registry.refuses(wrong, 'NotApprovedByChecker');
      }
      await registry.act(tx);
      await registry.act(await cancels(registry, interest));
      await registry.refuses(await releases(registry, interest, units), 'NotEffective', {
        interest,
        status: 2,
      });
    });
  });

  describe('revoke', () => {
    it('ends the interest on every right, by a court, for its judgment', async () => {
      const sequence = BigInt(registry.lastSequence + 1);
      await registry.accepts(
        await revokes(registry, interest),
        ['RightDischarged', { right, ref: BigInt(interest), sequence }],
        ['RightDischarged', { right: other, sequence }],
        [
          'InterestRevoked',
          {
            interest,
            sequence,
            court: numberOf(COURT),
            judgment: {
              court: '广州市中级人民法院',
              number: '(2026)粤01民终1号',
              effectiveDay: TODAY,
              digest: keccakText('judgment'),
            },
            approver: accountOf(COURT, 'checker'),
          },
        ],
      );
      expect(statusOf(interest)).to.equal('revoked');
      expect(lines()).to.deep.equal([[], []]);
    });

    it('is of a judgment that has taken effect', async () => {
      const missing: Partial<Judgment>[] = [
        { court: '' },
        { court: 'x'.repeat(257) },
        { number: '' },
        { number: 'x'.repeat(257) },
        { digest: ZERO_WORD },
        { effectiveDay: 0 },
        { effectiveDay: TODAY + 1 },
      ];
      for (const changes of missing) {
        await registry.refuses(await revokes(registry, interest, changes), 'InvalidJudgment', {});
      }
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TODAY));
      const tomorrow = await revokes(registry, interest, { effectiveDay: TODAY + 1 });
      await registry.refuses(tomorrow, 'InvalidJudgment', {});
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TODAY) + 1);
      await registry.act(tomorrow);
    });

    it('needs a maker and a checker of a court', async () => {
      for (const label of [BANK, HOLDER]) {
        const tx = await revokes(registry, interest, {}, { from: accountOf(label) });
        await registry.refuses(tx, 'WrongCapacity');
      }
      for (const label of [BANK, RIVAL]) {
        const tx = await revokes(registry, interest, {}, { signer: keyOf(label, 'checker') });
        await registry.refuses(tx, 'NotApprovedByChecker', {
          signer: accountOf(label, 'checker'),
          institution: numberOf(COURT),
        });
      }
    });

    it('is of one judgment, once', async () => {
      const tx = await revokes(registry, interest);
      const args = registry.interfaces.Cancellations.decodeFunctionData('revoke', tx.data);
      const [deadline, signature] = args[4] as [bigint, Hex];
      const approval = { deadline: Number(deadline), signature };
      const another = await revokes(registry, interest, { number: 'another' }, { approval });
      await registry.refuses(another, 'NotApprovedByChecker');
      await registry.act(tx);
      await registry.refuses(await revokes(registry, interest), 'NotEffective', { interest, status: 5 });
      await registry.refuses(await cancels(registry, interest), 'NotEffective', { interest, status: 5 });
    });

    it('has a head for every right', async () => {
      const heads = [registry.rightHead(right)];
      await registry.refuses(await revokes(registry, interest, {}, { heads }), 'HeadsDoNotMatch', {
        count: 1,
        needed: 2,
      });
    });
  });
});
