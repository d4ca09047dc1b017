import { rightIdOf } from '../../../domain/encoding/ids.ts';
import { fieldProblem } from '../../errors/problem.ts';
import type { Reader } from '../../read/reader.ts';

/**
 * A certificate is of one right, be it its first or a later one.
 * @throws Problem DUPLICATE_RIGHT naming the right that has it
 */
export async function requireNewCertificate(
  certificateNumber: string,
  authority: number,
  reader: Reader,
  field = '/certificateNumber',
): Promise<void> {
  const own = reader.get('right', rightIdOf(authority, certificateNumber));
  const others = await reader.rightsByCertificate(certificateNumber);
  const taken = own ?? others.find(({ state }) => state.authority === authority);
  if (!taken) return;
  throw fieldProblem('DUPLICATE_RIGHT', field, 'is registered already', { extensions: { right: taken.id } });
}
