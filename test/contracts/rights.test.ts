import { expect } from 'chai';
import { textToFixed } from '../../domain/encoding/abi.ts';
import { SUBJECT_KINDS } from '../../domain/encoding/codes.ts';
import { keccakText, ZERO_WORD } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import { MAX_QUANTITY } from '../../domain/line/overlay.ts';
import type { Call } from '../support/chain.ts';
import { merges } from '../support/lines.ts';
import { accountOf, AUTHORITY, HOLDER, numberOf, partyOf, PLANT } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { acquired, evidenceOf, rightOf, TODAY, type RightRegistration } from '../support/samples.ts';
import { typeCode } from '../support/types.ts';

const ID = rightIdOf(numberOf(AUTHORITY), 'A');
const LONGEST = 'x'.repeat(256);
const PRICE = { value: 4_550n, decimals: 2, currency: textToFixed('CNY', 3), day: TODAY, source: 'exchange' };
const block = (prefix: string, first: number, last: number) => ({
  prefix,
  first: BigInt(first),
  last: BigInt(last),
});
/** `count` blocks of one unit. */
const units = (count: number) => Array.from({ length: count }, (_, i) => block('S', 2 * i, 2 * i));

describe('Rights', () => {
  let registry: Registry;

  beforeEach(async () => {
    registry = await freshRegistry();
  });

  const registers = (...given: RightRegistration[]): Call =>
    registry.call(accountOf(AUTHORITY), 'Rights', 'register', given);
  const registersA = (changes: Partial<RightRegistration>): Call => registers(rightOf('A', changes));

  describe('registration', () => {
    it('gives the next number and says everything', async () => {
      const given = rightOf('A', {
        typeCode: typeCode('VINTAGE'),
        vintage: 2025,
        referencePrice: PRICE,
        serialBlocks: [block('GD-', 1, 60), block('GD-', 101, 140)],
        evidence: evidenceOf(2),
      });
      await registry.accepts(registers(given), [
        'RightRegistered',
        {
          right: ID,
          holder: partyOf(HOLDER),
          sequence: BigInt(registry.lastSequence + 1),
          authority: numberOf(AUTHORITY),
          registration: given,
        },
      ]);
      expect(registry.right(ID).state).to.deep.equal({
        holder: partyOf(HOLDER),
        typeCode: 'VINTAGE',
        authority: numberOf(AUTHORITY),
        status: 'confirmed',
        acquisition: 'paid',
        validFrom: TODAY,
        validTo: given.validTo,
        quantity: 100n,
        overlays: [],
      });
    });

    it('numbers a batch in its order', async () => {
      const names = ['A', 'B', 'C'];
      const events = names.map((): ['RightRegistered'] => ['RightRegistered']);
      const first = registry.lastSequence + 1;
      await registry.accepts(registers(...names.map((name) => rightOf(name))), ...events);
      const sequences = names.map((name) => registry.right(rightIdOf(numberOf(AUTHORITY), name)).sequence);
      expect(sequences).to.deep.equal([first, first + 1, first + 2]);
    });

    it('says of each what it says alone, whatever went before in the batch', async () => {
      const rich = { referencePrice: PRICE, evidence: evidenceOf(8), region: LONGEST };
      const unlike = [
        rightOf('A', { ...rich, quantity: 64n, serialBlocks: units(64) }),
        rightOf('B'),
        rightOf('C', { holder: partyOf(PLANT), serialBlocks: [block('x'.repeat(64), 1, 100)] }),
        rightOf('D', rich),
      ];
      await registry.accepts(
        registers(...unlike),
        ...unlike.map((registration): ['RightRegistered', Record<string, unknown>] => [
          'RightRegistered',
          { registration },
        ]),
      );
    });

    it('takes 1 to 128 in a transaction', async () => {
      const many = (count: number) => Array.from({ length: count }, (_, i) => rightOf(`N${i}`));
      await registry.refuses(registers(), 'InvalidBatchSize', { count: 0 });
      await registry.refuses(registers(...many(129)), 'InvalidBatchSize', { count: 129 });
      await registry.act(registers(...many(128)));
    });

    it('is all or nothing', async () => {
      await registry.refuses(registers(rightOf('A'), rightOf('B', { quantity: 0n })), 'InvalidQuantity', {
        quantity: 0,
      });
      await registry.refuses(registers(rightOf('A'), rightOf('A')), 'RightExists', { right: ID });
    });

    it('is once for a certificate number of an authority', async () => {
      await registry.act(registers(rightOf('A')));
      await registry.refuses(
        registers(rightOf('A', { holder: partyOf(PLANT), quantity: 7n })),
        'RightExists',
        {
          right: ID,
        },
      );
      const second = registry.call(accountOf('second-authority'), 'Rights', 'register', [rightOf('A')]);
      await registry.accepts(second, ['RightRegistered', { right: rightIdOf(9, 'A'), authority: 9 }]);
    });

    it('is by an authority competent for the type', async () => {
      const given = [rightOf('A', { typeCode: typeCode('PAID') })];
      await registry.refuses(
        registry.call(accountOf('second-authority'), 'Rights', 'register', given),
        'NotCompetent',
        { code: typeCode('PAID'), institution: 9 },
      );
      await registry.refuses(registersA({ typeCode: typeCode('NEVER') }), 'NotCompetent', {
        code: typeCode('NEVER'),
        institution: 1,
      });
      await registry.refuses(registersA({ typeCode: typeCode('FUTURE') }), 'UnknownType', {
        code: typeCode('FUTURE'),
      });
    });

    it('is for a registered party', async () => {
      const party = keccakText('USCC:NOBODY');
      for (const subject of [party, ZERO_WORD]) {
        const args = { kind: SUBJECT_KINDS.party, subject };
        await registry.refuses(registersA({ holder: subject }), 'UnknownSubject', args);
      }
    });

    it('is for a party that has not ended', async () => {
      await registry.act(merges(registry, partyOf(HOLDER), partyOf(PLANT)));
      await registry.refuses(registersA({}), 'PartyEnded', { party: partyOf(HOLDER) });
      await registry.act(registersA({ holder: partyOf(PLANT) }));
    });

    const accepted: [string, Partial<RightRegistration>][] = [
      ['one unit', { quantity: 1n }],
      ['2^76 - 1 units', { quantity: MAX_QUANTITY }],
      ['validity without end', { validTo: 0 }],
      ['validity of one day', { validTo: TODAY }],
      ['validity that has ended', { validFrom: 1, validTo: 2 }],
      ['quota received free of charge', { acquisition: acquired('free') }],
      ['what was traded', { acquisition: acquired('traded') }],
      ['the longest region', { region: LONGEST }],
      ['the longest certificate number', { certificateNumber: LONGEST }],
      ['the longest price source', { referencePrice: { ...PRICE, source: LONGEST } }],
      ['16 digests', { evidence: evidenceOf(16) }],
      ['64 serial blocks', { quantity: 64n, serialBlocks: units(64) }],
      [
        'serial numbers of a serialised type',
        { typeCode: typeCode('SERIAL'), serialBlocks: [block('', 0, 99)] },
      ],
      ['a prefix of 64 bytes', { serialBlocks: [block('x'.repeat(64), 1, 100)] }],
      ['the same numbers under other prefixes', { serialBlocks: [block('A', 1, 50), block('B', 1, 50)] }],
      ['serial blocks in any order', { serialBlocks: [block('A', 51, 100), block('A', 1, 50)] }],
    ];
    for (const [what, changes] of accepted) {
      it(`takes ${what}`, async () => {
        await registry.accepts(registersA(changes), ['RightRegistered']);
      });
    }

    const overlapping = { index: 1 };
    const refused: [string, Partial<RightRegistration>, string, Record<string, unknown>][] = [
      ['nothing', { quantity: 0n }, 'InvalidQuantity', { quantity: 0 }],
      ['2^76 units', { quantity: 1n << 76n }, 'InvalidQuantity', { quantity: 1n << 76n }],
      ['no acquisition', { acquisition: 0 }, 'InvalidAcquisition', {}],
      [
        'a validity that ends before it begins',
        { validTo: TODAY - 1 },
        'InvalidValidity',
        { validFrom: TODAY, validTo: TODAY - 1 },
      ],
      ['no certificate number', { certificateNumber: '' }, 'InvalidCertificateNumber', {}],
      ['too long a certificate number', { certificateNumber: `${LONGEST}x` }, 'InvalidCertificateNumber', {}],
      ['too long a region', { region: `${LONGEST}x` }, 'InvalidText', {}],
      ['too long a price source', { referencePrice: { ...PRICE, source: `${LONGEST}x` } }, 'InvalidText', {}],
      ['17 digests', { evidence: evidenceOf(17) }, 'TooManyEvidence', { count: 17 }],
      [
        'no vintage where the type has one',
        { typeCode: typeCode('VINTAGE') },
        'VintageRequired',
        { typeCode: typeCode('VINTAGE') },
      ],
      [
        'no serial numbers where the type has them',
        { typeCode: typeCode('SERIAL') },
        'SerialBlocksRequired',
        { typeCode: typeCode('SERIAL') },
      ],
      ['65 serial blocks', { quantity: 65n, serialBlocks: units(65) }, 'InvalidSerialBlocks', { index: 65 }],
      [
        'a prefix of 65 bytes',
        { serialBlocks: [block('x'.repeat(65), 1, 100)] },
        'InvalidSerialBlocks',
        { index: 0 },
      ],
      ['a reversed block', { serialBlocks: [block('A', 2, 1)] }, 'InvalidSerialBlocks', { index: 0 }],
      ['too few serials', { serialBlocks: [block('A', 1, 99)] }, 'InvalidSerialBlocks', { index: 1 }],
      ['too many serials', { serialBlocks: [block('A', 1, 101)] }, 'InvalidSerialBlocks', { index: 1 }],
      ...(
        [
          ['a block again', block('A', 1, 50)],
          ['a block over the end of another', block('A', 50, 99)],
          ['a block inside another', block('A', 20, 30)],
        ] as const
      ).map(([what, second]): [string, Partial<RightRegistration>, string, Record<string, unknown>] => [
        what,
        { serialBlocks: [block('A', 1, 50), second] },
        'InvalidSerialBlocks',
        overlapping,
      ]),
      [
        'a block over the beginning of another',
        { serialBlocks: [block('A', 50, 99), block('A', 1, 50)] },
        'InvalidSerialBlocks',
        overlapping,
      ],
    ];
    for (const [what, changes, error, args] of refused) {
      it(`refuses ${what}`, async () => {
        await registry.refuses(registersA(changes), error, args);
      });
    }

    it('refuses an acquisition that it does not know', async () => {
      await registry.refuses(registersA({ acquisition: 4 }), '');
    });
  });
});
