import { nameAt, TITLE_CAUSES, type TitleCause } from '../../encoding/codes.ts';
import type { EventArgs } from '../events.ts';
import { ZERO_WORD } from '../../encoding/hash.ts';
import { carve } from '../../line/line.ts';
import type { Overlay } from '../../line/overlay.ts';
import type { DisposalRow, Instant, RightRow } from '../../state/rows.ts';
import { rightStateOf, type RightState } from '../../state/state.ts';
import { existing, instantOf, listing, rightChange, touching, type Reducers } from './changes.ts';
import { followingRestrictions, restrictionsOf } from './restrictions.ts';

export const TITLE_REDUCERS: Reducers<'RightTransferred' | 'RightDivided'> = {
  RightTransferred: (args, entry, rows) => {
    const { right, from, to, stateHash, conveyance } = args;
    const row = existing(rows, 'right', right);
    const [cause, instant] = [nameAt(TITLE_CAUSES, conveyance.cause), instantOf(args)];
    const disposal = Number(conveyance.disposal);
    const next: RightRow = {
      ...row,
      state: {
        ...row.state,
        holder: to,
        acquisition: acquisitionBy(cause, row.state),
        overlays:
          cause === 'disposal'
            ? row.state.overlays.filter(({ ref }) => ref !== disposal)
            : row.state.overlays,
      },
      formerHolders: [...row.formerHolders, { holder: from, until: instant, cause }],
      disposals: titled(row.disposals, cause, disposal, instant),
    };
    return listing(
      touching([{ kind: 'right', id: right }], rightChange(next, stateHash, entry())),
      { party: from, change: 'detached', kind: 'right', id: right },
      { party: to, change: 'attached', kind: 'right', id: right },
    );
  },

  RightDivided: (args, entry, rows) => {
    const { right, child, stateHash, childStateHash, conveyance, part } = args;
    const row = existing(rows, 'right', right);
    const [cause, instant] = [nameAt(TITLE_CAUSES, conveyance.cause), instantOf(args)];
    const left = carve(row.state.overlays, part);
    const moved = part.map((it): Overlay => {
      return { kind: 'moved', ref: instant.sequence, priority: instant.sequence, ...it };
    });
    const parent: RightRow = {
      ...row,
      state: { ...row.state, overlays: [...left, ...moved] },
      disposals: titled(row.disposals, cause, Number(conveyance.disposal), instant),
    };
    const divided = childOf(args);
    return listing(
      touching(
        [
          { kind: 'right', id: right },
          { kind: 'right', id: child },
        ],
        rightChange(parent, stateHash, entry()),
        rightChange(divided, childStateHash, entry()),
        ...followingRestrictions(
          rows,
          { id: right, overlays: left },
          { id: child, overlays: divided.state.overlays },
        ),
      ),
      { party: conveyance.to, change: 'attached', kind: 'right', id: child },
    );
  },
};

/** The new right begins with the log of the division, which says all of it. */
function childOf(args: EventArgs['RightDivided']): RightRow {
  const { child, right, part, particulars } = args;
  const state = rightStateOf(args.state, args.extension);
  const { holder, quantity, validFrom, validTo, overlays } = state;
  return {
    id: child,
    ...instantOf(args),
    state,
    journal: ZERO_WORD,
    registration: { holder, quantity, validFrom, validTo, ...particulars },
    dividedFrom: { right, part },
    renewals: [],
    formerHolders: [],
    decisions: [],
    disposals: [],
    restrictions: restrictionsOf(overlays),
  };
}

const acquisitionBy = (cause: TitleCause, { acquisition }: RightState): RightState['acquisition'] =>
  cause === 'transfer' || cause === 'disposal' ? 'traded' : acquisition;

/** Where what a disposal sold reaches its buyer in several parts, the first counts. */
function titled(
  disposals: (Instant & DisposalRow)[],
  cause: TitleCause,
  disposal: number,
  title: Instant,
): (Instant & DisposalRow)[] {
  if (cause !== 'disposal') return disposals;
  return disposals.map((it) => (it.sequence === disposal ? { ...it, title: it.title ?? title } : it));
}
