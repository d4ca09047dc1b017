import type { Database } from './database.ts';
import { TABLES } from './digest.ts';
import { above } from './keys.ts';

/** A key that two indexes do not have alike: only in the one, only in the other, or in both with other values. */
export interface Difference {
  key: string;
  kind: 'missing' | 'added' | 'changed';
}

type Entry = [string, Buffer];

/** Walks both in the order of their keys; what the second has not is missing, what only it has is added. */
export async function* differencesOf(first: Database, second: Database): AsyncGenerator<Difference> {
  for (const table of TABLES) {
    const range = { gte: table, lt: above(table) };
    const [left, right] = [first.entries(range), second.entries(range)];
    let [a, b] = [await nextOf(left), await nextOf(right)];
    while (a || b) {
      if (a && (!b || a[0] < b[0])) {
        yield { key: a[0], kind: 'missing' };
        a = await nextOf(left);
      } else if (b && (!a || b[0] < a[0])) {
        yield { key: b[0], kind: 'added' };
        b = await nextOf(right);
      } else {
        if (a && b && !a[1].equals(b[1])) yield { key: a[0], kind: 'changed' };
        [a, b] = [await nextOf(left), await nextOf(right)];
      }
    }
  }
}

async function nextOf(entries: AsyncGenerator<Entry>): Promise<Entry | undefined> {
  const next = await entries.next();
  return next.done ? undefined : next.value;
}
