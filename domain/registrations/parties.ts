import { fixedToText } from '../encoding/abi.ts';
import { nameAt, SUCCESSIONS } from '../encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../encoding/hash.ts';
import { exactNameKey, similarityGrams } from '../identity/names.ts';
import { begun } from '../journal/list.ts';
import type { PartyRow, RowChange, Rows } from '../state/rows.ts';
import { entryOf, terms, type IndexEntry } from './indexes.ts';
import { CHANGE, PARTY_RECORD } from './parts.ts';
import { changed, DivergenceError, existing, instantOf, partiesOf, rowIn } from './reduction.ts';
import { distinct, registration, type Concerns } from './registration.ts';

export const PARTIES = {
  PartyRegistered: registration({
    signature: `bytes32 indexed party, uint256 indexed registrant, ${CHANGE}, ${PARTY_RECORD} record`,
    notice: { 'party-registration': { en: 'Registration of a party', zh: '主体登记', letter: 'P' } },
    reduce({ party, registrant, record, ...dated }) {
      const row = {
        id: party,
        registrant: Number(registrant),
        ...instantOf(dated),
        legalName: record.legalName,
        formerNames: [],
        jurisdiction: record.jurisdiction,
        registeredAddress: record.registeredAddress,
        identifiers: record.identifiers.map(({ scheme, value }) => ({ scheme: fixedToText(scheme), value })),
        successors: [],
        predecessors: [],
        journal: ZERO_WORD,
      };
      const list = { id: party, word: begun(party) };
      return {
        changes: [changed('party', party, row), changed('list', party, list)],
        subjects: partiesOf(party),
      };
    },
    concerns: ({ party }) => concerned(party),
    indexes({ party }, changes) {
      const row = rowIn(changes, 'party', party);
      const entry = entryOf(party, row.sequence);
      return [
        ...row.identifiers.map(({ scheme, value }) =>
          entry('party-by-identifier', terms.identifier(scheme, value)),
        ),
        ...nameEntries(row),
      ];
    },
    resource: ({ party }) => `/parties/${party}`,
  }),

  PartyRenamed: registration({
    signature: `bytes32 indexed party, uint256 indexed registrant, ${CHANGE}, string legalName, bytes32 evidence`,
    notice: { 'party-rename': { en: 'Change of name', zh: '名称变更' } },
    reduce({ party, legalName, evidence, ...dated }, rows) {
      const row = existing(rows, 'party', party);
      const former = { legalName: row.legalName, until: instantOf(dated), evidence };
      const next = { ...row, legalName, formerNames: [...row.formerNames, former] };
      return { changes: [changed('party', party, next)], subjects: partiesOf(party) };
    },
    concerns: ({ party }) => concerned(party),
    indexes: ({ party }, changes) => nameEntries(rowIn(changes, 'party', party)),
    resource: ({ party }) => `/parties/${party}`,
  }),

  PartySucceeded: registration({
    signature: `bytes32 indexed party, bytes32 indexed successor, ${CHANGE}, uint32 registrant, uint8 kind, bytes32 evidence`,
    notice: {
      'party-merger': { en: 'Merger', zh: '合并' },
      'party-division': { en: 'Division', zh: '分立' },
    },
    kind: ({ kind }) => (nameAt(SUCCESSIONS, kind) === 'merger' ? 'party-merger' : 'party-division'),
    reduce({ party, successor, kind, evidence, ...dated }, rows) {
      const succession = { party: successor, kind: nameAt(SUCCESSIONS, kind), evidence, ...instantOf(dated) };
      return {
        changes: ofThoseKnown(
          rows,
          [party, ({ successors }) => ({ successors: [...successors, succession] })],
          [successor, ({ predecessors }) => ({ predecessors: [...predecessors, party] })],
        ),
        subjects: partiesOf(party, successor),
      };
    },
    concerns: ({ party, successor }) => concerned(party, successor),
    resource: ({ party }) => `/parties/${party}`,
  }),
};

/**
 * One of them may be missing where the other tells its own history.
 * @throws DivergenceError if none of them is known
 */
function ofThoseKnown(
  rows: Rows,
  ...parties: readonly [Hex, (row: PartyRow) => Partial<PartyRow>][]
): RowChange[] {
  const changes = parties.flatMap(([id, change]) => {
    const row = rows.get('party', id);
    return row ? [changed('party', id, { ...row, ...change(row) })] : [];
  });
  if (changes.length > 0) return changes;
  throw new DivergenceError(
    `an event names parties ${parties.map(([id]) => id).join(', ')}, none of them known`,
  );
}

const concerned = (...parties: readonly Hex[]): Concerns => ({
  parties: distinct(parties),
  rights: [],
  interest: undefined,
  interests: [],
});

/** Of the present name only: the former ones were entered when they were present. */
function nameEntries({ id, sequence, legalName }: PartyRow): IndexEntry[] {
  const entry = entryOf(id, sequence);
  return [
    entry('party-by-name', terms.name(exactNameKey(legalName))),
    ...Array.from(similarityGrams(legalName), (gram) => entry('party-by-gram', terms.gram(gram))),
  ];
}
