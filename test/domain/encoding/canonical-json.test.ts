import { expect } from 'chai';
import fc from 'fast-check';
import { canonicalJson, NotCanonicalJson } from '../../../domain/encoding/canonical-json.ts';
// The published test data of RFC 8785; the file names its source and licence.
import published from './rfc8785.json' with { type: 'json' };

const refusedAt = (value: unknown): string | undefined => {
  try {
    canonicalJson(value);
    return undefined;
  } catch (error) {
    if (error instanceof NotCanonicalJson) return error.path;
    throw error;
  }
};

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

describe('canonical JSON', () => {
  for (const { name, input, utf8 } of published.cases) {
    it(`writes the published case "${name}" byte for byte`, () => {
      expect(Buffer.from(canonicalJson(JSON.parse(input))).toString('hex')).to.equal(utf8);
    });
  }

  it('orders names as text, also those that look like numbers', () => {
    expect(canonicalJson({ '9': 1, '10': 2, a: 3 })).to.equal('{"10":2,"9":1,"a":3}');
  });

  it('is one text for one value, in any order of names, and keeps the value', () => {
    const shuffled = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(shuffled);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .reverse()
          .map(([key, item]) => [key, shuffled(item)]),
      );
    };
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(shuffled(value))).to.equal(text);
        expect(canonicalJson(JSON.parse(text))).to.equal(text);
        expect(JSON.parse(text)).to.deep.equal(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('takes one part in two places, objects without a prototype, and 128 levels', () => {
    const part = Object.assign(Object.create(null) as object, { a: 1 });
    expect(canonicalJson([part, part])).to.equal('[{"a":1},{"a":1}]');
    expect(canonicalJson(nested(128))).to.have.length(257);
  });

  it('refuses what JSON cannot carry, anywhere, and names the place', () => {
    const cycle: unknown[] = [];
    cycle.push({ back: cycle });
    const wrong: unknown[] = [
      ...[undefined, () => 1, Symbol('s'), 1n, NaN, Infinity, -Infinity],
      ...[
        '\ud800',
        'a\udc00',
        new Date(0),
        new Map(),
        Buffer.of(1),
        Object(1) as unknown,
        new (class A {})(),
      ],
      ...[{ '\ud800': 1 }, { [Symbol('s')]: 1 }, Object.assign([1], { name: 2 }), Array(1) as unknown[]],
      Object.defineProperty({}, 'hidden', { value: 1 }),
      {
        get computed() {
          return 1;
        },
      },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...wrong),
        fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 }),
        (bad, names) => {
          const value = names.reduceRight<unknown>((inner, name) => ({ ok: 1, [name]: inner }), bad);
          const path = names.map((name) => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
          expect(refusedAt(value)).to.equal(path);
        },
      ),
    );
    expect(refusedAt(cycle)).to.equal('/0/back');
    expect(refusedAt(nested(130))).to.equal('/0'.repeat(128));
    expect(refusedAt([1, undefined])).to.equal('/1');
  });
});
