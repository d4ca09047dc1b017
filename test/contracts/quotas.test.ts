import { expect } from 'chai';
import type { Hex } from '../../domain/encoding/hash.ts';
import {
  GONE_KINDS,
  OVERLAY_KINDS,
  QUOTA_KINDS,
  RESTRICTION_KINDS,
  type OverlayKind,
  type QuotaKind,
} from '../../domain/line/overlay.ts';
import {
  decides,
  decisionOf,
  divides,
  conveyanceOf,
  kindNumber,
  restrict,
  type Units,
  passes,
  restrictionEnds,
  restrictUntil,
} from '../support/lines.ts';
import { AUTHORITY, HOLDER, numberOf, partyOf } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { interestOf, registerInterest, registerRight, rightOf, TODAY, YEAR } from '../support/samples.ts';

const LONGEST = 'x'.repeat(256);
const SOON = TODAY + 10;
const COMB = Array.from({ length: 16 }, (_, i) => [2 * i, 2 * i + 1] as const);

describe('Quotas', () => {
  let registry: Registry;
  let right: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
  });

  const line = () => registry.right(right).state.overlays;
  const decide = (kind: QuotaKind, units: Units, overriding = false) =>
    registry.act(decides(registry, right, units, kind, { overriding }));
  const pledge = async (units: [number, number]) => {
    await registerInterest(registry, interestOf(registry, { [right]: [units] }));
    return registry.lastSequence;
  };

  for (const kind of QUOTA_KINDS) {
    it(`records units as ${kind} and says everything`, async () => {
      const sequence = registry.lastSequence + 1;
      await registry.accepts(
        decides(
          registry,
          right,
          [
            [0, 10],
            [20, 30],
          ],
          kind,
        ),
        [
          'QuotaChanged',
          {
            right,
            authority: BigInt(numberOf(AUTHORITY)),
            sequence: BigInt(sequence),
            decision: decisionOf(kind),
          },
        ],
      );
      expect(line()).to.deep.equal([
        { kind, ref: sequence, priority: sequence, from: 0n, to: 10n },
        { kind, ref: sequence, priority: sequence, from: 20n, to: 30n },
      ]);
      expect(registry.right(right).state.quantity).to.equal(100n);
    });

    it(`${kind}: is by the authority that confirmed the right`, async () => {
      await registry.refuses(
        decides(registry, right, [[0, 1]], kind, {}, 'second-authority'),
        'NotAuthority',
        {
          right,
          institution: 9,
        },
      );
    });

    for (const gone of GONE_KINDS) {
      it(`${kind}: refuses units that are ${gone}`, async () => {
        if (gone === 'moved') {
          const split = conveyanceOf('split', { to: partyOf(HOLDER) });
          await registry.act(divides(registry, right, [[40, 50]], 'A-2', split));
        } else {
          await decide(gone, [[40, 50]]);
        }
        await registry.refuses(decides(registry, right, [[0, 60]], kind), 'UnitsGone', { right, unit: 40 });
        await decide(kind, [
          [0, 40],
          [50, 60],
        ]);
      });
    }
  }

  for (const kind of [0, 1, 2, 7, 8, 12, 14, 255]) {
    it(`refuses the kind ${kind} (${OVERLAY_KINDS[kind] ?? 'unknown'}), which is no decision`, async () => {
      await registry.refuses(decides(registry, right, [[0, 1]], 'cut', { kind }), 'InvalidDecision', {
        kind,
      });
    });
  }

  it('has a file number of 1 to 256 bytes', async () => {
    for (const number of ['', `${LONGEST}x`]) {
      await registry.refuses(
        decides(registry, right, [[0, 1]], 'cut', { number }),
        'InvalidDecisionNumber',
        {},
      );
    }
    await registry.act(decides(registry, right, [[0, 1]], 'cut', { number: LONGEST }));
  });

  it('is of canonical intervals', async () => {
    await registry.refuses(decides(registry, right, [], 'cut'), 'InvalidIntervalCount', { count: 0 });
    await registry.refuses(decides(registry, right, [[0, 101]], 'cut'), 'InvalidInterval');
  });

  it('overrides claims in a surrender only', async () => {
    for (const kind of ['retired', 'cut', 'not-carried-over'] as const) {
      const tx = decides(registry, right, [[0, 1]], kind, { overriding: true });
      await registry.refuses(tx, 'CannotOverride', { kind: kindNumber(kind) });
    }
    await decide('surrendered', [[0, 1]], true);
  });

  it('makes no more than 64 overlays', async () => {
    for (let i = 0; i < 4; i++) await restrict(registry, right, COMB, 'compliance-hold');
    await registry.refuses(decides(registry, right, [[0, 1]], 'surrendered'), 'TooManyOverlays', {
      count: 65,
    });
  });

  it('meets the ledger if the state handed in is not the present one', async () => {
    const stale = decides(registry, right, [[0, 1]], 'retired');
    await decide('retired', [[50, 60]]);
    await registry.refuses(stale, 'StaleState');
  });

  describe('what somebody has a claim on', () => {
    const encumbered = (kind: OverlayKind, ref: number) => ({ right, unit: 5, kind: kindNumber(kind), ref });

    for (const kind of ['surrendered', 'retired'] as const) {
      it(`is not ${kind} while it is pledged, even if the pledge has lapsed`, async () => {
        const ref = await pledge([5, 10]);
        await registry.refuses(
          decides(registry, right, [[0, 20]], kind),
          'UnitsEncumbered',
          encumbered('interest', ref),
        );
        await passes(TODAY + 3 * YEAR);
        await registry.refuses(
          decides(registry, right, [[0, 20]], kind),
          'UnitsEncumbered',
          encumbered('interest', ref),
        );
        await decide(kind, [
          [0, 5],
          [10, 20],
        ]);
      });

      for (const restriction of RESTRICTION_KINDS) {
        const keeps = restriction !== 'compliance-hold';
        it(`${keeps ? 'is not' : 'is'} ${kind} under ${restriction}`, async () => {
          const ref = await restrictUntil(registry, right, [[5, 10]], restriction, SOON);
          const taken = () => decides(registry, right, [[0, 20]], kind);
          if (!keeps) return registry.act(taken());
          await registry.refuses(taken(), 'UnitsEncumbered', encumbered(restriction, ref));
          await restrictionEnds(registry, right, ref, restriction, SOON);
          return registry.act(taken());
        });
      }
    }

    it('names what binds and not what has expired', async () => {
      await restrict(registry, right, [[0, 10]], 'judicial-freeze', { until: SOON });
      const ref = await restrict(registry, right, [[5, 10]], 'suspension');
      await passes(SOON);
      await registry.refuses(
        decides(registry, right, [[0, 20]], 'retired'),
        'UnitsEncumbered',
        encumbered('suspension', ref),
      );
    });

    it('is surrendered by overriding, and stays encumbered', async () => {
      const ref = await pledge([5, 10]);
      await restrict(registry, right, [[5, 10]], 'judicial-freeze');
      await decide('surrendered', [[0, 20]], true);
      expect(line().map(({ kind }) => kind)).to.deep.equal(['interest', 'judicial-freeze', 'surrendered']);
      expect(line()[0]).to.deep.equal({ kind: 'interest', ref, priority: ref, from: 5n, to: 10n });
    });

    it('may be not carried over', async () => {
      await pledge([5, 10]);
      await restrict(registry, right, [[5, 10]], 'judicial-freeze');
      await decide('not-carried-over', [[0, 20]]);
    });
  });

  describe('units that were not carried over', () => {
    beforeEach(() => decide('not-carried-over', [[30, 40]]));

    for (const [kind, overriding] of [
      ['surrendered', false],
      ['surrendered', true],
      ['retired', false],
    ] as const) {
      it(`are not ${kind}${overriding ? ', not even by overriding' : ''}`, async () => {
        const tx = decides(registry, right, [[0, 40]], kind, { overriding });
        await registry.refuses(tx, 'UnitsNotCarried', { right, unit: 30 });
        await decide(kind, [[0, 30]], overriding);
      });
    }

    it('are so once', async () => {
      const ref = registry.lastSequence;
      await registry.refuses(decides(registry, right, [[0, 40]], 'not-carried-over'), 'UnitsEncumbered', {
        right,
        unit: 30,
        kind: kindNumber('not-carried-over'),
        ref,
      });
    });

    it('may be cut', async () => {
      await decide('cut', [[30, 40]]);
    });
  });

  describe('a cut takes free units first', () => {
    const freeFirst = (units: Units, unit: number) =>
      registry.refuses(decides(registry, right, units, 'cut'), 'FreeUnitsFirst', { right, unit });

    it('where it takes free units alone', async () => {
      await pledge([0, 40]);
      await decide('cut', [[40, 60]]);
    });

    it('where it takes what is pledged', async () => {
      await pledge([0, 40]);
      await freeFirst([[0, 10]], 40);
      await freeFirst([[30, 99]], 99);
      await freeFirst(
        [
          [39, 40],
          [41, 100],
        ],
        40,
      );
      await decide('cut', [[30, 100]]);
      expect(line().map(({ kind }) => kind)).to.deep.equal(['interest', 'cut']);
    });

    it('where what is gone is free of nobody', async () => {
      await pledge([0, 40]);
      await decide('retired', [[40, 50]]);
      await decide('cut', [[90, 100]]);
      await freeFirst([[0, 10]], 50);
      await decide('cut', [[50, 90]]);
      await decide('cut', [[0, 10]]);
    });

    it('where a restriction counts as long as it is in force', async () => {
      await restrict(registry, right, [[0, 40]], 'pledge-control', { until: SOON });
      await pledge([50, 100]);
      await freeFirst([[0, 10]], 40);
      await passes(SOON);
      await decide('cut', [[0, 10]]);
      await freeFirst([[60, 70]], 10);
      await decide('cut', [[10, 60]]);
    });

    it('where units that were not carried over are free', async () => {
      await pledge([0, 40]);
      await decide('not-carried-over', [[40, 100]]);
      await freeFirst([[0, 10]], 40);
    });
  });
});
