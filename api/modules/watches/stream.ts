import type { ServerEvent } from '../../http/sse.ts';
import { eventsAfter } from '../../webhooks/events.ts';
import type { Position, Watch } from '../../webhooks/watch.ts';
import type { WatchParts } from './create.ts';

/** The id of an event in a stream says where the watch stands: the last notice and the last alert that were told. */
const idOf = ({ sequence, alerts }: Position): string => `${sequence}-${alerts}`;

/** @returns undefined if there is none, or it is not one of ours */
export function positionOf(lastEventId: string | undefined): Position | undefined {
  const [, sequence, alerts] = /^(\d{1,15})-(\d{1,10})$/.exec(lastEventId ?? '') ?? [];
  return sequence === undefined ? undefined : { sequence: Number(sequence), alerts: Number(alerts) };
}

/** Ends when the watch is deleted. */
export async function* tell(
  parts: Pick<WatchParts, 'store' | 'switchboard' | 'notices' | 'alerts'>,
  watch: Watch,
  from: Position,
  signal: AbortSignal,
): AsyncGenerator<ServerEvent> {
  let position = from;
  while (!signal.aborted && parts.store.get(watch.id)) {
    const calls = parts.switchboard.calls(watch.id);
    const { told, position: reached } = await eventsAfter(watch, position, parts);
    for (const each of told) yield { id: idOf(each.position), event: each.event.type, data: each.event };
    position = reached;
    if (told.length === 0) await parts.switchboard.next(watch.id, calls, signal);
  }
}
