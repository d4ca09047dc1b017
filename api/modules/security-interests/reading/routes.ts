import { z } from 'zod';
import { asOfEnvelope } from '../../../kit/fields.ts';
import { page, pageParameters } from '../../../kit/pagination.ts';
import { defineRoute, type Route } from '../../../http/route.ts';
import { asOfView } from '../../../views/common.ts';
import { pageOf } from '../../../views/page.ts';
import { asOfQuery } from '../../../views/schemas.ts';
import { interestAnswer, interestParams, type InterestDesk } from '../desk.ts';
import { registrationSchema, registrationView } from './registrations.ts';

export function readingRoutes(desk: InterestDesk): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/security-interests/{number}',
      summary: 'Read a security interest with its present ranks; ended ones stay readable',
      tags: ['security-interests'],
      auth: 'account',
      params: interestParams,
      query: asOfQuery.extend({
        as: z
          .enum(['current', 'original'])
          .default('current')
          .meta({ description: '`original` is as it was in the block of its initial registration.' }),
      }),
      responses: { 200: { description: 'The interest.', schema: interestAnswer } },
      errors: ['NOT_FOUND'],
    }).handle(async ({ params: { number }, query: { as, asOf } }) => {
      const { row, reader } = desk.find(number, asOf);
      const block = as === 'original' ? await reader.blockOf(row.sequence) : undefined;
      return { status: 200, body: desk.show(number, block === undefined ? asOf : { block }) };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/security-interests/{number}/registrations',
      summary: 'The chain of registrations on an interest, oldest first, each as it was registered',
      tags: ['security-interests'],
      auth: 'account',
      params: interestParams,
      query: z.strictObject({ ...pageParameters, ...asOfQuery.shape }),
      responses: {
        200: {
          description: 'In the order of registration.',
          schema: page(registrationSchema).extend({ asOf: asOfEnvelope }),
        },
      },
      errors: ['NOT_FOUND', 'INVALID_CURSOR'],
    }).handle(async ({ params: { number }, query }) => {
      const { row, reader } = desk.find(number, query.asOf);
      const events = (await reader.journal({ kind: 'interest', id: row.id })).map((event) => ({
        event,
        sequence: Number((event.args as { sequence: bigint }).sequence),
      }));
      const { items, ...rest } = pageOf(events, query, desk.services.cursors, `registrations/${number}`);
      const body = { items: items.map(({ event }) => registrationView(event, reader)), ...rest };
      return { status: 200, body: { ...body, asOf: asOfView(reader.point) } };
    }),
  ];
}
