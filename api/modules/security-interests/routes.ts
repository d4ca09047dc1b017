import { z } from 'zod';
import { interestIdOf } from '../../../domain/ids.ts';
import type { AsOf } from '../../http/as-of.ts';
import { Problem } from '../../errors/problem.ts';
import { asOfEnvelope, hex32 } from '../../http/fields.ts';
import { page, pageParameters } from '../../http/pagination.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Proposals } from '../../proposals/proposals.ts';
import { institutionNumber, resourceOf, submit, type Services } from '../../services.ts';
import { asOfView, numberOf } from '../../views/common.ts';
import { interestSchema, interestView } from '../../views/interest.ts';
import { operationReply, operationResponse, operationSchema } from '../../views/operation.ts';
import { pageOf } from '../../views/page.ts';
import { proposalSchema, proposalView } from '../../views/proposal.ts';
import { asOfQuery, withAsOf } from '../../views/schemas.ts';
import { interestInput, needsConsent, type RegisterInterestIntent } from './operations.ts';
import { cancelInterest, interestParams, registerInterest } from './schemas.ts';

const interest = withAsOf(interestSchema);

export function interestRoutes(services: Services, proposals: Proposals): Route[] {
  const find = (sequence: number, asOf?: AsOf) => {
    const reader = services.read(asOf);
    const row = reader.get('interest', interestIdOf(sequence));
    if (!row) throw new Problem('NOT_FOUND', { detail: 'There is no security interest of this number.' });
    return { row, reader };
  };
  const show = (sequence: number, asOf?: AsOf) => {
    const { row, reader } = find(sequence, asOf);
    return { ...interestView(row, reader), asOf: asOfView(reader.point) };
  };

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
        201: { description: 'Registered and effective.', schema: interest },
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
      const agent = institutionNumber(services, context.principal);
      const intent: RegisterInterestIntent = { agent, interest: context.body };
      const reader = services.read();
      if (needsConsent(context.body, reader)) {
        const { kind, grantor, collateral } = context.body;
        const proposal = await proposals.propose(context, () => {
          interestInput(context.body, agent, reader);
          return {
            kind: 'interest.register',
            intent: { ...intent },
            summary: `Initial registration of a ${kind} on ${collateral.length} right(s)`,
            signers: [{ role: 'grantor', institution: grantor }],
          };
        });
        const location = `/v1/proposals/${proposal.id}`;
        return { status: 202, body: proposalView(proposal), headers: { location } };
      }
      const operation = await submit(services, context, { kind: 'interest.register', intent });
      if (operation.status !== 'final') return operationReply(operation, '/v1/security-interests');
      const registered = (await services.eventsOf(operation)).find(
        (event) => event.name === 'InterestRegistered',
      );
      if (!registered) throw new Error(`operation ${operation.id} registered nothing`);
      const location = (await resourceOf(services, operation)) ?? '/v1/security-interests';
      return { status: 201, body: show(Number(registered.args.sequence)), headers: { location } };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/security-interests',
      summary: 'The interests granted by a party, or registered on a right; ended ones included',
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
          : await reader.interestsOfGrantor(grantor);
      const { items, ...rest } = pageOf(rows, query, services.cursors, `interests/${grantor ?? right}`);
      return {
        status: 200,
        body: { items: items.map((row) => interestView(row, reader)), ...rest, asOf: asOfView(reader.point) },
      };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/security-interests/{number}',
      summary: 'Read a security interest with its present ranks; ended ones stay readable',
      tags: ['security-interests'],
      auth: 'account',
      params: interestParams,
      query: asOfQuery,
      responses: { 200: { description: 'The interest.', schema: interest } },
      errors: ['NOT_FOUND'],
    }).handle(({ params, query }) => ({ status: 200, body: show(params.number, query.asOf) })),
    defineRoute({
      method: 'POST',
      path: '/v1/security-interests/{number}/cancellations',
      summary: 'Propose the cancellation of an interest; a checker of the same institution approves it',
      tags: ['security-interests'],
      auth: { capacity: 'secured-party', duty: 'maker' },
      params: interestParams,
      body: cancelInterest,
      bodyExample: { scope: 'whole', reason: 'debt-paid' },
      responses: {
        202: { description: 'Proposed.', schema: proposalSchema, headers: { location: 'The proposal.' } },
      },
      errors: ['NOT_FOUND', 'NOT_SECURED_PARTY', 'INTEREST_ENDED'],
    }).handle(async (context) => {
      const { row } = find(context.params.number);
      if (row.state.agent !== institutionNumber(services, context.principal)) {
        throw new Problem('NOT_SECURED_PARTY');
      }
      const { reason } = context.body;
      const proposal = await proposals.propose(context, () => {
        if (row.state.status !== 'effective') {
          throw new Problem('INTEREST_ENDED', { detail: `${numberOf('S', row)} is ${row.state.status}.` });
        }
        return {
          kind: 'interest.cancel',
          intent: { interest: row.id, reason },
          summary: `Cancellation of ${numberOf('S', row)}, reason ${reason}`,
          signers: [{ role: 'checker', institution: context.principal.institution }],
        };
      });
      const location = `/v1/proposals/${proposal.id}`;
      return { status: 202, body: proposalView(proposal), headers: { location } };
    }),
  ];
}
