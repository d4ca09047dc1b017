import { z } from 'zod';
import { hexId, text } from '../../kit/fields.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Proposals } from '../../proposals/proposals.ts';
import { awaited, resourceOf, type Services } from '../../kit/services.ts';
import { operationReply, operationResponse, operationSchema, operationView } from '../../views/operation.ts';
import { proposalSchema, proposalView } from '../../views/proposal.ts';

const params = z.strictObject({ id: hexId });

export function proposalRoutes(services: Services, proposals: Proposals): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/proposals',
      summary: 'Proposals that your institution made or has to decide, newest first',
      tags: ['proposals'],
      auth: 'account',
      responses: {
        200: { description: 'At most 100.', schema: z.strictObject({ items: z.array(proposalSchema) }) },
      },
    }).handle(async ({ principal }) => ({
      status: 200,
      body: { items: (await proposals.of(principal, 100)).map(proposalView) },
    })),
    defineRoute({
      method: 'GET',
      path: '/v1/proposals/{id}',
      summary: 'Read a proposal before deciding',
      tags: ['proposals'],
      auth: 'account',
      params,
      responses: { 200: { description: 'The proposal.', schema: proposalSchema } },
      errors: ['NOT_FOUND'],
    }).handle(({ params: { id }, principal }) => ({
      status: 200,
      body: proposalView(proposals.read(id, principal)),
    })),
    defineRoute({
      method: 'POST',
      path: '/v1/proposals/{id}/approve',
      summary: 'Approve; the last approval that the proposal needs executes it',
      tags: ['proposals'],
      auth: { duty: ['maker', 'checker'] },
      params,
      responses: {
        200: { description: 'Approved; others have still to approve.', schema: proposalSchema },
        201: { description: 'Executed and final.', schema: operationSchema },
        202: operationResponse,
      },
      errors: ['NOT_FOUND', 'PROPOSAL_CLOSED', 'SAME_PERSON', 'INTEREST_ENDED', 'STALE_STATE'],
    }).handle(async (context) => {
      const { id } = context.params;
      const approved = await proposals.approve(id, context);
      if ('proposal' in approved) return { status: 200, body: proposalView(approved.proposal) };
      const operation = await awaited(services, approved.operation, context.prefer);
      const resource = (await resourceOf(services, operation)) ?? `/v1/proposals/${id}`;
      if (operation.status !== 'final') return operationReply(operation, resource);
      return { status: 201, body: operationView(operation, resource), headers: { location: resource } };
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/proposals/{id}/reject',
      summary: 'Refuse a proposal',
      tags: ['proposals'],
      auth: { duty: ['maker', 'checker'] },
      params,
      body: z.strictObject({ reason: text(300).optional() }),
      bodyExample: { reason: 'The debt has not been paid yet.' },
      responses: { 201: { description: 'Refused.', schema: proposalSchema } },
      errors: ['NOT_FOUND', 'PROPOSAL_CLOSED', 'SAME_PERSON'],
    }).handle(async (context) => ({
      status: 201,
      body: proposalView(await proposals.reject(context.params.id, context, context.body.reason)),
    })),
  ];
}
