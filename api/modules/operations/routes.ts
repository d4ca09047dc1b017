import { z } from 'zod';
import { Problem } from '../../errors/problem.ts';
import { hexId } from '../../kit/fields.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { resourceOf, type Services } from '../../kit/services.ts';
import { operationSchema, operationView } from '../../views/operation.ts';

export function operationRoutes(services: Services): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/operations/{id}',
      summary: 'How far a write has come that your institution made or approved',
      tags: ['operations'],
      auth: 'account',
      params: z.strictObject({ id: hexId }),
      responses: { 200: { description: 'The operation.', schema: operationSchema } },
      errors: ['NOT_FOUND'],
    }).handle(async ({ params: { id }, principal }) => {
      const operation = services.outbox.get(id);
      const concerned = [operation?.institution, operation?.approver].includes(principal.institution);
      if (!operation || !concerned) {
        throw new Problem('NOT_FOUND', {
          detail: `There is no operation ${id} that concerns your institution.`,
        });
      }
      return { status: 200, body: operationView(operation, await resourceOf(services, operation)) };
    }),
  ];
}
