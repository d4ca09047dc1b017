import { z } from 'zod';
import { WRITING_CAPACITIES } from '../../../domain/encoding/codes.ts';
import { ZERO_WORD } from '../../../domain/encoding/hash.ts';
import { partyIdOf } from '../../../domain/encoding/ids.ts';
import type { Hex } from '../../chain/types.ts';
import { Problem } from '../../errors/problem.ts';
import { asOfEnvelope } from '../../kit/fields.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { institutionNumber, submit, type Services, type WriteContext } from '../../kit/services.ts';
import { asOfView } from '../../views/common.ts';
import { operationReply, operationResponse } from '../../views/operation.ts';
import { partySchema, partyView } from '../../views/party.ts';
import { asOfQuery, withAsOf } from '../../views/schemas.ts';
import type { RegisterPartyIntent, RenameIntent, SucceedIntent } from './operations.ts';
import { divideParty, findParties, mergeParty, partyParams, registerParty, renameParty } from './schemas.ts';

const party = withAsOf(partySchema);

const ending = {
  method: 'POST',
  tags: ['parties'],
  auth: { capacity: 'registration-authority', duty: 'maker' },
  params: partyParams,
  responses: {
    201: {
      description: 'Recorded. The party that has ended, with its successors.',
      schema: party,
      headers: { location: 'The party.' },
    },
    202: operationResponse,
  },
  errors: ['NOT_FOUND', 'UNKNOWN_PARTY', 'PARTY_ENDED', 'INVALID_SUCCESSORS', 'STALE_STATE'],
} as const;

export function partyRoutes(services: Services): Route[] {
  const show = (id: Hex, reader = services.read()) => {
    const row = reader.get('party', id);
    if (!row) throw new Problem('NOT_FOUND', { detail: `There is no party ${id}.` });
    return { ...partyView(row, reader), asOf: asOfView(reader.point) };
  };

  const institution = ({ principal }: WriteContext) => institutionNumber(services, principal);

  const succeed = async (context: WriteContext, succession: Omit<SucceedIntent, 'by'>) => {
    const intent: SucceedIntent = { by: institution(context), ...succession };
    show(intent.party);
    const location = `/v1/parties/${intent.party}`;
    const operation = await submit(services, context, { kind: 'party.succeed', intent });
    if (operation.status !== 'final') return operationReply(operation, location);
    return { status: 201 as const, body: show(intent.party), headers: { location } };
  };

  return [
    defineRoute({
      method: 'POST',
      path: '/v1/parties',
      summary: 'Register a legal entity',
      tags: ['parties'],
      auth: { capacity: WRITING_CAPACITIES, duty: 'maker' },
      body: registerParty,
      bodyExample: {
        legalName: '示例能源有限公司',
        kind: 'legal-entity',
        jurisdiction: 'CN-GD',
        address: '广州市越秀区示例路1号',
        identifiers: [{ scheme: 'USCC', value: '91440101MA5ABCDE3U' }],
      },
      responses: { 201: { description: 'Registered.', schema: party }, 202: operationResponse },
      errors: ['DUPLICATE_PARTY', 'INVALID_IDENTIFIER'],
    }).handle(async (context) => {
      const intent: RegisterPartyIntent = { by: institution(context), party: context.body };
      const operation = await submit(services, context, { kind: 'party.register', intent });
      const id = partyIdOf(context.body.identifiers[0] as { scheme: string; value: string });
      if (operation.status !== 'final') return operationReply(operation, `/v1/parties/${id}`);
      return { status: 201, body: show(id), headers: { location: `/v1/parties/${id}` } };
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/parties/{id}/renames',
      summary: 'Record a change of legal name; the former one stays searchable for ever',
      tags: ['parties'],
      auth: { capacity: WRITING_CAPACITIES, duty: 'maker' },
      params: partyParams,
      body: renameParty,
      bodyExample: { legalName: '示例绿色能源有限公司' },
      responses: { 201: { description: 'Recorded.', schema: party }, 202: operationResponse },
      errors: ['NOT_FOUND', 'FORBIDDEN_CAPACITY', 'PARTY_ENDED'],
    }).handle(async (context) => {
      const { id } = context.params;
      show(id);
      const { legalName, evidence } = context.body;
      const by = institution(context);
      const intent: RenameIntent = { by, party: id, legalName, evidence: evidence ?? ZERO_WORD };
      const operation = await submit(services, context, { kind: 'party.rename', intent });
      if (operation.status !== 'final') return operationReply(operation, `/v1/parties/${id}`);
      return { status: 201, body: show(id), headers: { location: `/v1/parties/${id}` } };
    }),
    defineRoute({
      ...ending,
      path: '/v1/parties/{id}/mergers',
      summary: 'Record that a party has merged into another (合并) and ended',
      description:
        'Its rights follow one by one, when their authority registers it with the cause succession; encumbrances stay as they are. Nothing ' +
        'new is registered in its name.',
      body: mergeParty,
      bodyExample: { into: `0x${'11'.repeat(32)}`, evidence: { digest: `0x${'22'.repeat(32)}` } },
    }).handle((context) => {
      const { into, evidence } = context.body;
      const intent = { party: context.params.id, kind: 'merger' as const, into: [into] };
      return succeed(context, { ...intent, evidence: evidence.digest });
    }),
    defineRoute({
      ...ending,
      path: '/v1/parties/{id}/divisions',
      summary: 'Record that a party was divided into others (分立) and ended',
      description: 'As a merger; which of its rights goes to whom is said when they follow.',
      body: divideParty,
      bodyExample: {
        into: [`0x${'11'.repeat(32)}`, `0x${'33'.repeat(32)}`],
        evidence: { digest: `0x${'22'.repeat(32)}` },
      },
    }).handle((context) => {
      const { into, evidence } = context.body;
      const intent = { party: context.params.id, kind: 'division' as const, into };
      return succeed(context, { ...intent, evidence: evidence.digest });
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/parties',
      summary: 'Find parties by exact identifier or exact name',
      description: 'A similar name is a search of its own: POST /v1/searches.',
      tags: ['parties'],
      auth: 'account',
      query: findParties.extend(asOfQuery.shape),
      responses: {
        200: {
          description: 'The parties found.',
          schema: z.strictObject({ items: z.array(partySchema), asOf: asOfEnvelope }),
        },
      },
      errors: ['INVALID_REQUEST'],
    }).handle(async ({ query }) => {
      const { identifier, name } = query;
      if ((identifier === undefined) === (name === undefined)) {
        const message = 'give either identifier or name';
        const fields = [{ field: '/identifier', in: 'query' as const, message }];
        throw new Problem('INVALID_REQUEST', { detail: message, fields });
      }
      const reader = services.read(query.asOf);
      const rows =
        identifier === undefined
          ? (await reader.partiesByName(name ?? '', 'exact')).map((hit) => hit.party)
          : await reader.partiesByIdentifierValue(identifier);
      const items = rows.slice(0, 100).map((row) => partyView(row, reader));
      return { status: 200, body: { items, asOf: asOfView(reader.point) } };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/parties/{id}',
      summary: 'Read a party, with its former names',
      tags: ['parties'],
      auth: 'account',
      params: partyParams,
      query: asOfQuery,
      responses: { 200: { description: 'The party.', schema: party } },
      errors: ['NOT_FOUND'],
    }).handle(({ params, query }) => ({ status: 200, body: show(params.id, services.read(query.asOf)) })),
  ];
}
