import type { RegistryEvent } from '../../domain/registrations/events.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { interestIdOf } from '../../domain/encoding/ids.ts';
import { noticeKindOf } from '../../domain/registrations/notices.ts';
import type { RightRow, RowChange } from '../../domain/state/rows.ts';
import type { RawLog } from '../chain/types.ts';
import type { Notice } from '../store/notice-table.ts';
import { rowOf } from './projections.ts';

type Concerns = Pick<Notice, 'parties' | 'rights' | 'interest' | 'interests'>;

/** The notice that an event is, if it is a registration; encumbering and discharging are effects of one and have no notice. */
export function noticeOf(
  event: RegistryEvent,
  log: RawLog,
  changes: readonly RowChange[],
): Notice | undefined {
  const kind = noticeKindOf(event);
  if (kind === undefined || !('sequence' in event.args)) return undefined;
  return {
    sequence: Number(event.args.sequence),
    kind,
    time: event.args.time,
    block: log.blockNumber,
    logIndex: log.logIndex,
    ...concernsOf(event, changes),
  };
}

function concernsOf(event: RegistryEvent, changes: readonly RowChange[]): Concerns {
  const { args } = event;
  if ('interest' in args && 'grantor' in args) {
    const { id, state } = rowOf(changes, 'interest');
    const parties = distinct([state.grantor, state.debtor]);
    const ahead = event.name === 'InterestSubordinated' ? [event.args.ahead] : [];
    return { parties, rights: distinct(state.rights), interest: id, interests: distinct([id, ...ahead]) };
  }
  if ('right' in args) return concernsOfRight(event, changes);
  const parties = distinct([
    ...('party' in args ? [args.party] : []),
    ...('successor' in args ? [args.successor] : []),
  ]);
  return { parties, rights: [], interest: undefined, interests: [] };
}

/** Whoever has an interest on the line is concerned by what becomes of it. */
function concernsOfRight({ name, args }: RegistryEvent, changes: readonly RowChange[]): Concerns {
  const rows = changes.flatMap((it): RightRow[] => (it.kind === 'right' ? [it.row] : []));
  const lying = rows.flatMap(({ state }) => state.overlays.filter(({ kind }) => kind === 'interest'));
  const enforced = name === 'RightDisposed' ? args.claimants : [];
  const conveyed = name === 'RightTransferred' || name === 'RightDivided' ? [args.from] : [];
  return {
    parties: distinct([...rows.map(({ state }) => state.holder), ...conveyed]),
    rights: distinct(rows.map(({ id }) => id)),
    interest: name === 'RightDisposed' ? args.interest : undefined,
    interests: distinct([...enforced, ...lying.map(({ ref }) => interestIdOf(ref))]),
  };
}

const distinct = (ids: readonly Hex[]): Hex[] => [...new Set(ids)];
