import type { Hex } from '../../../domain/encoding/hash.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import type { InterestRow, RightRow } from '../../../domain/state/rows.ts';
import { Problem } from '../../errors/problem.ts';
import type { Reader } from '../../read/reader.ts';

/** @throws Problem NOT_FOUND */
export function interestOf(reader: Reader, id: Hex): InterestRow {
  const row = reader.get('interest', id);
  if (!row) throw new Problem('NOT_FOUND', { detail: 'There is no security interest of this number.' });
  return row;
}

export const interestNumbered = (reader: Reader, sequence: number): InterestRow =>
  interestOf(reader, interestIdOf(sequence));

/** A right that must be there, since an interest lies on it. */
export function existingRight(reader: Reader, id: Hex): RightRow {
  const row = reader.get('right', id);
  if (!row) throw new Problem('UNKNOWN_RIGHT', { detail: `There is no right ${id}.` });
  return row;
}

/** Subjects that a registration on the interest builds on. */
export const subjectsOf = (interest: Hex, rights: readonly Hex[] = []): string[] => [
  `interest/${interest}`,
  ...rights.map((right) => `right/${right}`),
];
