import { defineRoute, type Route } from '../../../http/route.ts';
import type { Units } from '../../../chain/calls.ts';
import { intervalView, placesText } from '../../../kit/units.ts';
import { numberOf } from '../../../views/common.ts';
import { COMMON_ERRORS, interestParams, proposedResponses, type InterestDesk } from '../desk.ts';
import { releaseOf } from './release.ts';
import { endInterest, revokeInterest, type ReleasePart } from './schemas.ts';
import { rightsCancelled, rightsRevoked } from './whole.ts';

const common = {
  method: 'POST',
  tags: ['security-interests'],
  params: interestParams,
  responses: proposedResponses,
} as const;

/** 注销, 撤销: those entitled can always end an interest, also a lapsed one and under any restriction of the right. */
export function endingRoutes(desk: InterestDesk): Route[] {
  return [
    defineRoute({
      ...common,
      path: '/v1/security-interests/{number}/cancellations',
      summary:
        'Propose the cancellation of an interest, whole or in part; a checker of the same institution approves it',
      description:
        'A partial cancellation frees units, and everybody else keeps the rank there or moves up. Units given by quantity are taken ' +
        'from those of the worst rank, and of one rank from the highest.',
      auth: { capacity: 'secured-party', duty: 'maker' },
      body: endInterest,
      bodyExample: { scope: 'whole', reason: 'debt-paid' },
      errors: [
        ...COMMON_ERRORS,
        'NOT_SECURED_PARTY',
        'UNKNOWN_RIGHT',
        'INSUFFICIENT_QUANTITY',
        'TOO_MANY_OVERLAYS',
      ],
    }).handle((context) => {
      const { row, reader } = desk.find(context.params.number);
      const agent = desk.institution(context);
      const { body } = context;
      const release = (part: ReleasePart) => {
        const units = releaseOf(row, agent, part, reader);
        const places = units.map(({ right, intervals }) => `${placesText(intervals)} of ${right.id}`);
        return {
          kind: 'interest.release',
          // The very units, so that what is carried out is what the second person read.
          intent: { interest: row.id, agent, release: { ...part, collateral: units.map(placed) } },
          summary: `Release of ${places.join('; ')} from ${numberOf('S', row)}, reason ${part.reason}`,
        };
      };
      const cancel = () => {
        rightsCancelled(row, agent, body.reason, reader);
        return {
          kind: 'interest.cancel',
          intent: { interest: row.id, agent, reason: body.reason },
          summary: `Cancellation of ${numberOf('S', row)}, reason ${body.reason}`,
        };
      };
      return desk.propose(context, () => ({
        ...(body.scope === 'part' ? release(body) : cancel()),
        signers: [{ role: 'checker', institution: context.principal.institution }],
      }));
    }),
    defineRoute({
      ...common,
      path: '/v1/security-interests/{number}/revocations',
      summary:
        'Propose the revocation of an interest on an effective judgment or award: two persons of a court',
      auth: { capacity: 'court', duty: 'maker' },
      body: revokeInterest,
      bodyExample: {
        judgment: {
          court: '广东省广州市中级人民法院',
          number: '（2026）粤01民终123号',
          effectiveDate: '2026-01-31',
          digest: `0x${'55'.repeat(32)}`,
        },
      },
      errors: COMMON_ERRORS,
    }).handle((context) => {
      const { row, reader } = desk.find(context.params.number);
      const { judgment } = context.body;
      const by = desk.institution(context);
      return desk.propose(context, () => {
        rightsRevoked(row, by, judgment, reader);
        return {
          kind: 'interest.revoke',
          intent: { interest: row.id, by, judgment },
          summary: `Revocation of ${numberOf('S', row)} on ${judgment.number} of ${judgment.court}`,
          signers: [{ role: 'checker', institution: context.principal.institution }],
        };
      });
    }),
  ];
}

const placed = ({ right, intervals }: Units) => ({ right: right.id, intervals: intervals.map(intervalView) });
