import fc from 'fast-check';
import type { JsonSchema } from '../../../api/http/json-schema.ts';
import type { OpenApi } from '../../../api/http/openapi.ts';
import type { Random } from './random.ts';

/** Values that real fields of the field have: most patterns of the API match one of them. */
const LIKELY = [
  `0x${'1'.repeat(64)}`,
  '1',
  '20',
  '136000000',
  '2026-01-01',
  '2028-12-31',
  '2026-01-31T12:00:00Z',
  'CNY',
  'CN-44',
  'CN-GD',
  'WTR',
  'CEA',
  '91440101MA5ABCDE3U',
  'LD-R-0000000001-00',
  'text',
  '云溪天河能源有限公司',
];

/** What the API itself has answered: ids, numbers and cursors that lead deeper than invented ones. */
export class Pool {
  readonly #values: string[] = [];
  readonly #known = new Set<string>();

  learn(value: unknown, depth = 0): void {
    if (depth > 6 || this.#values.length > 5_000) return;
    if (typeof value === 'string') {
      if (value.length > 200 || this.#known.has(value)) return;
      this.#known.add(value);
      this.#values.push(value);
    } else if (typeof value === 'object' && value !== null) {
      for (const item of Object.values(value)) this.learn(item, depth + 1);
    }
  }

  some(random: Random, pattern?: RegExp): string | undefined {
    for (let tries = 0; tries < 20 && this.#values.length > 0; tries++) {
      const value = random.pick(this.#values);
      if (pattern === undefined || pattern.test(value)) return value;
    }
    return undefined;
  }
}

const matching = new Map<string, string[]>();

function stringsOf(pattern: string): string[] {
  const known = matching.get(pattern);
  if (known !== undefined) return known;
  let made = LIKELY.filter((value) => new RegExp(pattern, 'u').test(value));
  try {
    made = [...made, ...fc.sample(fc.stringMatching(new RegExp(pattern, 'u')), { numRuns: 10, seed: 1 })];
  } catch {
    // A pattern that the generator does not know (look-arounds): the likely values must do.
  }
  matching.set(pattern, made.length > 0 ? made : ['x']);
  return matching.get(pattern)!;
}

/** A value that the schema should accept, as far as the schema says what it accepts. */
export function valueOf(
  schema: JsonSchema,
  random: Random,
  document: OpenApi,
  pool: Pool,
  depth = 0,
): unknown {
  const again = (inner: JsonSchema): unknown => valueOf(inner, random, document, pool, depth + 1);
  if (schema.$ref !== undefined) {
    const named = document.components.schemas[schema.$ref.replace('#/components/schemas/', '')];
    return named === undefined || depth > 12 ? null : again(named);
  }
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return random.pick(schema.enum);
  const alternatives = schema.anyOf ?? schema.oneOf;
  if (alternatives !== undefined) return again(random.pick(alternatives));
  if (schema.examples !== undefined && random.chance(30)) return random.pick(schema.examples);
  switch (Array.isArray(schema.type) ? random.pick(schema.type) : schema.type) {
    case 'object': {
      const entries = Object.entries(schema.properties ?? {})
        .filter(([name]) => schema.required?.includes(name) === true || random.chance(depth > 4 ? 10 : 60))
        .map(([name, inner]) => [name, again(inner)] as const);
      return Object.fromEntries(entries);
    }
    case 'array': {
      const length = Math.max(schema.minItems ?? 0, random.below(Math.min(schema.maxItems ?? 3, 3) + 1));
      return Array.from({ length }, () => again(schema.items ?? {}));
    }
    case 'integer':
    case 'number':
      return Math.min(Math.max(random.below(100), schema.minimum ?? 0), schema.maximum ?? Infinity);
    case 'boolean':
      return random.chance(50);
    case 'null':
      return null;
    case 'string':
      return stringOf(schema, random, pool);
    default:
      return random.pick(LIKELY);
  }
}

function stringOf(schema: JsonSchema, random: Random, pool: Pool): string {
  const pattern = schema.pattern === undefined ? undefined : new RegExp(schema.pattern, 'u');
  const learnt = random.chance(50) ? pool.some(random, pattern) : undefined;
  const value = learnt ?? random.pick(schema.pattern === undefined ? LIKELY : stringsOf(schema.pattern));
  return value.padEnd(schema.minLength ?? 0, 'x').slice(0, schema.maxLength ?? 10_000);
}

/** Strings that have broken programs before. */
export const NASTY: readonly string[] = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\udfff\ud800',
  '\ufeff',
  '\u202e\u2066',
  '𠮷野家',
  'é',
  '🏦'.repeat(50),
  'x'.repeat(10_000),
  '__proto__',
  'constructor',
  'toString',
  '../../etc/passwd',
  '%00',
  '${7*7}',
  '<script>alert(1)</script>',
  "' OR 1=1 --",
  'a\r\nX-Injected: 1',
  '0x',
  `0x${'F'.repeat(64)}`,
  `0x${'0'.repeat(64)}`,
  '-1',
  '1e400',
  '0.1',
  'NaN',
  '9'.repeat(30),
  String(2n ** 76n),
  String(2n ** 256n),
  '9007199254740993',
  '2026-02-30',
  '0000-00-00',
  '9999-12-31T23:59:59Z',
  '2026-01-01T00:00:00+99:99',
  '٣',
  'null',
  '[]',
];

const NASTY_NUMBERS: readonly number[] = [0, -0, -1, 0.5, 1e21, 1e308, -1e308, 2 ** 53, 2 ** 53 + 2, 5e-324];

/** Any JSON value, of whatever type. */
export const anything = (random: Random): unknown =>
  random.pick<() => unknown>([
    () => null,
    () => true,
    () => random.pick(NASTY),
    () => random.pick(NASTY_NUMBERS),
    () => [],
    () => ({}),
    () => [[[[]]]],
    () => ({ toString: 1, then: 1, toJSON: 1 }),
    () => Array.from({ length: 2_000 }, (_, i) => i),
  ])();
