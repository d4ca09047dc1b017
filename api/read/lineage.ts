import type { Hex } from '../../domain/encoding/hash.ts';
import { interestIdOf } from '../../domain/encoding/ids.ts';
import type { InterestRow, PartyRow, RightRow } from '../../domain/state/rows.ts';
import type { Reader } from './reader.ts';

/* Rights and interests follow one by one when parties merge or are divided, so a question about a party is one about its whole lineage. */

/** The parties whose place it took, and those before them. */
export const predecessorsOf = (party: Hex, reader: Reader): Hex[] =>
  related(party, reader, ({ predecessors }) => predecessors);

/** The parties that took its place, and those after them. */
export const successorsOf = (party: Hex, reader: Reader): Hex[] =>
  related(party, reader, ({ successors }) => successors.map((it) => it.party));

/**
 * The rights under the name of a holder, followed through mergers and divisions: its own; those that still stand in the name of a party
 * whose place it took, since rights follow one by one; and, if it has ended, those that went from it to its successors.
 * In the order of registration.
 */
export async function rightsUnder(holder: Hex, reader: Reader): Promise<RightRow[]> {
  const own = await heldBy([holder, ...predecessorsOf(holder, reader)], reader);
  const gone = await heldBy(successorsOf(holder, reader), reader);
  return inOrder([...own, ...gone.filter((row) => cameFrom(holder, row, reader))]);
}

/** The interests that a party granted, or a party whose place it took, ended ones included; in the order of registration. */
export async function interestsGrantedBy(party: Hex, reader: Reader): Promise<InterestRow[]> {
  const grantors = [party, ...predecessorsOf(party, reader)];
  return inOrder((await Promise.all(grantors.map((it) => reader.interestsOfGrantor(it)))).flat());
}

/**
 * The interests of {@link interestsGrantedBy}, and those on rights under its name, by any grantor.
 * @param rights those under its name
 */
export async function interestsConcerning(
  party: Hex,
  rights: readonly RightRow[],
  reader: Reader,
): Promise<InterestRow[]> {
  const granted = await interestsGrantedBy(party, reader);
  const lying = rights
    .flatMap(({ state }) => state.overlays)
    .filter(({ kind }) => kind === 'interest')
    .flatMap(({ ref }) => reader.get('interest', interestIdOf(ref)) ?? []);
  return inOrder([...granted, ...lying]);
}

/** Each once. */
const inOrder = <T extends { id: Hex; sequence: number }>(rows: readonly T[]): T[] =>
  [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => a.sequence - b.sequence);

const heldBy = async (holders: readonly Hex[], reader: Reader): Promise<RightRow[]> =>
  (await Promise.all(holders.map((it) => reader.rightsOfHolder(it)))).flat();

/** All parties that `next` leads to, without the party itself. A party that has ended cannot become a successor, so there is no circle. */
function related(party: Hex, reader: Reader, next: (row: PartyRow) => readonly Hex[]): Hex[] {
  const found = new Set<Hex>();
  const waiting = [party];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const row = reader.get('party', id);
    for (const other of row ? next(row) : []) {
      if (!found.has(other)) waiting.push(other);
      found.add(other);
    }
  }
  return [...found];
}

/** Whether the right, or the one that it was divided from, has been of this holder. */
function cameFrom(holder: Hex, row: RightRow, reader: Reader): boolean {
  if (row.formerHolders.some((former) => former.holder === holder)) return true;
  const parent = row.dividedFrom && reader.get('right', row.dividedFrom.right);
  return parent !== undefined && (parent.state.holder === holder || cameFrom(holder, parent, reader));
}
