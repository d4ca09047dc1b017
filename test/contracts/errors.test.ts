import { expect } from 'chai';
import { catalogue } from '../../api/errors/catalogue.ts';
import { MEANINGS } from '../../api/errors/refusals.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';

/** Of governance and of the libraries that we use, whose functions no route calls. */
const WITHOUT_ROUTE = [
  /^AccessManag/,
  /^(StringTooLong|InvalidShortString)$/,
  // Ledger
  /^(NotARegistry|ZeroWord|PermanentFact|StaleFact)$/,
  // Batches, which the service does not use yet
  /^(InvalidActCount|NotEnoughGas)$/,
  // A state or fact of a release that these contracts do not know
  /^Unknown(State|Fact)Version$/,
  // Institutions
  /^(AlreadyAdmitted|KeyAlreadyBound|UnknownInstitution)$/,
  /^Invalid(Party|Capacities|Duty|Key|KeyDelay)$/,
  // RightTypes and Amendments
  /^(NotAfter|Backdated|TooManyVersions)$/,
  /^Invalid(Code|Policy|ExtensionTerm)$/,
];

describe('the errors that users are told of', () => {
  let registry: Registry;
  const declared = new Set<string>();

  before(async () => {
    registry = await freshRegistry();
    for (const [name, abi] of Object.entries(registry.interfaces)) {
      if (name === 'AccessManager') continue;
      abi.forEachError((error) => declared.add(error.name));
    }
  });

  it('are all that the contracts declare', () => {
    const ours = [...declared].filter((name) => !WITHOUT_ROUTE.some((it) => it.test(name)));
    expect(ours.sort()).to.deep.equal(Object.keys(MEANINGS).sort());
  });

  it('have a meaning in the catalogue', () => {
    expect(Object.keys(catalogue)).to.include.members(Object.values(MEANINGS));
  });
});
