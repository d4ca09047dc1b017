import { expect } from 'chai';
import { textToFixed } from '../../domain/encoding/abi.ts';
import { expiryInstant } from '../../domain/time/calendar.ts';
import { DISPOSAL_ROUTES, type DisposalRoute } from '../../domain/encoding/codes.ts';
import { keccakText, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { RESTRICTION_KINDS } from '../../domain/line/overlay.ts';
import { disposalRef, FACT_KINDS } from '../../domain/state/facts.ts';
import { forgedInterest, forgedRight } from '../support/heads.ts';
import { networkHelpers } from '../support/chain.ts';
import { declares, disposes, withdraws, type Disposal, type Sale } from '../support/enforcement.ts';
import { amends, cancels, subordinates } from '../support/interests.ts';
import { COURT, decides, kindNumber, restrict } from '../support/lines.ts';
import {
  accountOf,
  AUTHORITY,
  BANK,
  HOLDER,
  keyOf,
  numberOf,
  partyOf,
  PLANT,
  RIVAL,
} from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import {
  interestOf,
  NO_APPROVAL,
  registerInterest,
  registerRight,
  rightOf,
  TODAY,
  YEAR,
  type Terms,
} from '../support/samples.ts';

const TERM_TO = TODAY + 3 * YEAR;
const ROUTES = DISPOSAL_ROUTES.slice(1) as Exclude<DisposalRoute, 'none'>[];

describe('Enforcement', () => {
  let registry: Registry;
  let right: Hex;
  let interest: Hex;

  const takes = (intervals: [number, number][], changes: Partial<Terms> = {}, on = right) =>
    registerInterest(
      registry,
      interestOf(registry, { [on]: intervals }, { acknowledgeJunior: true, ...changes }),
    );
  const state = (it = interest) => registry.interest(it).state;
  const line = () =>
    registry
      .right(right)
      .state.overlays.map(({ kind, ref, from, to }) => [kind, ref, Number(from), Number(to)]);

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
    interest = await takes([[0, 100]], { securedAmount: 60n });
  });

  describe('declareDefault', () => {
    it('makes the default public, and moves nothing', async () => {
      const before = state();
      const overlays = line();
      await registry.accepts(declares(registry, interest, { day: TODAY - 5, due: 40n }), [
        'DefaultDeclared',
        {
          interest,
          grantor: partyOf(HOLDER),
          sequence: BigInt(registry.lastSequence + 1),
          agent: numberOf(BANK),
          day: TODAY - 5,
          due: 40n,
          digest: keccakText('notice'),
        },
      ]);
      expect(state()).to.deep.equal({ ...before, status: 'enforcing' });
      expect(line()).to.deep.equal(overlays);
    });

    it('is withdrawn', async () => {
      const before = state();
      await registry.act(declares(registry, interest));
      await registry.accepts(withdraws(registry, interest), [
        'DefaultWithdrawn',
        { interest, sequence: BigInt(registry.lastSequence + 1), digest: keccakText('cured') },
      ]);
      expect(state()).to.deep.equal(before);
      await registry.refuses(withdraws(registry, interest), 'NotEffective', { interest, status: 1 });
    });

    it('needs a day that has come, and an amount', async () => {
      for (const changes of [{ day: 0 }, { day: TODAY + 1 }, { due: 0n }]) {
        await registry.refuses(declares(registry, interest, changes), 'InvalidDefault', {});
      }
    });

    it('is of an interest that is effective', async () => {
      const advance = await takes([[0, 1]], { advance: true });
      await registry.refuses(declares(registry, advance), 'NotEffective', { interest: advance, status: 3 });
      await registry.act(declares(registry, interest));
      await registry.refuses(declares(registry, interest), 'NotEffective', { interest, status: 4 });
      await registry.act(await cancels(registry, interest));
      await registry.refuses(withdraws(registry, interest), 'NotEffective', { interest, status: 2 });
    });

    it('comes before the term has ended; its withdrawal may come later', async () => {
      const other = await takes([[0, 1]]);
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TERM_TO));
      await registry.act(declares(registry, interest));
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TERM_TO) + 1);
      await registry.refuses(declares(registry, other), 'InterestLapsed', {
        interest: other,
        termTo: TERM_TO,
      });
      await registry.act(withdraws(registry, interest));
    });

    it('is the agent’s, on the present state', async () => {
      for (const act of [declares, withdraws]) {
        const by = { from: accountOf(RIVAL) };
        const tx =
          act === declares ? declares(registry, interest, {}, by) : withdraws(registry, interest, by);
        await registry.refuses(tx, 'NotAgent', { interest, institution: numberOf(RIVAL) });
      }
      const forged = (status: number) => ({
        head: forgedInterest(registry.interest(interest), { status, termFrom: 1 }),
      });
      await registry.refuses(declares(registry, interest, {}, forged(1)), 'StaleState');
      await registry.refuses(withdraws(registry, interest, forged(4)), 'StaleState');
    });
  });

  describe('dispose', () => {
    beforeEach(async () => {
      await registry.act(declares(registry, interest));
    });

    /** The sale of [20, 50) for 100, of which the interest has 60; a test changes what it is about. */
    const sells = (changes: Partial<Sale> = {}) =>
      disposes(registry, right, {
        units: [20, 50],
        claimants: [interest],
        payments: [[0, 0, 60n, 60n]],
        ...changes,
      });

    it('sells the units free of interests, pays by rank, and leaves the surplus to the holder', async () => {
      const sequence = BigInt(registry.lastSequence + 1);
      await registry.accepts(
        await sells(),
        [
          'RightDisposed',
          {
            right,
            ref: sequence,
            sequence,
            institution: numberOf(BANK),
            interest,
            units: { from: 20n, to: 50n },
            claimants: [interest],
            payments: [{ claimant: 0, layer: 0, claim: 60n, paid: 60n }],
            surplus: 40n,
            approver: accountOf(BANK, 'checker'),
          },
        ],
        [
          'InterestPaid',
          { interest, grantor: partyOf(HOLDER), sequence, claimed: 60n, paid: 60n, increases: [] },
        ],
      );
      expect(line()).to.deep.equal([
        ['interest', Number(interest), 0, 20],
        ['interest', Number(interest), 50, 100],
        ['sold', Number(sequence), 20, 50],
      ]);
      expect(state()).to.deep.include({ status: 'enforcing', securedAmount: 0n });
      expect(registry.right(right).state.holder).to.equal(partyOf(HOLDER));
      const buyer = (disposal: bigint) =>
        registry.view('Ledger', 'fact', FACT_KINDS.buyer, disposalRef(Number(disposal)));
      expect([await buyer(sequence), await buyer(sequence + 1n)]).to.deep.equal([partyOf(PLANT), ZERO_WORD]);
    });

    it('records a shortfall, which stays secured on what is left', async () => {
      await registry.accepts(
        await sells({ disposal: { proceeds: 25n }, payments: [[0, 0, 60n, 25n]] }),
        ['RightDisposed', { surplus: 0n }],
        ['InterestPaid', { claimed: 60n, paid: 25n }],
      );
      expect(state().securedAmount).to.equal(35n);
      await registry.act(await sells({ units: [0, 20], payments: [[0, 0, 35n, 35n]] }));
      expect(state().securedAmount).to.equal(0n);
    });

    it('pays each layer in its own rank: an increase behind those who came before it', async () => {
      const second = await takes([[0, 100]], { securedAmount: 50n });
      await registry.act(withdraws(registry, interest));
      await registry.act(amends(registry, interest, { securedAmount: 70n }));
      const since = registry.lastSequence;
      await registry.act(declares(registry, interest));
      const claimants = [interest, second];
      const unranked: Sale['payments'] = [
        [0, 0, 60n, 60n],
        [0, 1, 10n, 10n],
        [1, 0, 50n, 45n],
      ];
      const disposal = { proceeds: 115n };
      await registry.refuses(await sells({ claimants, disposal, payments: unranked }), 'NotInRank', {
        index: 2,
      });
      await registry.accepts(
        await sells({
          claimants,
          disposal,
          payments: [
            [0, 0, 60n, 60n],
            [1, 0, 50n, 50n],
            [0, 1, 10n, 5n],
          ],
        }),
        ['RightDisposed', { claimants, surplus: 0n }],
        ['InterestPaid', { interest, claimed: 70n, paid: 65n }],
        ['InterestPaid', { interest: second, claimed: 50n, paid: 50n }],
      );
      expect(state()).to.deep.include({ securedAmount: 5n, increases: [{ since, amount: 5n }] });
      await registry.act(
        await sells({
          units: [0, 20],
          claimants,
          disposal: { proceeds: 9n },
          payments: [
            [0, 0, 0n, 0n],
            [1, 0, 0n, 0n],
            [0, 1, 5n, 5n],
          ],
        }),
      );
      expect(state()).to.deep.include({ securedAmount: 0n, increases: [{ since, amount: 0n }] });
    });

    it('ranks an increase from the overlay, where that was laid later', async () => {
      const other = await registerRight(registry, rightOf('B'));
      await registry.act(withdraws(registry, interest));
      await registry.act(amends(registry, interest, { securedAmount: 70n }));
      const second = await takes([[0, 50]], { securedAmount: 50n }, other);
      await registry.act(
        amends(registry, interest, { securedAmount: 70n, acknowledgeJunior: true }, { [other]: [[0, 50]] }),
      );
      await registry.act(declares(registry, interest));
      const sale = (payments: Sale['payments']) =>
        disposes(registry, other, { units: [0, 50], claimants: [interest, second], payments });
      const byIncrease = await sale([
        [0, 0, 60n, 60n],
        [0, 1, 10n, 10n],
        [1, 0, 50n, 30n],
      ]);
      await registry.refuses(byIncrease, 'NotInRank', { index: 2 });
      await registry.act(
        await sale([
          [1, 0, 50n, 50n],
          [0, 0, 60n, 50n],
          [0, 1, 10n, 0n],
        ]),
      );
      expect(state()).to.deep.include({ securedAmount: 20n });
      expect(state().increases.map(({ amount }) => amount)).to.deep.equal([10n]);
    });

    it('breaks ties of priority by the place in which the overlays were laid', async () => {
      const securedAmount = 30n;
      const [second, third] = [
        await takes([[0, 100]], { securedAmount }),
        await takes([[0, 100]], { securedAmount }),
      ];
      await registry.act(withdraws(registry, interest));
      await registry.act(await subordinates(registry, interest, third, { [right]: [[0, 100]] }));
      await registry.act(await subordinates(registry, second, third, { [right]: [[0, 100]] }));
      await registry.act(declares(registry, interest));
      const claimants = [interest, second, third];
      const wrong: Sale['payments'] = [
        [2, 0, 30n, 30n],
        [1, 0, 30n, 30n],
        [0, 0, 30n, 30n],
      ];
      await registry.refuses(await sells({ claimants, payments: wrong }), 'NotInRank', { index: 2 });
      const payments: Sale['payments'] = [
        [2, 0, 30n, 30n],
        [0, 0, 30n, 30n],
        [1, 0, 30n, 30n],
      ];
      await registry.accepts(
        await sells({ claimants, payments }),
        ['RightDisposed', { surplus: 10n }],
        ['InterestPaid', { interest }],
        ['InterestPaid', { interest: second }],
        ['InterestPaid', { interest: third }],
      );
    });

    it('names every layer of every claimant once', async () => {
      const second = await takes([[0, 100]], { securedAmount: 50n });
      const claimants = [interest, second];
      const cases: [Sale['payments'], number][] = [
        [[[0, 0, 60n, 60n]], 1],
        [[], 0],
        [
          [
            [0, 0, 60n, 60n],
            [0, 0, 60n, 40n],
          ],
          1,
        ],
        [
          [
            [0, 0, 60n, 60n],
            [2, 0, 50n, 40n],
          ],
          1,
        ],
        [
          [
            [0, 0, 60n, 60n],
            [1, 1, 50n, 40n],
          ],
          1,
        ],
        [
          [
            [0, 0, 60n, 60n],
            [1, 0, 50n, 40n],
            [1, 0, 50n, 0n],
          ],
          3,
        ],
      ];
      for (const [payments, index] of cases) {
        await registry.refuses(await sells({ claimants, payments }), 'NotInRank', { index });
      }
    });

    it('pays what is claimed as far as it goes, no more and no less', async () => {
      const cases: [Sale['payments'][0], object][] = [
        [[0, 0, 60n, 59n], { index: 0, paid: 59, due: 60 }],
        [[0, 0, 60n, 61n], { index: 0, paid: 61, due: 60 }],
        [[0, 0, 40n, 60n], { index: 0, paid: 60, due: 40 }],
      ];
      for (const [payment, args] of cases) {
        await registry.refuses(
          await sells({ payments: [payment] }),
          'NotByWaterfall',
          args as Record<string, unknown>,
        );
      }
      await registry.refuses(await sells({ payments: [[0, 0, 61n, 61n]] }), 'ClaimTooHigh', {
        index: 0,
        claim: 61,
        secured: 60,
      });
      await registry.act(await sells({ payments: [[0, 0, 40n, 40n]] }));
      expect(state().securedAmount).to.equal(20n);
    });

    it('counts what others have secured in full: nobody but they, or a court, can claim less for them', async () => {
      const senior = interest;
      const junior = await takes([[0, 100]], { securedAmount: 50n });
      await registry.act(declares(registry, junior));
      const sale = (claim: bigint, more: Partial<Sale> = {}) =>
        sells({
          claimants: [junior, senior],
          payments: [
            [1, 0, claim, claim],
            [0, 0, 50n, 100n - claim < 50n ? 100n - claim : 50n],
          ],
          ...more,
        });
      for (const claim of [0n, 59n]) {
        const args = { index: 0, claim: Number(claim), secured: 60 };
        await registry.refuses(await sale(claim), 'ClaimTooLow', args);
        await registry.refuses(await sale(claim, { route: 'agreement' }), 'ClaimTooLow', args);
      }
      const copy = await networkHelpers.takeSnapshot();
      await registry.copy().act(await sale(20n, { route: 'court' }));
      await copy.restore();
      await registry.act(await sale(60n));
    });

    it('gives nothing to what has not arisen, or has lapsed, but clears its overlay', async () => {
      const advance = await takes([[0, 100]], { advance: true });
      const lapsed = await takes([[0, 100]], { termTo: TODAY + YEAR });
      const claimants = [interest, advance, lapsed];
      await networkHelpers.time.increaseTo(expiryInstant(TODAY + YEAR) + 1);
      for (const index of [1, 2]) {
        const payments: Sale['payments'] = [
          [0, 0, 60n, 60n],
          [1, 0, index === 1 ? 1n : 0n, index === 1 ? 1n : 0n],
          [2, 0, index === 2 ? 1n : 0n, index === 2 ? 1n : 0n],
        ];
        const tx = await sells({ claimants, payments });
        await registry.refuses(tx, 'ClaimTooHigh', { index, claim: 1, secured: 0 });
      }
      const payments: Sale['payments'] = [
        [0, 0, 60n, 60n],
        [1, 0, 0n, 0n],
        [2, 0, 0n, 0n],
      ];
      await registry.act(await sells({ claimants, payments }));
      expect(state(lapsed).securedAmount).to.equal(100_000_000n);
      expect(line().filter(([, , from]) => from === 20)).to.deep.equal([
        ['sold', registry.lastSequence, 20, 50],
      ]);
    });

    it('has the claimants that lie on the units, all of them and nobody else', async () => {
      const second = await takes([[10, 60]], { securedAmount: 50n });
      const elsewhere = await takes([[60, 70]]);
      const cases: [Hex[], number][] = [
        [[], 0],
        [[interest], 1],
        [[interest, elsewhere], 2],
        [[interest, second, elsewhere], 2],
        [[interest, second, second], 2],
        [[interest, interest], 2],
        [Array.from({ length: 17 }, () => interest), 17],
      ];
      for (const [claimants, index] of cases) {
        await registry.refuses(await sells({ claimants }), 'InvalidClaimant', { index });
      }
      await registry.refuses(await sells({ claimants: [interest], units: [60, 65] }), 'InvalidClaimant', {
        index: 1,
      });
    });

    it('has up to 16 of them', async () => {
      const claimants = [interest];
      while (claimants.length < 16) claimants.push(await takes([[0, 100]], { securedAmount: 1n }));
      const payments = claimants.map((_, i) => [i, 0, i === 0 ? 60n : 1n, i === 0 ? 60n : 1n] as const);
      const { events } = await registry.act(await sells({ claimants, payments }));
      expect(events).to.have.length(17);
    });

    it('is of units that are encumbered alike', async () => {
      const second = await takes([[30, 40]], { securedAmount: 1n });
      for (const units of [
        [20, 50],
        [20, 35],
        [35, 50],
      ] as const) {
        const tx = await sells({ units, claimants: [interest, second] });
        await registry.refuses(tx, 'LotNotUniform', { right, ref: Number(second) });
      }
      await registry.act(await sells({ units: [20, 30] }));
      await registry.act(
        await sells({
          units: [30, 40],
          claimants: [interest, second],
          payments: [
            [0, 0, 0n, 0n],
            [1, 0, 1n, 1n],
          ],
        }),
      );
    });

    it('is of units of the line', async () => {
      for (const [from, to] of [
        [20, 20],
        [30, 20],
        [90, 101],
      ] as const) {
        await registry.refuses(await sells({ units: [from, to] }), 'InvalidInterval', {
          index: 0,
          from,
          to,
          quantity: 100,
        });
      }
    });

    it('is of units that are there, and not sold already', async () => {
      await registry.act(await sells({ units: [0, 20], payments: [[0, 0, 10n, 10n]] }));
      const ref = registry.lastSequence;
      await registry.refuses(
        await sells({ units: [10, 20], payments: [[0, 0, 1n, 1n]] }),
        'UnitsRestricted',
        {
          right,
          unit: 10,
          kind: kindNumber('sold'),
          ref,
        },
      );
      const other = await registerRight(registry, rightOf('B'));
      const mine = await takes([[0, 50]], {}, other);
      await registry.act(declares(registry, mine));
      await registry.act(decides(registry, other, [[60, 70]], 'retired'));
      const sale = (units: readonly [number, number]) =>
        disposes(registry, other, { units, claimants: [mine], payments: [[0, 0, 1n, 1n]] });
      await registry.refuses(await sale([40, 65]), 'LotNotUniform');
      await registry.refuses(await sale([65, 75]), 'UnitsGone', { right: other, unit: 65 });
      await registry.refuses(await sale([55, 75]), 'UnitsGone', { right: other, unit: 60 });
      await registry.refuses(await sale([50, 60]), 'InvalidClaimant', { index: 0 });
    });

    it('may be of units that cannot be carried over', async () => {
      const other = await registerRight(registry, rightOf('B'));
      await registry.act(decides(registry, other, [[0, 50]], 'not-carried-over'));
      const mine = await takes([[0, 50]], {}, other);
      await registry.act(declares(registry, mine));
      const payments: Sale['payments'] = [[0, 0, 1n, 1n]];
      await registry.act(await disposes(registry, other, { units: [0, 50], claimants: [mine], payments }));
    });

    describe('on a route that restrictions leave open', () => {
      const open: Record<string, readonly string[]> = {
        'judicial-freeze': ['court'],
        'pledge-control': ROUTES,
      };
      for (const kind of RESTRICTION_KINDS) {
        for (const route of ROUTES) {
          const goes = open[kind]?.includes(route) ?? false;
          it(`${kind}, ${route}: ${goes ? 'open' : 'barred'}`, async () => {
            const ref = await restrict(registry, right, [[30, 60]], kind);
            const tx = await sells({ route });
            if (goes) {
              await registry.act(tx);
              expect(line()).to.deep.include([kind, ref, 30, 60]);
            } else {
              await registry.refuses(tx, 'UnitsRestricted', { right, unit: 30, kind: kindNumber(kind), ref });
            }
          });
        }
      }

      it('or that have expired', async () => {
        await restrict(registry, right, [[0, 100]], 'stay', { until: TODAY + 10 });
        await networkHelpers.time.increaseTo(expiryInstant(TODAY + 10) - 10);
        const tx = await sells();
        await registry.refuses(tx, 'UnitsRestricted');
        await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TODAY + 10) + 1);
        await registry.act(tx);
      });

      it('elsewhere on the line', async () => {
        await restrict(registry, right, [[0, 20]], 'stay');
        await restrict(registry, right, [[50, 51]], 'stay');
        await registry.act(await sells());
      });
    });

    it('has a route, a buyer, a currency, proceeds and a source', async () => {
      const cases: Partial<Disposal>[] = [
        { route: 0 },
        { buyer: keccakText('nobody') },
        { buyer: ZERO_WORD },
        { currency: textToFixed('', 3) },
        { proceeds: 0n },
        { source: '' },
        { source: 'x'.repeat(257) },
      ];
      for (const disposal of cases) await registry.refuses(await sells({ disposal }), 'InvalidDisposal', {});
      await registry.refuses(await sells({ disposal: { route: 4 } }), '');
    });

    it('is in the currency of every claimant', async () => {
      const usd = textToFixed('USD', 3);
      await registry.refuses(await sells({ disposal: { currency: usd } }), 'CurrencyMismatch', {
        interest,
        currency: textToFixed('CNY', 3),
      });
      const foreign = await takes([[0, 100]], { currency: usd });
      await registry.refuses(await sells({ claimants: [interest, foreign] }), 'CurrencyMismatch', {
        interest: foreign,
        currency: usd,
      });
    });

    it('enforces the first claimant, in default and not lapsed', async () => {
      const second = await takes([[0, 100]]);
      const claimants = [second, interest];
      await registry.refuses(await sells({ claimants }), 'NotEffective', { interest: second, status: 1 });
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TERM_TO) + 1);
      await registry.refuses(await sells({ claimants: [interest, second] }), 'InterestLapsed', {
        interest,
        termTo: TERM_TO,
      });
    });

    it('may enforce an interest that does not rank first', async () => {
      await registry.act(withdraws(registry, interest));
      const second = await takes([[0, 100]], { securedAmount: 50n });
      await registry.act(declares(registry, second));
      const payments: Sale['payments'] = [
        [1, 0, 60n, 60n],
        [0, 0, 50n, 40n],
      ];
      await registry.act(await sells({ claimants: [second, interest], payments }));
      expect(state(second).securedAmount).to.equal(10n);
      expect(state()).to.deep.include({ status: 'effective', securedAmount: 0n });
    });

    describe('by those who may', () => {
      it('a court, or the agent of the interest enforced', async () => {
        for (const label of [RIVAL, AUTHORITY, COURT, HOLDER]) {
          const tx = await sells({ from: accountOf(label), signer: keyOf(label, 'checker') });
          await registry.refuses(tx, label === RIVAL ? 'NotAgent' : 'WrongCapacity');
        }
        const banks = { route: 'court', from: accountOf(BANK), signer: keyOf(BANK, 'checker') } as const;
        await registry.refuses(await sells(banks), 'WrongCapacity');
        const tx = await sells({ route: 'court' });
        await registry.accepts(
          tx,
          ['RightDisposed', { institution: numberOf(COURT), approver: accountOf(COURT, 'checker') }],
          ['InterestPaid'],
        );
      });

      it('with the approval of a checker of the same', async () => {
        for (const [route, label, institution] of [
          ['platform-sale', RIVAL, BANK],
          ['platform-sale', COURT, BANK],
          ['court', BANK, COURT],
        ] as const) {
          const tx = await sells({ route, signer: keyOf(label, 'checker') });
          await registry.refuses(tx, 'NotApprovedByChecker', {
            signer: accountOf(label, 'checker'),
            institution: numberOf(institution),
          });
        }
        await registry.refuses(await sells({ signer: keyOf(BANK, 'maker') }), 'WrongDuty');
        await registry.refuses(await sells({ approval: NO_APPROVAL }), 'ApprovalExpired', { deadline: 0 });
      });

      it('who approves exactly this', async () => {
        const tx = await sells();
        const args = registry.interfaces.Enforcement.decodeFunctionData('dispose', tx.data);
        const [deadline, signature] = args[6] as [bigint, Hex];
        const approval = { deadline: Number(deadline), signature };
        const others: Partial<Sale>[] = [
          { units: [20, 51] },
          { disposal: { proceeds: 101n } },
          { disposal: { buyer: partyOf(BANK) } },
          { payments: [[0, 0, 59n, 59n]] },
        ];
        for (const changes of others) {
          await registry.refuses(await sells({ approval, ...changes }), 'NotApprovedByChecker');
        }
        await registry.act(tx);
      });

      it('with a market reference and the consent of the holder, if it is agreed', async () => {
        const route = 'agreement';
        await registry.refuses(
          await sells({ route, disposal: { referenceValue: 0n } }),
          'ReferenceRequired',
          {},
        );
        await registry.refuses(await sells({ route, consenting: keyOf(BANK, 'maker') }), 'ConsentRequired', {
          party: partyOf(HOLDER),
          signer: accountOf(BANK),
        });
        await registry.act(await sells({ route, consenting: keyOf(HOLDER, 'checker') }));
      });
    });

    it('is of the present state of the right and of every claimant', async () => {
      const forgedHead = forgedRight(registry.right(right), { overlays: [] });
      await registry.refuses(await sells({ head: forgedHead }), 'NotApprovedByChecker');
      const forged = forgedInterest(registry.interest(interest), { securedAmount: 90n });
      const tx = await sells({ heads: [forged], payments: [[0, 0, 90n, 90n]] });
      await registry.refuses(tx, 'StaleState');
      const stale = await sells();
      await takes([[0, 1]]);
      await registry.refuses(stale, 'StaleState');
    });
  });
});
