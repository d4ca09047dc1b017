import { textToFixed } from '../../domain/encoding/abi.ts';
import { maskOf, POLICY_FLAGS, type PolicyFlag } from '../../domain/encoding/codes.ts';

/** Right types, one for each rule; the code says which. `effectiveIn` is seconds after the fixture's start. */
export const TYPES: Record<
  string,
  { flags: readonly PolicyFlag[]; months?: [number, number]; effectiveIn?: number }
> = {
  PLAIN: { flags: ['pledgeable'] },
  FIXED: { flags: [] },
  PAID: { flags: ['pledgeable', 'paid-only'] },
  CONSENT: { flags: ['pledgeable', 'consent'] },
  VINTAGE: { flags: ['pledgeable', 'vintage-required'] },
  SERIAL: { flags: ['pledgeable', 'serialised'] },
  BOUND: { flags: ['pledgeable', 'approval-bound'] },
  SHORT: { flags: ['pledgeable', 'flow'], months: [6, 12] },
  FUTURE: { flags: ['pledgeable'], effectiveIn: 30 * 86_400 },
};

export const DESCRIPTION = {
  nameZh: '用水权',
  nameEn: 'water right',
  unit: 'm3/a',
  authorityKind: 'water',
  externalRegistrations: '',
  source: 'test',
  note: '',
};

export function policyOf(code: string, now: number) {
  const { flags = [], months = [1, 360], effectiveIn } = TYPES[code] ?? {};
  return {
    effectiveFrom: effectiveIn === undefined ? 0 : now + effectiveIn,
    flags: maskOf(POLICY_FLAGS, flags),
    minTermMonths: months[0],
    maxTermMonths: months[1],
  };
}

export const typeCode = (code: string) => textToFixed(code, 8);
