import { fixedToText } from '../encoding/abi.ts';
import { SUBJECT_KINDS } from '../encoding/codes.ts';
import { existing, interestChange, one, rightChange } from './reduction.ts';
import { CHANGE } from './parts.ts';
import { registration } from './registration.ts';

/** Which registries may write, and what a later release adds to a state. */
export const REGISTRIES = {
  RegistryAppointed: registration({
    signature:
      'address indexed registry, bytes32 indexed name, uint16 version, uint8 subjects, uint256 facts, uint40 time',
    reduce({ registry, name, version, subjects, facts, time }, rows) {
      const known = rows.get('registry', registry);
      const appointed = subjects !== 0 || facts !== 0n;
      if (!appointed && !known) return { changes: [], subjects: [] };
      return one('registry', registry, {
        address: registry,
        name: appointed ? fixedToText(name) : known!.name,
        version: appointed ? version : known!.version,
        subjects,
        facts,
        appointedAt: known?.appointedAt ?? time,
        dismissedAt: appointed ? undefined : time,
      });
    },
  }),

  StateExtended: registration({
    signature: `bytes32 indexed subject, uint256 indexed kind, ${CHANGE}, bytes32 stateHash, bytes extension`,
    reduce({ subject, kind, stateHash, extension }, rows) {
      if (Number(kind) === SUBJECT_KINDS.right) {
        const row = existing(rows, 'right', subject);
        const change = rightChange({ ...row, state: { ...row.state, extension } }, stateHash);
        return { changes: [change], subjects: [{ kind: 'right', id: subject }] };
      }
      const row = existing(rows, 'interest', subject);
      const change = interestChange({ ...row, state: { ...row.state, extension } }, stateHash);
      return { changes: [change], subjects: [{ kind: 'interest', id: subject }] };
    },
  }),
};
