import { expect } from 'chai';
import { expiryInstant } from '../../domain/time/calendar.ts';
import { SUBJECT_KINDS } from '../../domain/encoding/codes.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { OVERLAY_KINDS, RESTRICTION_KINDS, type Overlay } from '../../domain/line/overlay.ts';
import { ethers, networkHelpers } from '../support/chain.ts';
import {
  competentFor,
  COURT,
  decides,
  DIGEST,
  kindNumber,
  lifts,
  orderOf,
  prolongs,
  restrict,
  restricts,
} from '../support/lines.ts';
import { accountOf, AUTHORITY, keyOf, numberOf } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { FAR } from '../support/second-signature.ts';
import {
  interestOf,
  NO_APPROVAL,
  registerInterest,
  registerRight,
  rightOf,
  TODAY,
} from '../support/samples.ts';

const LONGEST = 'x'.repeat(256);
const SOON = TODAY + 10;
const SECOND = 'second-authority';
const COMB = Array.from({ length: 16 }, (_, i) => [2 * i, 2 * i + 1] as const);

describe('Restrictions', () => {
  let registry: Registry;
  let right: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
  });

  const line = () => registry.right(right).state.overlays;
  const overlay = (ref: number, changes: Partial<Overlay> = {}): Overlay => ({
    kind: 'judicial-freeze',
    ref,
    priority: ref,
    from: 0n,
    to: 50n,
    ...changes,
  });
  const freezes = (until = 0) => restrict(registry, right, [[0, 50]], 'judicial-freeze', { until });
  const isInForce = async (ref: number) => {
    const harness = await ethers.deployContract('LibraryHarness');
    return harness.getFunction('isInForce')(registry.at.Ledger, ref);
  };
  /** The restriction that ended on this day has expired. */
  const passes = (day: number) => networkHelpers.time.increaseTo(expiryInstant(day) + 1);
  /** A second institution of the capacity. */
  const secondAs = (capacity: number) =>
    registry.act(registry.governs('Institutions', 'setCapacities', numberOf(SECOND), capacity));

  describe('restrict', () => {
    it('says everything, and lays one overlay for each interval', async () => {
      const order = orderOf('judicial-freeze', { until: SOON });
      const ref = registry.lastSequence + 1;
      await registry.accepts(
        restricts(
          registry,
          right,
          [
            [0, 10],
            [20, 30],
          ],
          'judicial-freeze',
          { until: SOON },
        ),
        [
          'RightRestricted',
          { right, ref: BigInt(ref), sequence: BigInt(ref), institution: numberOf(COURT), order },
        ],
      );
      expect(line()).to.deep.equal([
        overlay(ref, { from: 0n, to: 10n }),
        overlay(ref, { from: 20n, to: 30n }),
      ]);
      expect(await isInForce(ref)).to.equal(true);
    });

    for (const kind of RESTRICTION_KINDS) {
      const competent = competentFor(kind);
      const other = competent === COURT ? AUTHORITY : COURT;
      it(`${kind}: by the ${competent} alone`, async () => {
        await registry.refuses(restricts(registry, right, [[0, 1]], kind, {}, other), 'WrongCapacity');
        await registry.accepts(restricts(registry, right, [[0, 1]], kind), ['RightRestricted', { right }]);
        expect(line().map((it) => it.kind)).to.deep.equal([kind]);
      });
    }

    it('is by the authority that confirmed the right, and by any court', async () => {
      await registry.refuses(
        restricts(registry, right, [[0, 1]], 'suspension', {}, SECOND),
        'NotCompetentFor',
        { right, kind: kindNumber('suspension'), institution: numberOf(SECOND) },
      );
      await secondAs(32);
      await registry.act(restricts(registry, right, [[0, 1]], 'stay', {}, SECOND));
    });

    for (const kind of [0, 1, 8, 9, 13, 14, 255]) {
      it(`refuses the kind ${kind} (${OVERLAY_KINDS[kind] ?? 'unknown'}), which is no restriction`, async () => {
        await registry.refuses(restricts(registry, right, [[0, 1]], 'stay', { kind }), 'InvalidRestriction', {
          kind,
        });
      });
    }

    it('lasts until a day that has not ended, or until it is lifted', async () => {
      for (const until of [1, TODAY - 1]) {
        await registry.refuses(restricts(registry, right, [[0, 1]], 'stay', { until }), 'InvalidUntil', {
          until,
        });
      }
      for (const until of [0, TODAY]) {
        await registry.act(restricts(registry, right, [[0, 1]], 'stay', { until }));
      }
    });

    it('lasts until it is lifted, if it is a suspension', async () => {
      const until = TODAY + 365;
      const suspends = (changes: object) => restricts(registry, right, [[0, 1]], 'suspension', changes);
      await registry.refuses(suspends({ until }), 'InvalidUntil', { until });
      await registry.act(suspends({}));
    });

    it('has a file number of 1 to 256 bytes', async () => {
      for (const number of ['', `${LONGEST}x`]) {
        await registry.refuses(
          restricts(registry, right, [[0, 1]], 'stay', { number }),
          'InvalidOrderNumber',
          {},
        );
      }
      await registry.act(restricts(registry, right, [[0, 1]], 'stay', { number: LONGEST }));
    });

    it('is of units that are on the line', async () => {
      await registry.refuses(restricts(registry, right, [], 'stay'), 'InvalidIntervalCount', { count: 0 });
      await registry.refuses(restricts(registry, right, [[0, 101]], 'stay'), 'InvalidInterval');
      await registry.act(decides(registry, right, [[40, 50]], 'retired'));
      await registry.refuses(restricts(registry, right, [[0, 60]], 'stay'), 'UnitsGone', { right, unit: 40 });
      await registry.act(
        restricts(
          registry,
          right,
          [
            [0, 40],
            [50, 60],
          ],
          'stay',
        ),
      );
    });

    it('waits behind another on the same units, in the order of entry', async () => {
      const refs = [await freezes(), await freezes()];
      expect(line()).to.deep.equal(refs.map((ref) => overlay(ref)));
    });

    it('makes no more than 64 overlays', async () => {
      for (let i = 0; i < 4; i++) await registry.act(restricts(registry, right, COMB, 'stay'));
      await registry.refuses(restricts(registry, right, [[0, 1]], 'stay'), 'TooManyOverlays', { count: 65 });
    });

    it('meets the ledger if the state handed in is not the present one', async () => {
      const stale = restricts(registry, right, [[0, 1]], 'stay');
      await freezes();
      await registry.refuses(stale, 'StaleState');
    });
  });

  describe('in force', () => {
    it('until 23:59:59 of its last day in Asia/Shanghai', async () => {
      const ref = await freezes(SOON);
      await networkHelpers.time.increaseTo(expiryInstant(SOON));
      expect(await isInForce(ref)).to.equal(true);
      await passes(SOON);
      expect(await isInForce(ref)).to.equal(false);
    });

    it('for ever where no end was set', async () => {
      const ref = await freezes();
      await networkHelpers.time.increaseTo(FAR);
      expect(await isInForce(ref)).to.equal(true);
    });

    it('is nothing that was never entered', async () => {
      expect(await isInForce(registry.lastSequence)).to.equal(false);
      expect(await isInForce(registry.lastSequence + 1)).to.equal(false);
    });
  });

  describe('prolong', () => {
    const prolong = (ref: number, until: number, by = COURT, number = 'P-1') =>
      prolongs(registry, right, ref, until, by, number);

    it('says everything and keeps the place among those that wait', async () => {
      const [first, second] = [await freezes(SOON), await freezes(SOON)];
      const sequence = registry.lastSequence + 1;
      const event = {
        right,
        ref: BigInt(first),
        sequence: BigInt(sequence),
        institution: numberOf(COURT),
        until: SOON + 100,
        number: 'P-1',
        digest: DIGEST,
      };
      await registry.accepts(prolong(first, SOON + 100), ['RestrictionProlonged', event]);
      expect(line()).to.deep.equal([overlay(first), overlay(second)]);
      await passes(SOON);
      expect([await isInForce(first), await isInForce(second)]).to.deep.equal([true, false]);
    });

    it('ends later than before, or not before it is lifted', async () => {
      const ref = await freezes(SOON);
      for (const until of [1, SOON - 1, SOON]) {
        await registry.refuses(prolong(ref, until), 'InvalidUntil', { until });
      }
      await registry.act(prolong(ref, SOON + 1));
      await registry.act(prolong(ref, 0));
      for (const until of [0, SOON + 2]) {
        await registry.refuses(prolong(ref, until), 'InvalidUntil', { until });
      }
    });

    it('comes too late once it has expired', async () => {
      const ref = await freezes(SOON);
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(SOON));
      await registry.act(prolong(ref, SOON + 1));
      await passes(SOON + 1);
      await registry.refuses(prolong(ref, SOON + 9), 'RestrictionExpired', { ref, until: SOON + 1 });
    });

    it('is for the institution that restricted, as what it restricted', async () => {
      const ref = await freezes(SOON);
      await registry.refuses(prolong(ref, SOON + 1, AUTHORITY), 'WrongCapacity');
      await secondAs(32);
      const refusal = { ref, institution: numberOf(SECOND) };
      await registry.refuses(prolong(ref, SOON + 1, SECOND), 'NotRestrictor', refusal);
    });

    it('is of a restriction on this right', async () => {
      const other = await registerRight(registry, rightOf('B'));
      const elsewhere = await restrict(registry, other, [[0, 1]], 'stay', { until: SOON });
      await registerInterest(registry, interestOf(registry, { [right]: [[60, 70]] }));
      for (const ref of [elsewhere, registry.lastSequence, registry.lastSequence + 1]) {
        await registry.refuses(prolong(ref, SOON + 1), 'UnknownRestriction', { right, ref });
      }
    });

    it('has a file number of 1 to 256 bytes', async () => {
      const ref = await freezes(SOON);
      for (const number of ['', `${LONGEST}x`]) {
        await registry.refuses(prolong(ref, SOON + 1, COURT, number), 'InvalidOrderNumber', {});
      }
      await registry.act(prolong(ref, SOON + 1, COURT, LONGEST));
    });

    it('meets the ledger if the state handed in is not the present one', async () => {
      const ref = await freezes(SOON);
      const stale = prolong(ref, SOON + 1);
      await freezes();
      await registry.refuses(stale, 'StaleState');
    });
  });

  describe('lift', () => {
    it('says everything, and takes its overlays alone', async () => {
      const [first, second] = [await freezes(), await freezes()];
      const sequence = BigInt(registry.lastSequence + 1);
      await registry.accepts(await lifts(registry, right, first), [
        'RestrictionLifted',
        {
          right,
          ref: BigInt(first),
          sequence,
          institution: numberOf(COURT),
          number: 'L-1',
          digest: DIGEST,
          approver: accountOf(COURT, 'checker'),
        },
      ]);
      expect(line()).to.deep.equal([overlay(second)]);
      await registry.refuses(await lifts(registry, right, first), 'UnknownRestriction', {
        right,
        ref: first,
      });
    });

    it('takes a checker of the same institution', async () => {
      const ref = await freezes();
      const institution = numberOf(COURT);
      const signer = accountOf(AUTHORITY, 'checker');
      await registry.refuses(
        await lifts(registry, right, ref, { signer: keyOf(AUTHORITY, 'checker') }),
        'NotApprovedByChecker',
        { signer, institution },
      );
      for (const duty of ['maker', 'auditor'] as const) {
        await registry.refuses(
          await lifts(registry, right, ref, { signer: keyOf(COURT, duty) }),
          'WrongDuty',
        );
      }
      await registry.refuses(
        await lifts(registry, right, ref, { approval: NO_APPROVAL }),
        'ApprovalExpired',
        {
          deadline: 0,
        },
      );
      const unsigned = { deadline: FAR, signature: '0x' as const };
      await registry.refuses(
        await lifts(registry, right, ref, { approval: unsigned }),
        'NotApprovedByChecker',
      );
    });

    it('is approved on the right as it is, with all that is said', async () => {
      const ref = await freezes();
      const now = await networkHelpers.time.latest();
      const on = await lifts(registry, right, ref, { deadline: now + 100 });
      const { approval } = registry.interfaces.Restrictions.decodeFunctionData(
        'lift',
        on.data,
      ).toObject() as {
        approval: [bigint, Hex];
      };
      const signed = { deadline: Number(approval[0]), signature: approval[1] };
      const refused = async (what: Promise<{ data: Hex; from: Hex; to: Hex }>) =>
        registry.refuses(await what, 'NotApprovedByChecker');
      await refused(lifts(registry, right, ref, { number: 'another', approval: signed }));
      await refused(lifts(registry, right, ref, { approval: { ...signed, deadline: now + 101 } }));
      await restrict(registry, right, [[60, 70]], 'stay');
      await refused(lifts(registry, right, ref, { approval: signed }));
      await registry.refuses(on, 'StaleState');
      await networkHelpers.time.setNextBlockTimestamp(now + 101);
      await registry.refuses(on, 'ApprovalExpired', { deadline: now + 100 });
    });

    it('is for the institution that restricted while it is in force', async () => {
      const ref = await freezes(SOON);
      await registry.refuses(await lifts(registry, right, ref, { by: AUTHORITY }), 'WrongCapacity');
      await secondAs(32);
      const refusal = { ref, institution: numberOf(SECOND) };
      await registry.refuses(await lifts(registry, right, ref, { by: SECOND }), 'NotRestrictor', refusal);
    });

    for (const by of [COURT, AUTHORITY]) {
      it(`is for the ${by} too once it has expired`, async () => {
        const ref = await freezes(SOON);
        await passes(SOON);
        const refusal = { ref, institution: numberOf(SECOND) };
        await registry.refuses(await lifts(registry, right, ref, { by: SECOND }), 'NotRestrictor', refusal);
        await registry.accepts(await lifts(registry, right, ref, { by }), [
          'RestrictionLifted',
          { institution: numberOf(by), approver: accountOf(by, 'checker') },
        ]);
        expect(line()).to.deep.equal([]);
      });
    }

    it('of a hold is for the authority', async () => {
      const ref = await restrict(registry, right, [[0, 1]], 'compliance-hold');
      await registry.refuses(await lifts(registry, right, ref), 'WrongCapacity');
      await registry.act(await lifts(registry, right, ref, { by: AUTHORITY }));
    });

    it('is of a restriction on this right', async () => {
      const other = await registerRight(registry, rightOf('B'));
      const elsewhere = await restrict(registry, other, [[0, 1]], 'stay');
      await registerInterest(registry, interestOf(registry, { [right]: [[60, 70]] }));
      for (const ref of [elsewhere, registry.lastSequence, registry.lastSequence + 1]) {
        await registry.refuses(await lifts(registry, right, ref), 'UnknownRestriction', { right, ref });
      }
    });

    it('has a file number of 1 to 256 bytes', async () => {
      const ref = await freezes();
      for (const number of ['', `${LONGEST}x`]) {
        await registry.refuses(await lifts(registry, right, ref, { number }), 'InvalidOrderNumber', {});
      }
      await registry.act(await lifts(registry, right, ref, { number: LONGEST }));
    });

    it('is of a right that there is', async () => {
      const ref = await freezes();
      const unknown = keccakText('no right');
      const { data, ...rest } = await lifts(registry, right, ref);
      const forged = data.replace(right.slice(2), unknown.slice(2)) as Hex;
      await registry.refuses({ ...rest, data: forged }, 'NotApprovedByChecker');
      const stale = restricts(registry, right, [[0, 1]], 'stay');
      await registry.refuses(
        { ...stale, data: stale.data.replace(right.slice(2), unknown.slice(2)) as Hex },
        'StaleState',
        {
          kind: SUBJECT_KINDS.right,
          subject: unknown,
          expected: registry.wordOf('right', right),
          actual: `0x${'00'.repeat(32)}`,
        },
      );
    });
  });
});
