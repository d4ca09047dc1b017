import { expect } from 'chai';
import fc from 'fast-check';
import {
  formatNumber,
  MAX_NUMBERED_SEQUENCE,
  NUMBER_LETTERS,
  parseNumber,
} from '../../../domain/encoding/numbers.ts';

const letters = fc.constantFrom(...NUMBER_LETTERS);
const sequences = fc.bigInt({ min: 1n, max: MAX_NUMBERED_SEQUENCE });
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

describe('registration numbers', () => {
  it('reads as people expect', () => {
    expect(formatNumber('S', 42n)).to.match(/^LD-S-0000000042-\d\d$/);
  });

  it('gives back what was formatted', () => {
    fc.assert(
      fc.property(letters, sequences, (letter, sequence) => {
        expect(parseNumber(formatNumber(letter, sequence))).to.deep.equal({
          ok: true,
          value: { letter, sequence },
        });
      }),
    );
  });

  it('has check digits 02 to 98, so that 1 remains on division by 97', () => {
    fc.assert(
      fc.property(letters, sequences, (letter, sequence) => {
        const [, , digits, check] = formatNumber(letter, sequence).split('-') as [
          string,
          string,
          string,
          string,
        ];
        const value = BigInt(`${letter.charCodeAt(0) - 55}${digits}${check}`);
        expect(value % 97n).to.equal(1n);
        expect(Number(check)).to.be.within(2, 98);
      }),
    );
  });

  it('catches every single wrong character', () => {
    fc.assert(
      fc.property(
        letters,
        sequences,
        fc.nat(14),
        fc.constantFrom(...Array.from(ALPHABET)),
        (letter, sequence, at, other) => {
          const compact = formatNumber(letter, sequence).replaceAll('-', '');
          fc.pre(compact[at] !== other);
          expect(parseNumber(compact.slice(0, at) + other + compact.slice(at + 1)).ok).to.equal(false);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('catches every exchange of two characters, neighbours or not', () => {
    fc.assert(
      fc.property(letters, sequences, fc.nat(14), fc.nat(14), (letter, sequence, i, j) => {
        const characters = [...formatNumber(letter, sequence).replaceAll('-', '')];
        fc.pre(characters[i] !== characters[j]);
        [characters[i], characters[j]] = [characters[j]!, characters[i]!];
        expect(parseNumber(characters.join('')).ok).to.equal(false);
      }),
      { numRuns: 1000 },
    );
  });

  it('tolerates case, width, spaces, dashes of any kind and missing hyphens', () => {
    const number = formatNumber('R', 1234567890n);
    const expected = parseNumber(number);
    expect(expected.ok).to.equal(true);
    const wide = [...number].map((c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0)).join('');
    for (const typed of [
      number.toLowerCase(),
      number.replaceAll('-', ''),
      number.replaceAll('-', ' – '),
      ` ${number}\t`,
      wide,
    ]) {
      expect(parseNumber(typed), typed).to.deep.equal(expected);
    }
  });

  it('refuses other shapes, wrong check digits and sequence 0, each with its reason', () => {
    for (const text of [
      '',
      'LD',
      'LD-X-0000000001-00',
      'LD-S-1-23',
      'LD-S-00000000011-23',
      'ZZ-S-0000000001-23',
    ]) {
      expect(parseNumber(text), text).to.include({ ok: false, code: 'NUMBER_SHAPE' });
    }
    expect(parseNumber('LD-S-0000000042-00')).to.include({ ok: false, code: 'NUMBER_CHECK_DIGIT' });
    const zero = String(98n - ((BigInt(`280000000000`) * 100n) % 97n)).padStart(2, '0');
    expect(parseNumber(`LD-S-0000000000-${zero}`)).to.include({ ok: false, code: 'NUMBER_SEQUENCE' });
  });

  it('does not format a sequence that has no number', () => {
    for (const sequence of [0n, -1n, MAX_NUMBERED_SEQUENCE + 1n]) {
      expect(() => formatNumber('R', sequence)).to.throw(RangeError, String(sequence));
    }
  });
});
