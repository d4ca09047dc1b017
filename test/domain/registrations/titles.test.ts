import { expect } from 'chai';
import { textToFixed } from '../../../domain/encoding/abi.ts';
import { TITLE_CAUSES, type TitleCause } from '../../../domain/encoding/codes.ts';
import type { EventArgs } from '../../../domain/registrations/events.ts';
import { ZERO_WORD } from '../../../domain/encoding/hash.ts';
import { entryOf, fold, type Log } from '../../../domain/journal/entry.ts';
import { OVERLAY_KINDS, packOverlay, type Overlay, type OverlayKind } from '../../../domain/line/overlay.ts';
import { DivergenceError } from '../../../domain/registrations/reduce.ts';
import type { MemoryRows } from '../../../domain/state/rows.ts';
import { rightStateFields, rightStateHash, type RightState } from '../../../domain/state/state.ts';
import {
  dated,
  EMITTER,
  idOf,
  interestRegistered,
  interestState,
  logOf,
  overlayOf,
  particularsOf,
  rightEncumbered,
  rightState,
} from '../history.ts';
import {
  A,
  after,
  at,
  D,
  FOUNDED,
  I,
  instant,
  interestOf,
  onInterest,
  onRight,
  P,
  Q,
  restrictionOf,
  rightOf,
  step,
} from './rows.ts';

const C = idOf('C');
const of = (kind: OverlayKind, ref: number, from: number, to: number): Overlay => ({
  ...overlayOf(ref, from, to),
  kind,
});
const conveyance = (cause: TitleCause, to = Q, disposal = 0n) => ({
  ...{ cause: TITLE_CAUSES.indexOf(cause), to, disposal },
  ...{ approvalDigest: ZERO_WORD, evidence: D },
});

const transferred = (sequence: number, cause: TitleCause, next: RightState, disposal = 0n): Log =>
  onRight('RightTransferred', sequence, next, {
    ...{ right: A, to: Q, authority: 1, from: P, conveyance: conveyance(cause, Q, disposal) },
  });

const PARTICULARS = particularsOf('c-2', [11, 20], [56, 65]);

/** @param said of the child, where it is not what the hash is of */
function divided(
  sequence: number,
  { parent, child }: { parent: RightState; child: RightState },
  how: Pick<EventArgs['RightDivided'], 'conveyance' | 'part'>,
  said = child,
): Log {
  return logOf('RightDivided', {
    ...{ ...dated(sequence), right: A, child: C, authority: 1, from: P, particulars: PARTICULARS },
    ...{ stateHash: rightStateHash(parent), childStateHash: rightStateHash(child) },
    ...{ state: rightStateFields(said), extension: said.extension ?? '0x' },
    ...how,
  });
}

const taken = [overlayOf(5, 0, 60)];
const frozen = of('judicial-freeze', 6, 50, 70);
const order = { kind: OVERLAY_KINDS.indexOf('judicial-freeze'), until: 0, number: 'o', digest: D };
const ENCUMBERED = [
  ...FOUNDED,
  rightEncumbered(5, A, taken, rightState(P, taken)),
  interestRegistered(5, P, [A]),
  onRight('RightRestricted', 6, rightState(P, [...taken, frozen]), {
    ...{ right: A, ref: 6n, institution: 3, order, added: [packOverlay(frozen)] },
  }),
];

describe('the reducer on title', () => {
  it('transfers the whole: holder and acquisition change, the line does not', () => {
    const rows = after(...ENCUMBERED);
    const state: RightState = { ...rightState(Q, [...taken, frozen]), acquisition: 'traded' };
    const log = transferred(7, 'transfer', state);
    const parties = [P, Q].map((id) => rows.get('party', id));
    expect(step(rows, log).subjects).to.deep.equal([{ kind: 'right', id: A }]);
    expect(rightOf(rows)).to.deep.include({
      state,
      formerHolders: [{ holder: P, until: instant(7), cause: 'transfer' }],
    });
    expect(
      [P, Q].map((id) => rows.get('party', id)),
      'their lists say so',
    ).to.deep.equal(parties);
  });

  it('leaves the acquisition as it was where nothing was traded', () => {
    for (const cause of ['succession', 'court-order'] as const) {
      const rows = after(...ENCUMBERED);
      step(rows, transferred(7, cause, rightState(Q, [...taken, frozen])));
      expect(rightOf(rows).state.acquisition).to.equal('paid');
    }
  });

  describe('divided', () => {
    const part = [at(10, 20), at(55, 65)];
    const moved = part.map((it): Overlay => ({ kind: 'moved', ref: 7, priority: 7, ...it }));
    const parent = rightState(P, [
      ...[overlayOf(5, 0, 10), overlayOf(5, 20, 55)],
      ...[of('judicial-freeze', 6, 50, 55), of('judicial-freeze', 6, 65, 70)],
      ...moved,
    ]);
    const child: RightState = {
      ...rightState(P, [overlayOf(5, 0, 10), overlayOf(5, 10, 15), of('judicial-freeze', 6, 10, 20)]),
      quantity: 20n,
    };
    const split = divided(7, { parent, child }, { conveyance: conveyance('split', P), part });
    const followed = onInterest('InterestFollowed', 7, interestState(P, [A, C]), { interest: I, right: C });

    it('keeps its own line, and the part is a right of its own with what lay on it', () => {
      const rows = after(...ENCUMBERED);
      const journal = rightOf(rows).journal;
      expect(step(rows, split).subjects).to.deep.equal([
        { kind: 'right', id: A },
        { kind: 'right', id: C },
      ]);
      expect(rightOf(rows)).to.deep.include({ state: parent, journal: fold(journal, entryOf(split)) });
      expect(rightOf(rows, C)).to.deep.include({
        ...{ id: C, state: child, journal: fold(ZERO_WORD, entryOf(split)), ...instant(7) },
        ...{ dividedFrom: { right: A, part }, restrictions: [6], formerHolders: [], disposals: [] },
      });
    });

    it('is registered with what the authority confirmed of it', () => {
      const { certificateNumber, serialBlocks } = PARTICULARS;
      expect(rightOf(after(...ENCUMBERED, split), C).registration).to.deep.equal({
        ...rightOf(after(...ENCUMBERED)).registration,
        ...{ certificateNumber, serialBlocks, quantity: 20n },
      });
    });

    it('the interest on it follows', () => {
      const rows = after(...ENCUMBERED, split, followed);
      expect(interestOf(rows, I).state.rights).to.deep.equal([A, C]);
      expect(interestOf(rows, I).registrations.at(-1)).to.deep.equal({
        kind: 'followed-division',
        ...instant(7),
      });
    });

    it('a restriction lies on both, or goes along with its last unit', () => {
      const rows = after(...ENCUMBERED, split);
      expect(restrictionOf(rows, 6).rights).to.deep.equal([A, C]);
      const all = [at(50, 70)];
      const left = rightState(P, [overlayOf(5, 0, 50), { kind: 'moved', ref: 7, priority: 7, ...all[0]! }]);
      const whole: RightState = {
        ...rightState(Q, [overlayOf(5, 0, 10), of('judicial-freeze', 6, 0, 20)]),
        quantity: 20n,
      };
      const how = { conveyance: conveyance('court-order'), part: all };
      const other = after(...ENCUMBERED, divided(7, { parent: left, child: whole }, how));
      expect(restrictionOf(other, 6).rights).to.deep.equal([C]);
      expect(rightOf(other).restrictions).to.deep.equal([6]);
    });

    it('both hashes are checked', () => {
      const how = { conveyance: conveyance('split', P), part };
      const wrong = { ...child, quantity: 21n };
      const check = (states: Parameters<typeof divided>[1]) => () =>
        step(after(...ENCUMBERED), divided(7, states, how, child));
      expect(check({ parent, child: wrong })).to.throw(DivergenceError, `right ${C}`);
      expect(check({ parent: wrong, child })).to.throw(DivergenceError, `right ${A}`);
    });
  });

  describe('after a disposal', () => {
    const sold = of('sold', 8, 0, 60);
    const disposal = {
      ...{ route: 2, buyer: Q, currency: textToFixed('CNY', 3), proceeds: 500n },
      source: 's',
    };
    const dispose = (rows: MemoryRows): void => {
      const free = rightState(P, [sold]);
      step(
        rows,
        onRight('RightDisposed', 8, free, {
          ...{ right: A, ref: 8n, institution: 2, interest: I, units: at(0, 60), claimants: [I] },
          disposal: { ...disposal, referenceValue: 0n, evidence: D },
          payments: [{ claimant: 0, layer: 0, claim: 500n, paid: 500n }],
          ...{ surplus: 0n, approver: EMITTER },
        }),
      );
    };
    const PLEDGED = ENCUMBERED.slice(0, -1);

    it('a part goes to the buyer, who is not awaiting title any more', () => {
      const rows = after(...PLEDGED);
      dispose(rows);
      const part = [at(0, 60)];
      const parent = rightState(P, [{ kind: 'moved', ref: 9, priority: 9, ...part[0]! }]);
      const child: RightState = { ...rightState(Q), acquisition: 'traded', quantity: 60n };
      const how = { conveyance: conveyance('disposal', Q, 8n), part };
      expect(rightOf(rows).disposals[0]?.title).to.equal(undefined);
      step(rows, divided(9, { parent, child }, how));
      expect(rightOf(rows, C).state).to.deep.equal(child);
      expect(rightOf(rows).disposals[0]?.title).to.deep.equal(instant(9));
    });

    it('the whole goes to the buyer; the first registration of title counts', () => {
      const rows = after(...PLEDGED);
      dispose(rows);
      const row = rightOf(rows);
      const other = { ...row.disposals[0]!, sequence: 7 };
      rows.apply([{ kind: 'right', id: A, row: { ...row, disposals: [other, ...row.disposals] } }]);
      const state: RightState = { ...rightState(Q), acquisition: 'traded' };
      step(rows, transferred(9, 'disposal', state, 8n));
      expect(rightOf(rows).state).to.deep.equal(state);
      expect(rightOf(rows).disposals.map(({ title }) => title)).to.deep.equal([undefined, instant(9)]);
      const again = { ...transferred(10, 'disposal', state, 8n) };
      step(rows, again);
      expect(rightOf(rows).disposals[1]?.title).to.deep.equal(instant(9));
    });
  });
});
