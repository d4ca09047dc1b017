import { parseDay } from '../../domain/time/calendar.ts';
import { accepted, refused, type Checked } from '../../domain/encoding/checked.ts';
import { keccakText } from '../../domain/encoding/hash.ts';
import { checkIdentifier, identifierKey, isIdentifierScheme } from '../../domain/identity/identifiers.ts';

/** Reads the text of one cell as a value of a request body. The code of a refusal is what to do about it. */
export type Read = (text: string) => Checked<unknown>;

/** Several values in one cell: the comma and the semicolon are separators of CSV files. */
const LIST_SEPARATOR = '|';

/** Its length is for the schema of the request to say. */
export const freeText: Read = (text) => accepted(text);

export const pattern =
  (form: RegExp, message: string, remedy: string): Read =>
  (text) =>
    form.test(text) ? accepted(text) : refused(remedy, message);

export const oneOf =
  (...choices: readonly string[]): Read =>
  (text) => {
    const wanted = text.toLowerCase();
    return choices.includes(wanted)
      ? accepted(wanted)
      : refused(`Write one of: ${choices.join(', ')}.`, `"${shown(text)}" is not known`);
  };

/** A positive whole number below 2^76, of base or minor units. Separators of thousands are taken out. */
export const units: Read = (text) => {
  const plain = /^\d{1,3}(,\d{3})+$/.test(text) ? text.replaceAll(',', '') : text;
  if (/^\d+(\.\d+)?e\+?\d+$/i.test(text)) {
    return refused(
      'Format the column as text and enter the number again.',
      'has lost digits in a spreadsheet',
    );
  }
  if (!/^0*[1-9]\d{0,22}$/.test(plain) || BigInt(plain) >= 1n << 76n) {
    return refused(
      'Write a whole number of base units (or fen), without a unit or a decimal point.',
      `"${shown(text)}" is not a whole number from 1 to 2^76 - 1`,
    );
  }
  return accepted(BigInt(plain).toString());
};

/** A civil date; spreadsheets turn 2026-01-31 into 2026/1/31, which can mean nothing else. */
export const date: Read = (text) => {
  const parts = /^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})$/.exec(text);
  const padded = parts ? `${parts[1]}-${parts[3]!.padStart(2, '0')}-${parts[4]!.padStart(2, '0')}` : text;
  const day = parseDay(padded);
  return day.ok
    ? accepted(padded)
    : refused('Write the date as YYYY-MM-DD.', `"${shown(text)}": ${day.message}`);
};

export const year: Read = (text) =>
  /^(19|20|21)\d\d$/.test(text)
    ? accepted(Number(text))
    : refused('Write the year with four digits.', `"${shown(text)}" is not a year`);

const YES = ['true', 'yes', '1', '是'];
const NO = ['false', 'no', '0', '否'];

export const truth: Read = (text) => {
  const word = text.toLowerCase();
  if (YES.includes(word)) return accepted(true);
  if (NO.includes(word)) return accepted(false);
  return refused('Write true or false.', `"${shown(text)}" is neither yes nor no`);
};

/** 0x and 64 hexadecimal digits: an id or a digest. */
export const hex32: Read = (text) =>
  /^0x[0-9a-f]{64}$/i.test(text)
    ? accepted(text.toLowerCase())
    : refused(
        'Copy it in full from the registry: 0x and 64 hexadecimal digits.',
        `"${shown(text)}" is no 32-byte id`,
      );

/** A party by its id, or by the identifier that its id is the hash of: `USCC:…`, `LEI:…`, or a bare USCC. */
export const partyId: Read = (text) => {
  if (/^0x/i.test(text)) return hex32(text);
  const [, scheme, value] = /^([A-Za-z]+)\s*[:：]\s*(.+)$/u.exec(text) ?? [undefined, 'USCC', text];
  const known = scheme.toUpperCase();
  if (!isIdentifierScheme(known)) {
    return refused('Write an id, or USCC:… or LEI:….', `"${shown(scheme)}" is no scheme of identifiers`);
  }
  const checked = checkIdentifier(known, value);
  return checked.ok
    ? accepted(keccakText(identifierKey(known, checked.value)))
    : refused('Compare it with the document that it was copied from.', checked.message);
};

/** Several values of one kind, separated by `|`, at most `most`. */
export const listOf =
  (read: Read, most: number): Read =>
  (text) => {
    const parts = text.split(LIST_SEPARATOR).map((part) => part.trim());
    if (parts.length > most) {
      return refused('Leave some out.', `has ${parts.length} values, more than ${most}`);
    }
    const values: unknown[] = [];
    for (const part of parts) {
      const checked = read(part);
      if (!checked.ok) return checked;
      values.push(checked.value);
    }
    return accepted(values);
  };

/** `PREFIX:1-100`, or `1-100`: the labels of the units from the first to the last number. */
export const serialBlock: Read = (text) => {
  const match = /^(?:(.*)[:：])?\s*(\d{1,38})\s*[-–]\s*(\d{1,38})$/u.exec(text);
  if (!match || BigInt(match[2]!) > BigInt(match[3]!)) {
    return refused(
      'Write PREFIX:FIRST-LAST, such as VCS-VCU-003:1-100.',
      `"${shown(text)}" is no block of serials`,
    );
  }
  const prefix = (match[1] ?? '').trim();
  const [start, end] = [String(BigInt(match[2]!)), String(BigInt(match[3]!))];
  return accepted(prefix === '' ? { start, end } : { prefix, start, end });
};

/** `KIND:0x…`: a document outside the registry and its salted digest. */
export const evidence: Read = (text) => {
  const match = /^([a-z0-9-]{1,16})\s*[:：]\s*(0x[0-9a-f]{64})$/iu.exec(text);
  return match
    ? accepted({ kind: match[1]!.toLowerCase(), digest: match[2]!.toLowerCase() })
    : refused(
        'Write KIND:DIGEST, such as permit:0x… with 64 hexadecimal digits.',
        `"${shown(text)}" is no evidence`,
      );
};

const shown = (text: string): string => (text.length <= 40 ? text : `${text.slice(0, 39)}…`);
