import type { Hex } from '../../domain/encoding/hash.ts';
import type { Reader, RegistryVersion } from './reader.ts';

/** One appointment of a registry: from the block that appointed it to the block that dismissed it, both included. */
export interface RegistryAt {
  name: string;
  address: Hex;
  version: number;
  fromBlock: number;
  /** Null while it may write. */
  toBlock: number | null;
}

/** Every appointment that there was up to the reader's point, the oldest first. */
export async function registriesAt(reader: Pick<Reader, 'registryVersions'>): Promise<RegistryAt[]> {
  return inOrder((await reader.registryVersions()).flatMap(appointmentsOf));
}

/** The appointments of one contract. What changes only the kinds that it may write is part of the same appointment. */
export function appointmentsOf(versions: readonly RegistryVersion[]): RegistryAt[] {
  const found: RegistryAt[] = [];
  for (const { since, row } of versions) {
    const { name, address, version, dismissedAt } = row;
    const toBlock = dismissedAt === undefined ? null : since;
    const last = found.at(-1);
    // The first version may be dismissed too: appointed and dismissed in one block.
    if (last === undefined || (last.toBlock !== null && toBlock === null)) {
      found.push({ name, address, version, fromBlock: since, toBlock });
    } else {
      last.toBlock ??= toBlock;
    }
  }
  return found;
}

/** Which registry of each name writes now: the one that was appointed last among those that are not dismissed. */
export function presentOf(appointments: readonly RegistryAt[]): Map<string, RegistryAt> {
  const present = appointments.filter(({ toBlock }) => toBlock === null);
  return new Map(inOrder(present).map((it) => [it.name, it]));
}

/** Of two that were appointed in one block the higher version is the later. */
const inOrder = (appointments: readonly RegistryAt[]): RegistryAt[] =>
  appointments.toSorted(
    (a, b) => a.fromBlock - b.fromBlock || a.version - b.version || (a.address < b.address ? -1 : 1),
  );
