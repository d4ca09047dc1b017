import { fixedToText } from '../../encoding/abi.ts';
import { CAPACITIES, DUTIES, nameAt, namesIn, POLICY_FLAGS, type Duty } from '../../encoding/codes.ts';
import type { Hex } from '../../encoding/hash.ts';
import type { InstitutionRow, RightTypeRow, Rows } from '../../state/rows.ts';
import { existing, one, type Reducers, type Reduction } from './changes.ts';

/** Who may register, and under which policies. */
export const INSTITUTION_REDUCERS: Reducers<
  | 'InstitutionAdmitted'
  | 'CapacitiesChanged'
  | 'InstitutionSuspended'
  | 'InstitutionReinstated'
  | 'KeyAdded'
  | 'KeyRemoved'
  | 'KeyDelaySet'
  | 'PolicySet'
  | 'CompetenceSet'
> = {
  InstitutionAdmitted: ({ number, party, capacities, time, name }) =>
    one('institution', String(number), {
      number,
      party,
      name,
      capacities: namesIn(CAPACITIES, capacities),
      suspended: false,
      admittedAt: time,
    }),

  CapacitiesChanged: ({ number, capacities }, _, rows) =>
    institution(rows, number, { capacities: namesIn(CAPACITIES, capacities) }),

  InstitutionSuspended: ({ number }, _, rows) => institution(rows, number, { suspended: true }),

  InstitutionReinstated: ({ number }, _, rows) => institution(rows, number, { suspended: false }),

  KeyAdded: ({ number, key, duty, activeFrom }) =>
    one('key', key, {
      address: key,
      institution: number,
      duty: nameAt<Duty>(DUTIES, Math.log2(duty)),
      activeFrom,
      removedAt: undefined,
    }),

  KeyRemoved: ({ key, time }, _, rows) => one('key', key, { ...existing(rows, 'key', key), removedAt: time }),

  // The contract counts the delay into each key's `activeFrom`.
  KeyDelaySet: () => ({ changes: [], subjects: [] }),

  PolicySet: ({ code, policy, description, time }, _, rows) => {
    const type = rightType(rows, code);
    const version = { ...policy, flags: namesIn(POLICY_FLAGS, policy.flags), description, setAt: time };
    return one('rightType', type.code, { ...type, versions: [...type.versions, version] });
  },

  CompetenceSet: ({ code, institution, competent }, _, rows) => {
    const type = rightType(rows, code);
    const others = type.competent.filter((number) => number !== Number(institution));
    return one('rightType', type.code, {
      ...type,
      competent: competent ? [...others, Number(institution)].sort((a, b) => a - b) : others,
    });
  },
};

function institution(rows: Rows, number: number, change: Partial<InstitutionRow>): Reduction {
  const id = String(number);
  return one('institution', id, { ...existing(rows, 'institution', id), ...change });
}

function rightType(rows: Rows, code: Hex): RightTypeRow {
  const name = fixedToText(code);
  return rows.get('rightType', name) ?? { code: name, versions: [], competent: [] };
}
