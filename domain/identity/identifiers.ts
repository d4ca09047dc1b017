import { accepted, refused, type Checked, type Refused } from '../encoding/checked.ts';

/**
 * Schemes by which a legal entity or a security is known.
 * USCC: unified social credit code (GB 32100-2015). LEI: ISO 17442. ISIN: ISO 6166.
 * HKBR: Hong Kong business registration number. OTHER: anything else, bounded but not understood.
 */
export const IDENTIFIER_SCHEMES = ['USCC', 'LEI', 'ISIN', 'HKBR', 'OTHER'] as const;
export type IdentifierScheme = (typeof IDENTIFIER_SCHEMES)[number];

export const isIdentifierScheme = (text: string): text is IdentifierScheme =>
  (IDENTIFIER_SCHEMES as readonly string[]).includes(text);

/**
 * Normalises an identifier and proves its check digit where the scheme has one.
 * @returns the canonical value (half-width, upper case, without separators), or the reason of refusal, whose code is one of
 * IDENTIFIER_LENGTH, IDENTIFIER_CHARACTER, IDENTIFIER_SHAPE, IDENTIFIER_CHECK_DIGIT.
 */
export function checkIdentifier(scheme: IdentifierScheme, value: string): Checked<string> {
  return CHECKS[scheme](value.normalize('NFKC').trim());
}

/** The one text by which an identifier is hashed and looked up: `SCHEME:VALUE`. Expects a value that passed the check. */
export const identifierKey = (scheme: IdentifierScheme, value: string): string => `${scheme}:${value}`;

/** The 31 characters of GB 32100-2015 in the order of their values: digits and letters without I, O, S, V, Z. */
export const USCC_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The 18th character of a USCC for its first 17, which must all be in the alphabet. */
export function usccCheckCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += USCC_ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return USCC_ALPHABET.charAt((31 - (sum % 31)) % 31);
}

const CHECKS: Record<IdentifierScheme, (value: string) => Checked<string>> = {
  USCC: checkUscc,
  LEI: checkLei,
  ISIN: checkIsin,
  HKBR: checkBusinessRegistration,
  OTHER: checkOther,
};

function checkUscc(value: string): Checked<string> {
  const code = compact(value);
  const problem = lengthProblem('a USCC', code, 18) ?? characterProblem('a USCC', code, USCC_ALPHABET);
  if (problem) return problem;
  if (usccCheckCharacter(code.slice(0, 17)) !== code.charAt(17)) return wrongCheckDigit('USCC');
  return accepted(code);
}

function checkLei(value: string): Checked<string> {
  const code = compact(value);
  const problem = lengthProblem('an LEI', code, 20) ?? characterProblem('an LEI', code, DIGITS + LETTERS);
  if (problem) return problem;
  if (!/\d\d$/.test(code)) return refused('IDENTIFIER_SHAPE', 'the last two characters of an LEI are digits');
  if (BigInt(lettersAsNumbers(code)) % 97n !== 1n) return wrongCheckDigit('LEI');
  return accepted(code);
}

function checkIsin(value: string): Checked<string> {
  const code = compact(value);
  const problem = lengthProblem('an ISIN', code, 12) ?? characterProblem('an ISIN', code, DIGITS + LETTERS);
  if (problem) return problem;
  if (!/^[A-Z]{2}.{9}\d$/.test(code)) {
    return refused(
      'IDENTIFIER_SHAPE',
      'an ISIN starts with a country code of two letters and ends with a digit',
    );
  }
  if (luhnSum(lettersAsNumbers(code)) % 10 !== 0) return wrongCheckDigit('ISIN');
  return accepted(code);
}

// The check digit of the number on a business registration certificate is not published, so only its shape is tested.
function checkBusinessRegistration(value: string): Checked<string> {
  const code = compact(value);
  const problem =
    lengthProblem('a Hong Kong business registration number', code, 8) ??
    characterProblem('a Hong Kong business registration number', code, DIGITS);
  return problem ?? accepted(code);
}

function checkOther(value: string): Checked<string> {
  const text = value.toUpperCase().replace(/\s+/g, ' ');
  const length = Array.from(text).length;
  if (length < 3 || length > 64) {
    return refused(
      'IDENTIFIER_LENGTH',
      `an identifier of scheme OTHER has 3 to 64 characters, this has ${length}`,
    );
  }
  if (!/^[\p{L}\p{N}][\p{L}\p{N} ./_:()-]*$/u.test(text)) {
    return refused(
      'IDENTIFIER_SHAPE',
      'an identifier of scheme OTHER starts with a letter or digit and has only letters, digits, spaces and . / _ : ( ) -',
    );
  }
  return accepted(text);
}

const DIGITS = '0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

// Only ASCII changes case here: a dotless i, say, must not turn into a valid letter.
const compact = (value: string): string =>
  value.replace(/[\s-]/g, '').replace(/[a-z]/g, (letter) => letter.toUpperCase());

function lengthProblem(what: string, code: string, length: number): Refused | undefined {
  const actual = Array.from(code).length;
  if (actual === length) return undefined;
  return refused('IDENTIFIER_LENGTH', `${what} has ${length} characters, this has ${actual}`);
}

function characterProblem(what: string, code: string, alphabet: string): Refused | undefined {
  const characters = Array.from(code);
  const at = characters.findIndex((character) => !alphabet.includes(character));
  if (at < 0) return undefined;
  return refused('IDENTIFIER_CHARACTER', `character ${at + 1}, "${characters[at]}", never occurs in ${what}`);
}

const wrongCheckDigit = (scheme: string): Refused =>
  refused('IDENTIFIER_CHECK_DIGIT', `the check digit of this ${scheme} is wrong: a character was mistyped`);

/** ISO 7064 and ISO 6166 count A as 10 … Z as 35. */
const lettersAsNumbers = (code: string): string =>
  code.replace(/[A-Z]/g, (letter) => String(LETTERS.indexOf(letter) + 10));

function luhnSum(digits: string): number {
  return Array.from(digits)
    .reverse()
    .map((digit, place) => Number(digit) * (place % 2 === 1 ? 2 : 1))
    .reduce((sum, product) => sum + Math.floor(product / 10) + (product % 10), 0);
}
