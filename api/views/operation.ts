import { z } from 'zod';
import type { Operation } from '../outbox/operation.ts';
import { problemOfFailure } from '../outbox/failure.ts';
import { timestamp } from '../kit/fields.ts';

export const operationSchema = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    status: z.enum(['accepted', 'submitted', 'included', 'final', 'failed']),
    acceptedAt: timestamp,
    updatedAt: timestamp,
    attempts: z
      .int()
      .meta({ description: 'Transactions made for it; more than one if somebody was faster.' }),
    transaction: z.string().nullable(),
    block: z.strictObject({ number: z.int(), hash: z.string() }).nullable(),
    resource: z.string().nullable().meta({ description: 'Where the result can be read, once final.' }),
    error: z.looseObject({}).nullable().meta({ description: 'Why it failed, as application/problem+json.' }),
  })
  .meta({ id: 'Operation' });

export function operationView(it: Operation, resource: string | undefined): z.input<typeof operationSchema> {
  return {
    id: it.id,
    kind: it.kind,
    status: it.status,
    acceptedAt: new Date(it.acceptedAt).toISOString(),
    updatedAt: new Date(it.updatedAt).toISOString(),
    attempts: it.attempts.length,
    transaction: it.attempts.at(-1)?.hash ?? null,
    block: it.block ?? null,
    resource: it.status === 'final' ? (resource ?? null) : null,
    error: it.failure ? problemOfFailure(it.failure).toDocument() : null,
  };
}

/** The answer to a write that is under way. */
export const operationResponse = {
  description: 'Accepted and kept; not yet final. Follow `Location`.',
  schema: operationSchema,
  headers: { location: 'Address of the operation.' },
};

export function operationReply(operation: Operation, resource: string) {
  return {
    status: 202 as const,
    body: operationView(operation, resource),
    headers: { location: `/v1/operations/${operation.id}` },
  };
}
