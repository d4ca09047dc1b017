import { Converter } from 'opencc-js/t2cn';
import type { Day } from '../time/calendar.ts';
import { parameter } from '../law/law.ts';

export type NameMatch = 'EXACT' | 'SIMILAR';

/**
 * The key under which equal names meet: width, case, accents, traditional or simplified characters, spaces and punctuation
 * do not count, the form of company does. Empty for a name without a letter or digit. Two different characters may share
 * one simplified form, so an exact match of names is still a match of names, not of entities.
 */
export const exactNameKey = (name: string): string => wordsOf(name).join('');

/** The name without its form of company, for comparing; the whole name where nothing else is left. */
export const nameCore = (name: string): string => coreWords(name).join('');

/**
 * The distinct trigrams of a name without its form of company, each word padded by two spaces on both sides, so that names
 * with the same first or last character share one. Two names that {@link isSimilar} accepts always share a trigram:
 * an index by trigram finds every candidate.
 */
export function similarityGrams(name: string): ReadonlySet<string> {
  const grams = new Set<string>();
  for (const word of coreWords(name)) {
    const padded = [' ', ' ', ...word, ' ', ' '];
    for (let at = 0; at + 3 <= padded.length; at++) grams.add(padded.slice(at, at + 3).join(''));
  }
  return grams;
}

/** Shared trigrams over all trigrams of both names: 0 nothing in common, 1 the same trigrams. */
export function similarity(a: string, b: string): number {
  const { shared, all } = compareGrams(a, b);
  return all === 0 ? 0 : shared / all;
}

/** The published rule: enough shared trigrams, or few enough edits. `on` is the date whose thresholds apply. */
export function isSimilar(a: string, b: string, on: string | Day): boolean {
  const { shared, all } = compareGrams(a, b);
  if (all === 0) return false;
  if (shared * 100 >= all * parameter('search.similar.trigram', on).value) return true;
  const coreA = [...nameCore(a)];
  const coreB = [...nameCore(b)];
  const shortest = parameter('search.similar.levenshtein-shortest', on).value;
  if (Math.min(coreA.length, coreB.length) < shortest) return false;
  return withinEdits(coreA, coreB, parameter('search.similar.levenshtein', on).value);
}

/** How a name found answers the name asked for; undefined if it does not. */
export function matchName(asked: string, found: string, on: string | Day): NameMatch | undefined {
  const key = exactNameKey(asked);
  if (key !== '' && key === exactNameKey(found)) return 'EXACT';
  return isSimilar(asked, found, on) ? 'SIMILAR' : undefined;
}

function compareGrams(a: string, b: string): { shared: number; all: number } {
  const gramsA = similarityGrams(a);
  const gramsB = similarityGrams(b);
  let shared = 0;
  for (const gram of gramsA) if (gramsB.has(gram)) shared += 1;
  return { shared, all: gramsA.size + gramsB.size - shared };
}

/** Whether `a` becomes `b` by at most `limit` changed, added or removed characters (Levenshtein). */
function withinEdits(a: readonly string[], b: readonly string[], limit: number): boolean {
  if (Math.abs(a.length - b.length) > limit) return false;
  let row = b.map((_, column) => column + 1);
  for (const [line, character] of a.entries()) {
    let diagonal = line;
    let left = line + 1;
    row = row.map((above, column) => {
      const edits = Math.min(above + 1, left + 1, diagonal + (b[column] === character ? 0 : 1));
      diagonal = above;
      left = edits;
      return edits;
    });
  }
  return row.at(-1)! <= limit;
}

function coreWords(name: string): readonly string[] {
  const words = wordsOf(name);
  const core = [...words];
  while (core.length > 0) {
    const last = core.at(-1)!;
    const shorter = LATIN_FORMS.has(last) ? '' : last.replace(CHINESE_FORM, '');
    if (shorter === last) break;
    core.pop();
    if (shorter !== '') core.push(shorter);
  }
  return core.length > 0 ? core : words;
}

/**
 * The words of a name in comparable form. Chinese is one word however it is punctuated: 绿能（广州） and 绿能广州 are spelt
 * the same by different clerks.
 */
function wordsOf(name: string): readonly string[] {
  const folded = name
    .normalize('NFKC')
    .toLowerCase()
    .normalize('NFD')
    .replace(/[\p{M}.'’]/gu, '')
    .replace(/&/g, ' and ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\bs a(?= *$)/, 'sa')
    .normalize('NFC')
    .replace(/\p{Script=Han}/gu, simplified)
    .replace(/(?<=\p{Script=Han}) +(?=\p{Script=Han})/gu, '');
  return folded.match(/\p{Script=Han}+|[^\p{Script=Han} ]+/gu) ?? [];
}

/**
 * One character at a time, never by phrase: a key must not change because of the neighbours of a character.
 * The dictionary is that of OpenCC for Hong Kong, which contains the general one.
 */
function simplified(character: string): string {
  const known = SIMPLIFIED.get(character);
  if (known !== undefined) return known;
  const converted = toSimplified(character);
  SIMPLIFIED.set(character, converted);
  return converted;
}

// The library's own declarations leave the extensions out of their imports and so do not resolve.
const toSimplified = (Converter as (options: { from: 'hk'; to: 'cn' }) => (text: string) => string)({
  from: 'hk',
  to: 'cn',
});

// Variants in names of Hong Kong companies that the dictionary lacks; the map also remembers what was converted.
const SIMPLIFIED = new Map([
  ['鑛', '矿'],
  ['濶', '阔'],
  ['豊', '丰'],
]);

const CHINESE_FORM =
  /(?:股份有限公司|有限责任公司|有限公司|股份公司|无限公司|一人公司|公司|集团|合伙企业|有限合伙|普通合伙)$/u;

const LATIN_FORMS: ReadonlySet<string> = new Set([
  'limited',
  'ltd',
  'company',
  'co',
  'corporation',
  'corp',
  'incorporated',
  'inc',
  'plc',
  'llc',
  'llp',
  'lp',
  'group',
  'limitada',
  'lda',
  'unipessoal',
  'sa',
]);
