import { INTEREST_ACTORS, INTEREST_ROWS, INTEREST_STATUSES } from './interest-rows.ts';
import {
  CERTIFICATE_ACTORS,
  CERTIFICATE_ROWS,
  CERTIFICATE_STATUSES,
  PARTY_ACTORS,
  PARTY_ROWS,
  PARTY_STATUSES,
  RESTRICTION_ACTORS,
  RESTRICTION_ROWS,
  RESTRICTION_STATUSES,
} from './other-rows.ts';
import { RIGHT_ACTORS, RIGHT_ROWS, RIGHT_STATUSES } from './right-rows.ts';
import type { Row } from './row.ts';

/** Who may register what, by the relation to its subject and the status of that. */
export interface Section {
  title: string;
  about: string;
  actors: readonly string[];
  /** With the Chinese word for each. */
  statuses: readonly (readonly [status: string, term: string])[];
  rows: Record<string, Row>;
}

const named = <Status extends string>(statuses: readonly Status[], ...terms: string[]) =>
  statuses.map((status, i) => [status, terms[i] ?? ''] as const);

/** Docs and tests are made from this. */
export const SECTIONS: readonly Section[] = [
  {
    title: 'On a party 主体',
    about: 'The status is that of the party, found by its identifiers.',
    actors: PARTY_ACTORS,
    statuses: named(PARTY_STATUSES, '存续', '因合并、分立终止', '未登记'),
    rows: PARTY_ROWS,
  },
  {
    title: 'Of a right 权益',
    about:
      'The status is that of the certificate. An authority is competent for the types that governance gave it.',
    actors: CERTIFICATE_ACTORS,
    statuses: named(CERTIFICATE_STATUSES, '未登记', '已登记'),
    rows: CERTIFICATE_ROWS,
  },
  {
    title: 'On a right 权益',
    about:
      'Frozen and suspended are all of its units, emptied is a right that was cut to nothing. The secured party is the agent of an ' +
      'interest on it.',
    actors: RIGHT_ACTORS,
    statuses: named(RIGHT_STATUSES, '有效', '司法冻结', '暂停', '届满', '无余额'),
    rows: RIGHT_ROWS,
  },
  {
    title: 'On a restriction 限制',
    about: 'An expired restriction does not bind, even before it is lifted; lifting it clears the line.',
    actors: RESTRICTION_ACTORS,
    statuses: named(RESTRICTION_STATUSES, '生效', '届满', '已解除'),
    rows: RESTRICTION_ROWS,
  },
  {
    title: 'On a security interest 担保权',
    about:
      'The other secured party is one of the same interest. Lapsed is what would have been accepted until the last second of the term.',
    actors: INTEREST_ACTORS,
    statuses: named(INTEREST_STATUSES, '预告', '有效', '违约公示', '届满失效', '注销', '撤销'),
    rows: INTEREST_ROWS,
  },
];
