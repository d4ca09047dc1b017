import type { Hex } from '../encoding/hash.ts';
import { entryOf, fold, type Log } from '../journal/entry.ts';
import type { RowChange, Rows, Subject } from '../state/rows.ts';
import { registrationOf, type RegistryEvent } from './events.ts';
import { changed, type Reduction } from './reduction.ts';

export { DivergenceError, type Reduction } from './reduction.ts';

/**
 * State is fold(reduce, journal). Given one event and the state before it, the rows that it changes. Events that carry the hash of
 * the state after them are checked against it, so an index that differs from the chain knows it at that very event.
 * @param log the raw log that `event` was decoded from
 * @throws DivergenceError
 */
export function reduce(event: RegistryEvent, log: Log, rows: Rows): Reduction {
  const { changes, subjects } = registrationOf(event).reduce(event.args, rows);
  if (subjects.length === 0) return { changes, subjects };
  // Hashed once, although several journals may take it: hashing is most of what a rebuild does.
  const entry = entryOf(log);
  return {
    changes: subjects.reduce((all, subject) => journalled(all, subject, entry, rows), changes),
    subjects,
  };
}

/** With the entry in the journal of the subject. A party whose row is not there is passed over: a right tells its own history. */
function journalled(changes: RowChange[], { kind, id }: Subject, entry: Hex, rows: Rows): RowChange[] {
  const row = changes.find((it) => it.kind === kind && it.id === id)?.row ?? rows.get(kind, id);
  if (!row || !('journal' in row)) return changes;
  const others = changes.filter((it) => it.kind !== kind || it.id !== id);
  return [...others, changed(kind, id, { ...row, journal: fold(row.journal, entry) })];
}
