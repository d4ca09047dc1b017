import { z } from 'zod';
import { defineRoute, type Route } from '../../../http/route.ts';
import { numberOf } from '../../../views/common.ts';
import { operationResponse, operationSchema } from '../../../views/operation.ts';
import { proposalSchema } from '../../../views/proposal.ts';
import { COMMON_ERRORS, interestParams, registeredResponses, type InterestDesk } from '../desk.ts';
import { amendmentNeedsConsent, amendmentOf } from './amend.ts';
import { amendInterest, confirmInterest, extendInterest } from './schemas.ts';

const common = {
  method: 'POST',
  tags: ['security-interests'],
  auth: { capacity: 'secured-party', duty: 'maker' },
  params: interestParams,
} as const;

const errors = [...COMMON_ERRORS, 'NOT_SECURED_PARTY', 'INTEREST_LAPSED'] as const;

/** 变更, 展期, 预告转本登记: changes that the agent of the secured parties registers alone. */
export function amendmentRoutes(desk: InterestDesk): Route[] {
  return [
    defineRoute({
      ...common,
      path: '/v1/security-interests/{number}/amendments',
      summary: 'Amend an interest; what is added ranks from this registration',
      description:
        'A higher secured amount and added collateral rank from the amendment, a lower amount keeps the rank of the rest. Where the ' +
        'type of a right that is added demands the consent of the grantor, the answer is 202 with a proposal that awaits the grantor.',
      body: amendInterest,
      bodyExample: { securedAmount: { value: '1200000000', currency: 'CNY' } },
      responses: {
        201: registeredResponses[201],
        202: { ...operationResponse, schema: z.union([operationSchema, proposalSchema]) },
      },
      errors: [
        ...errors,
        'JUNIOR_RANK_NOT_ACKNOWLEDGED',
        'INSUFFICIENT_QUANTITY',
        'UNITS_ALREADY_TAKEN',
        'UNKNOWN_PARTY',
        'PARTY_ENDED',
        'UNKNOWN_RIGHT',
        'GRANTOR_NOT_HOLDER',
        'RIGHT_NOT_PLEDGEABLE',
        'RIGHT_NOT_CONFIRMED',
        'TERM_OUT_OF_RANGE',
        'TOO_MANY_OVERLAYS',
        'TOO_MANY_INCREASES',
        'CURRENCY_MISMATCH',
      ],
    }).handle(async (context) => {
      const { row, reader } = desk.find(context.params.number);
      const intent = { agent: desk.institution(context), amendment: context.body };
      if (!amendmentNeedsConsent(context.body, reader)) {
        return await desk.register(context, row, 'interest.amend', intent);
      }
      return await desk.propose(context, () => {
        amendmentOf(row, intent.agent, context.body, reader);
        return {
          kind: 'interest.amend',
          intent: { interest: row.id, ...intent },
          summary: `Amendment of ${numberOf('S', row)} with further collateral`,
          signers: [{ role: 'grantor', institution: row.state.grantor }],
        };
      });
    }),
    defineRoute({
      ...common,
      path: '/v1/security-interests/{number}/extensions',
      summary: 'Extend the term, before the last second of its last day has passed; the rank is kept',
      body: extendInterest,
      bodyExample: { to: '2030-12-31' },
      responses: registeredResponses,
      errors: [...errors, 'TERM_OUT_OF_RANGE'],
    }).handle((context) => {
      const { row } = desk.find(context.params.number);
      const intent = { agent: desk.institution(context), to: context.body.to };
      return desk.register(context, row, 'interest.extend', intent);
    }),
    defineRoute({
      ...common,
      path: '/v1/security-interests/{number}/confirmations',
      summary:
        'Register that an interest announced in advance has arisen; it keeps the rank of the announcement',
      body: confirmInterest,
      bodyExample: { contract: { digest: `0x${'44'.repeat(32)}` } },
      responses: registeredResponses,
      errors,
    }).handle((context) => {
      const { row } = desk.find(context.params.number);
      const intent = { agent: desk.institution(context), digest: context.body.contract.digest };
      return desk.register(context, row, 'interest.confirm', intent);
    }),
  ];
}
