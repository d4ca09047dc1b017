import type { Hex } from '../../../domain/hash.ts';
import type { PartyRow, RightRow } from '../../../domain/rows.ts';
import type { Reader } from '../../views/reader.ts';

/**
 * The rights under the name of a holder, followed through mergers and divisions: its own; those that still stand in the name of a party
 * whose place it took, since rights follow one by one; and, if it has ended, those that went from it to its successors.
 * In the order of registration.
 */
export async function rightsUnder(holder: Hex, reader: Reader): Promise<RightRow[]> {
  const before = related(holder, reader, ({ predecessors }) => predecessors);
  const after = related(holder, reader, ({ successors }) => successors.map(({ party }) => party));
  const own = await heldBy([holder, ...before], reader);
  const gone = await heldBy(after, reader);
  const all = [...own, ...gone.filter((row) => cameFrom(holder, row, reader))];
  return [...new Map(all.map((row) => [row.id, row])).values()].sort((a, b) => a.sequence - b.sequence);
}

const heldBy = async (holders: readonly Hex[], reader: Reader): Promise<RightRow[]> =>
  (await Promise.all(holders.map((it) => reader.rightsOfHolder(it)))).flat();

/** Everybody whom `next` leads to, without the party itself. Nobody succeeds a party that has ended, so that there is no circle. */
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
