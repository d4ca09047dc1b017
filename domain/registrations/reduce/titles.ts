import { labelsOf } from '../../line/serial-blocks.ts';
import { nameAt, TITLE_CAUSES, type TitleCause } from '../../encoding/codes.ts';
import type { EventArgs } from '../events.ts';
import { ZERO_WORD, type Hex } from '../../encoding/hash.ts';
import { carve, measure, section } from '../../line/line.ts';
import type { Overlay } from '../../line/overlay.ts';
import type { DisposalRow, Instant, RightRow, RowChange, Rows, Subject } from '../../state/rows.ts';
import type { RightState } from '../../state/state.ts';
import { existing, instantOf, partyChange, rightChange, touching, type Reducers } from './changes.ts';
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
    return touching(
      [{ kind: 'right', id: right }, ...partiesOf(from, to)],
      rightChange(next, stateHash, entry()),
      ...partyChanges(from, to, entry(), rows),
    );
  },

  RightDivided: (args, entry, rows) => {
    const { right, child, from, stateHash, childStateHash, conveyance, part } = args;
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
    const divided = childOf(row, args, cause);
    return touching(
      [{ kind: 'right', id: right }, { kind: 'right', id: child }, ...partiesOf(from, conveyance.to)],
      rightChange(parent, stateHash, entry()),
      rightChange(divided, childStateHash, entry()),
      ...partyChanges(from, conveyance.to, entry(), rows),
      ...followingRestrictions(
        rows,
        { id: right, overlays: left },
        { id: child, overlays: divided.state.overlays },
      ),
    );
  },
};

function childOf(parent: RightRow, args: EventArgs['RightDivided'], cause: TitleCause): RightRow {
  const { child, right, conveyance, part, certificateNumber } = args;
  // What the buyer in a disposal holds is not awaiting title any more.
  const following =
    cause === 'disposal'
      ? parent.state.overlays.filter(({ kind }) => kind !== 'sold')
      : parent.state.overlays;
  const state: RightState = {
    ...parent.state,
    holder: conveyance.to,
    acquisition: acquisitionBy(cause, parent.state),
    quantity: measure(part),
    overlays: section(following, part),
  };
  const { holder, quantity, validFrom, validTo, overlays } = state;
  const serialBlocks = labelsOf(parent.registration.serialBlocks, part);
  return {
    id: child,
    ...instantOf(args),
    state,
    journal: ZERO_WORD,
    registration: {
      ...parent.registration,
      ...{ holder, quantity, validFrom, validTo, certificateNumber, serialBlocks },
    },
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

/** The former and the new holder, who may be the same. */
const partiesOf = (from: Hex, to: Hex): Subject[] =>
  (from === to ? [from] : [from, to]).map((id) => ({ kind: 'party', id }));

const partyChanges = (from: Hex, to: Hex, entry: Hex, rows: Rows): RowChange[] =>
  partiesOf(from, to).map(({ id }) => partyChange(existing(rows, 'party', id), entry));
