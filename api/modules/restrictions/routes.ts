import { z } from 'zod';
import { formatNumber } from '../../../domain/encoding/numbers.ts';
import type { AsOf } from '../../kit/as-of.ts';
import { asOfEnvelope, hex32 } from '../../kit/fields.ts';
import { page, pageParameters } from '../../kit/pagination.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Proposals } from '../../proposals/proposals.ts';
import { eventOf, institutionNumber, submit, type Services } from '../../kit/services.ts';
import { rightOf } from '../../kit/subjects.ts';
import { asOfView, numberOf } from '../../views/common.ts';
import { operationReply, operationResponse } from '../../views/operation.ts';
import { pageOf } from '../../views/page.ts';
import { proposalSchema, proposalView } from '../../views/proposal.ts';
import { asOfQuery, withAsOf } from '../../views/schemas.ts';
import { restrictionOf, rightLifted, type ProlongIntent, type RestrictIntent } from './operations.ts';
import {
  liftRestriction,
  prolongRestriction,
  restrictionParams,
  restrictionSchema,
  restrictUnits,
} from './schemas.ts';
import { restrictionView } from './view.ts';

const answer = withAsOf(restrictionSchema);
const rightParams = z.strictObject({ id: hex32 });

const common = {
  method: 'POST',
  tags: ['restrictions'],
  auth: { capacity: ['court', 'registration-authority'], duty: 'maker' },
} as const;

const entered = {
  201: { description: 'Final. The restriction.', schema: answer, headers: { location: 'The restriction.' } },
  202: operationResponse,
};

const order = { number: '(2026)粤01执1号', digest: `0x${'22'.repeat(32)}` };
const addressOf = (ref: number): string => `/v1/restrictions/${formatNumber('N', BigInt(ref))}`;

/** 限制: freezes, holds, suspensions and stays on units of a right. */
export function restrictionRoutes(services: Services, proposals: Proposals): Route[] {
  const find = (ref: number, asOf?: AsOf) => {
    const reader = services.read(asOf);
    return { row: restrictionOf(reader, ref), reader };
  };
  const show = (ref: number, asOf?: AsOf) => {
    const { row, reader } = find(ref, asOf);
    return { ...restrictionView(row, reader), asOf: asOfView(reader.point) };
  };

  return [
    defineRoute({
      ...common,
      path: '/v1/rights/{id}/restrictions',
      summary:
        'Restrict units of a right: a court freezes and stays, the authority of the right does the rest',
      description:
        'Without units all that are on the line. A quantity is taken from free units first; of a pledge control from pledged ones. Where ' +
        'freezes lie on the same units the earliest is in effect and the others wait: `place` says where in the queue. A restriction never ' +
        'changes the rank of an interest.',
      params: rightParams,
      body: restrictUnits,
      bodyExample: { kind: 'judicial-freeze', quantity: '1000', until: '2027-12-31', order },
      responses: entered,
      errors: [
        'NOT_FOUND',
        'NOT_AUTHORITY',
        'INSUFFICIENT_QUANTITY',
        'UNITS_GONE',
        'UNKNOWN_SERIAL',
        'UNTIL_OUT_OF_RANGE',
        'TOO_MANY_OVERLAYS',
        'STALE_STATE',
      ],
    }).handle(async (context) => {
      const { id: right } = context.params;
      const by = institutionNumber(services, context.principal);
      const intent: RestrictIntent = { by, right, restriction: context.body };
      const operation = await submit(services, context, { kind: 'restriction.enter', intent });
      if (operation.status !== 'final') return operationReply(operation, `/v1/rights/${right}/restrictions`);
      const { args } = await eventOf(services, operation, (event) => event.name === 'RightRestricted');
      const ref = Number(args.ref);
      return { status: 201, body: show(ref), headers: { location: addressOf(ref) } };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/rights/{id}/restrictions',
      summary: 'Every restriction ever entered on a right',
      tags: ['restrictions'],
      auth: 'account',
      params: rightParams,
      query: z.strictObject({ ...pageParameters, ...asOfQuery.shape }),
      responses: {
        200: {
          description: 'In the order of registration; lifted and expired ones included.',
          schema: page(restrictionSchema).extend({ asOf: asOfEnvelope }),
        },
      },
      errors: ['NOT_FOUND', 'INVALID_CURSOR'],
    }).handle(({ params, query }) => {
      const reader = services.read(query.asOf);
      const rows = rightOf(reader, params.id)
        .restrictions.map((ref) => restrictionOf(reader, ref))
        .sort((a, b) => a.sequence - b.sequence);
      const { items, ...rest } = pageOf(rows, query, services.cursors, `restrictions/${params.id}`);
      const body = { items: items.map((row) => restrictionView(row, reader)), ...rest };
      return { status: 200, body: { ...body, asOf: asOfView(reader.point) } };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/restrictions/{number}',
      summary: 'Read a restriction, with its place among others on the same units',
      tags: ['restrictions'],
      auth: 'account',
      params: restrictionParams,
      query: asOfQuery,
      responses: { 200: { description: 'The restriction.', schema: answer } },
      errors: ['NOT_FOUND'],
    }).handle(({ params, query }) => ({ status: 200, body: show(params.number, query.asOf) })),
    defineRoute({
      ...common,
      path: '/v1/restrictions/{number}/prolongations',
      summary: 'Prolong a restriction before it ends; it keeps its place',
      params: restrictionParams,
      body: prolongRestriction,
      bodyExample: { until: '2028-12-31', order },
      responses: entered,
      errors: ['NOT_FOUND', 'NOT_RESTRICTOR', 'RESTRICTION_ENDED', 'UNTIL_OUT_OF_RANGE', 'STALE_STATE'],
    }).handle(async (context) => {
      const { number: ref } = context.params;
      find(ref);
      const by = institutionNumber(services, context.principal);
      const intent: ProlongIntent = { by, ref, prolongation: context.body };
      const operation = await submit(services, context, { kind: 'restriction.prolong', intent });
      if (operation.status !== 'final') return operationReply(operation, addressOf(ref));
      return { status: 201, body: show(ref), headers: { location: addressOf(ref) } };
    }),
    defineRoute({
      ...common,
      path: '/v1/restrictions/{number}/lifts',
      summary: 'Propose to lift a restriction; a checker of the same institution approves it',
      description:
        'By the institution that restricted; of one that has expired also by the authority of the right. Freezes that waited behind it are ' +
        'promoted without anybody writing it.',
      params: restrictionParams,
      body: liftRestriction,
      bodyExample: { order },
      responses: {
        202: { description: 'Proposed.', schema: proposalSchema, headers: { location: 'The proposal.' } },
      },
      errors: ['NOT_FOUND', 'NOT_RESTRICTOR', 'RESTRICTION_ENDED'],
    }).handle(async (context) => {
      const { row, reader } = find(context.params.number);
      const by = institutionNumber(services, context.principal);
      const proposal = await proposals.propose(context, () => {
        const right = rightLifted(row, context.body, by, reader);
        return {
          kind: 'restriction.lift',
          intent: { by, ref: row.ref, lift: { ...context.body, right: right.id } },
          summary: `Lifting of ${row.kind} ${numberOf('N', row)} from ${numberOf('R', right)}`,
          signers: [{ role: 'checker', institution: context.principal.institution }],
        };
      });
      const location = `/v1/proposals/${proposal.id}`;
      return { status: 202, body: proposalView(proposal), headers: { location } };
    }),
  ];
}
