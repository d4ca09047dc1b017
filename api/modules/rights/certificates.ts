import type { Hex } from '../../../domain/encoding/hash.ts';
import { rightIdOf } from '../../../domain/encoding/ids.ts';
import type { Reader } from '../../read/reader.ts';

/** The right that a certificate is of, be it its first or a later one. */
export async function rightUnder(
  certificateNumber: string,
  authority: number,
  reader: Reader,
): Promise<Hex | undefined> {
  const first = reader.get('right', rightIdOf(authority, certificateNumber));
  const all = first ? [first] : await reader.rightsByCertificate(certificateNumber);
  return all.find(({ state }) => state.authority === authority)?.id;
}
