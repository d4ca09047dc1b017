import { defineRoute, type Route } from '../../../http/route.ts';
import { asOfView, numberOf } from '../../../views/common.ts';
import { withAsOf } from '../../../views/schemas.ts';
import {
  COMMON_ERRORS,
  interestParams,
  proposedResponses,
  registeredResponses,
  type InterestDesk,
} from '../desk.ts';
import { disposalOf, onLot } from './disposal.ts';
import { declareDefault, disposeOf, withdrawDefault } from './schemas.ts';
import { waterfallSchema, waterfallText } from './waterfall.ts';

const common = { method: 'POST', tags: ['security-interests'], params: interestParams } as const;
const byAgent = { auth: { capacity: 'secured-party', duty: 'maker' } } as const;
const byWhoDisposes = { auth: { capacity: ['secured-party', 'court'], duty: 'maker' } } as const;

const DIGEST = `0x${'55'.repeat(32)}`;

const DISPOSAL_ERRORS = [
  ...COMMON_ERRORS,
  'NOT_SECURED_PARTY',
  'FORBIDDEN_CAPACITY',
  'INTEREST_LAPSED',
  'UNKNOWN_PARTY',
  'UNKNOWN_RIGHT',
  'INSUFFICIENT_QUANTITY',
  'UNITS_NOT_UNIFORM',
  'UNITS_GONE',
  'UNITS_BOUND',
  'CURRENCY_MISMATCH',
  'NOT_CLAIMANT',
  'CLAIM_TOO_HIGH',
  'CLAIM_TOO_LOW',
  'TOO_MANY_OVERLAYS',
] as const;

const bodyExample = {
  route: 'platform-sale',
  right: `0x${'22'.repeat(32)}`,
  units: { from: '0', to: '136000000' },
  buyer: `0x${'33'.repeat(32)}`,
  proceeds: { value: '900000000', currency: 'CNY' },
  source: 'GZ-2026-0001',
  evidence: { digest: DIGEST },
};

/** 违约公示, 处置: default is publicity; title never goes to the lender by default alone (Civil Code, article 428). */
export function enforcementRoutes(desk: InterestDesk): Route[] {
  return [
    defineRoute({
      ...common,
      ...byAgent,
      path: '/v1/security-interests/{number}/defaults',
      summary: 'Declare default: publicity, which moves nothing and lets enforcement begin',
      body: declareDefault,
      bodyExample: { date: '2026-01-31', due: { value: '1000000000', currency: 'CNY' }, digest: DIGEST },
      responses: registeredResponses,
      errors: [...COMMON_ERRORS, 'NOT_SECURED_PARTY', 'INTEREST_LAPSED', 'CURRENCY_MISMATCH'],
    }).handle((context) => {
      const { row } = desk.find(context.params.number);
      const intent = { agent: desk.institution(context), declaration: context.body };
      return desk.register(context, row, 'interest.declare-default', intent);
    }),
    defineRoute({
      ...common,
      ...byAgent,
      path: '/v1/security-interests/{number}/defaults/withdrawals',
      summary: 'Withdraw a declaration of default that was cured, or made in error',
      body: withdrawDefault,
      bodyExample: { digest: DIGEST },
      responses: registeredResponses,
      errors: [...COMMON_ERRORS, 'NOT_SECURED_PARTY'],
    }).handle((context) => {
      const { row } = desk.find(context.params.number);
      const intent = { agent: desk.institution(context), digest: context.body.digest };
      return desk.register(context, row, 'interest.withdraw-default', intent);
    }),
    defineRoute({
      ...common,
      ...byWhoDisposes,
      path: '/v1/security-interests/{number}/disposals',
      summary: 'Propose a disposal of units in enforcement; `intent.waterfall` shows who is paid what',
      description:
        'The registry computes the order of ranks, the payments, the surplus of the holder and the shortfalls. A claimant that is not ' +
        'named claims all that is secured, and one of another no less, unless a court disposes. A checker of the institution that disposes approves, and to an agreement the holder ' +
        'consents. The proposal can be approved as long as the waterfall is still the one that it shows. Title follows when the ' +
        'authority registers the transfer to the buyer.',
      body: disposeOf,
      bodyExample,
      responses: proposedResponses,
      errors: DISPOSAL_ERRORS,
    }).handle((context) => {
      const { row, reader } = desk.find(context.params.number);
      const institution = desk.institution(context);
      return desk.propose(context, () => {
        const { lot, waterfall } = disposalOf(row, institution, context.body, reader);
        const intent = { interest: row.id, institution, disposal: onLot(context.body, lot), waterfall };
        return {
          kind: 'interest.dispose',
          intent,
          summary: `Disposal by ${context.body.route} in enforcement of ${numberOf('S', row)}: ${waterfallText(waterfall)}`,
          signers: [
            { role: 'checker', institution: context.principal.institution },
            ...(context.body.route === 'agreement'
              ? [{ role: 'holder' as const, institution: lot.right.state.holder }]
              : []),
          ],
        };
      });
    }),
    defineRoute({
      ...common,
      ...byWhoDisposes,
      path: '/v1/security-interests/{number}/disposals/preview',
      summary: 'Who would be paid what by a disposal; nothing is written',
      safe: true,
      body: disposeOf,
      bodyExample,
      responses: { 200: { description: 'The waterfall.', schema: withAsOf(waterfallSchema) } },
      errors: DISPOSAL_ERRORS,
    }).handle((context) => {
      const { row, reader } = desk.find(context.params.number);
      const institution = desk.institution(context);
      const { waterfall } = disposalOf(row, institution, context.body, reader);
      return { status: 200, body: { ...waterfall, asOf: asOfView(reader.point) } };
    }),
  ];
}
