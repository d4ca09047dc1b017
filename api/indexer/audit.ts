import { SUBJECT_KINDS, type SubjectKind } from '../../domain/encoding/codes.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import { wordOf } from '../../domain/journal/entry.ts';
import { factsOf, type FactKind } from '../../domain/state/facts.ts';
import type { RowKind, RowTypes } from '../../domain/state/rows.ts';
import { interestStateHash, rightStateHash } from '../../domain/state/state.ts';
import type { IndexStore } from '../store/index-store.ts';

/** What the ledger holds, at the block that is audited; zero for what it does not know. */
export interface LedgerReader {
  word(kind: SubjectKind, id: Hex): Promise<Hex>;
  fact(kind: FactKind, ref: Hex): Promise<Hex>;
}

/** A word of a subject, or a fact about `id`, that the rows have otherwise than the ledger. */
export type Mismatch = { id: Hex; computed: Hex; ledger: Hex } & (
  { what: 'word'; kind: SubjectKind } | { what: 'fact'; kind: FactKind }
);

export interface Audit {
  subjects: number;
  facts: number;
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

/** Those with a word or facts. How many institutions there are, and how slow new keys are, are facts of the ledger that no row stands for. */
const AUDITED = [
  'institution',
  'key',
  'rightType',
  'party',
  'list',
  'right',
  'interest',
  'restriction',
] as const satisfies RowKind[];

/**
 * Compares every subject's word, computed from its row as of `block`, and every fact that the rows stand for, with the ledger's at that
 * block.
 * @param concurrency rows that are asked about at a time
 */
export async function audit(
  store: IndexStore,
  block: number,
  ledger: LedgerReader,
  concurrency = 16,
): Promise<Audit> {
  const result: Audit = { subjects: 0, facts: 0, mismatches: [] };
  for (const kind of AUDITED) {
    const rows = store.rowsAsOf(kind, block);
    const check = async (): Promise<void> => {
      for (let next = await rows.next(); !next.done; next = await rows.next()) {
        await auditRow(kind, next.value, ledger, result);
      }
    };
    await Promise.all(Array.from({ length: concurrency }, check));
  }
  return result;
}

async function auditRow<K extends RowKind>(
  kind: K,
  row: RowTypes[K],
  ledger: LedgerReader,
  into: Audit,
): Promise<void> {
  if (isSubject(kind)) {
    const subject = row as RowTypes[SubjectKind];
    const { id } = subject;
    const found = { computed: wordOfRow(kind, subject as never), ledger: await ledger.word(kind, id) };
    into.subjects += 1;
    if (found.computed !== found.ledger) into.mismatches.push({ what: 'word', kind, id, ...found });
  }
  for (const fact of factsOf(kind, row)) {
    const found = { computed: fact.value, ledger: await ledger.fact(fact.kind, fact.ref) };
    into.facts += 1;
    if (found.computed === found.ledger) continue;
    into.mismatches.push({ what: 'fact', kind: fact.kind, id: fact.ref, ...found });
  }
}

const isSubject = (kind: RowKind): kind is SubjectKind => kind in SUBJECT_KINDS;
