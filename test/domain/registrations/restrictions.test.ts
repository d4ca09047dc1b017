import { expect } from 'chai';
import { entryOf, fold } from '../../../domain/journal/entry.ts';
import { OVERLAY_KINDS, packOverlay, type Overlay, type OverlayKind } from '../../../domain/line/overlay.ts';
import { DivergenceError } from '../../../domain/registrations/reduce.ts';
import { overlayOf, rightState } from '../history.ts';
import { A, after, B, D, FOUNDED, instant, onRight, P, restrictionOf, rightOf, step } from './rows.ts';

const of = (kind: OverlayKind, ref: number, from: number, to: number): Overlay => ({
  ...overlayOf(ref, from, to),
  kind,
});
const kindOf = (kind: OverlayKind): number => OVERLAY_KINDS.indexOf(kind);

describe('the reducer on restrictions', () => {
  const freeze = of('judicial-freeze', 5, 10, 20);
  const order = { kind: kindOf('judicial-freeze'), until: 21_000, number: '(2026)粤01执1号', digest: D };
  const restricted = onRight('RightRestricted', 5, rightState(P, [freeze]), {
    ...{ right: A, ref: 5n, institution: 3, order, added: [packOverlay(freeze)] },
  });
  const FROZEN = [...FOUNDED, restricted];

  it('restricts: an overlay on the line, and a row with the order', () => {
    const rows = after(...FROZEN);
    expect(rightOf(rows)).to.deep.include({ state: rightState(P, [freeze]), restrictions: [5] });
    expect(restrictionOf(rows, 5)).to.deep.equal({
      ...{ ...order, ref: 5, kind: 'judicial-freeze', institution: 3, ...instant(5) },
      ...{ prolongations: [], rights: [A], lifted: [] },
    });
  });

  it('prolongs: the end is another, the place is kept', () => {
    const rows = after(...FROZEN);
    const before = rightOf(rows);
    const change = { until: 21_500, number: '续1', digest: D };
    const log = onRight('RestrictionProlonged', 6, rightState(P, [freeze]), {
      ...{ right: A, ref: 5n, institution: 3, ...change },
    });
    expect(step(rows, log).subjects).to.deep.equal([{ kind: 'right', id: A }]);
    expect(restrictionOf(rows, 5)).to.deep.include({
      until: 21_500,
      number: order.number,
      prolongations: [{ ...change, ...instant(6) }],
    });
    expect(rightOf(rows)).to.deep.equal({ ...before, journal: fold(before.journal, entryOf(log)) });
  });

  it('lifts: it lies there no more, and stays in the books of the right', () => {
    const rows = after(...FROZEN);
    const change = { number: '解1', digest: D, approver: `0x${'cc'.repeat(20)}` as const };
    const args = { right: A, ref: 5n, institution: 3, ...change };
    step(rows, onRight('RestrictionLifted', 6, rightState(P), args));
    expect(rightOf(rows)).to.deep.include({ state: rightState(P), restrictions: [5] });
    expect(restrictionOf(rows, 5)).to.deep.include({
      rights: [],
      lifted: [{ right: A, ...change, ...instant(6) }],
    });
  });

  it('notices a restriction that was never entered', () => {
    const change = { until: 21_500, number: '续1', digest: D };
    const log = onRight('RestrictionProlonged', 6, rightState(P), {
      ...{ right: B, ref: 99n, institution: 3, ...change },
    });
    expect(() => step(after(...FROZEN), log)).to.throw(DivergenceError, 'restriction 99');
  });
});
