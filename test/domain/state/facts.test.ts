import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { AbiCoder, id, keccak256 } from 'ethers';
import type { Hex } from '../../../domain/encoding/hash.ts';
import {
  disposalRef,
  FACT_KINDS,
  factsOf,
  restrictionRef,
  type Fact,
  type FactKind,
} from '../../../domain/state/facts.ts';
import type { RowKind, RowTypes } from '../../../domain/state/rows.ts';
import { EMITTER } from '../history.ts';
import { LIFE } from '../registrations/life.ts';
import { A, B, I, P, Q } from '../registrations/rows.ts';

/* Words are written here by another encoder, and packed by hand as contracts/libraries lays the facts out. */
const coder = AbiCoder.defaultAbiCoder();
const word = (value: bigint | number): Hex => coder.encode(['uint256'], [value]) as Hex;
const packed = (content: bigint): Hex => word((1n << 248n) | content);
const pair = (types: string[], values: unknown[]): Hex => keccak256(coder.encode(types, values)) as Hex;

const row = <K extends RowKind>(kind: K, key: string): RowTypes[K] => LIFE.rows.get(kind, key)!;
const [KEY, SECOND, TYPE] = [row('key', EMITTER), row('institution', '2'), row('rightType', 'GDEA')];
const [FIRST_POLICY] = TYPE.versions;
const [OBJECTION] = row('interest', I).objections;
const GDEA: Hex = `0x47444541${'00'.repeat(28)}`;
const CCER: Hex = `0x43434552${'00'.repeat(28)}`;
const TIME = 1_700_000_000n;

type Case = {
  [K in RowKind]: [what: string, kind: K, row: RowTypes[K], facts: [FactKind, Hex, Hex][]];
}[RowKind];

const CASES: Case[] = [
  [
    'a key that was removed',
    'key',
    KEY,
    [['key', word(BigInt(EMITTER)), packed((1n << 88n) | (2n << 80n) | (9n << 40n) | TIME)]],
  ],
  [
    'a key in use',
    'key',
    { ...KEY, duty: 'auditor', removedAt: undefined },
    [['key', word(BigInt(EMITTER)), packed((1n << 88n) | (4n << 80n) | (9n << 40n))]],
  ],
  [
    'an institution',
    'institution',
    SECOND,
    [
      ['institution', word(2), packed(2n << 8n)],
      ['institution-party', word(2), Q],
      ['party-institution', Q, word(2)],
    ],
  ],
  [
    'a suspended one',
    'institution',
    { ...SECOND, capacities: ['registration-authority', 'investor'], suspended: true },
    [
      ['institution', word(2), packed((129n << 8n) | 1n)],
      ['institution-party', word(2), Q],
      ['party-institution', Q, word(2)],
    ],
  ],
  [
    'a type with two versions of its policy',
    'rightType',
    {
      ...TYPE,
      versions: [FIRST_POLICY!, { ...FIRST_POLICY!, effectiveFrom: 1_800_000_000, flags: ['consent'] }],
    },
    [
      ['policy-count', GDEA, word(2)],
      ['policy', pair(['bytes32', 'uint256'], [GDEA, 0]), packed((3n << 32n) | (1n << 16n) | 360n)],
      [
        'policy',
        pair(['bytes32', 'uint256'], [GDEA, 1]),
        packed((1_800_000_000n << 48n) | (8n << 32n) | (1n << 16n) | 360n),
      ],
      ['competence', pair(['bytes32', 'uint256'], [GDEA, 1]), word(1)],
    ],
  ],
  [
    'a type with authorities and no policy yet',
    'rightType',
    { code: 'CCER', versions: [], competent: [4, 12] },
    [
      ['policy-count', CCER, word(0)],
      ['competence', pair(['bytes32', 'uint256'], [CCER, 4]), word(1)],
      ['competence', pair(['bytes32', 'uint256'], [CCER, 12]), word(1)],
    ],
  ],
  [
    'a party',
    'party',
    { ...row('party', Q), registrant: 7 },
    [
      ['party', Q, packed(7n << 8n)],
      ['identifier', id('USCC:91') as Hex, Q],
    ],
  ],
  [
    'a party that has ended',
    'party',
    row('party', P),
    [
      ['party', P, packed((1n << 8n) | 1n)],
      ['identifier', id('USCC:91') as Hex, P],
      ['successor', pair(['bytes32', 'bytes32'], [P, Q]), packed(1n)],
    ],
  ],
  [
    'a right with a later certificate and a disposal',
    'right',
    row('right', A),
    [
      ['certificate', pair(['uint32', 'bytes32'], [1, id('c2')]), A],
      ['buyer', word(30), Q],
    ],
  ],
  ['a right as it was registered', 'right', row('right', B), []],
  ['an interest whose objection was withdrawn', 'interest', row('interest', I), []],
  [
    'an interest under objection',
    'interest',
    {
      ...row('interest', I),
      objections: [OBJECTION!, { ...OBJECTION!, sequence: 15, withdrawn: undefined }],
    },
    [['objection', word(15), packed((2n << 48n) | 5n)]],
  ],
  [
    'a restriction, as last prolonged',
    'restriction',
    row('restriction', '20'),
    [['restriction', word(20), packed((3n << 32n) | 21_500n)]],
  ],
  ['the list of a party, which has a word of its own', 'list', row('list', P), []],
  ['a registry, which governance appoints', 'registry', row('registry', EMITTER), []],
];

describe('the facts of a row', () => {
  for (const [what, kind, of, facts] of CASES) {
    it(`${what}: ${facts.length}`, () => {
      expect(factsOf(kind, of)).to.deep.equal(
        facts.map(([fact, ref, value]): Fact => ({ kind: fact, ref, value })),
      );
    });
  }

  it('are tried for every kind of row', () => {
    const kinds = new Set(CASES.map(([, kind]) => kind));
    expect([...kinds].sort()).to.deep.equal([
      'institution',
      'interest',
      'key',
      'list',
      'party',
      'registry',
      'restriction',
      'right',
      'rightType',
    ]);
  });

  it('have the numbers that the contracts give the kinds', () => {
    const source = readFileSync('contracts/types/Facts.sol', 'utf8');
    const numbers = [...source.matchAll(/uint8 internal constant (\w+) = (\d+);/g)]
      .map(([, name, number]) => [name!.toLowerCase().replaceAll('_', '-'), Number(number)] as const)
      .filter(([name]) => name !== 'version');
    expect(Object.entries(FACT_KINDS)).to.deep.equal(numbers);
  });

  it('are found by the number of a restriction or a disposal', () => {
    expect(restrictionRef(20)).to.equal(word(20));
    expect(disposalRef(30)).to.equal(word(30));
  });
});
