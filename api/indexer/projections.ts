import { clockDays } from '../../domain/time/alerts.ts';
import { exactNameKey, similarityGrams } from '../../domain/identity/names.ts';
import type { RegistryEvent } from '../../domain/registrations/events.ts';
import type { Hex } from '../../domain/encoding/hash.ts';
import type {
  InterestRow,
  PartyRow,
  RightRow,
  RowChange,
  RowKind,
  RowTypes,
} from '../../domain/state/rows.ts';
import { terms, type IndexEntry } from '../store/indexes.ts';

/**
 * Under which terms the rows that an event changed are found. Only what the event makes new is entered, since nothing is ever
 * taken out of an index.
 * @param changes what the reducer made of the event
 */
export const project = (event: RegistryEvent, changes: readonly RowChange[]): IndexEntry[] => [
  ...entriesOf(event, changes),
  ...changes.flatMap(clockEntries),
];

function entriesOf(event: RegistryEvent, changes: readonly RowChange[]): IndexEntry[] {
  switch (event.name) {
    case 'InstitutionAdmitted':
      return [
        {
          index: 'institution-by-party',
          term: event.args.party,
          order: event.args.number,
          id: String(event.args.number),
        },
      ];
    case 'KeyAdded':
      return [
        {
          index: 'key-by-institution',
          term: terms.institution(event.args.number),
          order: event.args.time,
          id: event.args.key,
        },
      ];
    case 'PartyRegistered': {
      const party = rowOf(changes, 'party');
      return [...identifierEntries(party), ...nameEntries(party)];
    }
    case 'PartyRenamed':
      return nameEntries(rowOf(changes, 'party'));
    case 'RightRegistered':
      return rightEntries(rowOf(changes, 'right'));
    case 'RightRenewed': {
      const { certificateNumber, sequence } = {
        ...event.args.renewal,
        sequence: Number(event.args.sequence),
      };
      return [
        entryOf(event.args.right, sequence)('right-by-certificate', terms.certificate(certificateNumber)),
      ];
    }
    case 'RightTransferred':
      return [entryOf(event.args.right, Number(event.args.sequence))('right-by-holder', event.args.to)];
    case 'RightDivided':
      return rightEntries(rowOf(changes, 'right', event.args.child));
    case 'InterestRegistered':
      return interestEntries(rowOf(changes, 'interest'));
    case 'InterestFollowed':
      return [
        entryOf(event.args.interest, orderOf(event.args.interest))('interest-by-right', event.args.right),
      ];
    case 'InterestAmended': {
      const entry = entryOf(event.args.interest, orderOf(event.args.interest));
      return event.args.added.map(({ right }) => entry('interest-by-right', right));
    }
    case 'InterestAssigned': {
      const entry = entryOf(event.args.interest, orderOf(event.args.interest));
      const { securedParties } = event.args;
      return securedParties.map((number) => entry('interest-by-secured-party', terms.institution(number)));
    }
    default:
      return [];
  }
}

/** The row of a kind that a reduction changed: the one with the id, or the first. */
export function rowOf<K extends RowKind>(changes: readonly RowChange[], kind: K, id?: string): RowTypes[K] {
  const change = changes.find((it) => it.kind === kind && (id === undefined || it.id === id));
  if (!change) throw new Error(`the reducer changed no ${kind}`);
  return change.row as RowTypes[K];
}

function identifierEntries({ id, sequence, identifiers }: PartyRow): IndexEntry[] {
  return identifiers.map(({ scheme, value }) => ({
    index: 'party-by-identifier',
    term: terms.identifier(scheme, value),
    order: sequence,
    id,
  }));
}

/** Of the present name only: the former ones were entered when they were present. */
function nameEntries({ id, sequence, legalName }: PartyRow): IndexEntry[] {
  const entry = entryOf(id, sequence);
  return [
    entry('party-by-name', terms.name(exactNameKey(legalName))),
    ...Array.from(similarityGrams(legalName), (gram) => entry('party-by-gram', terms.gram(gram))),
  ];
}

function rightEntries({ id, sequence, state, registration }: RightRow): IndexEntry[] {
  const entry = entryOf(id, sequence);
  return [
    entry('right-by-holder', state.holder),
    entry('right-by-certificate', terms.certificate(registration.certificateNumber)),
    entry('right-by-type', state.typeCode),
    ...registration.serialBlocks.map(({ prefix, last }) =>
      entry('right-by-serial', terms.serial(prefix, last)),
    ),
  ];
}

function interestEntries({ id, sequence, state }: InterestRow): IndexEntry[] {
  const entry = entryOf(id, sequence);
  return [
    entry('interest-by-grantor', state.grantor),
    ...state.rights.map((right) => entry('interest-by-right', right)),
    ...state.securedParties.map((number) => entry('interest-by-secured-party', terms.institution(number))),
  ];
}

/** Whatever event changed it: most have no new day, and an entry that is there already stays as it is. */
function clockEntries(change: RowChange): IndexEntry[] {
  if (change.kind !== 'interest' && change.kind !== 'right' && change.kind !== 'restriction') return [];
  const entry = entryOf(`${change.kind}/${change.id}`, change.row.sequence);
  return clockDays(change).map((day) => entry('clock-by-day', terms.day(day)));
}

/** An interest is always found in the place of its initial registration. */
const orderOf = (interest: Hex): number => Number(BigInt(interest));

/** Entries of one row, in the order of its sequence. */
const entryOf =
  (id: string, order: number) =>
  (index: IndexEntry['index'], term: string): IndexEntry => ({ index, term, order, id });
