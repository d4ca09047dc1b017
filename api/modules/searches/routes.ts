import { z } from 'zod';
import { formatNumber } from '../../../domain/encoding/numbers.ts';
import { Problem } from '../../errors/problem.ts';
import { asOfEnvelope, text, timestamp } from '../../kit/fields.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { scopeOf, type Services } from '../../kit/services.ts';
import { asOfView, timestampOf } from '../../views/common.ts';
import { interestSchema, interestView } from '../../views/interest.ts';
import { lineSchema, lineView } from '../../views/line.ts';
import { partySchema, partyView } from '../../views/party.ts';
import type { Reader } from '../../read/reader.ts';
import { registrationNumber } from '../../views/schemas.ts';
import { rightSchema, rightView } from '../../views/right.ts';
import { runSearch, type Hit } from './run.ts';
import { SEARCH_KEYS, type SearchStore, type StoredSearch } from './search.ts';

const question = z.strictObject({
  by: z.enum(SEARCH_KEYS),
  value: text(160),
  match: z.enum(['exact', 'similar']).default('exact'),
});

const resultSchema = z.strictObject({
  match: z.enum(['EXACT', 'SIMILAR']),
  matchedName: z.string().nullable(),
  former: z.boolean().meta({ description: 'Found by a name that the party bears no longer.' }),
  party: partySchema.nullable(),
  through: z.array(z.string()).meta({
    description:
      'Parties whose place it took, or that took its place: their rights and interests come with its own, as far as they are its line’s.',
  }),
  rights: z.array(rightSchema.extend({ line: lineSchema })),
  interests: z.array(interestSchema),
});

const searchSchema = z
  .strictObject({
    number: z.string(),
    search: z.strictObject({
      by: z.enum(SEARCH_KEYS),
      value: z.string(),
      match: z.enum(['exact', 'similar']),
      askedBy: z.string(),
      askedAt: timestamp,
    }),
    nil: z.boolean().meta({ description: 'Nothing was found: that, too, is an answer.' }),
    results: z.array(resultSchema),
    truncated: z.boolean().meta({ description: 'More than 100 were found; ask more narrowly.' }),
    notice: z.string(),
    asOf: asOfEnvelope,
  })
  .meta({ id: 'Search' });

type Answer = Pick<z.input<typeof searchSchema>, 'nil' | 'results' | 'truncated' | 'asOf'>;

const MOST_RESULTS = 100;
const NOTICE =
  'This is a registry of notices: it records what registrants declare and does not guarantee title. The answer is true as of the block stated.';

export function searchRoutes(services: Services, searches: SearchStore): Route[] {
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/searches',
      summary: 'Search, and keep the answer under a number',
      tags: ['searches'],
      auth: 'account',
      body: question,
      bodyExample: { by: 'grantor-name', value: '示例能源有限公司', match: 'similar' },
      responses: { 201: { description: 'The answer, numbered and kept.', schema: searchSchema } },
      errors: ['INVALID_REQUEST', 'INVALID_IDENTIFIER'],
    }).handle(async (context) => {
      const scope = scopeOf(context);
      const known = await searches.byScope(scope);
      const stored =
        known ??
        (await searches.add({
          ...(await ask(services, context.body, context.principal.institution)),
          scope,
        }));
      const body = searchView(stored);
      return { status: 201, body, headers: { location: `/v1/searches/${body.number}` } };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/searches/{number}',
      summary: 'Read a search again, exactly as it was answered',
      tags: ['searches'],
      auth: 'account',
      params: z.strictObject({ number: registrationNumber('Q', 'a search') }),
      responses: { 200: { description: 'The search.', schema: searchSchema } },
      errors: ['NOT_FOUND'],
    }).handle(({ params, principal }) => {
      const stored = searches.get(params.number);
      const readable =
        principal.capacities.includes('supervisor') || stored?.askedBy === principal.institution;
      if (!stored || !readable) {
        throw new Problem('NOT_FOUND', { detail: 'Your institution has made no search of this number.' });
      }
      return { status: 200, body: searchView(stored) };
    }),
  ];
}

async function ask(
  services: Services,
  asked: z.output<typeof question>,
  askedBy: StoredSearch['askedBy'],
): Promise<Omit<StoredSearch, 'sequence' | 'scope'>> {
  const reader = services.read();
  const hits = await runSearch(asked, reader);
  const answer: Answer = {
    nil: hits.length === 0,
    results: hits.slice(0, MOST_RESULTS).map((hit) => resultView(hit, reader)),
    truncated: hits.length > MOST_RESULTS,
    asOf: asOfView(reader.point),
  };
  return { question: asked, askedBy, askedAt: services.now(), answer };
}

function resultView(hit: Hit, reader: Reader): z.input<typeof resultSchema> {
  return {
    match: hit.match,
    matchedName: hit.matchedName ?? null,
    former: hit.former ?? false,
    party: hit.party ? partyView(hit.party, reader) : null,
    through: hit.through ?? [],
    rights: hit.rights.map((row) => ({ ...rightView(row, reader), line: lineView(row, reader) })),
    interests: hit.interests.map((row) => interestView(row, reader)),
  };
}

function searchView({
  sequence,
  question: asked,
  askedBy,
  askedAt,
  answer,
}: StoredSearch): z.input<typeof searchSchema> {
  return {
    number: formatNumber('Q', BigInt(sequence)),
    search: { ...asked, askedBy, askedAt: timestampOf(askedAt) },
    ...(answer as Answer),
    notice: NOTICE,
  };
}
