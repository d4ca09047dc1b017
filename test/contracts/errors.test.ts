import { expect } from 'chai';
import { ERROR_SIGNATURES } from '../../domain/rules/refusals.ts';
import { freshRegistry } from '../support/registry.ts';

/** Of the libraries that we use; what OpenZeppelin's access control refuses is known, since a rule says it. */
const OF_LIBRARIES = /^(AccessManage(r|dInvalid|dRequired)|StringTooLong|InvalidShortString)/;

describe('the errors with which the contracts refuse', () => {
  it('are those that the domain knows, with their arguments', async () => {
    const { interfaces } = await freshRegistry();
    const known = Object.entries(ERROR_SIGNATURES).map(([name, args]) => `${name}(${args})`);
    const declared = new Set<string>();
    for (const [contract, abi] of Object.entries(interfaces)) {
      if (contract === 'AccessManager') continue;
      abi.forEachError(({ name, inputs }) => {
        const args = inputs.map((it) => `${it.type} ${it.name}`).join(', ');
        if (!OF_LIBRARIES.test(name)) declared.add(`${name}(${args})`);
      });
    }
    expect([...declared].sort()).to.deep.equal(known.sort());
  });
});
