import { expect } from 'chai';
import { textToFixed } from '../../../domain/encoding/abi.ts';
import { OVERLAY_KINDS, packOverlay, type Overlay, type OverlayKind } from '../../../domain/line/overlay.ts';
import { DivergenceError } from '../../../domain/registrations/reduce.ts';
import { overlayOf, rightEncumbered, rightState } from '../history.ts';
import { A, after, at, D, FOUNDED, instant, onRight, P, rightOf, step } from './rows.ts';

const of = (kind: OverlayKind, ref: number, from: number, to: number): Overlay => ({
  ...overlayOf(ref, from, to),
  kind,
});
const kindOf = (kind: OverlayKind): number => OVERLAY_KINDS.indexOf(kind);
const [first, second] = [overlayOf(5, 0, 60), overlayOf(6, 20, 80)];
const ENCUMBERED = [
  ...FOUNDED,
  rightEncumbered(5, A, [first], rightState(P, [first])),
  rightEncumbered(6, A, [second], rightState(P, [first, second])),
];

describe('the reducer on rights', () => {
  it('renews: the line and what lies on it stay', () => {
    const rows = after(...ENCUMBERED);
    const state = { ...rightState(P, [first, second]), validFrom: 21_000, validTo: 24_000 };
    const evidence = [{ kind: textToFixed('permit', 16), digest: D }];
    const renewal = { certificateNumber: 'c2', validFrom: 21_000, validTo: 24_000, evidence };
    step(rows, onRight('RightRenewed', 7, state, { right: A, authority: 1n, renewal }));
    expect(rightOf(rows)).to.deep.include({ state, renewals: [{ ...renewal, ...instant(7) }] });
    expect(rightOf(rows).registration.certificateNumber).to.equal('c');
  });

  it('releases in place: the left part before the right one, others untouched', () => {
    const rows = after(...ENCUMBERED);
    const kept = [overlayOf(5, 0, 10), overlayOf(5, 30, 50), second];
    const intervals = [at(10, 30), at(50, 60)];
    step(rows, onRight('RightReleased', 7, rightState(P, kept), { right: A, ref: 5n, intervals }));
    expect(rightOf(rows).state.overlays).to.deep.equal(kept);
  });

  it('reranks: what steps back is laid again at the end, with the priority that it yields to', () => {
    const rows = after(...ENCUMBERED);
    const yielded = { ...overlayOf(5, 20, 60), priority: 6 };
    const line = [overlayOf(5, 0, 20), second, yielded];
    const args = { right: A, ref: 5n, priority: 6n, intervals: [at(20, 60)] };
    step(rows, onRight('RightReranked', 7, rightState(P, line), args));
    expect(rightOf(rows).state.overlays).to.deep.equal(line);
  });

  it('records decisions about units, which stay on the line under an overlay', () => {
    const rows = after(...ENCUMBERED);
    const added = [of('surrendered', 7, 80, 90), of('surrendered', 7, 95, 100)];
    const decision = { kind: kindOf('surrendered'), overriding: true, period: 2025, number: 'd', digest: D };
    const args = { right: A, authority: 1n, decision, added: added.map(packOverlay) };
    step(rows, onRight('QuotaChanged', 7, rightState(P, [first, second, ...added]), args));
    expect(rightOf(rows).state.overlays).to.deep.equal([first, second, ...added]);
    expect(rightOf(rows).decisions).to.deep.equal([
      { ...decision, kind: 'surrendered', intervals: [at(80, 90), at(95, 100)], ...instant(7) },
    ]);
  });

  it('notices a line that is not what the chain says', () => {
    const rows = after(...ENCUMBERED);
    const wrong = rightState(P, [second, overlayOf(5, 0, 10)]);
    const log = onRight('RightReleased', 7, wrong, { right: A, ref: 5n, intervals: [at(10, 60)] });
    expect(() => step(rows, log)).to.throw(DivergenceError, `right ${A}`);
  });
});
