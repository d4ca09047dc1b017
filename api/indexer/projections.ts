import { exactNameKey, similarityGrams } from '../../domain/names.ts';
import type { RegistryEvent } from '../../domain/events.ts';
import type { InterestRow, PartyRow, RightRow, RowChange, RowKind, RowTypes } from '../../domain/rows.ts';
import { terms, type IndexEntry } from '../store/indexes.ts';

/**
 * Under which terms the rows that an event changed are found. Only what the event makes new is entered, since nothing is ever
 * taken out of an index.
 * @param changes what the reducer made of the event
 */
export function project(event: RegistryEvent, changes: readonly RowChange[]): IndexEntry[] {
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
    case 'InterestRegistered':
      return interestEntries(rowOf(changes, 'interest'));
    default:
      return [];
  }
}

/** The row of a kind that a reduction changed; every event that is projected changes exactly one of the kind it is about. */
export function rowOf<K extends RowKind>(changes: readonly RowChange[], kind: K): RowTypes[K] {
  const change = changes.find((it) => it.kind === kind);
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
    entry('interest-by-term-end', terms.day(state.termTo)),
  ];
}

/** Entries of one row, in the order of its sequence. */
const entryOf =
  (id: string, order: number) =>
  (index: IndexEntry['index'], term: string): IndexEntry => ({ index, term, order, id });
