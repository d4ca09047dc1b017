import { textToFixed } from '../../../domain/encoding/abi.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { partyIdOf } from '../../../domain/encoding/ids.ts';
import { registersParty, renamesParty, succeeds, type PartyDraft } from '../../../domain/rules/parties.ts';
import { refused, somehow } from '../../../domain/rules/refusals.ts';
import { AUTHORITY, BANK, BUYER, HEIR, HOLDER, keyOf, NOBODY, OLD, PLANT, table } from './small-world.ts';

const NEW = { scheme: 'USCC', value: '91' };
const PAIR = [BUYER, HEIR].sort() as [Hex, Hex];
const scheme = textToFixed('USCC', 8);

describe('Rules: parties', () => {
  table<PartyDraft>(
    'registration',
    registersParty,
    () => ({ legalName: '甲', registeredAddress: '', identifiers: [NEW] }),
    BANK,
    [
      [undefined],
      [somehow('WrongDuty'), {}, {}, keyOf(BANK, 'checker')],
      [refused('InvalidName'), { legalName: '' }],
      [refused('InvalidName'), { legalName: '名'.repeat(171) }],
      [refused('InvalidText'), { registeredAddress: 'x'.repeat(513) }],
      [refused('InvalidIdentifierCount', { count: 0 }), { identifiers: [] }],
      [refused('InvalidIdentifier', { index: 0 }), { identifiers: [{ scheme: 'uscc', value: '1' }] }],
      [refused('InvalidIdentifier', { index: 1 }), { identifiers: [NEW, { scheme: 'LEI', value: '' }] }],
      [
        refused('IdentifierTaken', { scheme, value: '91', party: partyIdOf(NEW) }),
        { identifiers: [NEW, NEW] },
      ],
      [
        refused('IdentifierTaken', { scheme, value: 'known', party: BUYER }),
        { identifiers: [{ ...NEW, value: 'known' }] },
      ],
    ],
  );

  table(
    'renaming',
    (register, by, { party, legalName }) => renamesParty(register, by, party, legalName),
    () => ({ party: BUYER, legalName: '乙' }),
    PLANT,
    [
      [undefined],
      [undefined, {}, {}, AUTHORITY],
      [somehow('WrongDuty'), {}, {}, keyOf(PLANT, 'checker')],
      [refused('UnknownParty', { party: NOBODY }), { party: NOBODY }],
      [refused('PartyEnded', { party: OLD }), { party: OLD }],
      [refused('NotRegistrant', { party: BUYER, institution: BANK }), {}, {}, BANK],
      [refused('InvalidName'), { legalName: '' }],
    ],
  );

  table(
    'succession',
    succeeds,
    () => ({ party: HOLDER, kind: 2, successors: [...PAIR] as Hex[] }),
    AUTHORITY,
    [
      [undefined],
      [undefined, { kind: 1, successors: [BUYER] }],
      [somehow('WrongCapacity'), {}, {}, BANK],
      [refused('UnknownParty', { party: NOBODY }), { party: NOBODY }],
      [refused('PartyEnded', { party: OLD }), { party: OLD }],
      [refused('InvalidSuccessors', { index: 2 }), { kind: 1 }],
      [refused('InvalidSuccessors', { index: 1 }), { successors: [...PAIR].reverse() }],
      [refused('InvalidSuccessors', { index: 0 }), { kind: 1, successors: [HOLDER] }],
      [refused('InvalidSuccessors', { index: 0 }), { kind: 1, successors: [NOBODY] }],
      [refused('PartyEnded', { party: OLD }), { kind: 1, successors: [OLD] }],
    ],
  );
});
