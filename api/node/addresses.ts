import { APPOINTMENTS } from '../../deploy/composition.ts';
import type { Addresses } from '../../deploy/deploy.ts';
import type { AddressBook } from '../chain/calls.ts';
import { Problem } from '../errors/problem.ts';
import { appointmentsOf, presentOf, type RegistryAt } from '../read/registries.ts';
import type { IndexStore } from '../store/index-store.ts';

/**
 * Where writes go: to the registry of the name that is appointed as of the tip of the index, so that the next write after an appointment
 * goes to the next release.
 * @param created the contracts that are never appointed are where they were created
 */
export function addressBook(
  index: Pick<IndexStore, 'head' | 'registries' | 'versions'>,
  created: Addresses,
): AddressBook {
  let asOf: unknown;
  let present = new Map<string, RegistryAt>();
  return (name) => {
    if (!APPOINTMENTS[name]) return created[name];
    const { head } = index;
    if (asOf !== head) {
      present = presentOf(
        [...index.registries].flatMap((address) => appointmentsOf(index.versions('registry', address))),
      );
      asOf = head;
    }
    const found = present.get(name);
    if (found) return found.address;
    throw new Problem('REGISTRY_NOT_APPOINTED', {
      detail: `No contract is appointed as ${name} since governance dismissed the last one.`,
      extensions: { registry: name },
    });
  };
}
