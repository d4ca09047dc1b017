import { z } from 'zod';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import { NOTICE_KINDS } from '../../../domain/registrations/notices.ts';
import { asOfEnvelope, hex32 } from '../../kit/fields.ts';
import { page, pageParameters } from '../../kit/pagination.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import { EventSource, type ServerEvent } from '../../http/sse.ts';
import type { Services } from '../../kit/services.ts';
import { asOfView } from '../../views/common.ts';
import { asOfQuery, registrationNumber } from '../../views/schemas.ts';
import { noticeSchema, noticeView } from '../../views/notice.ts';
import type { NoticeFeed, NoticeFilter } from './feed.ts';

const filters = {
  kind: z.enum(NOTICE_KINDS).optional(),
  party: hex32.optional(),
  right: hex32.optional(),
  interest: registrationNumber('S', 'a security interest').transform(interestIdOf).optional(),
};

const query = z.strictObject({
  ...filters,
  ...pageParameters,
  ...asOfQuery.shape,
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'is not a registry sequence')
    .transform(Number)
    .optional()
    .meta({ description: 'Only notices of a later registry sequence.' }),
});

const STREAM = 'text/event-stream';
const BATCH = 100;

export function noticeRoutes(services: Services, feed: NoticeFeed): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/notices',
      summary: 'Publicity: every registration in order, or as a stream of server-sent events',
      description:
        'With `Accept: text/event-stream` the answer goes on: first what came after Last-Event-ID (or `after`), then each new ' +
        'notice as it becomes readable. The id of an event is its registry sequence.',
      tags: ['notices'],
      auth: 'account',
      query,
      responses: {
        200: {
          description: 'In the order of the registry.',
          schema: page(noticeSchema).extend({ asOf: asOfEnvelope }),
          types: [STREAM],
        },
      },
      errors: ['INVALID_CURSOR'],
    }).handle(async ({ query: asked, mediaType, lastEventId }) => {
      const filter = filterOf(asked);
      if (mediaType === STREAM) {
        const resumed = /^\d{1,15}$/.test(lastEventId ?? '') ? Number(lastEventId) : undefined;
        const after = resumed ?? asked.after ?? (await feed.latest());
        return {
          status: 200,
          type: STREAM,
          body: new EventSource((signal) => stream(feed, filter, after, signal)),
        };
      }
      const { point } = services.read(asked.asOf);
      const list = `notices/${JSON.stringify(filter)}`;
      const { cursor, limit } = asked;
      const after =
        cursor === undefined ? (asked.after ?? 0) : z.int().parse(services.cursors.decode(list, cursor));
      const found = await feed.read({ ...filter, after, limit: limit + 1, block: point.block });
      const items = found.slice(0, limit).map(noticeView);
      const last = found[limit - 1];
      const next =
        found.length > limit && last ? { nextCursor: services.cursors.encode(list, last.sequence) } : {};
      return { status: 200, body: { items, ...next, asOf: asOfView(point) } };
    }),
  ];
}

function filterOf(asked: z.output<typeof query>): NoticeFilter {
  const { kind, party, right, interest } = asked;
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(party === undefined ? {} : { party }),
    ...(right === undefined ? {} : { right }),
    ...(interest === undefined ? {} : { interest }),
  };
}

/** What is there already, then what comes; a notice that arrives between the two is not lost, because reading is by sequence. */
async function* stream(
  feed: NoticeFeed,
  filter: NoticeFilter,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<ServerEvent> {
  let after = from;
  while (!signal.aborted) {
    const arrival = feed.next(signal);
    const found = await feed.read({ ...filter, after, limit: BATCH });
    for (const entry of found) {
      after = entry.sequence;
      const data = noticeView(entry);
      yield { id: String(entry.sequence), event: data.kind, data };
    }
    if (found.length < BATCH) await arrival;
  }
}
