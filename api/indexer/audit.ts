import { SUBJECT_KINDS, type SubjectKind } from '../../domain/encoding/codes.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { wordOf } from '../../domain/journal/entry.ts';
import type { RowTypes } from '../../domain/state/rows.ts';
import { interestStateHash, rightStateHash } from '../../domain/state/state.ts';
import type { IndexStore } from '../store/index-store.ts';

/** What the ledger holds for a subject, at the block that is audited. */
export type ReadWord = (kind: SubjectKind, id: Hex) => Promise<Hex>;

export interface Mismatch {
  kind: SubjectKind;
  id: Hex;
  computed: Hex;
  ledger: Hex;
}

export interface Audit {
  subjects: number;
  mismatches: Mismatch[];
}

const WORDS: { [K in SubjectKind]: (row: RowTypes[K]) => Hex } = {
  party: ({ journal }) => journal,
  list: ({ word }) => word,
  right: ({ state, journal }) => wordOf(rightStateHash(state), journal),
  interest: ({ state, journal }) => wordOf(interestStateHash(state), journal),
};

/** The word that the ledger should hold for a subject in this state. */
export const wordOfRow = <K extends SubjectKind>(kind: K, row: RowTypes[K]): Hex => WORDS[kind](row);

/**
 * Compares every subject's word, computed from its row as of `block`, with the ledger's at that block.
 * @param concurrency words asked for at a time
 */
export async function audit(
  store: IndexStore,
  block: number,
  readWord: ReadWord,
  concurrency = 16,
): Promise<Audit> {
  const result: Audit = { subjects: 0, mismatches: [] };
  for (const kind of Object.keys(SUBJECT_KINDS) as SubjectKind[]) {
    const rows = store.rowsAsOf(kind, block);
    const check = async (): Promise<void> => {
      for (let next = await rows.next(); !next.done; next = await rows.next()) {
        const { id } = next.value;
        const computed = wordOfRow(kind, next.value);
        const ledger = await readWord(kind, id);
        result.subjects += 1;
        if (computed !== ledger) result.mismatches.push({ kind, id, computed, ledger });
      }
    };
    await Promise.all(Array.from({ length: concurrency }, check));
  }
  return result;
}
