import type { NoticeKind } from '../../domain/registrations/notices.ts';
import type { Hex } from '../chain/types.ts';
import { decode, encode } from './codec.ts';
import type { Database } from './database.ts';
import { findEntries } from './index-table.ts';
import type { IndexEntry, IndexName } from '../../domain/registrations/indexes.ts';
import { above, sequenceDigits } from './keys.ts';

/** One registration, as publicity announces it. What it changed in the rights concerned has the same sequence and no notice. */
export interface Notice {
  sequence: number;
  kind: NoticeKind;
  /** Unix seconds. */
  time: number;
  block: number;
  /** Of the log that states it. */
  logIndex: number;
  parties: Hex[];
  rights: Hex[];
  /** The interest that it is about. */
  interest: Hex | undefined;
  /** Every interest that it concerns: also those on units of which something becomes. */
  interests: Hex[];
}

export interface NoticeQuery {
  /** Only notices of a later sequence; of an earlier one if `reverse`. */
  after?: number;
  limit: number;
  reverse?: boolean;
  /** Only what was registered by the end of this block. */
  block?: number;
  kind?: NoticeKind;
  right?: Hex;
  party?: Hex;
  interest?: Hex;
}

export const noticeKey = (sequence: number): string => `notice/${sequenceDigits(sequence)}`;

export const encodeNotice = (notice: Notice): Buffer => encode(notice);

/** What a notice is found by. */
export function noticeEntries({ sequence, kind, rights, parties, interests }: Notice): IndexEntry[] {
  const entry = (index: IndexName, term: string): IndexEntry => ({ index, term, order: sequence, id: '' });
  return [
    entry('notice-by-kind', kind),
    ...rights.map((right) => entry('notice-by-right', right)),
    ...parties.map((party) => entry('notice-by-party', party)),
    ...interests.map((interest) => entry('notice-by-interest', interest)),
  ];
}

export async function readNotices(database: Database, query: NoticeQuery): Promise<Notice[]> {
  const found: Notice[] = [];
  for await (const notice of candidates(database, query)) {
    if (found.length >= query.limit) break;
    if (matches(notice, query)) found.push(notice);
  }
  return found;
}

/** The notices of the most telling condition. */
async function* candidates(database: Database, query: NoticeQuery): AsyncGenerator<Notice> {
  const { after, reverse = false } = query;
  const condition = conditionOf(query);
  if (!condition) {
    const gte = after !== undefined && !reverse ? noticeKey(after + 1) : 'notice/';
    const lt = after !== undefined && reverse ? noticeKey(after) : above('notice/');
    for await (const [, bytes] of database.entries({ gte, lt, reverse })) yield decode<Notice>(bytes);
    return;
  }
  const [index, term] = condition;
  const page = { reverse, ...(after === undefined ? {} : { after: { term, order: after, id: '' } }) };
  for await (const { order } of findEntries(database, index, { term }, page)) {
    const bytes = database.get(noticeKey(order));
    if (bytes) yield decode<Notice>(bytes);
  }
}

function conditionOf({ kind, right, party, interest }: NoticeQuery): [IndexName, string] | undefined {
  if (interest) return ['notice-by-interest', interest];
  if (right) return ['notice-by-right', right];
  if (party) return ['notice-by-party', party];
  return kind && ['notice-by-kind', kind];
}

function matches(notice: Notice, { block, kind, right, party, interest }: NoticeQuery): boolean {
  return (
    (block === undefined || notice.block <= block) &&
    (kind === undefined || notice.kind === kind) &&
    (right === undefined || notice.rights.includes(right)) &&
    (party === undefined || notice.parties.includes(party)) &&
    (interest === undefined || notice.interests.includes(interest))
  );
}
