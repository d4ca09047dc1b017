import { registrationOf, type RegistryEvent } from '../../domain/registrations/events.ts';
import { noticeKindOf } from '../../domain/registrations/notices.ts';
import type { RowChange } from '../../domain/state/rows.ts';
import type { RawLog } from '../chain/types.ts';
import type { Notice } from '../store/notice-table.ts';

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
    ...registrationOf(event).concerns!(event.args, changes),
  };
}
