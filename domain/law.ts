import { parseDay, type Day } from './calendar.ts';

/** One legal or published number, in force from a date until a later entry of the same key replaces it. */
export interface LegalParameter {
  readonly key: ParameterKey;
  /** A whole number in `unit`, so that no rule ever depends on rounding. */
  readonly value: number;
  readonly unit: 'month' | 'percent' | 'edit' | 'character' | 'entry';
  readonly source: string;
  readonly effectiveFrom: string;
  readonly note: string;
}

export type ParameterKey =
  | 'registration.term.minimum'
  | 'registration.term.maximum'
  | 'search.similar.trigram'
  | 'search.similar.levenshtein'
  | 'search.similar.levenshtein-shortest'
  | 'page.limit';

const MEASURES_2019 = 'PBoC Order [2019] No. 4 (应收账款质押登记办法)';
const MEASURES_2021 = 'PBoC Order [2021] No. 7 (动产和权利担保统一登记办法)';
const PPR_SEARCH = 'BC Personal Property Registry, search rule as published in bcgov/ppr at 8208e02';
const BEFORE_EVERYTHING = '1970-01-01';

/** Every parameter that a rule of this project uses. docs/law.md has a row for each key. */
export const LEGAL_PARAMETERS: readonly LegalParameter[] = [
  {
    key: 'registration.term.minimum',
    value: 1,
    unit: 'month',
    source: MEASURES_2019,
    effectiveFrom: '2020-01-01',
    note: 'A registration or an extension lasts at least one month.',
  },
  {
    key: 'registration.term.minimum',
    value: 1,
    unit: 'month',
    source: MEASURES_2021,
    effectiveFrom: '2022-02-01',
    note: 'Unchanged in the measures that replaced those of 2019; not yet compared with their full text.',
  },
  {
    key: 'registration.term.maximum',
    value: 360,
    unit: 'month',
    source: MEASURES_2019,
    effectiveFrom: '2020-01-01',
    note: 'A registration or an extension lasts at most thirty years.',
  },
  {
    key: 'registration.term.maximum',
    value: 360,
    unit: 'month',
    source: MEASURES_2021,
    effectiveFrom: '2022-02-01',
    note: 'Unchanged in the measures that replaced those of 2019; not yet compared with their full text.',
  },
  {
    key: 'search.similar.trigram',
    value: 60,
    unit: 'percent',
    source: PPR_SEARCH,
    effectiveFrom: BEFORE_EVERYTHING,
    note: 'Names are similar when they share at least this part of all their trigrams.',
  },
  {
    key: 'search.similar.levenshtein',
    value: 1,
    unit: 'edit',
    source: PPR_SEARCH,
    effectiveFrom: BEFORE_EVERYTHING,
    note: 'Names are also similar when at most this many characters are changed, missing or added.',
  },
  {
    key: 'search.similar.levenshtein-shortest',
    value: 2,
    unit: 'character',
    source: 'House rule',
    effectiveFrom: BEFORE_EVERYTHING,
    note: 'Any two names of one character are one edit apart, so the rule of edits starts at two characters.',
  },
  {
    key: 'page.limit',
    value: 100,
    unit: 'entry',
    source: 'New Zealand and BC registries: at most 100 results a page',
    effectiveFrom: BEFORE_EVERYTHING,
    note: 'Longer lists are read with a cursor.',
  },
];

/**
 * The entry of `key` that was in force on a date.
 * @param date `YYYY-MM-DD`, or a day number
 * @throws RangeError if the date is not a date, or lies before the first entry: the rule did not exist then.
 */
export function parameter(key: ParameterKey, date: string | Day): LegalParameter {
  const day = typeof date === 'number' ? date : dayOf(date);
  const inForce = IN_ORDER.findLast((entry) => entry.parameter.key === key && entry.from <= day);
  if (!inForce) throw new RangeError(`no ${key} was in force on ${date}`);
  return inForce.parameter;
}

function dayOf(date: string): Day {
  const checked = parseDay(date);
  if (!checked.ok) throw new RangeError(checked.message);
  return checked.value;
}

interface Dated {
  readonly from: Day;
  readonly parameter: LegalParameter;
}

const IN_ORDER: readonly Dated[] = LEGAL_PARAMETERS.map((entry) => ({
  from: dayOf(entry.effectiveFrom),
  parameter: entry,
})).sort((a, b) => a.from - b.from);
