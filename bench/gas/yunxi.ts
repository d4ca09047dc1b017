import { readPolicies, setPolicyArguments } from '../../deploy/policies.ts';
import { readDemoCases } from '../../demo/case.ts';
import { textToFixed } from '../../domain/encoding/abi.ts';
import { parseDay } from '../../domain/time/calendar.ts';
import { AUTHORITY, HOLDER, numberOf, partyOf } from '../../test/support/people.ts';
import type { Registry } from '../../test/support/registry.ts';
import { acquired, kindOf, type RightRegistration, type Terms } from '../../test/support/samples.ts';

/** The record that all gas figures are about: the Yunxi water right, 136 of 241 million m³ a year pledged. */
const yunxi = readDemoCases().find(({ id }) => id === '06-yunxi-water-right');
const right = yunxi?.rights[0];
const pledge = yunxi?.securityInterests[0];
if (!right?.referencePrice || !pledge) throw new Error('demo/cases/06-yunxi-water-right.json has changed');
const price = right.referencePrice;

const TYPE = textToFixed(right.type.value, 8);
export const PLEDGED = BigInt(pledge.collateral[0]?.quantity.value ?? '0');

/** The right type as it is deployed, added to the types of the tests. */
export async function addRightType(registry: Registry, now: number): Promise<void> {
  const policies = readPolicies(new URL('../../deploy/policies/right-types.json', import.meta.url));
  const policy = policies.find(({ code }) => code === right?.type.value);
  if (!policy) throw new Error('the right type of the Yunxi case is not deployed');
  await registry.act(registry.governs('RightTypes', 'setPolicy', ...setPolicyArguments(policy, now)));
  await registry.act(registry.governs('RightTypes', 'setCompetence', TYPE, numberOf(AUTHORITY), true));
}

/** @param copy tells one registration of the same record from another by the end of its certificate number */
export function yunxiRight(copy = 6): RightRegistration {
  return {
    holder: partyOf(HOLDER),
    typeCode: TYPE,
    acquisition: acquired(right!.acquisition.value),
    vintage: right!.vintage.value ?? 0,
    validFrom: dayOf(right!.validFrom.value),
    validTo: dayOf(right!.validTo.value),
    quantity: BigInt(right!.quantity.value),
    certificateNumber: right!.certificateNumber.value.slice(0, -4) + String(copy).padStart(4, '0'),
    region: right!.region.value,
    referencePrice: {
      value: 15n,
      decimals: 2,
      currency: textToFixed(price.currency.value, 3),
      day: dayOf(price.asOf.value),
      source: price.source.value,
    },
    serialBlocks: [],
    evidence: [],
  };
}

/** @param bank number of the secured party */
export function yunxiTerms(bank: number): Terms {
  return {
    kind: kindOf(pledge!.kind.value),
    debtor: partyOf(HOLDER),
    securedParties: [bank],
    securedAmount: BigInt(pledge!.securedAmount.value.value),
    currency: textToFixed(pledge!.securedAmount.currency.value, 3),
    termFrom: dayOf(pledge!.term.from.value),
    termTo: dayOf(pledge!.term.to.value),
    contractNumber: pledge!.contract.number.value,
    contractDigest: pledge!.contract.digest.value as `0x${string}`,
    acknowledgeJunior: false,
    negativePledge: false,
    advance: false,
    determinationDay: 0,
  };
}

function dayOf(date: string | null | undefined): number {
  if (date === null || date === undefined) return 0;
  const day = parseDay(date);
  if (!day.ok) throw new RangeError(day.message);
  return day.value;
}
