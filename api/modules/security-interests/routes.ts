import { z } from 'zod';
import { Problem } from '../../errors/problem.ts';
import { asOfEnvelope, hex32 } from '../../kit/fields.ts';
import { page, pageParameters } from '../../kit/pagination.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Proposals } from '../../proposals/proposals.ts';
import { eventOf, submit, type Services } from '../../kit/services.ts';
import { asOfView } from '../../views/common.ts';
import { interestSchema, interestView } from '../../views/interest.ts';
import { interestsGrantedBy } from '../../read/lineage.ts';
import { operationReply, operationResponse, operationSchema } from '../../views/operation.ts';
import { pageOf } from '../../views/page.ts';
import { proposalSchema } from '../../views/proposal.ts';
import { asOfQuery } from '../../views/schemas.ts';
import { amendmentRoutes } from './amendments/routes.ts';
import { annotationRoutes } from './annotations/routes.ts';
import { needsConsent } from './collateral.ts';
import { addressOf, InterestDesk, interestAnswer } from './desk.ts';
import { endingRoutes } from './endings/routes.ts';
import { enforcementRoutes } from './enforcement/routes.ts';
import { interestInput, type RegisterInterestIntent } from './operations.ts';
import { positionRoutes } from './positions/routes.ts';
import { readingRoutes } from './reading/routes.ts';
import { registerInterest } from './schemas.ts';

export function interestRoutes(services: Services, proposals: Proposals): Route[] {
  const desk = new InterestDesk(services, proposals);
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/security-interests',
      summary: 'Initial registration of a security interest',
      description:
        'Units are taken from the free part first. If part of the collateral would not be first-ranking, the answer is 409 with ' +
        'the tranches that it would get, until acknowledgeJunior is true. Where the type of a right demands the consent of the ' +
        'grantor, the answer is 202 with a proposal that awaits the grantor.',
      tags: ['security-interests'],
      auth: { capacity: 'secured-party', duty: 'maker' },
      body: registerInterest,
      bodyExample: {
        kind: 'pledge',
        grantor: `0x${'11'.repeat(32)}`,
        debtor: `0x${'11'.repeat(32)}`,
        securedParties: [`0x${'33'.repeat(32)}`],
        securedAmount: { value: '1000000000', currency: 'CNY' },
        contract: { number: 'YX-2026-001', digest: `0x${'44'.repeat(32)}` },
        term: { from: '2026-01-01', to: '2028-12-31' },
        collateral: [{ right: `0x${'22'.repeat(32)}`, quantity: '136000000' }],
        acknowledgeJunior: false,
      },
      responses: {
        201: { description: 'Registered and effective.', schema: interestAnswer },
        202: { ...operationResponse, schema: z.union([operationSchema, proposalSchema]) },
      },
      errors: [
        'JUNIOR_RANK_NOT_ACKNOWLEDGED',
        'INSUFFICIENT_QUANTITY',
        'UNKNOWN_PARTY',
        'UNKNOWN_RIGHT',
        'GRANTOR_NOT_HOLDER',
        'RIGHT_NOT_PLEDGEABLE',
        'RIGHT_NOT_CONFIRMED',
        'TERM_OUT_OF_RANGE',
        'NOT_SECURED_PARTY',
        'TOO_MANY_OVERLAYS',
      ],
    }).handle(async (context) => {
      const agent = desk.institution(context);
      const intent: RegisterInterestIntent = { agent, interest: context.body };
      const reader = services.read();
      const { kind, grantor, collateral } = context.body;
      if (needsConsent(collateral, reader)) {
        return desk.propose(context, () => {
          interestInput(context.body, agent, reader);
          return {
            kind: 'interest.register',
            intent,
            summary: `Initial registration of a ${kind} on ${collateral.length} right(s)`,
            signers: [{ role: 'grantor', institution: grantor }],
          };
        });
      }
      const operation = await submit(services, context, { kind: 'interest.register', intent });
      if (operation.status !== 'final') return operationReply(operation, '/v1/security-interests');
      const { args } = await eventOf(services, operation, (event) => event.name === 'InterestRegistered');
      const sequence = Number(args.sequence);
      return { status: 201, body: desk.show(sequence), headers: { location: addressOf(sequence) } };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/security-interests',
      summary: 'The interests granted by a party, or registered on a right; ended ones included',
      description: 'A grantor is followed through mergers and divisions to the parties whose place it took.',
      tags: ['security-interests'],
      auth: 'account',
      query: z.strictObject({
        grantor: hex32.optional(),
        right: hex32.optional(),
        ...pageParameters,
        ...asOfQuery.shape,
      }),
      responses: {
        200: {
          description: 'In the order of registration.',
          schema: page(interestSchema).extend({ asOf: asOfEnvelope }),
        },
      },
      errors: ['INVALID_REQUEST', 'INVALID_CURSOR'],
    }).handle(async ({ query }) => {
      const { grantor, right } = query;
      if ((grantor === undefined) === (right === undefined)) {
        const message = 'give either grantor or right';
        throw new Problem('INVALID_REQUEST', {
          detail: message,
          fields: [{ field: '/grantor', in: 'query', message }],
        });
      }
      const reader = services.read(query.asOf);
      const rows =
        grantor === undefined
          ? await reader.interestsOnRight(right ?? '0x')
          : await interestsGrantedBy(grantor, reader);
      const { items, ...rest } = pageOf(rows, query, services.cursors, `interests/${grantor ?? right}`);
      return {
        status: 200,
        body: { items: items.map((row) => interestView(row, reader)), ...rest, asOf: asOfView(reader.point) },
      };
    }),
    ...readingRoutes(desk),
    ...amendmentRoutes(desk),
    ...positionRoutes(desk),
    ...endingRoutes(desk),
    ...annotationRoutes(desk),
    ...enforcementRoutes(desk),
  ];
}
