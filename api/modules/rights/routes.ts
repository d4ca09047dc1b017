import { z } from 'zod';
import { rightIdOf } from '../../../domain/encoding/ids.ts';
import { Problem } from '../../errors/problem.ts';
import { asOfEnvelope, hex32 } from '../../kit/fields.ts';
import { page, pageParameters } from '../../kit/pagination.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Proposals } from '../../proposals/proposals.ts';
import { institutionNumber, submit, type Services } from '../../kit/services.ts';
import { asOfView } from '../../views/common.ts';
import { rightsUnder } from '../../read/lineage.ts';
import { lineSchema, lineView } from '../../views/line.ts';
import { operationReply, operationResponse } from '../../views/operation.ts';
import { pageOf } from '../../views/page.ts';
import { rightSchema, rightView } from '../../views/right.ts';
import { asOfQuery, withAsOf } from '../../views/schemas.ts';
import { addressOf, rightAnswer, RightDesk } from './desk.ts';
import { quotaRoutes } from './quotas/routes.ts';
import { renewalRoutes } from './renewals/routes.ts';
import { registerRight, rightParams } from './schemas.ts';
import { titleRoutes } from './titles/routes.ts';
import type { RegisterRightIntent } from './operations.ts';

export function rightRoutes(services: Services, proposals: Proposals): Route[] {
  const desk = new RightDesk(services);
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/rights',
      summary: 'Register a right; its authority confirms it by registering it',
      tags: ['rights'],
      auth: { capacity: 'registration-authority', duty: 'maker' },
      body: registerRight,
      bodyExample: {
        type: 'WTR',
        holder: `0x${'11'.repeat(32)}`,
        certificateNumber: '取水(示例)字〔2024〕第0001号',
        quantity: '241000000',
        region: 'CN-44',
        validFrom: '2024-01-01',
        validTo: '2033-12-31',
        vintage: null,
        serialBlocks: [],
        acquisition: 'paid',
        referencePrice: { value: '0.15', currency: 'CNY', asOf: '2024-04-21', source: 'example' },
        evidence: [{ kind: 'permit', digest: `0x${'22'.repeat(32)}` }],
      },
      responses: {
        201: { description: 'Registered and confirmed.', schema: rightAnswer },
        202: operationResponse,
      },
      errors: ['UNKNOWN_RIGHT_TYPE', 'NOT_COMPETENT', 'UNKNOWN_PARTY', 'PARTY_ENDED', 'DUPLICATE_RIGHT'],
    }).handle(async (context) => {
      const authority = institutionNumber(services, context.principal);
      const intent: RegisterRightIntent = { authority, right: context.body };
      const id = rightIdOf(authority, context.body.certificateNumber);
      const operation = await submit(services, context, { kind: 'right.register', intent });
      if (operation.status !== 'final') return operationReply(operation, addressOf(id));
      return { status: 201, body: desk.show(id), headers: { location: addressOf(id) } };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/rights',
      summary: 'The rights of a holder, or those with a certificate number',
      description:
        'A holder is followed through mergers and divisions: with its own rights come those that still stand in the name of a party whose ' +
        'place it took, and, if it has ended itself, those that went from it to its successors.',
      tags: ['rights'],
      auth: 'account',
      query: z.strictObject({
        holder: hex32.optional(),
        certificateNumber: z.string().min(1).max(80).optional(),
        ...pageParameters,
        ...asOfQuery.shape,
      }),
      responses: {
        200: {
          description: 'In the order of registration.',
          schema: page(rightSchema).extend({ asOf: asOfEnvelope }),
        },
      },
      errors: ['INVALID_REQUEST', 'INVALID_CURSOR'],
    }).handle(async ({ query }) => {
      const { holder, certificateNumber } = query;
      if ((holder === undefined) === (certificateNumber === undefined)) {
        const message = 'give either holder or certificateNumber';
        throw new Problem('INVALID_REQUEST', {
          detail: message,
          fields: [{ field: '/holder', in: 'query', message }],
        });
      }
      const reader = services.read(query.asOf);
      const rows =
        holder === undefined
          ? await reader.rightsByCertificate(certificateNumber ?? '')
          : await rightsUnder(holder, reader);
      const list = `rights/${holder ?? certificateNumber}`;
      const { items, ...rest } = pageOf(rows, query, services.cursors, list);
      return {
        status: 200,
        body: { items: items.map((row) => rightView(row, reader)), ...rest, asOf: asOfView(reader.point) },
      };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/rights/{id}',
      summary: 'Read a right',
      tags: ['rights'],
      auth: 'account',
      params: rightParams,
      query: asOfQuery,
      responses: { 200: { description: 'The right.', schema: rightAnswer } },
      errors: ['NOT_FOUND'],
    }).handle(({ params, query }) => ({ status: 200, body: desk.show(params.id, query.asOf) })),
    defineRoute({
      method: 'GET',
      path: '/v1/rights/{id}/line',
      summary: 'The line of a right: what encumbers which units, in which rank, and what is free',
      tags: ['rights'],
      auth: 'account',
      params: rightParams,
      query: asOfQuery,
      responses: { 200: { description: 'The line.', schema: withAsOf(lineSchema) } },
      errors: ['NOT_FOUND'],
    }).handle(({ params, query }) => {
      const { row, reader } = desk.find(params.id, query.asOf);
      return { status: 200, body: { ...lineView(row, reader), asOf: asOfView(reader.point) } };
    }),
    ...titleRoutes(desk, proposals),
    ...quotaRoutes(desk),
    ...renewalRoutes(desk),
  ];
}
