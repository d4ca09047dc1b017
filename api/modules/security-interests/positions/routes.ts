import { defineRoute, type Route } from '../../../http/route.ts';
import { numberOf } from '../../../views/common.ts';
import { COMMON_ERRORS, interestParams, proposedResponses, type InterestDesk } from '../desk.ts';
import { assignmentOf } from './assign.ts';
import { ranksAround, rankText } from './ranks.ts';
import { assignInterest, subordinateInterest } from './schemas.ts';
import { subordinationOf } from './subordinate.ts';

const common = {
  method: 'POST',
  tags: ['security-interests'],
  auth: { capacity: 'secured-party', duty: 'maker' },
  params: interestParams,
  responses: proposedResponses,
} as const;

const errors = [...COMMON_ERRORS, 'NOT_SECURED_PARTY', 'INTEREST_LAPSED'] as const;

/** 转让, 顺位变更: what a secured party gives away, hence with four eyes. */
export function positionRoutes(desk: InterestDesk): Route[] {
  return [
    defineRoute({
      ...common,
      path: '/v1/security-interests/{number}/assignments',
      summary: 'Propose to record that the claim was assigned, and the interest with it',
      description:
        'The former agent registers it and a checker of its own approves. From then on the new agent alone acts.',
      body: assignInterest,
      bodyExample: {
        to: [`0x${'33'.repeat(32)}`],
        agent: `0x${'33'.repeat(32)}`,
        evidence: { digest: `0x${'44'.repeat(32)}` },
      },
      errors: [...errors, 'UNKNOWN_PARTY', 'NOT_ASSIGNABLE'],
    }).handle((context) => {
      const { row, reader } = desk.find(context.params.number);
      const intent = { agent: desk.institution(context), assignment: context.body };
      return desk.propose(context, () => {
        assignmentOf(row, intent, reader);
        return {
          kind: 'interest.assign',
          intent: { interest: row.id, ...intent },
          summary: `Assignment of ${numberOf('S', row)} to ${context.body.to.length} secured party(ies)`,
          signers: [{ role: 'checker', institution: context.principal.institution }],
        };
      });
    }),
    defineRoute({
      ...common,
      path: '/v1/security-interests/{number}/subordinations',
      summary:
        'Propose to step back directly behind another interest; `intent.ranks` shows every rank before and after',
      description:
        'Interests that rank between the two move up, none moves down. The proposal can be approved as long as the ranks are still those ' +
        'that it shows.',
      body: subordinateInterest,
      bodyExample: { behind: 'LD-S-0000000042-27', collateral: [{ right: `0x${'22'.repeat(32)}` }] },
      errors: [
        ...errors,
        'UNKNOWN_RIGHT',
        'NOT_RANKING_BEFORE',
        'UNITS_NOT_UNIFORM',
        'INSUFFICIENT_QUANTITY',
      ],
    }).handle((context) => {
      const { row, reader } = desk.find(context.params.number);
      const agent = desk.institution(context);
      return desk.propose(context, () => {
        const { ahead, yielded } = subordinationOf(row, agent, context.body, reader);
        const ranks = ranksAround(row, ahead, yielded, reader);
        return {
          kind: 'interest.subordinate',
          intent: { interest: row.id, agent, subordination: context.body, ranks },
          summary: `${numberOf('S', row)} steps back behind ${numberOf('S', ahead)}: ${ranks.map(rankText).join('; ')}`,
          signers: [{ role: 'checker', institution: context.principal.institution }],
        };
      });
    }),
  ];
}
