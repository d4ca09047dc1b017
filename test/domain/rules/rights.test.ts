import { textToFixed } from '../../../domain/encoding/abi.ts';
import { SUBJECT_KINDS } from '../../../domain/encoding/codes.ts';
import { ZERO_WORD } from '../../../domain/encoding/hash.ts';
import { rightIdOf } from '../../../domain/encoding/ids.ts';
import { MAX_QUANTITY } from '../../../domain/line/overlay.ts';
import type { RightRegistrationFields } from '../../../domain/registrations/events.ts';
import { refused, somehow } from '../../../domain/rules/refusals.ts';
import { registersRights, renews, type RenewalDraft } from '../../../domain/rules/rights.ts';
import { A, ANOTHER, AUTHORITY, BANK, HOLDER, NOBODY, OLD, S, table, TODAY } from './small-world.ts';

const typeCode = textToFixed('PLAIN', 8);
const EMPTY = textToFixed('EMPTY', 8);
const UNKNOWN = textToFixed('NONE', 8);
const EVIDENCE = Array.from({ length: 17 }, () => ({ kind: textToFixed('deed', 16), digest: ZERO_WORD }));
const block = (prefix: string, first: bigint, last: bigint) => ({ prefix, first, last });

type Batch = RightRegistrationFields & { times: number };

describe('Rules: rights', () => {
  table<Batch>(
    'registration',
    (register, by, { times, ...it }) =>
      registersRights(
        register,
        by,
        Array.from({ length: times }, () => it),
      ),
    () => ({
      ...{ times: 1, holder: HOLDER, typeCode, acquisition: 2, vintage: 0, validFrom: TODAY, validTo: 0 },
      ...{ quantity: 10n, certificateNumber: 'new', region: '', serialBlocks: [], evidence: [] },
      referencePrice: { value: 0n, decimals: 0, currency: textToFixed('', 3), day: 0, source: '' },
    }),
    AUTHORITY,
    [
      [undefined],
      [somehow('WrongCapacity'), {}, {}, BANK],
      [refused('InvalidBatchSize', { count: 0 }), { times: 0 }],
      [refused('NotCompetent', { code: UNKNOWN, institution: AUTHORITY }), { typeCode: UNKNOWN }],
      [refused('NotCompetent', { code: typeCode, institution: ANOTHER }), {}, {}, ANOTHER],
      [refused('UnknownType', { code: EMPTY }), { typeCode: EMPTY }],
      [refused('InvalidQuantity', { quantity: 0n }), { quantity: 0n }],
      [refused('InvalidQuantity', { quantity: MAX_QUANTITY + 1n }), { quantity: MAX_QUANTITY + 1n }],
      [refused('InvalidAcquisition'), { acquisition: 0 }],
      [refused('InvalidValidity', { validFrom: TODAY, validTo: TODAY - 1 }), { validTo: TODAY - 1 }],
      [refused('InvalidCertificateNumber'), { certificateNumber: '' }],
      [refused('InvalidText'), { region: 'x'.repeat(257) }],
      [refused('TooManyEvidence', { count: 17 }), { evidence: EVIDENCE }],
      [refused('VintageRequired', { typeCode }), {}, { flags: ['vintage-required'] }],
      [refused('SerialBlocksRequired', { typeCode }), {}, { flags: ['serialised'] }],
      [undefined, { serialBlocks: [block('G', 1n, 4n), block('H', 1n, 6n)] }],
      [refused('InvalidSerialBlocks', { index: 0 }), { serialBlocks: [block('G', 2n, 1n)] }],
      [
        refused('InvalidSerialBlocks', { index: 1 }),
        { serialBlocks: [block('G', 1n, 5n), block('G', 5n, 9n)] },
      ],
      [refused('InvalidSerialBlocks', { index: 1 }), { serialBlocks: [block('G', 1n, 5n)] }],
      [refused('RightExists', { right: A }), { certificateNumber: 'a' }],
      [refused('RightExists', { right: rightIdOf(AUTHORITY, 'new') }), { times: 2 }],
      [refused('PartyEnded', { party: OLD }), { holder: OLD }],
      [refused('UnknownSubject', { kind: SUBJECT_KINDS.party, subject: NOBODY }), { holder: NOBODY }],
    ],
  );

  table<RenewalDraft>(
    'renewal',
    renews,
    ({ right }) => ({
      ...{
        right: A,
        row: right,
        certificateNumber: 'new',
        validFrom: TODAY,
        validTo: TODAY + 20,
        evidence: [],
      },
    }),
    AUTHORITY,
    [
      [undefined, {}, { right: { validTo: TODAY + 10 } }],
      [undefined, { validTo: 0 }],
      [somehow('WrongCapacity'), {}, {}, BANK],
      [refused('NotAuthority', { right: A, institution: ANOTHER }), {}, {}, ANOTHER],
      [refused('InvalidCertificateNumber'), { certificateNumber: '' }],
      [refused('InvalidValidity', { validFrom: TODAY + 21, validTo: TODAY + 20 }), { validFrom: TODAY + 21 }],
      [refused('InvalidRenewal', { validTo: TODAY + 20 })],
      [refused('InvalidRenewal', { validTo: TODAY + 20 }), {}, { right: { validTo: TODAY + 21 } }],
      [refused('TooManyEvidence', { count: 17 }), { validTo: 0, evidence: EVIDENCE }],
      [refused('RightExists', { right: A }), { validTo: 0, certificateNumber: 'a' }],
      [somehow('StaleState'), ({ right }) => ({ validTo: 0, row: { ...right, journal: S } })],
    ],
  );
});
