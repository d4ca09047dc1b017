import type { Fields } from '../encoding/abi-types.ts';
import { nameAt, TITLE_CAUSES, type TitleCause } from '../encoding/codes.ts';
import { ZERO_WORD } from '../encoding/hash.ts';
import { carve } from '../line/line.ts';
import type { Overlay } from '../line/overlay.ts';
import type { DisposalRow, Instant, RightRow } from '../state/rows.ts';
import { rightStateOf, type RightState } from '../state/state.ts';
import { entryOf } from './indexes.ts';
import { concernsOfRights, onRight } from './on-right.ts';
import { CHANGE, CONVEYANCE, INTERVAL, PARTICULARS, RIGHT_STATE, type ConveyanceFields } from './parts.ts';
import { instantOf, rightChange, rowIn } from './reduction.ts';
import { attaches, detaches, registration } from './registration.ts';
import { followingRestrictions, restrictionsOf } from './restrictions.ts';
import { rightEntries, rightResource } from './rights.ts';

/** What title moves by, whether of the whole or of a part. */
const CONVEYED = {
  notice: {
    transfer: { en: 'Transfer', zh: '转让登记（权属）' },
    succession: { en: 'Succession', zh: '承继登记（合并、分立）' },
    'disposal-transfer': { en: 'Title to units sold in enforcement', zh: '处置过户' },
    'court-order-transfer': { en: 'Transfer on a court’s order', zh: '协助执行过户' },
    split: { en: 'Split', zh: '分割登记' },
  },
  kind: ({ conveyance }: { conveyance: ConveyanceFields }) =>
    KINDS[nameAt(TITLE_CAUSES, conveyance.cause) as keyof typeof KINDS],
};

const KINDS = {
  transfer: 'transfer',
  succession: 'succession',
  disposal: 'disposal-transfer',
  'court-order': 'court-order-transfer',
  split: 'split',
} as const satisfies Record<Exclude<TitleCause, 'none'>, string>;

const DIVIDED =
  `bytes32 indexed right, bytes32 indexed child, ${CHANGE}, uint32 authority, bytes32 stateHash, bytes32 childStateHash, bytes32 from, ${CONVEYANCE} conveyance, ${INTERVAL}[] part, ${PARTICULARS} particulars, ${RIGHT_STATE} state, bytes extension` as const;

export const TITLES = {
  RightTransferred: onRight({
    signature: `bytes32 indexed right, bytes32 indexed to, ${CHANGE}, uint32 authority, bytes32 stateHash, bytes32 from, ${CONVEYANCE} conveyance`,
    ...CONVEYED,
    after({ state, formerHolders, disposals }, { from, to, conveyance, ...dated }) {
      const [cause, instant] = [nameAt(TITLE_CAUSES, conveyance.cause), instantOf(dated)];
      const disposal = Number(conveyance.disposal);
      return {
        state: {
          holder: to,
          acquisition: acquisitionBy(cause, state),
          overlays:
            cause === 'disposal' ? state.overlays.filter(({ ref }) => ref !== disposal) : state.overlays,
        },
        formerHolders: [...formerHolders, { holder: from, until: instant, cause }],
        disposals: titled(disposals, cause, disposal, instant),
      };
    },
    lists: ({ right, from, to }) => [detaches(from, 'right', right), attaches(to, 'right', right)],
    concerned: ({ from }) => ({ parties: [from] }),
    indexes: ({ right, sequence, to }) => [entryOf(right, Number(sequence))('right-by-holder', to)],
    resource: ({ right }) => rightResource(right),
  }),

  RightDivided: registration({
    signature: DIVIDED,
    ...CONVEYED,
    reduce(args, rows) {
      const { right, child, stateHash, childStateHash } = args;
      const divided = childOf(args);
      // None where the child tells its own history: the parent's journal is another.
      const row = rows.get('right', right);
      const parents = row ? [parentAfter(row, args)] : [];
      return {
        changes: [
          ...parents.map((parent) => rightChange(parent, stateHash)),
          rightChange(divided, childStateHash),
          ...parents.flatMap((parent) => followingRestrictions(rows, parent, divided)),
        ],
        subjects: [
          { kind: 'right', id: right },
          { kind: 'right', id: child },
        ],
      };
    },
    lists: ({ child, conveyance: { to } }) => [attaches(to, 'right', child)],
    concerns: ({ from }, changes) => concernsOfRights(changes, { parties: [from] }),
    indexes: ({ child }, changes) => rightEntries(rowIn(changes, 'right', child)),
    resource: ({ child }) => rightResource(child),
  }),
};

/** What is left of the right that was divided; its line is as long as it was. */
function parentAfter(row: RightRow, args: Fields<typeof DIVIDED>): RightRow {
  const { conveyance, part } = args;
  const [cause, instant] = [nameAt(TITLE_CAUSES, conveyance.cause), instantOf(args)];
  const moved = part.map((it): Overlay => {
    return { kind: 'moved', ref: instant.sequence, priority: instant.sequence, ...it };
  });
  return {
    ...row,
    state: { ...row.state, overlays: [...carve(row.state.overlays, part), ...moved] },
    disposals: titled(row.disposals, cause, Number(conveyance.disposal), instant),
  };
}

/** The new right begins with the log of the division, which says all of it. */
function childOf(args: Fields<typeof DIVIDED>): RightRow {
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
