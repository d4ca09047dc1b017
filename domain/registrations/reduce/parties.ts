import { fixedToText } from '../../encoding/abi.ts';
import { nameAt, SUCCESSIONS } from '../../encoding/codes.ts';
import { ZERO_WORD } from '../../encoding/hash.ts';
import { existing, instantOf, partyChange, touching, type Reducers } from './changes.ts';

export const PARTY_REDUCERS: Reducers<'PartyRegistered' | 'PartyRenamed' | 'PartySucceeded'> = {
  PartyRegistered: ({ party, registrant, record, ...dated }, entry) => {
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
    return touching([{ kind: 'party', id: party }], partyChange(row, entry()));
  },

  PartyRenamed: ({ party, legalName, evidence, ...dated }, entry, rows) => {
    const row = existing(rows, 'party', party);
    const former = { legalName: row.legalName, until: instantOf(dated), evidence };
    return touching(
      [{ kind: 'party', id: party }],
      partyChange({ ...row, legalName, formerNames: [...row.formerNames, former] }, entry()),
    );
  },

  PartySucceeded: ({ party, successor, kind, evidence, ...dated }, entry, rows) => {
    const [ended, heir] = [existing(rows, 'party', party), existing(rows, 'party', successor)];
    const succession = { party: successor, kind: nameAt(SUCCESSIONS, kind), evidence, ...instantOf(dated) };
    return touching(
      [
        { kind: 'party', id: party },
        { kind: 'party', id: successor },
      ],
      partyChange({ ...ended, successors: [...ended.successors, succession] }, entry()),
      partyChange({ ...heir, predecessors: [...heir.predecessors, party] }, entry()),
    );
  },
};
