import { checkIdentifier, IDENTIFIER_SCHEMES } from '../../../domain/identity/identifiers.ts';
import { dayOfInstant } from '../../../domain/time/calendar.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import { matchName, type NameMatch } from '../../../domain/identity/names.ts';
import { parseNumber } from '../../../domain/encoding/numbers.ts';
import type { InterestRow, PartyRow, RightRow } from '../../../domain/state/rows.ts';
import { fieldProblem } from '../../errors/problem.ts';
import { interestsConcerning, predecessorsOf, rightsUnder, successorsOf } from '../../read/lineage.ts';
import type { NameHit, Reader } from '../../read/reader.ts';
import type { SearchQuestion } from './search.ts';

/** One thing found, and how well it matches what was asked. */
export interface Hit {
  match: NameMatch;
  matchedName?: string;
  former?: boolean;
  party?: PartyRow;
  /** Parties before and after it whose rights and interests come with its own. */
  through?: Hex[];
  rights: RightRow[];
  interests: InterestRow[];
}

/** Answers the question from the index. An ended interest is found too: what was, stays searchable. */
export async function runSearch({ by, value, match }: SearchQuestion, reader: Reader): Promise<Hit[]> {
  if (match === 'similar' && by !== 'grantor-name') {
    throw fieldProblem('INVALID_REQUEST', '/match', 'similar goes with grantor-name only');
  }
  switch (by) {
    case 'grantor-identifier':
      return Promise.all(
        (await partiesByIdentifier(value, reader)).map((party) => grantor({ party }, reader)),
      );
    case 'grantor-name':
      return byName(value, match, reader);
    case 'right':
      return /^0x[0-9a-f]{64}$/.test(value)
        ? rights([reader.get('right', value)], reader)
        : rightByNumber(value, reader);
    case 'right-certificate':
      return rights(await reader.rightsByCertificate(value), reader);
    case 'serial':
      return rights(await bySerial(value, reader), reader);
    case 'registration-number':
      return byNumber(value, reader);
  }
}

async function partiesByIdentifier(value: string, reader: Reader): Promise<PartyRow[]> {
  const checks = IDENTIFIER_SCHEMES.map((scheme) => ({ scheme, checked: checkIdentifier(scheme, value) }));
  const forms = checks.flatMap(({ scheme, checked }) =>
    checked.ok ? [{ scheme, value: checked.value }] : [],
  );
  if (forms.length === 0) {
    throw fieldProblem('INVALID_IDENTIFIER', '/value', 'is not an identifier of any known scheme');
  }
  const all = await Promise.all(forms.map((it) => reader.partyByIdentifier(it.scheme, it.value)));
  const found = all.flatMap((party) => party ?? []);
  const typingError = checks.some(({ checked }) => !checked.ok && checked.code === 'IDENTIFIER_CHECK_DIGIT');
  if (found.length === 0 && typingError) {
    // A nil answer to what was never meant would be taken for the absence of encumbrances.
    throw fieldProblem('INVALID_IDENTIFIER', '/value', 'has a wrong check digit, and no party has it');
  }
  return [...new Map(found.map((party) => [party.id, party])).values()];
}

/** Every hit is judged by the published rule again, and labelled; exact ones first. */
async function byName(name: string, match: SearchQuestion['match'], reader: Reader): Promise<Hit[]> {
  const today = dayOfInstant(reader.now);
  const judged = (await reader.partiesByName(name, match)).flatMap((hit) => {
    const label = matchName(name, hit.name, today);
    return label && (label === 'EXACT' || match === 'similar') ? [{ ...hit, label }] : [];
  });
  const best = new Map<string, NameHit & { label: NameMatch }>();
  for (const hit of judged.sort((a, b) => a.label.localeCompare(b.label))) {
    if (!best.has(hit.party.id)) best.set(hit.party.id, hit);
  }
  return Promise.all(
    [...best.values()].map(({ party, name: matchedName, former, label }) =>
      grantor({ party, match: label, matchedName, former }, reader),
    ),
  );
}

/** What is under the name of a party, followed through mergers and divisions. */
async function grantor(hit: Partial<Hit> & { party: PartyRow }, reader: Reader): Promise<Hit> {
  const { id } = hit.party;
  const held = await rightsUnder(id, reader);
  return {
    match: 'EXACT',
    through: [...predecessorsOf(id, reader), ...successorsOf(id, reader)],
    rights: held,
    interests: await interestsConcerning(id, held, reader),
    ...hit,
  };
}

async function rights(found: (RightRow | undefined)[], reader: Reader): Promise<Hit[]> {
  const known = found.filter((right) => right !== undefined);
  return Promise.all(
    known.map(async (right) => ({
      match: 'EXACT' as const,
      rights: [right],
      interests: await reader.interestsOnRight(right.id),
    })),
  );
}

function rightByNumber(typed: string, reader: Reader): Promise<Hit[]> {
  const number = parseNumber(typed);
  if (number.ok && number.value.letter === 'R') return byNumber(typed, reader);
  throw fieldProblem('INVALID_REQUEST', '/value', 'is neither the id nor the registration number of a right');
}

/** "PREFIX 1234", "PREFIX-1234" or "1234": the last run of digits is the serial number. */
function bySerial(value: string, reader: Reader): Promise<RightRow[]> {
  const match = /^(.*?)[\s-]*(\d{1,23})$/u.exec(value);
  if (!match) throw fieldProblem('INVALID_REQUEST', '/value', 'does not end in a serial number');
  return reader.rightsBySerial(match[1] ?? '', BigInt(match[2] ?? '0'));
}

async function byNumber(typed: string, reader: Reader): Promise<Hit[]> {
  const parsed = parseNumber(typed);
  if (!parsed.ok) throw fieldProblem('INVALID_REQUEST', '/value', parsed.message);
  const { letter, sequence } = parsed.value;
  if (letter === 'R') return rights([await reader.rightBySequence(Number(sequence))], reader);
  const interest = reader.get('interest', interestIdOf(Number(sequence)));
  if (letter !== 'S' || !interest) return [];
  const secured = interest.state.rights.flatMap((id) => reader.get('right', id) ?? []);
  return [{ match: 'EXACT', rights: secured, interests: [interest] }];
}
