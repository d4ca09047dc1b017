import type { RegistryEvent } from '../../domain/events.ts';
import type { Hex } from '../../domain/hash.ts';
import type { RowChange } from '../../domain/rows.ts';
import type { RawLog } from '../chain/types.ts';
import type { Notice } from '../store/notice-table.ts';
import { rowOf } from './projections.ts';

/** The notice that an event is, if it is a registration; encumbering and discharging are effects of one and have no notice. */
export function noticeOf(
  event: RegistryEvent,
  log: RawLog,
  changes: readonly RowChange[],
): Notice | undefined {
  const concerns = concernsOf(event, changes);
  if (!concerns || !('sequence' in event.args)) return undefined;
  return {
    sequence: Number(event.args.sequence),
    event: event.name,
    time: event.args.time,
    block: log.blockNumber,
    logIndex: log.logIndex,
    ...concerns,
  };
}

function concernsOf(
  event: RegistryEvent,
  changes: readonly RowChange[],
): Pick<Notice, 'parties' | 'rights' | 'interest'> | undefined {
  switch (event.name) {
    case 'PartyRegistered':
    case 'PartyRenamed':
      return { parties: [event.args.party], rights: [], interest: undefined };
    case 'RightRegistered':
      return { parties: [event.args.holder], rights: [event.args.right], interest: undefined };
    case 'InterestRegistered':
    case 'InterestCancelled': {
      const { id, state } = rowOf(changes, 'interest');
      return {
        parties: distinct([state.grantor, state.debtor]),
        rights: distinct(state.rights),
        interest: id,
      };
    }
    default:
      return undefined;
  }
}

const distinct = (ids: Hex[]): Hex[] => [...new Set(ids)];
