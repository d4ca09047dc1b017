import { defineRoute, type Route } from '../../../http/route.ts';
import { submit } from '../../../kit/services.ts';
import { operationReply, operationResponse } from '../../../views/operation.ts';
import { addressOf, rightAnswer, type RightDesk } from '../desk.ts';
import { rightParams } from '../schemas.ts';
import type { RenewIntent } from './operations.ts';
import { renewRight } from './schemas.ts';

/** 换证: the right goes on under a new certificate. */
export const renewalRoutes = (desk: RightDesk): Route[] => [
  defineRoute({
    method: 'POST',
    path: '/v1/rights/{id}/renewals',
    summary:
      'Record that a right goes on under a new certificate; encumbrances keep their units and their rank',
    description:
      'Only where the authority confirms that it is the same right. What is another right is registered anew, and nothing that encumbers ' +
      'this one moves to it.',
    tags: ['rights'],
    auth: { capacity: 'registration-authority', duty: 'maker' },
    params: rightParams,
    body: renewRight,
    bodyExample: {
      certificateNumber: '取水(示例)字〔2034〕第0001号',
      validFrom: '2034-01-01',
      validTo: '2043-12-31',
      evidence: [{ kind: 'permit', digest: `0x${'22'.repeat(32)}` }],
      identityConfirmed: true,
    },
    responses: {
      201: {
        description: 'Final. The right under its new certificate.',
        schema: rightAnswer,
        headers: { location: 'The right.' },
      },
      202: operationResponse,
    },
    errors: [
      'NOT_FOUND',
      'NOT_AUTHORITY',
      'IDENTITY_NOT_CONFIRMED',
      'INVALID_RENEWAL',
      'DUPLICATE_RIGHT',
      'STALE_STATE',
    ],
  }).handle(async (context) => {
    const { id } = context.params;
    const authority = desk.institution(context);
    const intent: RenewIntent = { authority, right: id, renewal: context.body };
    const operation = await submit(desk.services, context, { kind: 'right.renew', intent });
    if (operation.status !== 'final') return operationReply(operation, addressOf(id));
    return { status: 201, body: desk.show(id), headers: { location: addressOf(id) } };
  }),
];
