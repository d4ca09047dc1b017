import { z } from 'zod';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import { rightIdOf } from '../../../../domain/encoding/ids.ts';
import { measure } from '../../../../domain/line/line.ts';
import type { RightRow } from '../../../../domain/state/rows.ts';
import { defineRoute, type Route } from '../../../http/route.ts';
import type { NewProposal, Proposals } from '../../../proposals/proposals.ts';
import { scopeOf, submit } from '../../../kit/services.ts';
import { intervalView } from '../../../kit/units.ts';
import { numberOf } from '../../../views/common.ts';
import { operationReply, operationResponse, operationSchema } from '../../../views/operation.ts';
import { institutionId } from '../../../views/party.ts';
import { proposalSchema, proposalView } from '../../../views/proposal.ts';
import type { Reader } from '../../../read/reader.ts';
import { addressOf, rightAnswer, type RightDesk } from '../desk.ts';
import { rightParams } from '../schemas.ts';
import type { SplitIntent, TransferIntent } from './operations.ts';
import { certificateOf, needsConsent, planTransfer, type TitlePlan } from './plan.ts';
import { splitRight, transferRight, type TransferRight } from './schemas.ts';

const common = {
  method: 'POST',
  tags: ['rights'],
  auth: { capacity: 'registration-authority', duty: 'maker' },
  params: rightParams,
} as const;

const UNIT_ERRORS = [
  'NOT_FOUND',
  'NOT_AUTHORITY',
  'INSUFFICIENT_QUANTITY',
  'UNITS_GONE',
  'UNKNOWN_SERIAL',
  'UNITS_BOUND',
  'NOTHING_LEFT',
  'DUPLICATE_RIGHT',
  'TOO_MANY_OVERLAYS',
  'STALE_STATE',
] as const;

/** 转让, 分割: title moves only by the act of the authority that confirmed the right. */
export function titleRoutes(desk: RightDesk, proposals: Proposals): Route[] {
  const { services } = desk;
  return [
    defineRoute({
      ...common,
      path: '/v1/rights/{id}/transfers',
      summary: 'Transfer a right, or a part of it, which becomes a right of its own',
      description:
        'Without units the whole right moves. A quantity is taken from free units first, and from encumbered ones only if `encumbered` is ' +
        'true. Encumbrances travel with the units, with their rank. If units under an interest move by the cause transfer, the ' +
        'answer is 202 with a proposal that awaits the agent of every such interest; succession, a court order and the title that follows a ' +
        'disposal need no consent. The last goes to the buyer, and a succession to a direct successor, even one that has ended since: from there the ' +
        'next succession goes on. Of a disposal, a certificateNumber alone means the units that it sold.',
      body: transferRight,
      bodyExample: {
        to: `0x${'11'.repeat(32)}`,
        cause: 'transfer',
        quantity: '1000000',
        encumbered: false,
        certificateNumber: '取水(示例)字〔2026〕第0002号',
        approval: { digest: `0x${'22'.repeat(32)}` },
        evidence: { digest: `0x${'33'.repeat(32)}` },
      },
      responses: {
        201: {
          description: 'Final. The right; of a part, the new right that it has become.',
          schema: rightAnswer,
          headers: { location: 'The right.' },
        },
        202: { ...operationResponse, schema: z.union([operationSchema, proposalSchema]) },
      },
      errors: [
        ...UNIT_ERRORS,
        'UNKNOWN_PARTY',
        'PARTY_ENDED',
        'INVALID_RECIPIENT',
        'NOT_SUCCESSOR',
        'APPROVAL_REQUIRED',
        'RIGHT_NOT_CONFIRMED',
        'UNITS_ENCUMBERED',
        'CONSENT_REQUIRED',
        'NOT_SOLD',
        'NOT_BUYER',
      ],
    }).handle(async (context) => {
      const { id } = context.params;
      const { row, reader } = desk.find(id);
      const authority = desk.institution(context);
      const intent: TransferIntent = { authority, right: id, transfer: context.body };
      // Of a request that is repeated after a crash the answer is there: what the registry allows may have changed since.
      const proposed = proposals.known(context);
      const begun = proposed !== undefined || services.outbox.hasScope(scopeOf(context));
      const plan = begun ? undefined : await planTransfer(context.body, row, authority, reader);
      if (proposed || (plan && needsConsent(plan))) {
        const proposal = await proposals.propose(context, () => proposalOf(intent, row, plan!, reader));
        const location = `/v1/proposals/${proposal.id}`;
        return { status: 202, body: proposalView(proposal), headers: { location } };
      }
      const operation = await submit(services, context, { kind: 'right.transfer', intent });
      const { certificateNumber } = context.body;
      const made = certificateNumber === undefined ? id : rightIdOf(authority, certificateNumber);
      if (operation.status !== 'final') return operationReply(operation, addressOf(made));
      return { status: 201, body: desk.show(made), headers: { location: addressOf(made) } };
    }),
    defineRoute({
      ...common,
      path: '/v1/rights/{id}/splits',
      summary:
        'Divide a right in two; the holder stays, and every encumbrance follows its units without consent',
      description:
        'Either both parts, which together must be exactly the units that are on the line, or `part` alone. A quantity is taken from free ' +
        'units first. Priorities are kept.',
      body: splitRight,
      bodyExample: {
        into: [
          { intervals: [{ from: '0', to: '600' }] },
          { intervals: [{ from: '600', to: '1000' }], certificateNumber: '示例〔2026〕第0003号' },
        ],
      },
      responses: {
        201: {
          description: 'Final. The new right.',
          schema: rightAnswer,
          headers: { location: 'The new right.' },
        },
        202: operationResponse,
      },
      errors: [...UNIT_ERRORS, 'SPLIT_INEXACT'],
    }).handle(async (context) => {
      const { id } = context.params;
      const authority = desk.institution(context);
      const intent: SplitIntent = { authority, right: id, split: context.body };
      const operation = await submit(services, context, { kind: 'right.split', intent });
      const child = rightIdOf(authority, certificateOf(context.body));
      if (operation.status !== 'final') return operationReply(operation, addressOf(child));
      return { status: 201, body: desk.show(child), headers: { location: addressOf(child) } };
    }),
  ];
}

function proposalOf(intent: TransferIntent, row: RightRow, plan: TitlePlan, reader: Reader): NewProposal {
  const { transfer } = intent;
  return {
    kind: 'right.transfer',
    intent: { ...intent, transfer: settled(transfer, plan) },
    summary: summaryOf(row, transfer, plan, reader),
    signers: agentsOf(plan, reader).map((institution) => ({ role: 'secured-party', institution })),
  };
}

/** What the agents are asked about names the units, which a quantity would choose anew. */
function settled({ quantity: _, serialBlocks: __, ...body }: TransferRight, { division }: TitlePlan) {
  return division ? { ...body, intervals: division.part.map(intervalView) } : body;
}

function summaryOf(row: RightRow, { to }: TransferRight, { division }: TitlePlan, reader: Reader): string {
  const what = division ? `${measure(division.part)} units of ${numberOf('R', row)}` : numberOf('R', row);
  return `Transfer of ${what} to ${reader.get('party', to)?.legalName ?? to}`;
}

/** Party ids of the institutions that are asked, each once. */
const agentsOf = ({ interests }: TitlePlan, reader: Reader): Hex[] => [
  ...new Set(interests.map(({ state }) => institutionId(state.agent, reader)!)),
];
