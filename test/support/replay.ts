import { decodeLog, type RegistryEvent } from '../../domain/registrations/events.ts';
import type { Log } from '../../domain/journal/entry.ts';
import { reduce } from '../../domain/registrations/reduce.ts';
import { MemoryRows, type Instant } from '../../domain/state/rows.ts';

/** A log with the number of its block. */
export interface PlacedLog extends Log {
  blockNumber: number;
}

/** The last of what is asked for: a number of the registry's sequence, an instant in unix seconds, or a block. */
export type Until = { sequence: number } | { time: number } | { block: number };

/**
 * The registry as it was: state is fold(reduce, logs).
 * @param logs in the order of the chain; those of no registry are passed over
 * @throws DivergenceError
 */
export function replay(logs: Iterable<PlacedLog>, until?: Until): MemoryRows {
  const rows = new MemoryRows();
  for (const { event, log } of events(logs, until)) rows.apply(reduce(event, log, rows).changes);
  return rows;
}

function* events(
  logs: Iterable<PlacedLog>,
  until: Until | undefined,
): Iterable<{ event: RegistryEvent; log: PlacedLog }> {
  for (const log of logs) {
    const event = decodeLog(log);
    if (!event) continue;
    const { time } = event.args;
    const sequence = 'sequence' in event.args ? Number(event.args.sequence) : 0;
    if (until && isAfter({ sequence, time, block: log.blockNumber }, until)) return;
    yield { event, log };
  }
}

function isAfter(it: Instant & { block: number }, until: Until): boolean {
  if ('sequence' in until) return it.sequence > until.sequence;
  return 'time' in until ? it.time > until.time : it.block > until.block;
}
