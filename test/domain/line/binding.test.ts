import { expect } from 'chai';
import { binding, counting, onLine } from '../../../domain/line/binding.ts';
import { expiryInstant } from '../../../domain/time/calendar.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import { tranchesOf } from '../../../domain/line/ranks.ts';
import type { Overlay, OverlayKind } from '../../../domain/line/overlay.ts';
import type { RestrictionRow, Rows } from '../../../domain/state/rows.ts';

const overlay = (kind: OverlayKind, ref: number, from = 0, to = 10): Overlay => ({
  kind,
  ref,
  priority: ref,
  from: BigInt(from),
  to: BigInt(to),
});
const UNTIL: Record<string, number> = { 2: 20_000, 3: 0 };
const rows = {
  get: (kind: string, id: string) =>
    kind === 'restriction' && id in UNTIL ? ({ until: UNTIL[id] } as unknown as RestrictionRow) : undefined,
} as Rows;

describe('what binds', () => {
  const line = [
    overlay('interest', 1),
    overlay('judicial-freeze', 2),
    overlay('stay', 3),
    overlay('sold', 4),
  ];

  it('is a restriction to the last second of its last day, and everything else', () => {
    expect(binding(line, rows, expiryInstant(20_000))).to.deep.equal(line);
    const after = binding(line, rows, expiryInstant(20_000) + 1).map(({ ref }) => ref);
    expect(after).to.deep.equal([1, 3, 4]);
  });

  it('is on a line whose units go only when they are surrendered, retired, cut or moved', () => {
    const gone = (['surrendered', 'retired', 'cut', 'moved'] as const).map((kind, i) =>
      overlay(kind, i + 5, 20 * i, 20 * i + 10),
    );
    expect(onLine({ quantity: 80n, overlays: [...line, ...gone] })).to.deep.equal(
      [10, 30, 50, 70].map((from) => ({ from: BigInt(from), to: BigInt(from + 10) })),
    );
    expect(onLine({ quantity: 10n, overlays: [overlay('not-carried-over', 9)] })).to.deep.equal([
      { from: 0n, to: 10n },
    ]);
  });

  it('counts for a reader no interest that has lapsed: those behind it have moved up', () => {
    const terms: Record<string, number> = { [interestIdOf(1)]: 20_000, [interestIdOf(5)]: 20_001 };
    const known = {
      get: (kind: string, id: string) =>
        kind === 'interest' && id in terms ? { state: { termTo: terms[id] } } : undefined,
    } as unknown as Rows;
    const both = [overlay('interest', 1), overlay('cut', 9), overlay('interest', 5)];
    const refs = (now: number) => counting(both, known, now).map(({ ref }) => ref);
    expect(refs(expiryInstant(20_000))).to.deep.equal([1, 9, 5]);
    expect(refs(expiryInstant(20_000) + 1)).to.deep.equal([9, 5]);
    const after = counting(both, known, expiryInstant(20_000) + 1);
    expect(tranchesOf(5, both)[0]?.rank).to.equal(2);
    expect(tranchesOf(5, after)[0]?.rank).to.equal(1);
  });

  it('counts no restriction that has expired', () => {
    const refs = counting(line, rows, expiryInstant(20_000) + 1).map(({ ref }) => ref);
    expect(refs).to.deep.equal([1, 3, 4]);
  });
});
