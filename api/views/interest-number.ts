import { interestIdOf } from '../../domain/encoding/ids.ts';
import { formatNumber } from '../../domain/encoding/numbers.ts';
import { institutionId } from './party.ts';
import type { Reader } from '../read/reader.ts';

/** How an overlay names the interest that it belongs to. */
export function interestNumber(ref: number, reader: Reader): { number: string; securedParties: string[] } {
  const interest = reader.get('interest', interestIdOf(ref));
  const parties = interest?.state.securedParties ?? [];
  return {
    number: formatNumber('S', BigInt(ref)),
    securedParties: parties.map((party) => institutionId(party, reader) ?? ''),
  };
}
