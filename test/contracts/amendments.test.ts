import { expect } from 'chai';
import { addMonths, expiryInstant } from '../../domain/time/calendar.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { tranchesOf } from '../../domain/line/ranks.ts';
import { forgedInterest, type InterestFields } from '../support/heads.ts';
import { networkHelpers } from '../support/chain.ts';
import { addressOf, ethers } from '../support/chain.ts';
import { amends, confirms, consentsTo, extends_, cancels, revokes } from '../support/interests.ts';
import { declareDefault } from '../support/lines.ts';
import { accountOf, BANK, HOLDER, keyOf, numberOf, partyOf, PLANT, RIVAL } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import {
  acquired,
  collateralOf,
  interestOf,
  registerInterest,
  registerRight,
  rightOf,
  TODAY,
  YEAR,
  type Taken,
} from '../support/samples.ts';
import { typeCode } from '../support/types.ts';

const AMOUNT = 100_000_000n;
const TERM_TO = TODAY + 3 * YEAR;

describe('Amendments', () => {
  let registry: Registry;
  let right: Hex;
  let interest: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
    interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 50]] }));
  });

  const state = () => registry.interest(interest).state;
  const headWith = (changes: Partial<InterestFields>) => forgedInterest(registry.interest(interest), changes);
  const amounts = () => state().increases.map(({ amount }) => amount);
  const secures = (securedAmount: bigint) => registry.act(amends(registry, interest, { securedAmount }));

  describe('amend', () => {
    it('changes what it says, under a number of its own, and nothing else', async () => {
      const before = state();
      const overlays = registry.right(right).state.overlays;
      const amendment = {
        debtor: partyOf(PLANT),
        contractDigest: keccakText('supplement'),
        contractNumber: 'C-2',
        negativePledge: true,
        determinationDay: 30_000,
      };
      await registry.accepts(amends(registry, interest, amendment), [
        'InterestAmended',
        {
          interest,
          grantor: partyOf(HOLDER),
          sequence: BigInt(registry.lastSequence + 1),
          agent: numberOf(BANK),
          amendment: { ...amendment, securedAmount: AMOUNT, acknowledgeJunior: false },
          added: [],
        },
      ]);
      const { debtor, contractDigest } = amendment;
      expect(state()).to.deep.equal({ ...before, debtor, contractDigest });
      expect(registry.right(right).state.overlays).to.deep.equal(overlays);
    });

    it('ranks what is secured more from itself on, and takes less from the latest first', async () => {
      await secures(AMOUNT + 5n);
      const first = registry.lastSequence;
      await secures(AMOUNT + 12n);
      const second = registry.lastSequence;
      expect(state().increases).to.deep.equal([
        { since: first, amount: 5n },
        { since: second, amount: 7n },
      ]);
      await secures(AMOUNT + 12n);
      expect(amounts()).to.deep.equal([5n, 7n]);
      await secures(AMOUNT + 9n);
      expect(amounts()).to.deep.equal([5n, 4n]);
      await secures(AMOUNT + 5n);
      expect(amounts()).to.deep.equal([5n]);
      await secures(AMOUNT + 6n);
      await secures(AMOUNT + 2n);
      expect(amounts()).to.deep.equal([2n]);
      await secures(AMOUNT - 1n);
      expect(state()).to.deep.include({ securedAmount: AMOUNT - 1n, increases: [] });
      await secures(1n);
      expect(state()).to.deep.include({ securedAmount: 1n, increases: [] });
    });

    it('keeps at most 8 increases', async () => {
      for (let more = 1n; more <= 8n; more++) await secures(AMOUNT + more);
      const ninth = amends(registry, interest, { securedAmount: AMOUNT + 9n });
      await registry.refuses(ninth, 'TooManyIncreases', { count: 9 });
      await secures(AMOUNT + 7n);
      await secures(AMOUNT + 9n);
      expect(amounts()).to.deep.equal([1n, 1n, 1n, 1n, 1n, 1n, 1n, 2n]);
    });

    it('adds units that rank from the amendment', async () => {
      const rival = interestOf(registry, { [right]: [[50, 80]] }, { securedParties: [numberOf(RIVAL)] });
      await registry.act(registry.call(accountOf(RIVAL), 'SecurityInterests', 'register', [rival]));
      const other = await registerRight(registry, rightOf('B'));
      const taken: Taken = { [right]: [[60, 100]], [other]: [[0, 1]] };
      await registry.refuses(amends(registry, interest, {}, taken), 'JuniorRankNotAcknowledged', {
        right,
        unit: 60,
      });
      await registry.accepts(
        amends(registry, interest, { acknowledgeJunior: true }, taken),
        ['RightEncumbered', { right, ref: BigInt(interest) }],
        ['RightEncumbered', { right: other, ref: BigInt(interest) }],
        [
          'InterestAmended',
          {
            added: [
              { right, intervals: [{ from: 60n, to: 100n }] },
              { right: other, intervals: [{ from: 0n, to: 1n }] },
            ],
          },
        ],
      );
      expect(state().rights).to.deep.equal([right, other]);
      expect(tranchesOf(Number(interest), registry.right(right).state.overlays)).to.deep.equal([
        { from: 0n, to: 50n, rank: 1 },
        { from: 80n, to: 100n, rank: 1 },
        { from: 60n, to: 80n, rank: 2 },
      ]);
      expect(registry.right(other).state.overlays).to.deep.equal([
        { kind: 'interest', ref: Number(interest), priority: registry.lastSequence, from: 0n, to: 1n },
      ]);
    });

    it('never lays the interest on a unit twice', async () => {
      const cases: [[number, number][], number][] = [
        [[[49, 60]], 49],
        [
          [
            [60, 70],
            [80, 90],
          ],
          60,
        ],
        [[[10, 20]], 10],
        [[[50, 65]], 60],
      ];
      await registry.act(amends(registry, interest, {}, { [right]: [[60, 62]] }));
      for (const [intervals, unit] of cases) {
        const tx = amends(registry, interest, { acknowledgeJunior: true }, { [right]: intervals });
        await registry.refuses(tx, 'UnitsAlreadyTaken', { right, unit });
      }
      await registry.act(
        amends(
          registry,
          interest,
          {},
          {
            [right]: [
              [50, 60],
              [62, 63],
            ],
          },
        ),
      );
      expect(state().rights).to.deep.equal([right]);
    });

    it('holds what is added to the rules of an initial registration', async () => {
      const of = async (name: string, changes: object) => registerRight(registry, rightOf(name, changes));
      const foreign = await of('P', { holder: partyOf(PLANT) });
      const fixed = await of('F', { typeCode: typeCode('FIXED') });
      const gift = await of('G', { typeCode: typeCode('PAID'), acquisition: acquired('free') });
      const short = await of('S', { typeCode: typeCode('SHORT') });
      const one = (it: Hex) => amends(registry, interest, {}, { [it]: [[0, 1]] });
      await registry.refuses(one(foreign), 'GrantorNotHolder', {
        right: foreign,
        grantor: partyOf(HOLDER),
        holder: partyOf(PLANT),
      });
      await registry.refuses(one(fixed), 'NotPledgeable', { right: fixed, typeCode: typeCode('FIXED') });
      await registry.refuses(one(gift), 'NotPaidFor', { right: gift });
      await registry.refuses(one(short), 'TermOutOfRange', {
        from: TODAY,
        to: TERM_TO,
        minMonths: 6,
        maxMonths: 12,
      });
      const tx = amends(registry, interest, {}, { [right]: [[90, 101]] });
      await registry.refuses(tx, 'InvalidInterval', { index: 0, from: 90, to: 101, quantity: 100 });
    });

    it('adds up to 32 rights in all', async () => {
      const names = Array.from({ length: 32 }, (_, i) => `N${i}`);
      const given = names.map((name) => rightOf(name));
      const { events } = await registry.act(
        registry.call(accountOf('registration-authority'), 'Rights', 'register', given),
      );
      const rights = events.map(({ args }) => (args as { right: Hex }).right);
      const many = (count: number): Taken =>
        Object.fromEntries(rights.slice(0, count).map((it) => [it, [[0, 1]]]));
      const [first] = rights;
      const repeated = [
        ...collateralOf(registry, many(32)),
        ...collateralOf(registry, { [first!]: [[2, 3]] }),
      ];
      const head = registry.interestHead(interest);
      const sample = registry.interfaces.Amendments.decodeFunctionData(
        'amend',
        amends(registry, interest).data,
      );
      const noConsent = { deadline: 0, signature: '0x' };
      const args = [interest, head, sample[2], repeated, noConsent];
      const tooMany = registry.untypedCall(accountOf(BANK), 'Amendments', 'amend', args);
      await registry.refuses(tooMany, 'InvalidCollateralCount', { count: 33 });
      await registry.refuses(amends(registry, interest, {}, many(32)), 'InvalidCollateralCount', {
        count: 33,
      });
      await registry.act(amends(registry, interest, {}, many(31)));
      expect(state().rights).to.deep.equal([right, ...rights.slice(0, 31)]);
    });

    describe('with the consent of the grantor, where a type demands it', () => {
      let asking: Hex;
      let taken: Taken;
      const changes = { securedAmount: AMOUNT + 1n };

      beforeEach(async () => {
        asking = await registerRight(registry, rightOf('C', { typeCode: typeCode('CONSENT') }));
        taken = { [right]: [[60, 61]], [asking]: [[0, 1]] };
      });

      it('to exactly these units and this amendment', async () => {
        await registry.refuses(amends(registry, interest, changes, taken), 'ApprovalExpired', {
          deadline: 0,
        });
        const approval = await consentsTo(registry, interest, changes, taken);
        const others = [
          amends(registry, interest, { securedAmount: AMOUNT + 2n }, taken, { approval }),
          amends(registry, interest, changes, { ...taken, [asking]: [[0, 2]] }, { approval }),
          amends(registry, interest, changes, { [asking]: [[0, 1]] }, { approval }),
        ];
        for (const tx of others) await registry.refuses(tx, 'ConsentRequired');
        await registry.act(amends(registry, interest, changes, taken, { approval }));
      });

      it('to this interest', async () => {
        const other = await registerInterest(registry, interestOf(registry, { [right]: [[90, 91]] }));
        const approval = await consentsTo(registry, other, changes, taken);
        await registry.refuses(amends(registry, interest, changes, taken, { approval }), 'ConsentRequired');
      });

      it('from the grantor', async () => {
        const approval = await consentsTo(registry, interest, changes, taken, keyOf(BANK, 'maker'));
        await registry.refuses(amends(registry, interest, changes, taken, { approval }), 'ConsentRequired', {
          party: partyOf(HOLDER),
          signer: accountOf(BANK),
        });
      });
    });

    it('refuses terms that an initial registration would not have', async () => {
      await registry.refuses(amends(registry, interest, { securedAmount: 0n }), 'InvalidAmount', {});
      for (const contractNumber of ['', 'x'.repeat(257)]) {
        await registry.refuses(amends(registry, interest, { contractNumber }), 'InvalidContractNumber', {});
      }
      await registry.act(amends(registry, interest, { contractNumber: 'x'.repeat(256) }));
    });
  });

  describe('extend', () => {
    it('moves the end of the term, and of nothing else', async () => {
      const before = state();
      const termTo = TERM_TO + YEAR;
      await registry.accepts(extends_(registry, interest, termTo), [
        'InterestExtended',
        { interest, sequence: BigInt(registry.lastSequence + 1), agent: numberOf(BANK), termTo },
      ]);
      expect(state()).to.deep.equal({ ...before, termTo });
    });

    for (const months of [1, 360]) {
      it(`by ${months === 1 ? 'a month' : 'thirty years'}, to the day`, async () => {
        const termTo = addMonths(TERM_TO + 1, months) - 1;
        const wrong = months === 1 ? termTo - 1 : termTo + 1;
        await registry.refuses(extends_(registry, interest, wrong), 'InvalidExtension', {
          termTo: TERM_TO,
          newTermTo: wrong,
        });
        await registry.act(extends_(registry, interest, termTo));
      });
    }

    it('never ends the term earlier', async () => {
      for (const newTermTo of [0, TERM_TO - 1, TERM_TO]) {
        await registry.refuses(extends_(registry, interest, newTermTo), 'InvalidExtension', {
          termTo: TERM_TO,
          newTermTo,
        });
      }
    });

    it('comes in time until the last second of the term', async () => {
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TERM_TO));
      await registry.act(extends_(registry, interest, TERM_TO + YEAR));
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TERM_TO + YEAR) + 1);
      await registry.refuses(extends_(registry, interest, TERM_TO + 2 * YEAR), 'InterestLapsed', {
        interest,
        termTo: TERM_TO + YEAR,
      });
    });

    it('is open in advance and in enforcement, too', async () => {
      const advance = interestOf(registry, { [right]: [[60, 61]] }, { advance: true });
      await registry.act(extends_(registry, await registerInterest(registry, advance), TERM_TO + YEAR));
      await declareDefault(registry, interest);
      await registry.act(extends_(registry, interest, TERM_TO + YEAR));
      expect(state().status).to.equal('enforcing');
    });

    it('adds what the contract was made for', async () => {
      const { at } = registry;
      const made = (min: number, max: number) =>
        ethers.deployContract('Amendments', [at.Ledger, at.Batches, min, max]);
      for (const [min, max] of [
        [0, 1],
        [3, 2],
      ] as const) {
        const refused = await made(min, max).then(
          () => undefined,
          (error: unknown) => error as Error,
        );
        expect(refused?.message).to.include('InvalidExtensionTerm');
      }
      expect(await addressOf(await made(2, 2))).to.match(/^0x/);
      expect(await registry.view('Amendments', 'MIN_EXTENSION')).to.equal(1n);
      expect(await registry.view('Amendments', 'MAX_EXTENSION')).to.equal(360n);
    });
  });

  describe('confirm', () => {
    let advance: Hex;
    const digest = keccakText('signed');

    beforeEach(async () => {
      const given = interestOf(registry, { [right]: [[60, 70]] }, { advance: true });
      advance = await registerInterest(registry, given);
    });

    it('makes an advance registration effective, in its rank', async () => {
      const before = registry.interest(advance).state;
      const overlays = registry.right(right).state.overlays;
      await registry.accepts(confirms(registry, advance, digest), [
        'InterestConfirmed',
        {
          interest: advance,
          sequence: BigInt(registry.lastSequence + 1),
          agent: numberOf(BANK),
          contractDigest: digest,
        },
      ]);
      expect(registry.interest(advance).state).to.deep.equal({
        ...before,
        status: 'effective',
        contractDigest: digest,
      });
      expect(registry.right(right).state.overlays).to.deep.equal(overlays);
    });

    it('happens once, and never to what is no advance registration', async () => {
      await registry.act(confirms(registry, advance));
      for (const it of [advance, interest]) {
        await registry.refuses(confirms(registry, it), 'NotEffective', { interest: it, status: 1 });
      }
    });

    it('comes before the term has ended', async () => {
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TERM_TO) + 1);
      await registry.refuses(confirms(registry, advance), 'InterestLapsed', {
        interest: advance,
        termTo: TERM_TO,
      });
      registry = await freshRegistry();
      right = await registerRight(registry, rightOf('A'));
      const given = interestOf(registry, { [right]: [[60, 70]] }, { advance: true });
      const again = await registerInterest(registry, given);
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TERM_TO));
      await registry.act(confirms(registry, again));
    });
  });

  describe('is open to the agent alone', () => {
    const acts: [string, (by: object) => ReturnType<typeof amends>][] = [
      ['amend', (by) => amends(registry, interest, {}, {}, by)],
      ['extend', (by) => extends_(registry, interest, TERM_TO + YEAR, by)],
      ['confirm', (by) => confirms(registry, interest, undefined, by)],
    ];
    for (const [what, act] of acts) {
      it(`to ${what}`, async () => {
        await registry.refuses(act({ from: accountOf(RIVAL) }), 'NotAgent', {
          interest,
          institution: numberOf(RIVAL),
        });
        await registry.refuses(act({ from: accountOf(BANK, 'checker') }), 'WrongDuty');
        await registry.refuses(act({ from: accountOf(HOLDER) }), 'WrongCapacity');
      });

      it(`on the present state, to ${what}`, async () => {
        const head = headWith({ securedAmount: 1n, ...(what === 'confirm' ? { status: 3 } : {}) });
        await registry.refuses(act({ head }), 'StaleState');
      });
    }
  });

  describe('what has ended, lapsed or is in default', () => {
    it('is amended only while it is in order', async () => {
      await declareDefault(registry, interest);
      await registry.refuses(amends(registry, interest), 'NotEffective', { interest, status: 4 });
    });

    it('is neither amended nor extended once it has lapsed', async () => {
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TERM_TO) + 1);
      await registry.refuses(amends(registry, interest), 'InterestLapsed', { interest, termTo: TERM_TO });
    });

    it('is not changed any more once it has ended', async () => {
      const other = await registerInterest(registry, interestOf(registry, { [right]: [[60, 61]] }));
      await registry.act(await cancels(registry, interest));
      await registry.act(await revokes(registry, other));
      for (const [it, status] of [
        [interest, 2],
        [other, 5],
      ] as const) {
        for (const tx of [
          amends(registry, it),
          extends_(registry, it, TERM_TO + YEAR),
          confirms(registry, it),
        ]) {
          await registry.refuses(tx, 'NotEffective', { interest: it, status });
        }
      }
    });

    it('an advance registration can be amended', async () => {
      const given = interestOf(registry, { [right]: [[60, 70]] }, { advance: true });
      const advance = await registerInterest(registry, given);
      await registry.act(amends(registry, advance, { securedAmount: 1n }));
      expect(registry.interest(advance).state).to.deep.include({ status: 'advance', securedAmount: 1n });
    });
  });
});
