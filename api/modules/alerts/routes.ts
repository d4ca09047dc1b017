import { z } from 'zod';
import { ALERT_KINDS, type ClockAlert } from '../../../domain/time/alerts.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import { asOfEnvelope, hex32 } from '../../kit/fields.ts';
import { page, pageParameters } from '../../kit/pagination.ts';
import type { Principal } from '../../kit/principal.ts';
import { defineRoute, type Route } from '../../http/route.ts';
import type { Services } from '../../kit/services.ts';
import { alertSchema, alertView, standingAlerts } from '../../views/alert.ts';
import { asOfView } from '../../views/common.ts';
import { asOfQuery, registrationNumber } from '../../views/schemas.ts';

const query = z.strictObject({
  kind: z.enum(ALERT_KINDS).optional(),
  right: hex32.optional(),
  party: hex32.optional(),
  interest: registrationNumber('S', 'a security interest').transform(interestIdOf).optional(),
  ...pageParameters,
  ...asOfQuery.shape,
});

type Filter = Pick<z.output<typeof query>, 'kind' | 'right' | 'party' | 'interest'>;

/** The last alert of a page, behind which the next begins. */
const position = z.strictObject({
  place: z.strictObject({ term: z.string(), order: z.int(), id: z.string() }),
  id: z.string(),
});

export function alertRoutes(services: Services): Route[] {
  return [
    defineRoute({
      method: 'GET',
      path: '/v1/alerts',
      summary: 'Deadlines that have passed, or soon will, and still need action',
      description:
        'Derived for the time of reading, in the order of the days that they are reckoned from. Who names no right, party or ' +
        'interest is shown its own, a supervisor everything.',
      tags: ['watches'],
      auth: 'account',
      query,
      responses: {
        200: {
          description: 'Alerts that stand.',
          schema: page(alertSchema).extend({ asOf: asOfEnvelope }),
        },
      },
      errors: ['INVALID_CURSOR'],
    }).handle(async ({ query: asked, principal }) => {
      const reader = services.read(asked.asOf);
      const filter = filterOf(asked, principal);
      const list = `alerts/${JSON.stringify(filter)}`;
      const from =
        asked.cursor === undefined ? undefined : position.parse(services.cursors.decode(list, asked.cursor));
      const items: ReturnType<typeof shown>[] = [];
      let last: z.output<typeof position> | undefined;
      for await (const { alert, place, id } of standingAlerts(reader, from, filter)) {
        if (!matches(alert, filter)) continue;
        if (items.length === asked.limit) {
          const nextCursor = services.cursors.encode(list, last);
          return { status: 200, body: { items, nextCursor, asOf: asOfView(reader.point) } };
        }
        items.push(shown(alert, reader.now));
        last = { place, id };
      }
      return { status: 200, body: { items, asOf: asOfView(reader.point) } };
    }),
  ];
}

const shown = (alert: ClockAlert, now: number) => ({ ...alertView(alert), overdue: now > alert.dueAt });

function filterOf({ kind, right, party, interest }: Filter, { institution, capacities }: Principal): Filter {
  const everything =
    [right, party, interest].some((it) => it !== undefined) || capacities.includes('supervisor');
  return { kind, right, party: everything ? party : institution, interest };
}

const matches = (alert: ClockAlert, { kind, right, party, interest }: Filter): boolean =>
  (kind === undefined || alert.kind === kind) &&
  (right === undefined || alert.rights.includes(right)) &&
  (party === undefined || alert.parties.includes(party)) &&
  (interest === undefined || alert.interest === interest);
