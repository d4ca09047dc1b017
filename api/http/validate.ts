import type { z } from 'zod';
import { isErrorCode, type ErrorCode } from '../errors/catalogue.ts';
import { Problem, type FieldError } from '../errors/problem.ts';
import { escapePointer } from '../kit/json.ts';

interface Found {
  readonly error: FieldError;
  readonly code: ErrorCode;
}

/**
 * Parses one part of a request.
 * @throws Problem UNKNOWN_FIELD if unknown fields are all that is wrong, the code of a schema's own rule if that is all
 *   (`params: { code, remedy }` of a custom issue), else INVALID_REQUEST; every wrong field is named
 */
export function validate(schema: z.ZodType | undefined, value: unknown, part: FieldError['in']): unknown {
  if (schema === undefined) return {};
  const parsed = schema.safeParse(value, { reportInput: false });
  if (parsed.success) return parsed.data;
  const found = parsed.error.issues.flatMap((issue) => explain(issue, [], part));
  const [first] = found;
  const codes = new Set(found.map(({ code }) => code));
  const code = codes.size === 1 && first !== undefined ? first.code : 'INVALID_REQUEST';
  const fields = found.map(({ error }) => error);
  throw new Problem(code, {
    detail: fields
      .map((f) => `${f.field} ${f.message}`)
      .slice(0, 5)
      .join('; '),
    fields,
  });
}

function explain(issue: z.core.$ZodIssue, parents: readonly PropertyKey[], part: FieldError['in']): Found[] {
  const path = [...parents, ...issue.path];
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => {
      const remedy = 'Remove it, or check its spelling.';
      const error = {
        field: pointer([...path, key]),
        in: part,
        message: 'is not a field of this route',
        remedy,
      };
      return { error, code: 'UNKNOWN_FIELD' };
    });
  }
  // Of the alternatives of a union, the one that the value comes closest to explains best.
  if (issue.code === 'invalid_union') {
    const closest = issue.errors.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0];
    if (closest !== undefined && closest.length > 0) {
      return closest.flatMap((inner) => explain(inner, path, part));
    }
  }
  if (issue.code === 'invalid_key' || issue.code === 'invalid_element') {
    return issue.issues.flatMap((inner) => explain(inner, path, part));
  }
  const params = issue.code === 'custom' ? issue.params : undefined;
  const remedy = typeof params?.remedy === 'string' ? params.remedy : remedyOf(issue);
  const message = issue.message.replace(/^Invalid input: /, '');
  const error = { field: pointer(path), in: part, message, ...(remedy === undefined ? {} : { remedy }) };
  return [{ error, code: isErrorCode(params?.code) ? params.code : 'INVALID_REQUEST' }];
}

const depth = (issues: readonly z.core.$ZodIssue[]): number =>
  Math.max(0, ...issues.map(({ path }) => path.length));

const pointer = (path: readonly PropertyKey[]): string =>
  path.length === 0 ? '/' : path.map((key) => `/${escapePointer(String(key))}`).join('');

function remedyOf(issue: z.core.$ZodIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return `Give a value of the type ${issue.expected}.`;
    case 'invalid_value':
      return `Give one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}.`;
    case 'too_small':
      return `Give at least ${issue.minimum}.`;
    case 'too_big':
      return `Give at most ${issue.maximum}.`;
    default:
      return undefined;
  }
}
