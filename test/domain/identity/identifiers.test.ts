import { expect } from 'chai';
import fc from 'fast-check';
import {
  checkIdentifier,
  identifierKey,
  isIdentifierScheme,
  USCC_ALPHABET,
  usccCheckCharacter,
  type IdentifierScheme,
} from '../../../domain/identity/identifiers.ts';

const usccs = fc
  .string({ unit: fc.constantFrom(...Array.from(USCC_ALPHABET)), minLength: 17, maxLength: 17 })
  .map((first17) => first17 + usccCheckCharacter(first17));

describe('identifiers', () => {
  const good: [IdentifierScheme, string, string][] = [
    ['USCC', '91350100M000100Y43', '91350100M000100Y43'],
    ['USCC', ' 91350100-m000100y-43 ', '91350100M000100Y43'],
    ['USCC', '９１３５０１００Ｍ０００１００Ｙ４３', '91350100M000100Y43'],
    ['LEI', '5493001KJTIIGC8Y1R12', '5493001KJTIIGC8Y1R12'],
    ['LEI', '5493 001k jtii gc8y 1r12', '5493001KJTIIGC8Y1R12'],
    ['ISIN', 'US0378331005', 'US0378331005'],
    ['ISIN', 'hk0000069689', 'HK0000069689'],
    ['HKBR', '1234 5678', '12345678'],
    ['OTHER', ' macau  so/12345 ', 'MACAU SO/12345'],
    ['OTHER', '澳门商业登记12345', '澳门商业登记12345'],
  ];
  for (const [scheme, typed, value] of good) {
    it(`accepts ${scheme} "${typed}"`, () => {
      expect(checkIdentifier(scheme, typed)).to.deep.equal({ ok: true, value });
    });
  }

  const bad: [IdentifierScheme, string, string, RegExp][] = [
    ['USCC', '91350100M000100Y4', 'IDENTIFIER_LENGTH', /has 18 characters, this has 17/],
    ['USCC', '91350100M000100I43', 'IDENTIFIER_CHARACTER', /character 16, "I"/],
    ['USCC', '91350100M000100Y44', 'IDENTIFIER_CHECK_DIGIT', /USCC/],
    ['USCC', '91350100M000100y4ı', 'IDENTIFIER_CHARACTER', /"ı"/],
    ['USCC', '', 'IDENTIFIER_LENGTH', /this has 0/],
    ['LEI', '5493001KJTIIGC8Y1R1', 'IDENTIFIER_LENGTH', /20/],
    ['LEI', '5493001KJTIIGC8Y1_12', 'IDENTIFIER_CHARACTER', /"_"/],
    ['LEI', '5493001KJTIIGC8Y1R1A', 'IDENTIFIER_SHAPE', /digits/],
    ['LEI', '5493001KJTIIGC8Y1R13', 'IDENTIFIER_CHECK_DIGIT', /LEI/],
    ['ISIN', 'US037833100', 'IDENTIFIER_LENGTH', /12/],
    ['ISIN', 'US037833100é', 'IDENTIFIER_CHARACTER', /12, "é"/],
    ['ISIN', '110378331005', 'IDENTIFIER_SHAPE', /country code/],
    ['ISIN', 'US0378331006', 'IDENTIFIER_CHECK_DIGIT', /ISIN/],
    ['HKBR', '1234567', 'IDENTIFIER_LENGTH', /8/],
    ['HKBR', '1234567A', 'IDENTIFIER_CHARACTER', /"A"/],
    ['OTHER', 'AB', 'IDENTIFIER_LENGTH', /3 to 64/],
    ['OTHER', 'A'.repeat(65), 'IDENTIFIER_LENGTH', /65/],
    ['OTHER', '=1+1', 'IDENTIFIER_SHAPE', /letter or digit/],
  ];
  for (const [scheme, typed, code, message] of bad) {
    it(`refuses ${scheme} "${typed}" with ${code}`, () => {
      const checked = checkIdentifier(scheme, typed);
      expect(checked).to.include({ ok: false, code });
      expect(checked).to.have.property('message').that.matches(message);
    });
  }

  it('knows its schemes', () => {
    expect(isIdentifierScheme('USCC')).to.equal(true);
    expect(isIdentifierScheme('uscc')).to.equal(false);
  });

  it('writes one key for one identifier', () => {
    expect(identifierKey('USCC', '91350100M000100Y43')).to.equal('USCC:91350100M000100Y43');
  });

  it('accepts every USCC with the right check character, and its own canonical form', () => {
    fc.assert(
      fc.property(usccs, (code) => {
        expect(checkIdentifier('USCC', code)).to.deep.equal({ ok: true, value: code });
      }),
    );
  });

  it('catches every single wrong character of a USCC', () => {
    fc.assert(
      fc.property(usccs, fc.nat(17), fc.constantFrom(...Array.from(USCC_ALPHABET)), (code, at, other) => {
        fc.pre(code[at] !== other);
        expect(checkIdentifier('USCC', code.slice(0, at) + other + code.slice(at + 1)).ok).to.equal(false);
      }),
    );
  });

  it('catches every exchange of neighbours in a USCC', () => {
    fc.assert(
      fc.property(usccs, fc.nat(16), (code, at) => {
        fc.pre(code[at] !== code[at + 1]);
        const swapped = code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);
        expect(checkIdentifier('USCC', swapped).ok).to.equal(false);
      }),
    );
  });

  it('never throws, and gives back only values that it accepts again', () => {
    const schemes = fc.constantFrom<IdentifierScheme>('USCC', 'LEI', 'ISIN', 'HKBR', 'OTHER');
    fc.assert(
      fc.property(schemes, fc.string({ unit: 'binary', maxLength: 70 }), (scheme, typed) => {
        const checked = checkIdentifier(scheme, typed);
        if (checked.ok) expect(checkIdentifier(scheme, checked.value)).to.deep.equal(checked);
      }),
    );
  });
});
