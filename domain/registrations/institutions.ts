import { CAPACITIES, DUTIES, nameAt, namesIn, type Duty } from '../encoding/codes.ts';
import type { InstitutionRow, Rows } from '../state/rows.ts';
import { existing, one, type Reduction } from './reduction.ts';
import { registration } from './registration.ts';

const CAPACITY = 'uint32 indexed number, bytes32 indexed party, uint16 capacities, uint40 time';
const STANDING = 'uint32 indexed number, bytes32 indexed party, uint40 time, string reason';

/** Who may register, and with which keys. */
export const INSTITUTIONS = {
  InstitutionAdmitted: registration({
    signature: `${CAPACITY}, string name`,
    reduce: ({ number, party, capacities, time, name }) =>
      one('institution', String(number), {
        number,
        party,
        name,
        capacities: namesIn(CAPACITIES, capacities),
        suspended: false,
        admittedAt: time,
      }),
  }),

  CapacitiesChanged: registration({
    signature: CAPACITY,
    reduce: ({ number, capacities }, rows) =>
      institution(rows, number, { capacities: namesIn(CAPACITIES, capacities) }),
  }),

  InstitutionSuspended: registration({
    signature: STANDING,
    reduce: ({ number }, rows) => institution(rows, number, { suspended: true }),
  }),

  InstitutionReinstated: registration({
    signature: STANDING,
    reduce: ({ number }, rows) => institution(rows, number, { suspended: false }),
  }),

  KeyAdded: registration({
    signature: 'uint32 indexed number, address indexed key, uint8 duty, uint40 activeFrom, uint40 time',
    reduce: ({ number, key, duty, activeFrom }) =>
      one('key', key, {
        address: key,
        institution: number,
        duty: nameAt<Duty>(DUTIES, Math.log2(duty)),
        activeFrom,
        removedAt: undefined,
      }),
  }),

  KeyRemoved: registration({
    signature: 'uint32 indexed number, address indexed key, uint40 time',
    reduce: ({ key, time }, rows) => one('key', key, { ...existing(rows, 'key', key), removedAt: time }),
  }),

  KeyDelaySet: registration({
    signature: 'uint40 delay, uint40 time',
    // The contract counts the delay into each key's `activeFrom`.
    reduce: () => ({ changes: [], subjects: [] }),
  }),
};

function institution(rows: Rows, number: number, change: Partial<InstitutionRow>): Reduction {
  const id = String(number);
  return one('institution', id, { ...existing(rows, 'institution', id), ...change });
}
