import { expect } from 'chai';
import { catalogue } from '../../api/errors/catalogue.ts';
import { MEANINGS } from '../../api/errors/refusals.ts';
import { ERROR_SIGNATURES } from '../../domain/rules/refusals.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';

/** Of the libraries that we use; what OpenZeppelin's access control refuses is known, since a rule says it. */
const OF_LIBRARIES = /^(AccessManage(r|dInvalid|dRequired)|StringTooLong|InvalidShortString)/;

/** Of governance and of the libraries that we use, whose functions no route calls. */
const WITHOUT_ROUTE = [
  /^AccessManag/,
  /^(StringTooLong|InvalidShortString)$/,
  // Ledger
  /^(NotAppointed|NotAContract|ZeroWord)$/,
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

  it('are declared in the domain as in the contracts', () => {
    const known = Object.entries(ERROR_SIGNATURES).map(([name, args]) => `${name}(${args})`);
    const declared = new Set<string>();
    for (const [contract, abi] of Object.entries(registry.interfaces)) {
      if (contract === 'AccessManager') continue;
      abi.forEachError(({ name, inputs }) => {
        const args = inputs.map((it) => `${it.type} ${it.name}`).join(', ');
        declared.add(`${name}(${args})`);
      });
    }
    expect([...declared].filter((it) => !OF_LIBRARIES.test(it)).sort()).to.deep.equal(known.sort());
  });

  it('have a meaning in the catalogue', () => {
    expect(Object.keys(catalogue)).to.include.members(Object.values(MEANINGS));
  });
});
