import type { Arguments } from '../api/chain/typed-calls.ts';
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { textToFixed } from '../domain/encoding/abi.ts';
import { expiryInstant, parseDay } from '../domain/time/calendar.ts';
import { maskOf, POLICY_FLAGS, type PolicyFlag } from '../domain/encoding/codes.ts';
import { parameter } from '../domain/law/law.ts';

const policy = z.looseObject({
  code: z.string().regex(/^[A-Z0-9-]{1,8}$/),
  nameZh: z.string(),
  nameEn: z.string(),
  unit: z.string(),
  flow: z.boolean(),
  vintageRequired: z.boolean(),
  pledgeable: z.boolean(),
  paidOnly: z.boolean(),
  consentRequired: z.boolean(),
  serialised: z.boolean(),
  approvalBound: z.boolean(),
  effectiveAgainstThirdParties: z.boolean(),
  freezeAvailable: z.boolean(),
  requiredExternalRegistrations: z.array(z.string()),
  authorityKind: z.string(),
  effectiveFrom: z.string(),
  source: z.string(),
  note: z.string().default(''),
});

/** 中登网; every other register that a policy requires is a platform of the authority or exchange. */
const UNIFIED_REGISTER = 'zhongdengwang';

export type Policy = z.output<typeof policy>;

export const policiesForm = z
  .union([z.array(policy), z.looseObject({ rightTypes: z.array(policy) })])
  .transform((it) => (Array.isArray(it) ? it : it.rightTypes));

/** The policy table that a registry starts with. @throws ZodError naming the field */
export function readPolicies(path: string | URL): Policy[] {
  return policiesForm.parse(JSON.parse(readFileSync(path, 'utf8')));
}

/** The arguments of RightTypes.setPolicy, with the registration terms that the law allows on the day `now` (unix seconds). */
export function setPolicyArguments(it: Policy, now: number): Arguments<'RightTypes', 'setPolicy'> {
  const flags: [PolicyFlag, boolean][] = [
    ['flow', it.flow],
    ['pledgeable', it.pledgeable],
    ['paid-only', it.paidOnly],
    ['consent', it.consentRequired],
    ['vintage-required', it.vintageRequired],
    ['serialised', it.serialised],
    ['approval-bound', it.approvalBound],
    ['unified-register', it.requiredExternalRegistrations.includes(UNIFIED_REGISTER)],
    ['authority-platform', it.requiredExternalRegistrations.some((name) => name !== UNIFIED_REGISTER)],
    ['effective-against-third-parties', it.effectiveAgainstThirdParties],
    ['platform-freeze', it.freezeAvailable],
  ];
  const chosen = flags.filter(([, on]) => on).map(([flag]) => flag);
  const today = new Date(now * 1000).toISOString().slice(0, 10);
  return [
    textToFixed(it.code, 8),
    {
      effectiveFrom: startOf(it.effectiveFrom),
      flags: maskOf(POLICY_FLAGS, chosen),
      minTermMonths: parameter('registration.term.minimum', today).value,
      maxTermMonths: parameter('registration.term.maximum', today).value,
    },
    {
      nameZh: it.nameZh,
      nameEn: it.nameEn,
      unit: it.unit,
      authorityKind: it.authorityKind,
      externalRegistrations: it.requiredExternalRegistrations.join(','),
      source: it.source,
      note: it.note,
    },
  ];
}

/** The first second of a civil day. */
function startOf(date: string): number {
  const day = parseDay(date);
  if (!day.ok) throw new RangeError(`${date}: ${day.message}`);
  return Math.max(0, expiryInstant(day.value - 1) + 1);
}
