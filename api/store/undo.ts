import type { Database, Writes } from './database.ts';
import { UndoExhaustedError } from './errors.ts';
import { blockDigits } from './keys.ts';
import { decodeBefore } from './undo-codec.ts';

export const undoKey = (block: number): string => `undo/${blockDigits(block)}`;

// One synced batch undoes several small blocks or one large one.
const BATCH_KEYS = 20_000;

/**
 * Gives every key the value that it had at the end of block `target`. Each batch ends at a block boundary and moves the tip with it, so
 * a crash in between leaves a sound index, from which the same call goes on.
 * @throws UndoExhaustedError before anything is changed
 */
export async function undoBlocks(database: Database, head: number, target: number): Promise<void> {
  if (!database.get(undoKey(target + 1))) {
    throw new UndoExhaustedError(target, await lowestUndo(database, head));
  }
  let writes: Writes = new Map();
  for (let number = head; number > target; number--) {
    const before = database.get(undoKey(number));
    if (!before) throw new UndoExhaustedError(target, number);
    // Later blocks come first, so the value before the earliest block is the one that stays.
    for (const [key, value] of decodeBefore(before)) writes.set(key, value);
    writes.set(undoKey(number), undefined);
    if (writes.size < BATCH_KEYS && number > target + 1) continue;
    await database.write(writes);
    writes = new Map();
  }
}

async function lowestUndo(database: Database, head: number): Promise<number> {
  const lowest = await database.first({ gte: undoKey(0), lt: undoKey(head + 1) });
  return lowest ? Number(lowest[0].slice('undo/'.length)) - 1 : head;
}
