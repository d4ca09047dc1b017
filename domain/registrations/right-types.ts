import { fixedToText } from '../encoding/abi.ts';
import { namesIn, POLICY_FLAGS } from '../encoding/codes.ts';
import type { Hex } from '../encoding/hash.ts';
import type { RightTypeRow, Rows } from '../state/rows.ts';
import { DESCRIPTION, POLICY } from './parts.ts';
import { one } from './reduction.ts';
import { registration } from './registration.ts';

/** Under which policies rights of a type are registered, and by whom. */
export const RIGHT_TYPES = {
  PolicySet: registration({
    signature: `bytes8 indexed code, uint256 indexed version, uint40 time, ${POLICY} policy, ${DESCRIPTION} description`,
    reduce({ code, policy, description, time }, rows) {
      const type = rightType(rows, code);
      const version = { ...policy, flags: namesIn(POLICY_FLAGS, policy.flags), description, setAt: time };
      return one('rightType', type.code, { ...type, versions: [...type.versions, version] });
    },
  }),

  CompetenceSet: registration({
    signature: 'bytes8 indexed code, uint256 indexed institution, uint40 time, bool competent',
    reduce({ code, institution, competent }, rows) {
      const type = rightType(rows, code);
      const others = type.competent.filter((number) => number !== Number(institution));
      return one('rightType', type.code, {
        ...type,
        competent: competent ? [...others, Number(institution)].sort((a, b) => a - b) : others,
      });
    },
  }),
};

function rightType(rows: Rows, code: Hex): RightTypeRow {
  const name = fixedToText(code);
  return rows.get('rightType', name) ?? { code: name, versions: [], competent: [] };
}
