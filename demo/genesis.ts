import { readGenesis, type Genesis, type GenesisInstitution } from '../deploy/genesis.ts';
import { readDemoCases, type DemoCase } from './case.ts';

/** The invented institutions, and those of the published cases: their banks, and the grantors, who may have to consent. */
export function demoGenesis(cases: readonly DemoCase[] = readDemoCases()): Genesis {
  const invented = readGenesis(new URL('./institutions.json', import.meta.url));
  const others = new Map<string, GenesisInstitution>();
  for (const it of cases) {
    for (const { grantor, securedParties } of it.securityInterests) {
      others.set(grantor, institutionOf(it, grantor, 'holder'));
      for (const bank of securedParties) others.set(bank, institutionOf(it, bank, 'secured-party'));
    }
  }
  return { ...invented, institutions: [...invented.institutions, ...others.values()] };
}

function institutionOf(
  it: DemoCase,
  label: string,
  capacity: 'holder' | 'secured-party',
): GenesisInstitution {
  const party = it.parties[label];
  if (!party) throw new RangeError(`${it.id} has no party ${label}`);
  return {
    label,
    legalName: party.legalName.value,
    jurisdiction: party.jurisdiction.value,
    address: party.address.value,
    identifiers: party.identifiers.map(({ scheme, value }) => ({ scheme, value })),
    capacities: [capacity],
    duties: ['maker', 'checker'],
    competentFor: [],
    synthetic: true,
  };
}
