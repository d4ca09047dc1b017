import type { EventName, RegistryEvent } from './events.ts';
import type { Hex } from '../encoding/hash.ts';
import { entryOf, type Log } from '../journal/entry.ts';
import { AMENDMENT_REDUCERS } from './reduce/amendments.ts';
import { ANNOTATION_REDUCERS } from './reduce/annotations.ts';
import type { Reducers, Reduction } from './reduce/changes.ts';
import { ENFORCEMENT_REDUCERS } from './reduce/enforcement.ts';
import { INSTITUTION_REDUCERS } from './reduce/institutions.ts';
import { INTEREST_REDUCERS } from './reduce/interests.ts';
import { PARTY_REDUCERS } from './reduce/parties.ts';
import { RESTRICTION_REDUCERS } from './reduce/restrictions.ts';
import { RIGHT_REDUCERS } from './reduce/rights.ts';
import { TITLE_REDUCERS } from './reduce/titles.ts';
import type { Rows } from '../state/rows.ts';

export { DivergenceError, type Reduction } from './reduce/changes.ts';

/**
 * State is fold(reduce, journal). Given one event and the state before it, the rows that it changes. Events that carry the hash of
 * the state after them are checked against it, so an index that differs from the chain knows it at that very event.
 * @param log the raw log that `event` was decoded from
 * @throws DivergenceError
 */
export function reduce(event: RegistryEvent, log: Log, rows: Rows): Reduction {
  const reducer = REDUCERS[event.name] as (args: unknown, entry: () => Hex, rows: Rows) => Reduction;
  // Hashed at most once, although several journals may take it: hashing is most of what a rebuild does.
  let entry: Hex | undefined;
  return reducer(event.args, () => (entry ??= entryOf(log)), rows);
}

const REDUCERS: Reducers<EventName> = {
  ...INSTITUTION_REDUCERS,
  ...PARTY_REDUCERS,
  ...RIGHT_REDUCERS,
  ...TITLE_REDUCERS,
  ...RESTRICTION_REDUCERS,
  ...INTEREST_REDUCERS,
  ...AMENDMENT_REDUCERS,
  ...ANNOTATION_REDUCERS,
  ...ENFORCEMENT_REDUCERS,
};
