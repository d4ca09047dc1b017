import { entryOf, terms, type IndexEntry } from '../../domain/registrations/indexes.ts';
import { registrationOf, type RegistryEvent } from '../../domain/registrations/events.ts';
import type { RowChange } from '../../domain/state/rows.ts';
import { clockDays } from '../../domain/time/alerts.ts';

/**
 * Under which terms the rows that an event changed are found. Only what the event makes new is entered, since nothing is ever
 * taken out of an index.
 * @param changes what the reducer made of the event
 */
export const project = (event: RegistryEvent, changes: readonly RowChange[]): IndexEntry[] => [
  ...(registrationOf(event).indexes?.(event.args, changes) ?? []),
  ...changes.flatMap(clockEntries),
];

/** After any event that changed it: most have no new day, and an entry that is there already stays as it is. */
function clockEntries(change: RowChange): IndexEntry[] {
  if (change.kind !== 'interest' && change.kind !== 'right' && change.kind !== 'restriction') return [];
  const entry = entryOf(`${change.kind}/${change.id}`, change.row.sequence);
  return clockDays(change).map((day) => entry('clock-by-day', terms.day(day)));
}
