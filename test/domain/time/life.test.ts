import { expect } from 'chai';
import { expiryInstant } from '../../../domain/time/calendar.ts';
import type { InterestStatus } from '../../../domain/encoding/codes.ts';
import { interestLife, restrictionLife, rightLife } from '../../../domain/time/life.ts';
import type { Overlay, OverlayKind } from '../../../domain/line/overlay.ts';
import { MemoryRows, type RestrictionRow, type RightRow } from '../../../domain/state/rows.ts';
import { idOf, interestState, overlayOf, rightState } from '../history.ts';

const [P, A, B] = [idOf('P'), idOf('A'), idOf('B')];
const END = expiryInstant(21_000);
const of = (kind: OverlayKind, ref: number, from: number, to: number): Overlay => ({
  ...overlayOf(ref, from, to),
  kind,
});
const restriction = (
  ref: number,
  kind: RestrictionRow['kind'],
  until: number,
  rights = [A],
): RestrictionRow => ({
  ...{ ref, kind, until, rights, sequence: ref, time: 0, institution: 1 },
  ...{ number: 'n', digest: A, prolongations: [], lifted: [] },
});

/** Rows with a freeze to day 21,000, one to the day after and a suspension without end, and rights under the overlays given. */
function rowsWith(overlays: Record<string, Overlay[]>): MemoryRows {
  const rows = new MemoryRows();
  const kinds: RestrictionRow['kind'][] = ['judicial-freeze', 'judicial-freeze', 'suspension'];
  const restrictions = kinds.map((kind, i) => restriction(i + 1, kind, [21_000, 21_001, 0][i]!));
  rows.apply(restrictions.map((row) => ({ kind: 'restriction', id: String(row.ref), row })));
  for (const [id, there] of Object.entries(overlays)) {
    const row = { id, state: rightState(P, there) } as RightRow;
    rows.apply([{ kind: 'right', id, row }]);
  }
  return rows;
}

describe('the life of an interest', () => {
  const life = (status: InterestStatus, now: number) =>
    interestLife({ state: { ...interestState(P, [A]), status } }, now);

  it('is what was registered, through the last second of its term', () => {
    for (const status of ['advance', 'effective', 'enforcing', 'cancelled', 'revoked'] as const) {
      expect(life(status, END)).to.equal(status);
    }
  });

  it('lapses by itself one second later, unless it was ended before', () => {
    for (const status of ['advance', 'effective', 'enforcing'] as const) {
      expect(life(status, END + 1)).to.equal('lapsed');
    }
    expect(life('cancelled', END + 1)).to.equal('cancelled');
    expect(life('revoked', END + 1)).to.equal('revoked');
  });
});

describe('the life of a right', () => {
  const life = (overlays: Overlay[], now = END, validTo = 21_000) =>
    rightLife({ state: { ...rightState(P, overlays), validTo } }, rowsWith({}), now);

  it('is confirmed until its validity is over', () => {
    expect(life([])).to.equal('confirmed');
    expect(life([], END + 1)).to.equal('expired');
    expect(life([], END + 1, 0)).to.equal('confirmed');
  });

  it('is suspended while all that is left of it is', () => {
    expect(life([of('suspension', 3, 0, 100)])).to.equal('suspended');
    expect(life([of('suspension', 3, 0, 99)])).to.equal('confirmed');
    expect(life([of('suspension', 3, 10, 100), of('cut', 5, 0, 10)])).to.equal('suspended');
    expect(life([of('suspension', 3, 0, 100)], END + 1)).to.equal('expired');
  });

  it('ends when no unit is left, for the reason why', () => {
    for (const kind of ['surrendered', 'retired', 'cut', 'moved'] as const) {
      expect(life([of(kind, 5, 0, 60), of('interest', 4, 0, 60), of(kind, 6, 60, 100)])).to.equal(kind);
    }
    expect(life([of('cut', 5, 0, 60), of('moved', 6, 60, 100)], END + 1)).to.equal('exhausted');
  });
});

describe('the life of a restriction', () => {
  const first = restriction(1, 'judicial-freeze', 21_000);
  const second = restriction(2, 'judicial-freeze', 21_001);

  it('is in force through its last day, and lifted once it lies nowhere', () => {
    const rows = rowsWith({ [A]: [of('judicial-freeze', 1, 0, 50)] });
    expect(restrictionLife(first, rows, END)).to.equal('in-force');
    expect(restrictionLife(first, rows, END + 1)).to.equal('expired');
    expect(restrictionLife({ ...first, rights: [] }, rows, END + 1)).to.equal('lifted');
    expect(restrictionLife(restriction(3, 'suspension', 0), rows, END + 1)).to.equal('in-force');
  });

  it('waits behind an earlier freeze, and is promoted when that ends, by time or by being lifted', () => {
    const both = [of('judicial-freeze', 1, 0, 50), of('judicial-freeze', 2, 0, 50)];
    const rows = rowsWith({ [A]: both });
    expect(restrictionLife(second, rows, END)).to.equal('waiting');
    expect(restrictionLife(second, rows, END + 1)).to.equal('in-force');
    expect(restrictionLife(second, rowsWith({ [A]: both.slice(1) }), END)).to.equal('in-force');
  });

  it('does not wait where it is the first on some units, or on another right', () => {
    const [one, two] = [of('judicial-freeze', 1, 0, 50), of('judicial-freeze', 2, 0, 60)];
    expect(restrictionLife(second, rowsWith({ [A]: [one, two] }), END)).to.equal('in-force');
    const divided = { ...second, rights: [idOf('gone'), A, B] };
    const behind = of('judicial-freeze', 2, 0, 50);
    expect(restrictionLife(divided, rowsWith({ [A]: [one, behind], [B]: [behind] }), END)).to.equal(
      'in-force',
    );
    expect(restrictionLife(divided, rowsWith({ [A]: [one, behind] }), END)).to.equal('waiting');
  });
});
