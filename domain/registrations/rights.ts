import { fixedToText } from '../encoding/abi.ts';
import { ACQUISITIONS, nameAt } from '../encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../encoding/hash.ts';
import type { RightRow } from '../state/rows.ts';
import { entryOf, terms, type IndexEntry } from './indexes.ts';
import { concernsOfRights, onRight } from './on-right.ts';
import { CHANGE, RENEWAL, RIGHT_REGISTRATION } from './parts.ts';
import { instantOf, rightChange, rowIn } from './reduction.ts';
import { attaches, registration } from './registration.ts';

/** How rights come to be, and go on. */
export const RIGHTS = {
  RightRegistered: registration({
    signature: `bytes32 indexed right, bytes32 indexed holder, ${CHANGE}, uint32 authority, bytes32 stateHash, ${RIGHT_REGISTRATION} registration`,
    notice: {
      'right-registration': { en: 'Registration of a right', zh: '权益登记（确权）', letter: 'R' },
    },
    reduce({ right, holder, authority, stateHash, registration: registered, ...dated }) {
      const { typeCode, acquisition, ...rest } = registered;
      const row: RightRow = {
        id: right,
        ...instantOf(dated),
        state: {
          holder,
          typeCode: fixedToText(typeCode),
          authority,
          status: 'confirmed',
          acquisition: nameAt(ACQUISITIONS, acquisition),
          validFrom: rest.validFrom,
          validTo: rest.validTo,
          quantity: rest.quantity,
          overlays: [],
        },
        journal: ZERO_WORD,
        registration: rest,
        dividedFrom: undefined,
        renewals: [],
        formerHolders: [],
        decisions: [],
        disposals: [],
        restrictions: [],
      };
      return {
        changes: [rightChange(row, stateHash)],
        subjects: [{ kind: 'right', id: right }],
      };
    },
    lists: ({ right, holder }) => [attaches(holder, 'right', right)],
    concerns: (_, changes) => concernsOfRights(changes),
    indexes: ({ right }, changes) => rightEntries(rowIn(changes, 'right', right)),
    resource: ({ right }) => rightResource(right),
  }),

  RightRenewed: onRight({
    signature: `bytes32 indexed right, uint256 indexed authority, ${CHANGE}, bytes32 stateHash, ${RENEWAL} renewal`,
    notice: { renewal: { en: 'Renewal under a new certificate', zh: '换证登记' } },
    after({ renewals }, { renewal, ...dated }) {
      const { validFrom, validTo } = renewal;
      return {
        state: { validFrom, validTo },
        renewals: [...renewals, { ...renewal, ...instantOf(dated) }],
      };
    },
    indexes: ({ right, sequence, renewal }) => [
      entryOf(right, Number(sequence))('right-by-certificate', terms.certificate(renewal.certificateNumber)),
    ],
    resource: ({ right }) => rightResource(right),
  }),
};

export const rightResource = (right: Hex): string => `/rights/${right}`;

/** Of a right that is new, whether registered or divided from another. */
export function rightEntries({ id, sequence, state, registration: registered }: RightRow): IndexEntry[] {
  const entry = entryOf(id, sequence);
  return [
    entry('right-by-holder', state.holder),
    entry('right-by-certificate', terms.certificate(registered.certificateNumber)),
    ...registered.serialBlocks.map(({ prefix, last }) =>
      entry('right-by-serial', terms.serial(prefix, last)),
    ),
  ];
}
