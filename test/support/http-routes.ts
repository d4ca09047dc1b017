import { z } from 'zod';
import { Problem } from '../../api/errors/problem.ts';
import { asOfParameter } from '../../api/kit/as-of.ts';
import { hex32, positiveAmount, text } from '../../api/kit/fields.ts';
import { createCursors, page, pageParameters } from '../../api/kit/pagination.ts';
import { defineRoute, type Route } from '../../api/http/route.ts';
import { EventSource } from '../../api/http/sse.ts';

const right = z.strictObject({ id: z.string(), quantity: z.string() }).meta({ id: 'TestRight' });
const cursors = createCursors(new Uint8Array(32));

/** Routes of every form, standing in for the modules. */
export function testRoutes(onWrite: (body: unknown) => Promise<void> | void = () => undefined): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/rights',
      summary: 'List',
      tags: ['rights'],
      auth: 'account',
      query: z.strictObject({ ...pageParameters, holder: hex32.optional(), asOf: asOfParameter }),
      responses: { 200: { description: 'A page.', schema: page(right) } },
      errors: ['INVALID_CURSOR'],
    }).handle(({ query }) => {
      const list = `rights?holder=${query.holder ?? ''}`;
      const from = query.cursor === undefined ? 0 : (cursors.decode(list, query.cursor) as number);
      const items = Array.from({ length: query.limit }, (_, i) => ({ id: String(from + i), quantity: '1' }));
      return { status: 200, body: { items, nextCursor: cursors.encode(list, from + query.limit) } };
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/rights',
      summary: 'Register',
      tags: ['rights'],
      auth: { capacity: 'registration-authority', duty: 'maker' },
      body: z.strictObject({
        name: text(100),
        quantity: positiveAmount,
        serialBlocks: z
          .array(z.strictObject({ from: positiveAmount, to: positiveAmount }))
          .max(10)
          .default([]),
      }),
      bodyExample: { name: '云溪取水权', quantity: '241000000' },
      responses: {
        201: { description: 'Registered.', schema: right, headers: { location: 'The right.' } },
        202: { description: 'Under way.', schema: z.strictObject({ operation: z.string() }) },
      },
      errors: ['DUPLICATE_RIGHT'],
    }).handle(async ({ body, prefer, idempotencyKey }) => {
      await onWrite(body);
      if (body.name === 'duplicate') throw new Problem('DUPLICATE_RIGHT', { extensions: { right: '0x1' } });
      if (body.name === 'crash') throw new Error('secret detail');
      if (prefer.respondAsync) return { status: 202, body: { operation: idempotencyKey } };
      const id = `right-${idempotencyKey}`;
      return {
        status: 201,
        headers: { location: `/v1/rights/${id}` },
        body: { id, quantity: body.quantity },
      };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/rights/{id}',
      summary: 'Read',
      tags: ['rights'],
      auth: 'account',
      params: z.strictObject({ id: hex32 }),
      responses: { 200: { description: 'The right.', schema: right, types: ['application/pdf'] } },
      errors: ['NOT_FOUND'],
    }).handle(({ params, mediaType }) => {
      if (params.id.endsWith('0')) throw new Problem('NOT_FOUND');
      if (mediaType === 'application/pdf') {
        return { status: 200, type: mediaType, body: Buffer.from('%PDF-') };
      }
      return { status: 200, body: { id: params.id, quantity: '1' } };
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/rights/{id}/approve',
      summary: 'Approve',
      tags: ['rights'],
      auth: { duty: 'checker' },
      params: z.strictObject({ id: hex32 }),
      responses: { 200: { description: 'Approved.', schema: right } },
    }).handle(({ params }) => ({ status: 200, body: { id: params.id, quantity: '1' } })),
    defineRoute({
      method: 'POST',
      path: '/v1/verifications',
      summary: 'Verify',
      tags: ['verifications'],
      auth: 'public',
      safe: true,
      body: z.strictObject({ number: z.string() }),
      responses: { 200: { description: 'The finding.', schema: z.strictObject({ valid: z.boolean() }) } },
    }).handle(({ body }) => ({ status: 200, body: { valid: body.number === '1' } })),
    defineRoute({
      method: 'GET',
      path: '/v1/notices',
      summary: 'Follow',
      tags: ['notices'],
      auth: 'account',
      query: z.strictObject({
        count: z
          .string()
          .regex(/^\d{1,7}$/)
          .default('3'),
      }),
      responses: { 200: { description: 'Notices.', types: ['text/event-stream'] } },
    }).handle(({ lastEventId = '0', query }) => ({
      status: 200,
      type: 'text/event-stream',
      body: countFrom(/^\d{1,9}$/.test(lastEventId) ? Number(lastEventId) : 0, Number(query.count)),
    })),
  ];
}

/** `count` events after `last`, then silence until the stream is closed. */
const countFrom = (last: number, count: number): EventSource =>
  new EventSource(async function* (signal) {
    for (let id = last + 1; id <= last + count; id++) yield { id: String(id), event: 'notice', data: { id } };
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  });
