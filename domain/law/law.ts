import { parseDay, type Day } from '../time/calendar.ts';

/** One legal or published number, in force from a date until a later entry of the same key replaces it. */
export interface LegalParameter {
  readonly key: ParameterKey;
  /** A whole number in `unit`, so that no rule ever depends on rounding. */
  readonly value: number;
  readonly unit:
    'hour' | 'day' | 'working-day' | 'month' | 'year' | 'percent' | 'tCO2e' | 'edit' | 'character' | 'entry';
  readonly source: string;
  readonly effectiveFrom: string;
  readonly note: string;
}

export type ParameterKey =
  | 'registration.term.minimum'
  | 'registration.term.maximum'
  | 'cancellation.due'
  | 'objection.notice'
  | 'objection.acceptance'
  | 'restriction.judicial.maximum'
  | 'trusted-key.delay'
  | 'trusted-key.hour'
  | 'renewal.discharge'
  | 'renewal.water'
  | 'carry-over.base'
  | 'carry-over.net-sold'
  | 'carry-over.last-year'
  | 'alert.lead'
  | 'alert.reach'
  | 'search.similar.trigram'
  | 'search.similar.levenshtein'
  | 'search.similar.levenshtein-shortest'
  | 'page.limit';

const MEASURES_2019 = 'PBoC Order [2019] No. 4 (应收账款质押登记办法)';
const MEASURES_2021 = 'PBoC Order [2021] No. 7 (动产和权利担保统一登记办法)';
const PPR_SEARCH = 'BC Personal Property Registry, search rule as published in bcgov/ppr at 8208e02';
const ALLOCATION_2024 =
  'Ministry of Ecology and Environment, allocation plan 2023 and 2024 for power generation';
const BEFORE_EVERYTHING = '1970-01-01';

/** What the measures of 2019 say, and those of 2021 after them. */
const measures = (
  key: ParameterKey,
  value: number,
  unit: LegalParameter['unit'],
  note: string,
): readonly LegalParameter[] => [
  { key, value, unit, source: MEASURES_2019, effectiveFrom: '2020-01-01', note },
  {
    key,
    value,
    unit,
    source: MEASURES_2021,
    effectiveFrom: '2022-02-01',
    note: 'Unchanged in the measures that replaced those of 2019; not yet compared with their full text.',
  },
];

/** Every parameter that a rule of this project uses. docs/law.md has a row for each key. */
export const LEGAL_PARAMETERS: readonly LegalParameter[] = [
  ...measures(
    'registration.term.minimum',
    1,
    'month',
    'A registration or an extension lasts at least one month.',
  ),
  ...measures(
    'registration.term.maximum',
    360,
    'month',
    'A registration or an extension lasts at most thirty years.',
  ),
  ...measures(
    'cancellation.due',
    10,
    'working-day',
    'The secured party cancels within these days of the debt being paid, the security realised or waived.',
  ),
  ...measures(
    'objection.notice',
    7,
    'day',
    'Who enters an objection tells the registrant within these days.',
  ),
  ...measures(
    'objection.acceptance',
    30,
    'day',
    'An objection falls unless it is shown within these days that a court or an arbitral body has accepted the case.',
  ),
  {
    key: 'restriction.judicial.maximum',
    value: 36,
    unit: 'month',
    source: 'SPC Interpretation of the Civil Procedure Law, Fa Shi [2015] No. 5, article 487',
    effectiveFrom: '2015-02-04',
    note: 'Immovables and other property rights, as these rights are; article 485 since the amendment of 2022.',
  },
  {
    key: 'trusted-key.delay',
    value: 4,
    unit: 'working-day',
    source: 'EU Union Registry, practice published by national administrators',
    effectiveFrom: BEFORE_EVERYTHING,
    note: 'A trusted account is usable on this working day after it was added; the model for a new key.',
  },
  {
    key: 'trusted-key.hour',
    value: 12,
    unit: 'hour',
    source: 'EU Union Registry, practice published by national administrators',
    effectiveFrom: BEFORE_EVERYTHING,
    note: 'The hour of that day, here in Asia/Shanghai.',
  },
  {
    key: 'renewal.discharge',
    value: 60,
    unit: 'day',
    source: 'State Council Order No. 736 (排污许可管理条例), article 14',
    effectiveFrom: '2021-03-01',
    note: 'The renewal of a discharge permit is applied for at least these days before it expires.',
  },
  {
    key: 'renewal.water',
    value: 45,
    unit: 'day',
    source: 'State Council Order No. 460 (取水许可和水资源费征收管理条例), article 25',
    effectiveFrom: '2006-04-15',
    note: 'The renewal of a water abstraction permit is applied for at least these days before it expires.',
  },
  {
    key: 'carry-over.base',
    value: 10_000,
    unit: 'tCO2e',
    source: ALLOCATION_2024,
    effectiveFrom: '2024-10-15',
    note: 'Allowances up to 2024 that may be carried over with any quantity sold. Read in a copy; the date is not confirmed.',
  },
  {
    key: 'carry-over.net-sold',
    value: 150,
    unit: 'percent',
    source: ALLOCATION_2024,
    effectiveFrom: '2024-10-15',
    note: 'The part of the net quantity sold that may be carried over besides. Read in a copy; the date is not confirmed.',
  },
  {
    key: 'carry-over.last-year',
    value: 2024,
    unit: 'year',
    source: ALLOCATION_2024,
    effectiveFrom: '2024-10-15',
    note: 'The last year of allowances that the rule of carry-over is about. Read in a copy; the date is not confirmed.',
  },
  {
    key: 'alert.lead',
    value: 30,
    unit: 'day',
    source: 'House rule',
    effectiveFrom: BEFORE_EVERYTHING,
    note: 'An alert of something that will expire, or has to be applied for, stands from these days before.',
  },
  {
    key: 'alert.reach',
    value: 366,
    unit: 'day',
    source: 'House rule',
    effectiveFrom: BEFORE_EVERYTHING,
    note: 'An alert stands until what it is about is settled, at the longest these days after the day that it is reckoned from.',
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
  const inForce = entryOn(key, day);
  if (!inForce) throw new RangeError(`no ${key} was in force on ${date}`);
  return inForce.parameter;
}

/** Whether there was such a rule on that day. */
export const isInForce = (key: ParameterKey, day: Day): boolean => entryOn(key, day) !== undefined;

const entryOn = (key: ParameterKey, day: Day): Dated | undefined =>
  IN_ORDER.findLast((entry) => entry.parameter.key === key && entry.from <= day);

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
