import type { ErrorName, Refusal } from '../../domain/rules/refusals.ts';
import { catalogueEntry, type ErrorCode } from './catalogue.ts';
import { ofInterests } from './meanings/interests.ts';
import type { Explanation, Meaning, Meanings, Request } from './meanings/meaning.ts';
import { ofPeople } from './meanings/people.ts';
import { ofRights } from './meanings/rights.ts';
import { ofTitles } from './meanings/titles.ts';
import { Problem } from './problem.ts';

/** A contract's custom error, as api/chain decodes it. */
export interface ContractRefusal {
  error: string;
  args: Readonly<Record<string, unknown>>;
}

/**
 * What every refusal means to a user. Where the API validates a shape itself, the rule is that of an invalid request; those of
 * governance, which has no route, stay as they are.
 */
export const MEANINGS = { ...ofPeople, ...ofRights, ...ofTitles, ...ofInterests } satisfies Meanings;

/** The code of an error by its name; undefined if no contract of ours declares it. */
export function codeOf(error: string): ErrorCode | undefined {
  const meaning = (MEANINGS as Readonly<Partial<Record<string, ErrorCode | { code: ErrorCode }>>>)[error];
  return meaning === undefined ? undefined : codeIn(meaning);
}

const codeIn = (meaning: ErrorCode | { code: ErrorCode }): ErrorCode =>
  typeof meaning === 'string' ? meaning : meaning.code;

/** What a rule refuses, in the words of the request. */
export function explained(refusal: Refusal, request: Request): Problem {
  const {
    code: usual = codeIn(MEANINGS[refusal.error]),
    message,
    remedy,
    extensions,
    ...more
  } = explanationOf(refusal, request);
  const code = request.codes?.[refusal.error] ?? usual;
  const field = request.fields[refusal.error] ?? more.field;
  const options = extensions === undefined ? {} : { extensions };
  if (field === undefined) return new Problem(code, { ...(message && { detail: message }), ...options });
  const said = message ?? catalogueEntry(code).title.toLowerCase();
  return new Problem(code, {
    detail: `${field}: ${said}`,
    fields: [{ field, in: 'body', message: said, ...(remedy !== undefined && { remedy }) }],
    ...options,
  });
}

function explanationOf({ error, args }: Refusal, request: Request): Explanation {
  const meaning = MEANINGS[error] as ErrorCode | Meaning<ErrorName>;
  if (typeof meaning === 'string' || !args) return {};
  return meaning.explain?.(args as never, request) ?? {};
}

/** A refusal of the chain although the rules allowed the call: another registration was faster. */
export function problemOf(refusal: ContractRefusal | undefined): Problem {
  const code = refusal && codeOf(refusal.error);
  const shown = refusal ? `${refusal.error}(${showArguments(refusal.args)})` : 'no reason';
  return new Problem(code ?? 'CONTRACT_REFUSED', { detail: `The registry refused: ${shown}` });
}

function showArguments(args: Readonly<Record<string, unknown>>): string {
  return Object.entries(args)
    .map(([name, value]) => `${name}: ${String(value)}`)
    .join(', ');
}
