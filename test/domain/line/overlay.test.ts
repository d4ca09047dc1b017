import { expect } from 'chai';
import fc from 'fast-check';
import {
  GONE_KINDS,
  isEncumbrance,
  isGone,
  isRestriction,
  MAX_QUANTITY,
  OVERLAY_KINDS,
  packOverlay,
  QUOTA_KINDS,
  RESTRICTION_KINDS,
  unpackOverlay,
  type Overlay,
} from '../../../domain/line/overlay.ts';

const sequence = fc.nat(2 ** 48 - 1);
const quantity = fc.bigInt({ min: 0n, max: MAX_QUANTITY });

describe('overlay', () => {
  it('packs kind, ref, priority, from and to, most significant first', () => {
    const overlay: Overlay = { kind: 'interest', ref: 2, priority: 3, from: 4n, to: 5n };
    const word = `0x01${'2'.padStart(12, '0')}${'3'.padStart(12, '0')}${'4'.padStart(19, '0')}${'5'.padStart(19, '0')}`;
    expect(packOverlay(overlay)).to.equal(BigInt(word));
  });

  it('fits into a word and comes back whole, up to the largest of everything', () => {
    fc.assert(
      fc.property(sequence, sequence, quantity, quantity, (ref, priority, from, to) => {
        const overlay: Overlay = { kind: 'interest', ref, priority, from, to };
        expect(packOverlay(overlay) < 1n << 256n).to.be.true;
        expect(unpackOverlay(packOverlay(overlay))).to.deep.equal(overlay);
      }),
    );
    const largest = 2 ** 48 - 1;
    const overlay: Overlay = {
      kind: 'interest',
      ref: largest,
      priority: largest,
      from: MAX_QUANTITY,
      to: MAX_QUANTITY,
    };
    expect(unpackOverlay(packOverlay(overlay))).to.deep.equal(overlay);
  });

  it('refuses a kind that it does not know', () => {
    for (const kind of [0n, 14n, 255n]) {
      expect(() => unpackOverlay(kind << 248n)).to.throw(RangeError, `unknown overlay kind ${kind}`);
    }
  });

  it('says what units under it are: restricted, encumbered, gone, or none of these', () => {
    const kinds = OVERLAY_KINDS.slice(1);
    expect(kinds.filter(isRestriction)).to.deep.equal(RESTRICTION_KINDS);
    expect(kinds.filter(isGone)).to.deep.equal(GONE_KINDS);
    expect(kinds.filter(isEncumbrance)).to.deep.equal(['interest', ...RESTRICTION_KINDS, 'sold']);
    expect(kinds.filter((kind) => !isEncumbrance(kind) && !isGone(kind))).to.deep.equal(['not-carried-over']);
    expect(QUOTA_KINDS.filter((kind) => !isGone(kind))).to.deep.equal(['not-carried-over']);
  });
});
