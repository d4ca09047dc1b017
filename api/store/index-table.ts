import type { Database, Range } from './database.ts';
import type { IndexEntry, IndexName } from '../../domain/registrations/indexes.ts';
import { above, END, sequenceDigits } from './keys.ts';

/** One term, or all terms from `from` up to and without `below`. */
export type TermQuery = { term: string } | { from: string; below: string };

export interface IndexPage {
  /** Only entries after this one, in the direction of reading. */
  after?: IndexHit;
  limit?: number;
  reverse?: boolean;
}

export interface IndexHit {
  term: string;
  order: number;
  id: string;
}

export const indexKey = ({ index, term, order, id }: IndexEntry): string =>
  `index/${index}/${term}${END}${sequenceDigits(order)}${END}${id}`;

/** The entries in order of term, then `order`, then id. */
export async function* findEntries(
  database: Database,
  index: IndexName,
  query: TermQuery,
  page: IndexPage,
): AsyncGenerator<IndexHit> {
  const prefix = `index/${index}/`;
  for await (const key of database.keys(rangeOf(index, query, page))) {
    const [term, order, id] = key.slice(prefix.length).split(END) as [string, string, string];
    yield { term, order: Number(order), id };
  }
}

function rangeOf(index: IndexName, query: TermQuery, { after, limit, reverse }: IndexPage): Range {
  const prefix = `index/${index}/`;
  const [gte, lt] =
    'term' in query
      ? [`${prefix}${query.term}${END}`, above(`${prefix}${query.term}${END}`)]
      : [prefix + query.from, prefix + query.below];
  const last = after && indexKey({ index, ...after });
  return {
    gte: last !== undefined && !reverse ? last + END : gte,
    lt: last !== undefined && reverse ? last : lt,
    ...(limit === undefined ? {} : { limit }),
    ...(reverse === undefined ? {} : { reverse }),
  };
}
