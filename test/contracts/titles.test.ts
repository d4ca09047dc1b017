import { expect } from 'chai';
import { SUBJECT_KINDS, TITLE_CAUSES, type TitleCause } from '../../domain/encoding/codes.ts';
import { keccakText, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { RESTRICTION_KINDS } from '../../domain/line/overlay.ts';
import {
  conveyanceOf,
  decides,
  declareDefault,
  DIGEST,
  followerOf,
  kindNumber,
  merges,
  lifts,
  restrict,
  sell,
  transfers,
  type Conveyance,
  type Units,
  passes,
  restrictionEnds,
  restrictUntil,
} from '../support/lines.ts';
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
  registerInterest,
  registerRight,
  rightOf,
  TODAY,
  type RightRegistration,
} from '../support/samples.ts';
import { typeCode } from '../support/types.ts';

const SOON = TODAY + 10;
const BUYER = partyOf(PLANT);
const SELLER = partyOf(HOLDER);
const THIRD = partyOf('issuer');

describe('Titles.transfer', () => {
  let registry: Registry;
  let right: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
  });

  const state = () => registry.right(right).state;
  const moves = (cause: TitleCause, changes: Partial<Conveyance> = {}) =>
    transfers(registry, right, conveyanceOf(cause, changes));
  const pledge = (units: Units, by = BANK) => {
    const given = interestOf(registry, { [right]: units.map(([from, to]) => [from, to]) });
    if (by === BANK) {
      return registerInterest(registry, { ...given, terms: { ...given.terms, acknowledgeJunior: true } });
    }
    const terms = { ...given.terms, securedParties: [numberOf(by)], acknowledgeJunior: true };
    return registry
      .act(registry.call(accountOf(by), 'SecurityInterests', 'register', [{ ...given, terms }]))
      .then(({ events }) => (events.at(-1)?.args as { interest: Hex }).interest);
  };
  const succeeds = (successor: Hex, party = SELLER) => registry.act(merges(registry, party, successor));
  const again = (changes: Partial<RightRegistration>) => async () => {
    right = await registerRight(registry, rightOf('B', changes));
  };

  describe('by agreement', () => {
    it('says everything; the right is traded and otherwise as it was', async () => {
      const before = state();
      const sequence = BigInt(registry.lastSequence + 1);
      await registry.accepts(moves('transfer', { approvalDigest: keccakText('approval') }), [
        'RightTransferred',
        {
          right,
          to: BUYER,
          sequence,
          authority: numberOf(AUTHORITY),
          from: SELLER,
          conveyance: {
            ...conveyanceOf('transfer', { approvalDigest: keccakText('approval') }),
            disposal: 0n,
          },
        },
      ]);
      expect(state()).to.deep.equal({ ...before, holder: BUYER, acquisition: 'traded' });
      const { formerHolders } = registry.right(right);
      expect(formerHolders.map(({ holder, cause }) => [holder, cause])).to.deep.equal([[SELLER, 'transfer']]);
    });

    it('goes to another party that is registered', async () => {
      await registry.refuses(moves('transfer', { to: SELLER }), 'InvalidRecipient', { to: SELLER });
      for (const subject of [ZERO_WORD, keccakText('nobody')]) {
        const args = { kind: SUBJECT_KINDS.party, subject };
        await registry.refuses(moves('transfer', { to: subject }), 'UnknownSubject', args);
      }
    });

    it('is of a right whose validity has not ended', async () => {
      await again({ validTo: SOON })();
      await passes(SOON);
      await registry.refuses(moves('transfer'), 'RightExpired', { right, validTo: SOON });
      await registry.act(moves('court-order'));
    });

    it('takes the approval of the authority that granted it where the type is bound to it', async () => {
      await again({ typeCode: typeCode('BOUND') })();
      await registry.refuses(moves('transfer'), 'ApprovalRequired', { typeCode: typeCode('BOUND') });
      await registry.act(moves('transfer', { approvalDigest: DIGEST }));
      await registry.act(moves('court-order', { to: SELLER }));
    });

    for (const kind of RESTRICTION_KINDS) {
      it(`waits for the end of ${kind}`, async () => {
        const ref = await restrictUntil(registry, right, [[60, 70]], kind, SOON);
        await registry.refuses(moves('transfer'), 'UnitsBound', {
          right,
          unit: 60,
          kind: kindNumber(kind),
          ref,
        });
        await restrictionEnds(registry, right, ref, kind, SOON);
        await registry.act(moves('transfer'));
      });
    }

    it('leaves what is gone where it is, with what binds it', async () => {
      const ref = await restrict(registry, right, [[60, 70]], 'judicial-freeze');
      await pledge([[65, 70]]);
      await registry.act(decides(registry, right, [[60, 69]], 'surrendered', { overriding: true }));
      const kind = kindNumber('judicial-freeze');
      await registry.refuses(moves('transfer'), 'UnitsBound', { right, unit: 69, kind, ref });
      await registry.act(decides(registry, right, [[69, 70]], 'surrendered', { overriding: true }));
      await registry.act(moves('transfer'));
      expect(state().overlays).to.have.length(4);
    });
  });

  describe('of units under interests', () => {
    const conveyance = conveyanceOf('transfer');
    const transfersWith = async (...interests: Hex[]) =>
      transfers(
        registry,
        right,
        conveyance,
        await Promise.all(interests.map((it) => followerOf(registry, it, right, conveyance))),
      );

    it('takes the consent of each agent; the interests stay as they are', async () => {
      const [first, second] = [await pledge([[0, 50]]), await pledge([[40, 60]], RIVAL)];
      const words = [first, second].map((it) => registry.wordOf('interest', it));
      const overlays = state().overlays;
      const followers = [
        await followerOf(registry, first, right, conveyance),
        await followerOf(registry, second, right, conveyance, [], keyOf(RIVAL, 'checker')),
      ];
      await registry.accepts(transfers(registry, right, conveyance, followers), [
        'RightTransferred',
        { right },
      ]);
      expect(state().overlays).to.deep.equal(overlays);
      expect([first, second].map((it) => registry.wordOf('interest', it))).to.deep.equal(words);
    });

    it('is refused while one is missing', async () => {
      const [first, second] = [await pledge([[0, 50]]), await pledge([[40, 60]])];
      for (const [given, missing] of [
        [[], first],
        [[first], second],
        [[second], first],
      ] as const) {
        await registry.refuses(await transfersWith(...given), 'InterestMissing', {
          right,
          ref: Number(missing),
        });
      }
      await registry.act(await transfersWith(first, second));
    });

    it('names them in ascending order, each once, and none that is not concerned', async () => {
      const [first, second] = [await pledge([[0, 50]]), await pledge([[40, 60]])];
      const gone = await pledge([[80, 90]]);
      await registry.act(decides(registry, right, [[80, 90]], 'surrendered', { overriding: true }));
      await registry.refuses(await transfersWith(second, first), 'InvalidFollower', { index: 1 });
      await registry.refuses(await transfersWith(first, first, second), 'InvalidFollower', { index: 1 });
      await registry.refuses(await transfersWith(first, second, gone), 'InvalidFollower', { index: 2 });
      await registry.act(await transfersWith(first, second));
    });

    it('takes no more than 16', async () => {
      const interests: Hex[] = [];
      for (let i = 0; i < 17; i++) interests.push(await pledge([[i, i + 1]]));
      await registry.refuses(await transfersWith(...interests), 'InvalidFollower', { index: 16 });
      await registry.act(decides(registry, right, [[16, 17]], 'surrendered', { overriding: true }));
      await registry.act(await transfersWith(...interests.slice(0, 16)));
    });

    it('hands in the interest as it is', async () => {
      const [first, second] = [await pledge([[0, 50]]), await pledge([[40, 60]])];
      const follower = await followerOf(registry, first, right, conveyance);
      const other = await followerOf(registry, second, right, conveyance);
      const forged = { ...follower, head: other.head, consent: other.consent };
      await registry.refuses(transfers(registry, right, conveyance, [forged, other]), 'StaleState', {
        kind: SUBJECT_KINDS.interest,
        subject: first,
        expected: registry.wordOf('interest', second),
        actual: registry.wordOf('interest', first),
      });
    });

    it('is consented to by a checker of the agent, to exactly this', async () => {
      const interest = await pledge([[0, 50]]);
      const refused = async (
        error: string,
        args: Parameters<typeof followerOf>,
        args_?: Record<string, unknown>,
      ) =>
        registry.refuses(transfers(registry, right, conveyance, [await followerOf(...args)]), error, args_);
      const base = [registry, interest, right, conveyance] as const;
      await refused('NotApprovedByChecker', [...base, [], keyOf(RIVAL, 'checker')], {
        signer: accountOf(RIVAL, 'checker'),
        institution: numberOf(BANK),
      });
      await refused('WrongDuty', [...base, [], keyOf(BANK, 'maker')]);
      await refused('ApprovalExpired', [...base, [], keyOf(BANK, 'checker'), TODAY], { deadline: TODAY });
      const elsewhere = { ...conveyance, to: THIRD };
      for (const args of [
        [registry, interest, right, elsewhere],
        [registry, interest, keccakText('another right'), conveyance],
        [...base, [[0, 100]] as Units],
      ] as Parameters<typeof followerOf>[]) {
        await refused('NotApprovedByChecker', args);
      }
      await registry.act(registry.governs('Institutions', 'setCapacities', numberOf(BANK), 4));
      await refused('WrongCapacity', [...base]);
    });

    it('asks nobody where it is not by agreement', async () => {
      const interest = await pledge([[0, 50]]);
      const ordered = conveyanceOf('court-order');
      const follower = await followerOf(registry, interest, right, ordered);
      await registry.refuses(transfers(registry, right, ordered, [follower]), 'InvalidFollower', {
        index: 0,
      });
      await registry.act(transfers(registry, right, ordered));
    });
  });

  describe('without agreement', () => {
    it('follows a succession that is registered', async () => {
      const args = { holder: SELLER, to: BUYER };
      await registry.refuses(moves('succession'), 'NotSuccessor', args);
      await pledge([[0, 50]]);
      await succeeds(THIRD);
      await registry.refuses(moves('succession'), 'NotSuccessor', args);
      await restrict(registry, right, [[0, 50]], 'suspension');
      const before = state();
      await registry.act(moves('succession', { to: THIRD }));
      expect(state()).to.deep.equal({ ...before, holder: THIRD });
    });

    it('goes from successor to successor, whoever of them has ended since', async () => {
      await succeeds(THIRD);
      await succeeds(BUYER, THIRD);
      await registry.refuses(moves('succession'), 'NotSuccessor', { holder: SELLER, to: BUYER });
      await registry.act(moves('succession', { to: THIRD }));
      await registry.act(moves('succession'));
      expect(state().holder).to.equal(BUYER);
    });

    for (const cause of ['transfer', 'court-order'] as const) {
      it(`goes by ${cause} to nobody who has ended`, async () => {
        await succeeds(THIRD, BUYER);
        await registry.refuses(moves(cause), 'PartyEnded', { party: BUYER });
        await registry.act(moves(cause, { to: THIRD }));
      });
    }

    it('follows the order of a court, with all that lies on the units', async () => {
      await pledge([[0, 50]]);
      await restrict(registry, right, [[0, 50]], 'judicial-freeze');
      const before = state();
      await registry.act(moves('court-order'));
      expect(state()).to.deep.equal({ ...before, holder: BUYER });
    });

    for (const cause of ['none', 'split'] as const) {
      it(`is not for the cause ${cause}`, async () => {
        const changes = cause === 'split' ? { to: SELLER } : {};
        const args = { cause: TITLE_CAUSES.indexOf(cause) };
        await registry.refuses(moves(cause, changes), 'InvalidCause', args);
      });
    }

    it('is not for a cause that it does not know', async () => {
      await registry.refuses(moves('transfer', { cause: 6 }), '');
    });

    for (const cause of ['transfer', 'succession', 'court-order'] as const) {
      it(`names no disposal for the cause ${cause}`, async () => {
        const args = { cause: TITLE_CAUSES.indexOf(cause) };
        await registry.refuses(moves(cause, { disposal: 1 }), 'InvalidCause', args);
      });
    }

    it('goes to another party', async () => {
      await registry.refuses(moves('court-order', { to: SELLER }), 'InvalidRecipient', { to: SELLER });
    });
  });

  it('is by the authority that confirmed the right', async () => {
    const tx = transfers(registry, right, conveyanceOf('transfer'), [], 'second-authority');
    await registry.refuses(tx, 'NotAuthority', { right, institution: 9 });
  });

  it('meets the ledger if the state handed in is not the present one', async () => {
    const stale = moves('transfer');
    await restrict(registry, right, [[0, 1]], 'suspension');
    await registry.refuses(stale, 'StaleState');
  });

  describe('after a disposal', () => {
    let interest: Hex;
    const delivers = (disposal: number, to = BUYER) => moves('disposal', { disposal, to });

    beforeEach(async () => {
      interest = await pledge([[0, 100]]);
      await declareDefault(registry, interest);
    });

    it('gives the buyer what it bought, free of the interest', async () => {
      const disposal = await sell(registry, right, interest, [0, 100]);
      const before = state();
      await registry.accepts(delivers(disposal), ['RightTransferred', { right, to: BUYER }]);
      expect(state()).to.deep.equal({ ...before, holder: BUYER, acquisition: 'traded', overlays: [] });
    });

    it('reaches a buyer who has ended since, and from there his successor', async () => {
      const disposal = await sell(registry, right, interest, [0, 100]);
      await succeeds(THIRD, BUYER);
      await registry.act(delivers(disposal));
      await registry.act(moves('succession', { to: THIRD }));
      expect(state()).to.deep.include({ holder: THIRD, overlays: [] });
    });

    it('is to the buyer of that disposal', async () => {
      const disposal = await sell(registry, right, interest, [0, 100]);
      await registry.refuses(delivers(disposal, THIRD), 'NotBuyer', { disposal, to: THIRD });
      for (const other of [0, disposal - 1, disposal + 1]) {
        await registry.refuses(delivers(other), 'NotBuyer', { disposal: other, to: BUYER });
        await registry.refuses(delivers(other, ZERO_WORD), 'NotBuyer', { disposal: other, to: ZERO_WORD });
      }
    });

    it('moves only what it sold', async () => {
      const disposal = await sell(registry, right, interest, [0, 60]);
      await registry.refuses(delivers(disposal), 'NotSold', { right, disposal, unit: 60 });
      const other = await sell(registry, right, interest, [60, 100]);
      await registry.refuses(delivers(disposal), 'NotSold', { right, disposal, unit: 60 });
      await registry.refuses(delivers(other), 'NotSold', { right, disposal: other, unit: 0 });
    });

    it('leaves what is gone where it is', async () => {
      const disposal = await sell(registry, right, interest, [0, 60]);
      await registry.act(decides(registry, right, [[60, 100]], 'surrendered', { overriding: true }));
      await registry.act(delivers(disposal));
      expect(state().overlays.map(({ kind }) => kind)).to.deep.equal(['interest', 'surrendered']);
    });

    it('does not take a right of which nothing was sold and nothing is left', async () => {
      const disposal = await sell(registry, right, interest, [0, 100]);
      right = await registerRight(registry, rightOf('B'));
      await registry.act(decides(registry, right, [[0, 100]], 'retired'));
      await registry.refuses(delivers(disposal), 'NotSold', { right, disposal, unit: 0 });
    });

    for (const cause of ['transfer', 'succession', 'court-order'] as const) {
      it(`keeps the units from a ${cause}`, async () => {
        const ref = await sell(registry, right, interest, [0, 100]);
        await succeeds(BUYER);
        await registry.refuses(moves(cause), 'UnitsBound', { right, unit: 0, kind: kindNumber('sold'), ref });
      });
    }

    for (const kind of RESTRICTION_KINDS) {
      const keeps = kind !== 'pledge-control' && kind !== 'stay';
      it(`${keeps ? 'waits for the end of' : 'goes on under'} ${kind}`, async () => {
        const disposal = await sell(registry, right, interest, [0, 100]);
        const ref = await restrictUntil(registry, right, [[60, 70]], kind, SOON);
        if (keeps) {
          await registry.refuses(delivers(disposal), 'UnitsBound', {
            right,
            unit: 60,
            kind: kindNumber(kind),
            ref,
          });
          await registry.act(
            await lifts(registry, right, ref, { by: kind === 'judicial-freeze' ? 'court' : AUTHORITY }),
          );
        }
        await registry.act(delivers(disposal));
      });
    }

    it('takes nobody\u2019s consent', async () => {
      const disposal = await sell(registry, right, interest, [0, 100]);
      const conveyance = conveyanceOf('disposal', { disposal });
      const follower = await followerOf(registry, interest, right, conveyance);
      await registry.refuses(transfers(registry, right, conveyance, [follower]), 'InvalidFollower', {
        index: 0,
      });
    });
  });
});
