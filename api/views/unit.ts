import type { RightRow } from '../../domain/state/rows.ts';
import type { Reader } from '../read/reader.ts';

/** The base unit of a right's quantity. */
export const unitOf = ({ state }: RightRow, reader: Reader): string | null =>
  reader.get('rightType', state.typeCode)?.versions.at(-1)?.description.unit ?? null;
