import { expect } from 'chai';
import { AbiCoder, id, ParamType } from 'ethers';
import fc from 'fast-check';
import {
  AbiError,
  decode,
  decodeWord,
  encode,
  encodeStruct,
  fixedToText,
  parseFields,
  textToFixed,
  tupleOf,
  tupleWith,
  typeName,
  type AbiTuple,
  type AbiType,
  type AbiValue,
} from '../../../domain/encoding/abi.ts';
import { EVENT_SIGNATURES, TOPICS, type EventName } from '../../../domain/registrations/events.ts';
import { toHex, type Hex } from '../../../domain/encoding/hash.ts';

const coder = AbiCoder.defaultAbiCoder();

/* Any value of a type of ours. */
function valueOf(type: AbiType): fc.Arbitrary<AbiValue> {
  switch (type.kind) {
    case 'uint':
      return type.bits <= 48
        ? fc.nat(2 ** type.bits - 1)
        : fc.bigInt({ min: 0n, max: (1n << BigInt(type.bits)) - 1n });
    case 'fixed':
      return bytes(type.size, type.size);
    case 'address':
      return bytes(20, 20);
    case 'bool':
      return fc.boolean();
    case 'bytes':
      return bytes(0, 70);
    case 'string':
      return fc.string({ unit: 'grapheme', maxLength: 40 });
    case 'array':
      return fc.array(valueOf(type.of), { maxLength: 4 });
    case 'tuple':
      return fc.record(Object.fromEntries(type.fields.map(({ name, type: it }) => [name, valueOf(it)])));
  }
}

const bytes = (minLength: number, maxLength: number): fc.Arbitrary<Hex> =>
  fc.uint8Array({ minLength, maxLength }).map((it) => toHex(it));

/** The names too, so that ethers takes objects. */
const described = (type: AbiTuple): ParamType =>
  ParamType.from(`tuple(${type.fields.map(({ name, type: it }) => `${nested(it)} ${name}`).join(',')})`);

function nested(type: AbiType): string {
  if (type.kind === 'array') return `${nested(type.of)}[]`;
  if (type.kind !== 'tuple') return typeName(type);
  return `tuple(${type.fields.map(({ name, type: it }) => `${nested(it)} ${name}`).join(',')})`;
}

const EVERY_KIND = `uint8 small, uint48 medium, uint64 large, uint256 largest, bytes3 code, bytes32 digest, address who, bool yes,
  bytes blob, string text, uint32[] numbers, string[] texts, (uint128 from, uint128 to) pair, (uint128 from, uint128 to)[] pairs,
  (bytes8 scheme, string value) named, (bytes8 scheme, string value)[] many, (uint8 a, (bool b, uint16[] c) d)[] deep`;
const shapes: [string, AbiTuple][] = [
  ['every kind of value', tupleOf(EVERY_KIND)],
  ['static values only', tupleOf('uint64 a, (uint128 from, uint128 to) pair, bool b')],
  ...(Object.keys(EVENT_SIGNATURES) as EventName[]).map((name): [string, AbiTuple] => [
    name,
    tupleOf(EVENT_SIGNATURES[name].replaceAll(' indexed', '')),
  ]),
];

describe('abi', () => {
  for (const [what, type] of shapes) {
    it(`agrees with ethers in both directions: ${what}`, () => {
      fc.assert(
        fc.property(valueOf(type), (value) => {
          const given = value as Record<string, AbiValue>;
          const struct = coder.encode([described(type)], [given]);
          expect(toHex(encodeStruct(type, given))).to.equal(struct);
          const wrapped = tupleWith([{ name: 'it', type, indexed: false }]);
          expect(decode(wrapped, struct as Hex)).to.deep.equal({ it: given });

          const names = type.fields.map(({ name }) => name);
          const several = coder.encode(
            type.fields.map((field) => ParamType.from(nested(field.type))),
            names.map((name) => given[name]),
          );
          expect(toHex(encode(type.fields, given))).to.equal(several);
          expect(decode(type, several as Hex)).to.deep.equal(given);
        }),
        { numRuns: 40 },
      );
    });
  }

  it('computes the topic of every event as ethers does', () => {
    for (const [name, fields] of Object.entries(EVENT_SIGNATURES)) {
      const types = parseFields(fields).map(({ type }) => typeName(type));
      expect(TOPICS[name as EventName]).to.equal(id(`${name}(${types.join(',')})`));
    }
  });

  it('parses names, types and what is indexed', () => {
    expect(parseFields('uint8')).to.deep.equal([
      { name: '', type: { kind: 'uint', bits: 8 }, indexed: false },
    ]);
    expect(
      parseFields('bytes32 indexed right,bool  yes').map(({ name, indexed }) => [name, indexed]),
    ).to.deep.equal([
      ['right', true],
      ['yes', false],
    ]);
    expect(typeName(tupleOf('(uint8 a, string[] b)[] list, address who'))).to.equal(
      '((uint8,string[])[],address)',
    );
    expect(() => parseFields('int256 x')).to.throw(AbiError, 'unknown type int256');
  });

  it('decodes a value from one topic', () => {
    const [number, code, who] = parseFields('uint32 a, bytes8 b, address c').map(({ type }) => type) as [
      AbiType,
      AbiType,
      AbiType,
    ];
    expect(decodeWord(number, `0x${'00'.repeat(31)}07`)).to.equal(7);
    expect(decodeWord(code, `0x${'ab'.repeat(32)}`)).to.equal(`0x${'ab'.repeat(8)}`);
    expect(decodeWord(who, `0x${'00'.repeat(12)}${'cd'.repeat(20)}`)).to.equal(`0x${'cd'.repeat(20)}`);
  });

  it('refuses data that ends too early, wherever', () => {
    const type = tupleOf(EVERY_KIND);
    fc.assert(
      fc.property(valueOf(type), fc.nat(), (value, at) => {
        const whole = encode(type.fields, value as Record<string, AbiValue>);
        expect(() => decode(type, toHex(whole.subarray(0, at % whole.length)))).to.throw(AbiError);
      }),
    );
  });

  it('refuses an array that cannot be in the data, before it makes room for it', () => {
    const huge = toHex(encode(parseFields('uint64 offset, uint64 count'), { offset: 32n, count: 1n << 40n }));
    expect(() => decode(tupleOf('uint8[] list'), huge)).to.throw(AbiError, 'array longer');
  });

  it('names what is missing', () => {
    expect(() => encode(parseFields('uint8 a, uint8 b'), { a: 1 })).to.throw(AbiError, 'missing value b');
  });

  it('keeps text in bytesN, padded on the right', () => {
    expect(textToFixed('CNY', 3)).to.equal('0x434e59');
    expect(textToFixed('A', 8)).to.equal('0x4100000000000000');
    expect(fixedToText('0x4100000000000000')).to.equal('A');
    expect(fixedToText('0x000000')).to.equal('');
    expect(() => textToFixed('水权水权', 8)).to.throw(AbiError, '"水权水权" is longer than 8 bytes');
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), (text) => {
        fc.pre(!text.endsWith('\0'));
        expect(fixedToText(textToFixed(text, 8))).to.equal(text);
      }),
    );
  });
});
