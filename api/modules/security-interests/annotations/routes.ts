import { defineRoute, type Route } from '../../../http/route.ts';
import { WRITING_CAPACITIES } from '../../../../domain/encoding/codes.ts';
import { COMMON_ERRORS, interestParams, registeredResponses, type InterestDesk } from '../desk.ts';
import type { RemarkIntent } from './operations.ts';
import {
  acceptObjection,
  enterExternal,
  notifyObjection,
  object,
  objectionParams,
  requestCancellation,
  withdrawObjection,
} from './schemas.ts';

type Remark = Omit<RemarkIntent, 'interest' | 'institution'>;

const DIGEST = `0x${'55'.repeat(32)}`;
const remarks = { tags: ['security-interests'], responses: registeredResponses } as const;
const byAnyWriter = { auth: { capacity: WRITING_CAPACITIES, duty: 'maker' } } as const;

/** Entries of others about an interest: they change no rank and hide nothing. */
export function annotationRoutes(desk: InterestDesk): Route[] {
  const remark = (context: Parameters<InterestDesk['register']>[0], number: number, made: Remark) => {
    const { row } = desk.find(number);
    return desk.register(context, row, 'interest.remark', {
      institution: desk.institution(context),
      ...made,
    });
  };

  return [
    defineRoute({
      ...remarks,
      ...byAnyWriter,
      method: 'POST',
      path: '/v1/security-interests/{number}/objections',
      summary: 'Object to a registration; the objector then has to notify the registrant and to bring a case',
      description:
        'The registrant is to be notified within 7 days. The objection is void unless it is entered within 30 days that a court or ' +
        'an arbitral body has accepted the case. It hides nothing and changes no rank.',
      params: interestParams,
      body: object,
      bodyExample: { number: 'YY-2026-001', digest: DIGEST },
      errors: [...COMMON_ERRORS, 'OBJECTION_TO_OWN_REGISTRATION'],
    }).handle((context) => remark(context, context.params.number, { kind: 'objection', ...context.body })),
    defineRoute({
      ...remarks,
      ...byAnyWriter,
      method: 'POST',
      path: '/v1/security-interests/{number}/objections/{objection}/notifications',
      summary: 'Enter that the objector has notified the registrant',
      params: objectionParams,
      body: notifyObjection,
      bodyExample: { date: '2026-01-31' },
      errors: [...COMMON_ERRORS, 'FORBIDDEN_CAPACITY', 'OBJECTION_CLOSED', 'OBJECTION_VOID'],
    }).handle((context) => {
      const { number, objection } = context.params;
      return remark(context, number, { kind: 'objection-notified', objection, ...context.body });
    }),
    defineRoute({
      ...remarks,
      ...byAnyWriter,
      method: 'POST',
      path: '/v1/security-interests/{number}/objections/{objection}/acceptances',
      summary: 'Enter that a court or an arbitral body has accepted the case, by the objector or the court',
      params: objectionParams,
      body: acceptObjection,
      bodyExample: { number: '（2026）粤0106民初123号', date: '2026-01-31', digest: DIGEST },
      errors: [...COMMON_ERRORS, 'FORBIDDEN_CAPACITY', 'OBJECTION_CLOSED', 'OBJECTION_VOID'],
    }).handle((context) => {
      const { number, objection } = context.params;
      return remark(context, number, { kind: 'case-accepted', objection, ...context.body });
    }),
    defineRoute({
      ...remarks,
      ...byAnyWriter,
      method: 'POST',
      path: '/v1/security-interests/{number}/objections/{objection}/withdrawals',
      summary: 'Withdraw an objection',
      params: objectionParams,
      body: withdrawObjection,
      bodyExample: {},
      errors: [...COMMON_ERRORS, 'FORBIDDEN_CAPACITY', 'OBJECTION_CLOSED'],
    }).handle((context) => {
      const { number, objection } = context.params;
      return remark(context, number, { kind: 'objection-withdrawn', objection, ...context.body });
    }),
    defineRoute({
      ...remarks,
      ...byAnyWriter,
      method: 'POST',
      path: '/v1/security-interests/{number}/cancellation-requests',
      summary:
        'The grantor or debtor says that the claim has ended; 10 working days later the cancellation is overdue',
      params: interestParams,
      body: requestCancellation,
      bodyExample: { date: '2026-01-31', digest: DIGEST },
      errors: [...COMMON_ERRORS, 'FORBIDDEN_CAPACITY'],
    }).handle((context) =>
      remark(context, context.params.number, { kind: 'cancellation-requested', ...context.body }),
    ),
    defineRoute({
      ...remarks,
      auth: { capacity: ['secured-party', 'registration-authority'], duty: 'maker' },
      method: 'POST',
      path: '/v1/security-interests/{number}/external-registrations',
      summary: 'Enter what another register says of this interest, with evidence',
      description:
        'There is no live connection to the other registers. What is entered is compared with this registration: a difference of ' +
        'quantity, grantor or term makes the pair DIVERGENT, and the answer says in what. The later entry replaces the earlier.',
      params: interestParams,
      body: enterExternal,
      bodyExample: {
        register: 'unified',
        number: '0123456789',
        date: '2026-01-31',
        quantity: '136000000',
        grantor: `0x${'11'.repeat(32)}`,
        termTo: '2028-12-31',
        evidence: { digest: DIGEST },
      },
      errors: [...COMMON_ERRORS, 'NOT_SECURED_PARTY', 'UNKNOWN_PARTY'],
    }).handle((context) => {
      const { row } = desk.find(context.params.number);
      const intent = { institution: desk.institution(context), leg: context.body };
      return desk.register(context, row, 'interest.enter-external', intent);
    }),
  ];
}
