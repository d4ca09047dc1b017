import { z } from 'zod';
import type { Cursors } from '../kit/pagination.ts';

/** One page of rows that are in the order of their sequence; the cursor is the last sequence seen. */
export function pageOf<T extends { sequence: number }>(
  rows: readonly T[],
  query: { limit: number; cursor?: string | undefined },
  cursors: Cursors,
  list: string,
): { items: T[]; nextCursor?: string } {
  const after = query.cursor === undefined ? 0 : z.int().parse(cursors.decode(list, query.cursor));
  const rest = rows.filter(({ sequence }) => sequence > after);
  const items = rest.slice(0, query.limit);
  const last = items.at(-1);
  return last && rest.length > items.length
    ? { items, nextCursor: cursors.encode(list, last.sequence) }
    : { items };
}
