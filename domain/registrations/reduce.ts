import type { Hex } from '../encoding/hash.ts';
import { entryOf, fold, type Log } from '../journal/entry.ts';
import { appended, leafOf } from '../journal/list.ts';
import type { RowChange, RowKind, Rows, RowTypes, Subject } from '../state/rows.ts';
import { registrationOf, type RegistryEvent } from './events.ts';
import { changed, type Reduction } from './reduction.ts';
import type { Listed } from './registration.ts';

export { DivergenceError, type Reduction } from './reduction.ts';

/**
 * State is fold(reduce, journal). Given one event and the state before it, the rows that it changes. Events that carry the hash of
 * the state after them are checked against it, so an index that differs from the chain knows it at that very event.
 * @param log the raw log that `event` was decoded from
 * @throws DivergenceError
 */
export function reduce(event: RegistryEvent, log: Log, rows: Rows): Reduction {
  const { reduce: reducer, lists } = registrationOf(event);
  const reduction = reducer(event.args, rows);
  const changes = (lists?.(event.args) ?? []).reduce(
    (all, listed) => enlisted(all, listed, rows),
    reduction.changes,
  );
  const { subjects } = reduction;
  if (subjects.length === 0) return { changes, subjects };
  // Hashed once, although several journals may take it: hashing is most of what a rebuild does.
  const entry = entryOf(log);
  return {
    changes: subjects.reduce((all, subject) => journalled(all, subject, entry, rows), changes),
    subjects,
  };
}

/** With the leaf in the list of the party. One that is not there is passed over: a right tells its own history. */
function enlisted(changes: RowChange[], { party, leaf }: Listed, rows: Rows): RowChange[] {
  const list = rowOf(changes, rows, 'list', party);
  if (!list) return changes;
  const others = changes.filter((it) => it.kind !== 'list' || it.id !== party);
  return [...others, changed('list', party, { ...list, word: appended(list.word, leafOf(leaf)) })];
}

/** With the entry in the journal of the subject. A party whose row is not there is passed over: a right tells its own history. */
function journalled(changes: RowChange[], { kind, id }: Subject, entry: Hex, rows: Rows): RowChange[] {
  const row = rowOf(changes, rows, kind, id);
  if (!row || !('journal' in row)) return changes;
  const others = changes.filter((it) => it.kind !== kind || it.id !== id);
  return [...others, changed(kind, id, { ...row, journal: fold(row.journal, entry) })];
}

const rowOf = <K extends RowKind>(
  changes: readonly RowChange[],
  rows: Rows,
  kind: K,
  id: string,
): RowTypes[K] | undefined =>
  (changes.find((it) => it.kind === kind && it.id === id)?.row as RowTypes[K] | undefined) ??
  rows.get(kind, id);
