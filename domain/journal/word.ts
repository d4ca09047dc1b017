import type { Hex } from '../encoding/hash.ts';
import type { InterestRow, RightRow } from '../state/rows.ts';
import { interestStateHash, rightStateHash } from '../state/state.ts';
import { wordOf } from './entry.ts';

/** Rows never change, they are replaced: each is hashed once. */
const words = new WeakMap<object, Hex>();

/** The word that the ledger has for a right or an interest in this state. */
export function wordOfRow(row: RightRow | InterestRow): Hex {
  const known = words.get(row);
  if (known) return known;
  const { state, journal } = row;
  const word = wordOf('holder' in state ? rightStateHash(state) : interestStateHash(state), journal);
  words.set(row, word);
  return word;
}
