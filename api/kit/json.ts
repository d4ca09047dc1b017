import { Problem } from '../errors/problem.ts';

const MAX_DEPTH = 32;
const LONE_SURROGATE = /\p{Surrogate}/u;

const bodyProblem = (
  code: 'MALFORMED_JSON' | 'DUPLICATE_PARAMETER',
  field: string,
  message: string,
): Problem => new Problem(code, { detail: message, fields: [{ field, in: 'body', message }] });

/**
 * Reads a JSON document strictly: UTF-8 without errors, no field twice, no lone surrogates (they would not survive hashing),
 * at most 32 levels deep.
 * @throws Problem MALFORMED_JSON or DUPLICATE_PARAMETER naming the place
 */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw bodyProblem('MALFORMED_JSON', '/', 'the body is not valid UTF-8');
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw bodyProblem('MALFORMED_JSON', '/', place(error as Error, text));
  }
  inspect(value, '', 0);
  rejectRepeatedKeys(text);
  return value;
}

// V8 quotes the text around the fault, which may be confidential: only its place is passed on.
function place(error: Error, text: string): string {
  const position = /at position (\d+)/.exec(error.message)?.[1];
  if (position === undefined) return text.trim() === '' ? 'the body is empty' : 'the body ends too early';
  const before = text.slice(0, Number(position)).split('\n');
  return `not valid JSON at line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}

function inspect(value: unknown, path: string, depth: number): void {
  if (typeof value === 'string') {
    if (LONE_SURROGATE.test(value)) {
      throw bodyProblem('MALFORMED_JSON', path || '/', 'contains half of a character (a lone surrogate)');
    }
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth >= MAX_DEPTH) throw bodyProblem('MALFORMED_JSON', path, `nested deeper than ${MAX_DEPTH} levels`);
  for (const [key, item] of Object.entries(value)) {
    if (LONE_SURROGATE.test(key)) {
      throw bodyProblem('MALFORMED_JSON', path || '/', 'a field name is not valid text');
    }
    const at = `${path}/${escapePointer(key)}`;
    // A plain assignment of this name would change the prototype somewhere further on.
    if (key === '__proto__') {
      const fields = [{ field: at, in: 'body' as const, message: 'is not a field of this route' }];
      throw new Problem('UNKNOWN_FIELD', { detail: `${at} is not a field of this route`, fields });
    }
    inspect(item, at, depth + 1);
  }
}

export const escapePointer = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Walks a text that JSON.parse has accepted: only strings and the four brackets need to be told apart. */
function rejectRepeatedKeys(text: string): void {
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]]/gs;
  const open: (Set<string> | undefined)[] = [];
  for (let match = token.exec(text); match !== null; match = token.exec(text)) {
    const found = match[0];
    if (found === '{') open.push(new Set());
    else if (found === '[') open.push(undefined);
    else if (found === '}' || found === ']') open.pop();
    else {
      const keys = open.at(-1);
      if (keys === undefined || !isKey(text, token.lastIndex)) continue;
      const key = JSON.parse(found) as string;
      if (keys.has(key)) {
        throw bodyProblem(
          'DUPLICATE_PARAMETER',
          `/${escapePointer(key)}`,
          'this field is given twice in one object',
        );
      }
      keys.add(key);
    }
  }
}

function isKey(text: string, after: number): boolean {
  let at = after;
  while (' \t\n\r'.includes(text[at] ?? 'x')) at++;
  return text[at] === ':';
}
