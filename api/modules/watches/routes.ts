import { z } from 'zod';
import { formatNumber } from '../../../domain/encoding/numbers.ts';
import { Problem } from '../../errors/problem.ts';
import { hexId } from '../../kit/fields.ts';
import { page, pageParameters } from '../../kit/pagination.ts';
import type { Principal } from '../../kit/principal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { EventSource } from '../../http/sse.ts';
import type { Services } from '../../kit/services.ts';
import type { Watch } from '../../webhooks/watch.ts';
import { create, secretRenewed, type WatchParts } from './create.ts';
import { createWatch, secretSchema, watchSchema, watchView } from './schemas.ts';
import { positionOf, tell } from './stream.ts';

export type { WatchParts } from './create.ts';

const STREAM = 'text/event-stream';
const params = z.strictObject({ id: hexId });
const withSecret = watchSchema.extend({ secret: secretSchema.nullable() });

export function watchRoutes(services: Services, parts: WatchParts): Route[] {
  const view = (watch: Watch) => watchView(watch, parts.store.progress(watch.id));
  const own = (id: string, { institution }: Principal): Watch => {
    const watch = parts.store.get(id);
    if (watch?.institution === institution) return watch;
    throw new Problem('NOT_FOUND', { detail: `Your institution has no watch ${id}.` });
  };
  const tags = ['watches'];
  return [
    defineRoute({
      method: 'POST',
      path: '/v1/watches',
      summary: 'Watch a right, a party or an interest',
      description:
        'What is registered about it from now on is told by webhook, signed as Standard Webhooks says, or read as a stream. docs/watches.md ' +
        'says how to check a signature. The secret is in this answer only.',
      tags,
      auth: 'account',
      body: createWatch,
      bodyExample: {
        subject: { interest: formatNumber('S', 42n) },
        events: ['cancellation'],
        delivery: { webhook: 'https://bank.example/ludeng' },
      },
      responses: {
        201: { description: 'Watched.', schema: withSecret, headers: { location: 'The watch.' } },
      },
      errors: ['NOT_FOUND', 'INVALID_WEBHOOK', 'TOO_MANY_WATCHES'],
    }).handle(async (context) => {
      const watch = await create(services, parts, context, context.body);
      const location = `/v1/watches/${watch.id}`;
      return { status: 201, body: { ...view(watch), secret: watch.secret ?? null }, headers: { location } };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/watches',
      summary: 'The watches of your institution, newest first',
      tags,
      auth: 'account',
      query: z.strictObject(pageParameters),
      responses: { 200: { description: 'A page.', schema: page(watchSchema) } },
      errors: ['INVALID_CURSOR'],
    }).handle(async ({ principal: { institution }, query: { cursor, limit } }) => {
      const list = `watches/${institution}`;
      const all = await parts.store.of(institution);
      const before =
        cursor === undefined ? undefined : z.string().parse(services.cursors.decode(list, cursor));
      // The last one of the page before may have been deleted since.
      const rest = before === undefined ? all : all.filter((watch) => placeOf(watch) < before);
      const items = rest.slice(0, limit);
      const last = items.at(-1);
      const next =
        last && rest.length > limit ? { nextCursor: services.cursors.encode(list, placeOf(last)) } : {};
      return { status: 200, body: { items: items.map(view), ...next } };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/watches/{id}',
      summary: 'A watch, and how its deliveries go',
      tags,
      auth: 'account',
      params,
      responses: { 200: { description: 'The watch.', schema: watchSchema } },
      errors: ['NOT_FOUND'],
    }).handle(({ params: { id }, principal }) => ({ status: 200, body: view(own(id, principal)) })),
    defineRoute({
      method: 'DELETE',
      path: '/v1/watches/{id}',
      summary: 'Watch no longer',
      tags,
      auth: 'account',
      params,
      responses: { 204: { description: 'Nothing more is told.' } },
      errors: ['NOT_FOUND'],
    }).handle(async ({ params: { id }, principal }) => {
      await parts.dispatcher.remove(own(id, principal));
      return { status: 204 };
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/watches/{id}/secret',
      summary: 'A new secret; the former one signs too for a day',
      tags,
      auth: 'account',
      params,
      responses: { 201: { description: 'The new secret, in this answer only.', schema: withSecret } },
      errors: ['NOT_FOUND', 'NOT_A_WEBHOOK'],
    }).handle(async ({ params: { id }, principal }) => {
      const watch = await secretRenewed(parts, webhookOnly(own(id, principal)), services.now());
      return { status: 201, body: { ...view(watch), secret: watch.secret ?? null } };
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/watches/{id}/resume',
      summary: 'Deliver again, and at once, from the first event that was not taken',
      tags,
      auth: 'account',
      params,
      responses: { 201: { description: 'The watch.', schema: watchSchema } },
      errors: ['NOT_FOUND', 'NOT_A_WEBHOOK'],
    }).handle(async ({ params: { id }, principal }) => {
      const watch = webhookOnly(own(id, principal));
      await parts.dispatcher.resume(watch);
      return { status: 201, body: view(watch) };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/watches/{id}/events',
      summary: 'What a watch has to tell, as a stream of server-sent events',
      description:
        'First everything since Last-Event-ID, or since the watch was made; then each event as it becomes final. A webhook of the same ' +
        'watch goes on by itself.',
      tags,
      auth: 'account',
      params,
      query: z.strictObject({}),
      responses: { 200: { description: 'The same events as by webhook.', types: [STREAM] } },
      errors: ['NOT_FOUND'],
    }).handle(({ params: { id }, principal, lastEventId }) => {
      const watch = own(id, principal);
      const from = positionOf(lastEventId) ?? watch.from;
      return {
        status: 200,
        type: STREAM,
        body: new EventSource((signal) => tell(parts, watch, from, signal)),
      };
    }),
  ];
}

/** Ascends as the store orders them: by time, then by id. */
const placeOf = ({ createdAt, id }: Watch): string => `${String(createdAt).padStart(16, '0')}/${id}`;

function webhookOnly(watch: Watch): Watch {
  if (watch.webhook === undefined) throw new Problem('NOT_A_WEBHOOK');
  return watch;
}
