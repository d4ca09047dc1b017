import { expect } from 'chai';
import fc from 'fast-check';
import { expiryInstant } from '../../../domain/time/calendar.ts';
import { lotsOf } from '../../../domain/interests/lots.ts';
import type { Overlay } from '../../../domain/line/overlay.ts';
import type { InterestState } from '../../../domain/state/state.ts';
import { layersInRank, waterfall, type Layer } from '../../../domain/interests/waterfall.ts';
import { covers, LENGTH, overlays, UNITS } from '../generators.ts';
import { idOf, interestState, overlayOf } from '../history.ts';

const NOW = expiryInstant(21_000);
const state = (securedAmount: bigint, more: Partial<InterestState> = {}): InterestState => ({
  ...interestState(idOf('P'), [idOf('A')]),
  securedAmount,
  ...more,
});
const layer = (claimant: number, number: number, secured: bigint): Layer => ({
  claimant,
  layer: number,
  secured,
});

describe('lots of a disposal', () => {
  it('are the units between which nothing begins or ends, with who is on them', () => {
    const [a, b] = [overlayOf(1, 0, 60), overlayOf(2, 40, 100)];
    const lots = lotsOf([{ from: 10n, to: 90n }], { quantity: 100n, overlays: [a, b] });
    expect(lots).to.deep.equal([
      { from: 10n, to: 40n, interests: [a] },
      { from: 40n, to: 60n, interests: [a, b] },
      { from: 60n, to: 90n, interests: [b] },
    ]);
  });

  it('leave out units that are gone, sold, or under no interest', () => {
    const of = (kind: Overlay['kind'], ref: number, from: number, to: number): Overlay => {
      return { ...overlayOf(ref, from, to), kind };
    };
    const a = overlayOf(1, 0, 50);
    const line = [a, of('cut', 2, 0, 10), of('sold', 3, 20, 30), of('stay', 4, 35, 40)];
    expect(lotsOf([{ from: 0n, to: 100n }], { quantity: 100n, overlays: line })).to.deep.equal([
      { from: 10n, to: 20n, interests: [a] },
      { from: 30n, to: 50n, interests: [a] },
    ]);
  });

  it('are encumbered alike throughout, and together all encumbered units, each once', () => {
    fc.assert(
      fc.property(overlays, (line) => {
        const lots = lotsOf([{ from: 0n, to: BigInt(LENGTH) }], { quantity: BigInt(LENGTH), overlays: line });
        for (const unit of UNITS) {
          const there = line.filter((it) => covers([it], unit));
          const found = lots.filter((lot) => covers([lot], unit));
          expect(found.map(({ interests }) => interests)).to.deep.equal(there.length > 0 ? [there] : []);
        }
      }),
    );
  });
});

describe('the waterfall', () => {
  it('ranks an increase from its own amendment, between what others have', () => {
    const lot = [overlayOf(5, 0, 10), overlayOf(7, 0, 10)];
    const first = state(150n, { increases: [{ since: 9, amount: 50n }] });
    const claimants = [
      { ref: 7, state: state(80n, { increases: [{ since: 9, amount: 30n }] }) },
      { ref: 5, state: first },
    ];
    expect(layersInRank(lot, claimants, NOW)).to.deep.equal([
      layer(1, 0, 100n),
      layer(0, 0, 50n),
      layer(1, 1, 50n),
      layer(0, 1, 30n),
    ]);
  });

  it('an increase ranks no better than the units that it lies on, and behind the layers before it', () => {
    const lot = [overlayOf(5, 0, 10), { ...overlayOf(3, 0, 10), priority: 12 }];
    const claimants = [{ ref: 3, state: state(10n, { increases: [{ since: 9, amount: 4n }] }) }];
    expect(layersInRank(lot, claimants, NOW)).to.deep.equal([layer(0, 0, 6n), layer(0, 1, 4n)]);
  });

  it('where a subordination gave two one priority, whoever was laid first is ahead', () => {
    const lot = [overlayOf(5, 0, 10), { ...overlayOf(3, 0, 10), priority: 5 }];
    const claimants = [3, 5].map((ref) => ({ ref, state: state(10n) }));
    expect(layersInRank(lot, claimants, NOW).map(({ claimant }) => claimant)).to.deep.equal([1, 0]);
    expect(() => layersInRank(lot, [{ ref: 4, state: state(1n) }], NOW)).to.throw(RangeError, '4');
  });

  it('lets nobody claim whose interest has lapsed or not arisen yet', () => {
    const lot = [overlayOf(5, 0, 10)];
    const secured = (it: InterestState, now = NOW) =>
      layersInRank(lot, [{ ref: 5, state: it }], now)[0]?.secured;
    expect(secured(state(10n))).to.equal(10n);
    expect(secured(state(10n, { status: 'enforcing' }))).to.equal(10n);
    expect(secured(state(10n), NOW + 1)).to.equal(0n);
    expect(secured(state(10n, { status: 'advance' }))).to.equal(0n);
  });

  it('pays each rank in full before the next, the surplus to the holder, and records the shortfall', () => {
    const layers = [layer(0, 0, 100n), layer(1, 0, 50n), layer(0, 1, 40n)];
    expect(waterfall(170n, layers, [140n, 30n])).to.deep.equal({
      payments: [
        { claimant: 0, layer: 0, claim: 100n, paid: 100n },
        { claimant: 1, layer: 0, claim: 30n, paid: 30n },
        { claimant: 0, layer: 1, claim: 40n, paid: 40n },
      ],
      surplus: 0n,
      shortfalls: [0n, 0n],
    });
    expect(waterfall(110n, layers, [140n, 60n])).to.deep.include({ surplus: 0n, shortfalls: [40n, 40n] });
    expect(waterfall(200n, layers, [500n, 0n])).to.deep.include({ surplus: 60n, shortfalls: [0n, 0n] });
  });

  it('conserves the proceeds, and pays no lower rank before a higher one is satisfied', () => {
    const amount = fc.bigInt({ min: 0n, max: 100n });
    const some = fc.array(fc.tuple(fc.nat(2), amount), { maxLength: 7 });
    fc.assert(
      fc.property(amount, some, fc.tuple(amount, amount, amount), (proceeds, given, claims) => {
        const layers = given.map(([claimant, secured], i) => layer(claimant, i, secured));
        const { payments, surplus, shortfalls } = waterfall(proceeds, layers, claims);
        const paid = payments.reduce((sum, it) => sum + it.paid, 0n);
        expect(paid + surplus).to.equal(proceeds);
        payments.forEach((it, i) => {
          expect(it.paid <= it.claim && it.claim <= layers[i]!.secured).to.equal(true);
          if (it.paid < it.claim) {
            expect(surplus).to.equal(0n);
            expect(payments.slice(i + 1).every((later) => later.paid === 0n)).to.equal(true);
          }
        });
        claims.forEach((claim, claimant) => {
          const own = payments.filter((it) => it.claimant === claimant);
          const claimed = own.reduce((sum, it) => sum + it.claim, 0n);
          expect(claimed <= claim).to.equal(true);
          expect(shortfalls[claimant]).to.equal(claimed - own.reduce((sum, it) => sum + it.paid, 0n));
        });
      }),
    );
  });
});
