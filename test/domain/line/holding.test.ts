import { expect } from 'chai';
import fc from 'fast-check';
import { expiryInstant } from '../../../domain/time/calendar.ts';
import { holdingOf } from '../../../domain/line/holding.ts';
import {
  isEncumbrance,
  isGone,
  OVERLAY_KINDS,
  type Overlay,
  type OverlayKind,
} from '../../../domain/line/overlay.ts';
import { covers, LENGTH, overlays, UNITS } from '../generators.ts';
import { overlayOf } from '../history.ts';

const of = (kind: OverlayKind, from: number, to: number): Overlay => ({ ...overlayOf(1, from, to), kind });
const NONE = { surrendered: 0n, retired: 0n, cut: 0n, moved: 0n };

describe('a holding', () => {
  it('counts every unit once, however many lie on it', () => {
    const line = [
      of('surrendered', 0, 10),
      of('moved', 10, 15),
      of('interest', 5, 40),
      of('interest', 20, 50),
      of('judicial-freeze', 30, 60),
      of('compliance-hold', 60, 70),
      of('suspension', 68, 70),
      of('not-carried-over', 65, 80),
      of('sold', 80, 85),
    ];
    expect(holdingOf({ quantity: 100n, validTo: 0 }, line, 0)).to.deep.equal({
      total: 100n,
      gone: { ...NONE, surrendered: 10n, moved: 5n },
      onLine: 85n,
      pledged: 35n,
      frozen: 30n,
      restricted: 0n,
      held: 10n,
      controlled: 0n,
      suspended: 2n,
      stayed: 0n,
      sold: 5n,
      encumbered: 60n,
      free: 25n,
      tradable: 25n,
      registrable: 78n,
      surrenderable: 20n,
    });
  });

  it('can neither be traded nor encumbered once its validity is over', () => {
    const right = { quantity: 10n, validTo: 20_000 };
    const valid = holdingOf(right, [], expiryInstant(20_000));
    expect(valid).to.deep.include({ free: 10n, tradable: 10n, registrable: 10n });
    const expired = holdingOf(right, [], expiryInstant(20_000) + 1);
    expect(expired).to.deep.include({ free: 10n, tradable: 0n, registrable: 0n });
  });

  it('is conserved: gone and left are all, encumbered and free are what is left', () => {
    const kinds = fc.array(fc.constantFrom(...OVERLAY_KINDS.slice(1)), { minLength: 6, maxLength: 6 });
    fc.assert(
      fc.property(overlays, kinds, (line, chosen) => {
        // Units go once only, as the contracts see to.
        let gone: Overlay[] = [];
        const mixed = line.flatMap((it): Overlay[] => {
          const made = { ...it, kind: chosen[it.ref - 1]! };
          if (!isGone(made.kind)) return [made];
          if (gone.some(({ from, to }) => from < made.to && made.from < to)) return [];
          gone = [...gone, made];
          return [made];
        });
        const holding = holdingOf({ quantity: BigInt(LENGTH), validTo: 0 }, mixed, 0);
        const lost = Object.values(holding.gone).reduce((sum, it) => sum + it, 0n);
        expect(lost + holding.onLine).to.equal(holding.total);
        expect(holding.encumbered + holding.free).to.equal(holding.onLine);
        const counted = UNITS.filter(
          (unit) => !covers(gone, unit) && mixed.some((it) => isEncumbrance(it.kind) && covers([it], unit)),
        );
        expect(holding.encumbered).to.equal(BigInt(counted.length));
      }),
    );
  });
});
