import type { JsonSchema } from './json-schema.ts';

/** Of `application/problem+json`; some codes add members of their own. */
export const problemSchema: JsonSchema = {
  type: 'object',
  description: 'RFC 9457. Programs should look at `code` only; docs/errors.md lists the codes.',
  required: ['type', 'title', 'status', 'code', 'detail', 'remedy'],
  properties: {
    type: { type: 'string', format: 'uri-reference' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', pattern: '^[A-Z][A-Z0-9_]*$' },
    detail: { type: 'string', description: 'What went wrong this time.' },
    remedy: { type: 'string', description: 'What to do.' },
    requestId: { type: 'string', description: 'Finds the request in the logs.' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['field', 'in', 'message'],
        properties: {
          field: { type: 'string', description: 'Such as `/collateral/0/quantity`; `/` is the whole.' },
          in: { type: 'string', enum: ['body', 'query', 'path', 'header'] },
          message: { type: 'string' },
          remedy: { type: 'string' },
        },
      },
    },
  },
};
