import { expect } from 'chai';
import { textToFixed } from '../../domain/encoding/abi.ts';
import { addMonths, expiryInstant } from '../../domain/time/calendar.ts';
import { keccakText, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { interestIdOf, rightIdOf } from '../../domain/encoding/ids.ts';
import { free, take, tranchesFor, tranchesOf } from '../../domain/line/ranks.ts';
import { forgedRight, type RightFields } from '../support/heads.ts';
import { networkHelpers, type Call } from '../support/chain.ts';
import { conveyanceOf, decides, merges, restrict, transfers } from '../support/lines.ts';
import {
  accountOf,
  AUTHORITY,
  BANK,
  HOLDER,
  MEMBERS,
  numberOf,
  partyOf,
  PLANT,
  RIVAL,
} from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import {
  acquired,
  interestOf,
  registerInterest,
  registerRight,
  registersInterest,
  rightOf,
  termsOf,
  TODAY,
  type InterestRegistration,
  type Terms,
} from '../support/samples.ts';
import { typeCode } from '../support/types.ts';

describe('SecurityInterests', () => {
  let registry: Registry;
  let right: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
  });

  /** On [0, 10) of the right, unless a test says otherwise. */
  const given = (changes: Partial<Terms> = {}, on: Hex = right): InterestRegistration =>
    interestOf(registry, { [on]: [[0, 10]] }, changes);
  /** The collateral as the event has it. */
  const described = ({ collateral }: InterestRegistration) =>
    collateral.map(({ right: on, intervals }) => ({ right: on, intervals }));
  const registers = (...registrations: InterestRegistration[]): Call =>
    registersInterest(registry, ...registrations);
  const on = (...intervals: [number | bigint, number | bigint][]): InterestRegistration =>
    interestOf(registry, { [right]: intervals });

  describe('registration', () => {
    it('gives the next number, encumbers the line, and says everything', async () => {
      const sequence = registry.lastSequence + 1;
      const registration = on([0, 10], [20, 30]);
      const interest = interestIdOf(sequence);
      await registry.accepts(
        registers(registration),
        ['RightEncumbered', { right, ref: BigInt(sequence), sequence: BigInt(sequence) }],
        [
          'InterestRegistered',
          {
            interest,
            grantor: partyOf(HOLDER),
            sequence: BigInt(sequence),
            agent: numberOf(BANK),
            terms: registration.terms,
            collateral: described(registration),
          },
        ],
      );
      const overlay = { kind: 'interest', ref: sequence, priority: sequence };
      expect(registry.right(right).state.overlays).to.deep.equal([
        { ...overlay, from: 0n, to: 10n },
        { ...overlay, from: 20n, to: 30n },
      ]);
      expect(registry.interest(interest).state).to.deep.equal({
        grantor: partyOf(HOLDER),
        debtor: partyOf(HOLDER),
        kind: 'pledge',
        status: 'effective',
        agent: numberOf(BANK),
        securedParties: [numberOf(BANK)],
        securedAmount: 100_000_000n,
        currency: 'CNY',
        termFrom: TODAY,
        termTo: registration.terms.termTo,
        contractDigest: keccakText('contract'),
        rights: [right],
        increases: [],
      });
    });

    it('may be in advance of the interest, and then keeps its place', async () => {
      const interest = await registerInterest(registry, given({ advance: true }));
      expect(registry.interest(interest).state.status).to.equal('advance');
      await registry.refuses(registers(given()), 'JuniorRankNotAcknowledged', { right, unit: 0 });
    });

    it('ranks the Yunxi water right: 136,000,000 first, then 105,000,000 first and 15,000,000 second', async () => {
      const total = 241_000_000n;
      const water = await registerRight(registry, rightOf('Yunxi', { quantity: total }));
      const overlays = () => registry.right(water).state.overlays;
      const takes = (quantity: bigint, acknowledgeJunior: boolean): InterestRegistration => {
        const intervals = take(quantity, total, overlays()) ?? [];
        const taken = { [water]: intervals.map(({ from, to }): [bigint, bigint] => [from, to]) };
        return interestOf(registry, taken, { acknowledgeJunior });
      };
      await registerInterest(registry, takes(136_000_000n, false));
      expect(free(total, overlays())).to.deep.equal([{ from: 136_000_000n, to: total }]);
      const second = takes(120_000_000n, false);
      expect(
        tranchesFor(second.collateral[0]!.intervals, overlays()).map(({ from, to, rank }) => [
          to - from,
          rank,
        ]),
      ).to.deep.equal([
        [105_000_000n, 1],
        [15_000_000n, 2],
      ]);
      await registry.refuses(registers(second), 'JuniorRankNotAcknowledged', { right: water, unit: 0 });
      await registerInterest(registry, takes(120_000_000n, true));
      expect(tranchesOf(registry.lastSequence, overlays()).map(({ rank }) => rank)).to.deep.equal([1, 2]);
    });

    it('takes several rights, and several registrations that stand behind one another', async () => {
      const other = await registerRight(registry, rightOf('B'));
      const first = interestOf(registry, { [right]: [[0, 100]], [other]: [[0, 1]] });
      const third = await registerRight(registry, rightOf('C'));
      await registry.accepts(
        registers(first, given({}, third)),
        ['RightEncumbered', { right }],
        ['RightEncumbered', { right: other }],
        ['InterestRegistered'],
        ['RightEncumbered', { right: third }],
        ['InterestRegistered'],
      );
    });

    it('says of each what it says alone, whatever went before in the batch', async () => {
      const others: Hex[] = [];
      for (const name of ['B', 'C', 'D']) others.push(await registerRight(registry, rightOf(name)));
      const comb = Array.from({ length: 16 }, (_, i): [number, number] => [2 * i, 2 * i + 1]);
      const unlike = [
        interestOf(
          registry,
          { [right]: comb, [others[0]!]: comb },
          { contractNumber: 'x'.repeat(256), securedParties: MEMBERS.map(({ label }) => numberOf(label)) },
        ),
        given({}, others[1]),
        given({ contractNumber: 'y'.repeat(200), advance: true }, others[2]),
      ];
      await registry.accepts(
        registers(...unlike),
        ['RightEncumbered', { right }],
        ['RightEncumbered', { right: others[0] }],
        ['InterestRegistered', { terms: unlike[0]!.terms, collateral: described(unlike[0]!) }],
        ['RightEncumbered', { right: others[1] }],
        ['InterestRegistered', { terms: unlike[1]!.terms, collateral: described(unlike[1]!) }],
        ['RightEncumbered', { right: others[2] }],
        ['InterestRegistered', { terms: unlike[2]!.terms, collateral: described(unlike[2]!) }],
      );
    });

    it('takes 1 to 128 in a transaction', async () => {
      const names = Array.from({ length: 129 }, (_, i) => `N${i}`);
      const rights = names.map((name) => rightIdOf(numberOf(AUTHORITY), name));
      for (const batch of [names.slice(0, 128), names.slice(128)]) {
        const tx = registry.call(
          accountOf(AUTHORITY),
          'Rights',
          'register',
          batch.map((name) => rightOf(name)),
        );
        await registry.act(tx);
      }
      const many = (count: number) => rights.slice(0, count).map((it) => given({}, it));
      await registry.refuses(registers(), 'InvalidBatchSize', { count: 0 });
      await registry.refuses(registers(...many(129)), 'InvalidBatchSize', { count: 129 });
      await registry.act(registers(...many(128)));
    });

    it('takes 1 to 32 rights in one interest', async () => {
      const names = Array.from({ length: 33 }, (_, i) => `N${i}`);
      await registry.act(
        registry.call(
          accountOf(AUTHORITY),
          'Rights',
          'register',
          names.map((name) => rightOf(name)),
        ),
      );
      const rights = names.map((name) => rightIdOf(numberOf(AUTHORITY), name));
      const many = (count: number) =>
        interestOf(registry, Object.fromEntries(rights.slice(0, count).map((it) => [it, [[0, 1]]])));
      await registry.refuses(registers(many(0)), 'InvalidCollateralCount', { count: 0 });
      await registry.refuses(registers(many(33)), 'InvalidCollateralCount', { count: 33 });
      await registry.act(registers(many(32)));
    });

    it('records secured parties together; the registrant acts for all', async () => {
      const everybody = MEMBERS.map(({ label }) => numberOf(label));
      const interest = await registerInterest(registry, given({ securedParties: everybody }));
      expect(registry.interest(interest).state).to.deep.include({
        securedParties: everybody,
        agent: numberOf(BANK),
      });
    });

    it("takes a third party's debt", async () => {
      const interest = await registerInterest(registry, given({ debtor: keccakText('not registered') }));
      expect(registry.interest(interest).state.debtor).to.equal(keccakText('not registered'));
    });

    it('is of the whole line, too', async () => {
      await registerInterest(registry, on([0, 100]));
      expect(free(100n, registry.right(right).state.overlays)).to.deep.equal([]);
    });
  });

  describe('terms', () => {
    const seventeen = Array.from({ length: 17 }, (_, i) => i + 1);
    const refused: [string, Partial<Terms>, string, Record<string, unknown>][] = [
      ['no kind', { kind: 0 }, 'InvalidKind', {}],
      ['no amount', { securedAmount: 0n }, 'InvalidAmount', {}],
      ['no currency', { currency: textToFixed('', 3) }, 'InvalidAmount', {}],
      ['no contract number', { contractNumber: '' }, 'InvalidContractNumber', {}],
      ['too long a contract number', { contractNumber: 'x'.repeat(257) }, 'InvalidContractNumber', {}],
      ['no secured party', { securedParties: [] }, 'InvalidSecuredParties', {}],
      ['17 secured parties', { securedParties: seventeen }, 'InvalidSecuredParties', {}],
      ['secured parties out of order', { securedParties: [2, 1] }, 'InvalidSecuredParties', {}],
      ['a secured party twice', { securedParties: [2, 2] }, 'InvalidSecuredParties', {}],
      ['the institution 0', { securedParties: [0, 2] }, 'InvalidSecuredParties', {}],
      ['an unknown institution', { securedParties: [2, MEMBERS.length + 1] }, 'InvalidSecuredParties', {}],
      [
        'a registrant who is not secured',
        { securedParties: [10] },
        'RegistrantNotSecured',
        { institution: 2 },
      ],
      [
        'a term that is over',
        { termFrom: TODAY - 400, termTo: TODAY - 1 },
        'TermAlreadyOver',
        { to: TODAY - 1 },
      ],
      [
        'a term that ends before it begins',
        { termFrom: TODAY + 400, termTo: TODAY + 399 },
        'TermOutOfRange',
        { from: TODAY + 400, to: TODAY + 399, minMonths: 1, maxMonths: 360 },
      ],
      [
        'a day less than a month',
        { termTo: addMonths(TODAY, 1) - 2 },
        'TermOutOfRange',
        { from: TODAY, to: addMonths(TODAY, 1) - 2, minMonths: 1, maxMonths: 360 },
      ],
      [
        'a day more than thirty years',
        { termTo: addMonths(TODAY, 360) },
        'TermOutOfRange',
        { from: TODAY, to: addMonths(TODAY, 360), minMonths: 1, maxMonths: 360 },
      ],
    ];
    for (const [what, changes, error, args] of refused) {
      it(`refuse ${what}`, async () => {
        await registry.refuses(registers(given(changes)), error, args);
      });
    }

    const accepted: [string, Partial<Terms>][] = [
      ['a month', { termTo: addMonths(TODAY, 1) - 1 }],
      ['thirty years', { termTo: addMonths(TODAY, 360) - 1 }],
      ['a term that began long ago', { termFrom: TODAY - 1000 }],
      ['a mortgage', { kind: 2 }],
      ['a maximum-amount pledge', { kind: 3 }],
      ['the longest contract number', { contractNumber: 'x'.repeat(256) }],
      ['the highest amount', { securedAmount: (1n << 128n) - 1n }],
    ];
    for (const [what, changes] of accepted) {
      it(`take ${what}`, async () => {
        await registry.accepts(registers(given(changes)), ['RightEncumbered'], ['InterestRegistered']);
      });
    }

    it('may end in the second of the registration, not before', async () => {
      const changes = { termFrom: TODAY - 400, termTo: TODAY };
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TODAY) + 1);
      await registry.refuses(registers(given(changes)), 'TermAlreadyOver', { to: TODAY });
      registry = await freshRegistry();
      right = await registerRight(registry, rightOf('A'));
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TODAY));
      await registry.act(registers(given(changes)));
    });

    it('have the length that the type of each right allows', async () => {
      const short = await registerRight(registry, rightOf('S', { typeCode: typeCode('SHORT') }));
      const range = (months: number, days: number) => ({ termTo: addMonths(TODAY, months) - 1 + days });
      for (const changes of [range(6, -1), range(12, 1)]) {
        await registry.refuses(registers(given(changes, short)), 'TermOutOfRange', {
          from: TODAY,
          to: changes.termTo,
          minMonths: 6,
          maxMonths: 12,
        });
      }
      await registry.act(registers(given(range(6, 0), short)));
    });

    it('refuse a kind that they do not know', async () => {
      await registry.refuses(registers(given({ kind: 4 })), '');
    });
  });

  describe('collateral', () => {
    it('is what the grantor holds', async () => {
      await registry.refuses(registers({ ...given(), grantor: partyOf(PLANT) }), 'GrantorNotHolder', {
        right,
        grantor: partyOf(PLANT),
        holder: partyOf(HOLDER),
      });
    });

    it('is of a grantor that has not ended', async () => {
      await registry.act(merges(registry, partyOf(HOLDER), partyOf(PLANT)));
      await registry.refuses(registers(given()), 'PartyEnded', { party: partyOf(HOLDER) });
      await registry.act(transfers(registry, right, conveyanceOf('succession', { to: partyOf(PLANT) })));
      await registry.act(registers(given()));
    });

    it('is of a type that can be pledged', async () => {
      const fixed = await registerRight(registry, rightOf('F', { typeCode: typeCode('FIXED') }));
      await registry.refuses(registers(given({}, fixed)), 'NotPledgeable', {
        right: fixed,
        typeCode: typeCode('FIXED'),
      });
    });

    it('was paid for, where the type asks for that', async () => {
      const paid = typeCode('PAID');
      const gift = await registerRight(
        registry,
        rightOf('G', { typeCode: paid, acquisition: acquired('free') }),
      );
      await registry.refuses(registers(given({}, gift)), 'NotPaidFor', { right: gift });
      for (const how of ['paid', 'traded'] as const) {
        const other = await registerRight(
          registry,
          rightOf(how, { typeCode: paid, acquisition: acquired(how) }),
        );
        await registry.act(registers(given({}, other)));
      }
    });

    it('is neither suspended nor gone, whatever rank is acknowledged', async () => {
      const behind = () =>
        registers(interestOf(registry, { [right]: [[0, 60]] }, { acknowledgeJunior: true }));
      await registry.act(decides(registry, right, [[50, 70]], 'retired'));
      await registry.refuses(behind(), 'UnitsGone', { right, unit: 50 });
      await restrict(registry, right, [[30, 40]], 'suspension');
      await registry.refuses(behind(), 'RightSuspended', { right });
      await restrict(registry, right, [[0, 10]], 'judicial-freeze');
      await registry.act(
        registers(interestOf(registry, { [right]: [[0, 20]] }, { acknowledgeJunior: true })),
      );
    });

    it('is valid until the last second of its last day', async () => {
      const ending = rightOf('E', { validTo: TODAY + 1 });
      const expiring = await registerRight(registry, ending);
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TODAY + 1));
      await registry.act(registers(given({}, expiring)));
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TODAY + 1) + 1);
      await registry.refuses(registers(given({ acknowledgeJunior: true }, expiring)), 'RightExpired', {
        right: expiring,
        validTo: TODAY + 1,
      });
      const endless = await registerRight(registry, rightOf('X', { validTo: 0 }));
      await registry.act(registers(given({}, endless)));
    });

    const lines: [string, [number, number][], string, Record<string, unknown>][] = [
      ['no interval', [], 'InvalidIntervalCount', { count: 0 }],
      [
        '17 intervals',
        Array.from({ length: 17 }, (_, i) => [2 * i, 2 * i + 1]),
        'InvalidIntervalCount',
        { count: 17 },
      ],
      ['an empty interval', [[5, 5]], 'InvalidInterval', { index: 0, from: 5, to: 5, quantity: 100 }],
      ['a reversed interval', [[6, 5]], 'InvalidInterval', { index: 0, from: 6, to: 5, quantity: 100 }],
      ['more than there is', [[99, 101]], 'InvalidInterval', { index: 0, from: 99, to: 101, quantity: 100 }],
      [
        'intervals that touch',
        [
          [0, 5],
          [5, 6],
        ],
        'InvalidInterval',
        { index: 1, from: 5, to: 6, quantity: 100 },
      ],
      [
        'intervals that overlap',
        [
          [0, 5],
          [3, 6],
        ],
        'InvalidInterval',
        { index: 1, from: 3, to: 6, quantity: 100 },
      ],
      [
        'intervals out of order',
        [
          [50, 60],
          [0, 5],
        ],
        'InvalidInterval',
        { index: 1, from: 0, to: 5, quantity: 100 },
      ],
    ];
    for (const [what, intervals, error, args] of lines) {
      it(`is not ${what}`, async () => {
        await registry.refuses(registers(on(...intervals)), error, args);
      });
    }

    it('has at most 16 intervals, and a line at most 64 overlays', async () => {
      const sixteen = Array.from({ length: 16 }, (_, i): [number, number] => [2 * i, 2 * i + 1]);
      const behind = (...intervals: [number, number][]) =>
        interestOf(registry, { [right]: intervals }, { acknowledgeJunior: true });
      for (let i = 0; i < 4; i++) await registry.act(registers(behind(...sixteen)));
      await registry.refuses(registers(behind([50, 51])), 'TooManyOverlays', { count: 65 });
      expect(registry.right(right).state.overlays).to.have.length(64);
    });

    it('is first-ranking, unless the junior part is acknowledged', async () => {
      await registerInterest(registry, on([40, 60]));
      await registerInterest(registry, on([20, 30]));
      const cases: [[number, number][], number | undefined][] = [
        [[[0, 20]], undefined],
        [[[30, 40]], undefined],
        [[[60, 100]], undefined],
        [[[0, 21]], 20],
        [[[59, 100]], 59],
        [[[0, 100]], 20],
        [
          [
            [0, 5],
            [35, 45],
          ],
          40,
        ],
        [[[25, 26]], 25],
      ];
      for (const [intervals, unit] of cases.filter(([, it]) => it !== undefined)) {
        await registry.refuses(registers(on(...intervals)), 'JuniorRankNotAcknowledged', { right, unit });
      }
      for (const [intervals] of cases.filter(([, it]) => it === undefined)) {
        await registry.act(registers(on(...intervals)));
      }
      await registry.act(
        registers(interestOf(registry, { [right]: [[0, 100]] }, { acknowledgeJunior: true })),
      );
      expect(tranchesOf(registry.lastSequence, registry.right(right).state.overlays)).to.deep.equal([
        { from: 0n, to: 100n, rank: 2 },
      ]);
    });
  });

  describe('heads', () => {
    const forged = (changes: Partial<RightFields>) => {
      const registration = given();
      const [item] = registration.collateral;
      item!.head = forgedRight(registry.right(item!.right), changes);
      return registration;
    };

    it('are stale after somebody was faster, even on other units', async () => {
      const late = interestOf(registry, { [right]: [[50, 60]] }, { securedParties: [numberOf(RIVAL)] });
      const built = registry.wordOf('right', right);
      await registry.act(registers(on([0, 10])));
      const tx = registry.call(accountOf(RIVAL), 'SecurityInterests', 'register', [late]);
      await registry.refuses(tx, 'StaleState', {
        kind: 1,
        subject: right,
        expected: built,
        actual: registry.wordOf('right', right),
      });
    });

    it('are stale if a transaction names a right twice, in one registration or in two', async () => {
      const [first] = on([0, 10]).collateral;
      const [second] = on([20, 30]).collateral;
      const twice = { ...given(), collateral: [first!, second!] };
      await registry.refuses(registers(twice), 'StaleState');
      await registry.refuses(registers(on([0, 10]), on([20, 30])), 'StaleState');
    });

    it('must hash to the word: a forged state or journal is refused', async () => {
      await registerInterest(registry, on([0, 50]));
      const forgeries = [
        forged({ overlays: [] }),
        forged({ quantity: 1000n }),
        forged({ acquisition: 3 }),
        forged({ validTo: 0 }),
        forged({ authority: 2 }),
      ];
      for (const forgery of forgeries) {
        await registry.refuses(
          registers({ ...forgery, terms: termsOf({ acknowledgeJunior: true }) }),
          'StaleState',
        );
      }
      const registration = { ...given({ acknowledgeJunior: true }) };
      registration.collateral[0]!.head.journal = ZERO_WORD;
      await registry.refuses(registers(registration), 'StaleState');
    });

    it('must be of a confirmed right, of a known type', async () => {
      await registry.refuses(registers(forged({ status: 0 })), 'RightNotConfirmed', { right, status: 0 });
      await registry.refuses(registers(forged({ status: 2 })), '');
      await registry.refuses(registers(forged({ typeCode: typeCode('NEVER') })), 'UnknownType', {
        code: typeCode('NEVER'),
      });
    });

    it('of a right that was never registered are stale', async () => {
      const registration = given();
      const unknown = keccakText('unknown');
      const expected = registry.wordOf('right', right);
      registration.collateral[0]!.right = unknown;
      await registry.refuses(registers(registration), 'StaleState', {
        kind: 1,
        subject: unknown,
        expected,
        actual: ZERO_WORD,
      });
    });
  });
});
