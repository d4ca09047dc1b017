import { z } from 'zod';
import { formatNumber } from '../../../../domain/encoding/numbers.ts';
import { Problem } from '../../../errors/problem.ts';
import { asOfEnvelope } from '../../../kit/fields.ts';
import { defineRoute, type Route } from '../../../http/route.ts';
import { eventOf, submit, type WriteContext } from '../../../kit/services.ts';
import { asOfView } from '../../../views/common.ts';
import { operationReply, operationResponse } from '../../../views/operation.ts';
import { asOfQuery, registrationNumber, withAsOf } from '../../../views/schemas.ts';
import { addressOf, type RightDesk } from '../desk.ts';
import { rightParams } from '../schemas.ts';
import { limitOf } from './carry-over.ts';
import type { DecisionIntent } from './operations.ts';
import {
  carriedSchema,
  carryOverUnits,
  cutUnits,
  decisionSchema,
  retireUnits,
  surrenderUnits,
  type DecisionBody,
} from './schemas.ts';
import { decisionView } from './view.ts';

const decisionAnswer = withAsOf(decisionSchema);
const carriedAnswer = withAsOf(carriedSchema);

const common = {
  method: 'POST',
  tags: ['rights'],
  auth: { capacity: 'registration-authority', duty: 'maker' },
  params: rightParams,
} as const;

const headers = { location: 'The decision.' };
const responses = {
  201: {
    description: 'Final. The decision, with the interests on its units.',
    schema: decisionAnswer,
    headers,
  },
  202: operationResponse,
};

const errors = [
  'NOT_FOUND',
  'NOT_AUTHORITY',
  'INSUFFICIENT_QUANTITY',
  'UNITS_GONE',
  'UNKNOWN_SERIAL',
  'TOO_MANY_OVERLAYS',
  'STALE_STATE',
] as const;

const decision = { number: '粤环函〔2026〕1号', digest: `0x${'22'.repeat(32)}` };

/** 清缴, 自愿注销, 核减, 结转: what befalls units by compliance, retirement and the authority's decision. */
export function quotaRoutes(desk: RightDesk): Route[] {
  const decide = async (context: WriteContext & { params: { id: `0x${string}` } }, decided: DecisionBody) => {
    const { id } = context.params;
    const authority = desk.institution(context);
    const intent: DecisionIntent = { authority, right: id, decided };
    const operation = await submit(desk.services, context, { kind: 'right.decide', intent });
    if (operation.status !== 'final') return operationReply(operation, `${addressOf(id)}/decisions`);
    const made = await eventOf(desk.services, operation, (event) => event.name === 'QuotaChanged');
    const { sequence } = made.args;
    const location = `${addressOf(id)}/decisions/${formatNumber('N', sequence)}`;
    return { status: 201 as const, body: show(id, Number(sequence)), headers: { location } };
  };
  const show = (id: `0x${string}`, sequence: number, asOf?: Parameters<RightDesk['find']>[1]) => {
    const { row, reader } = desk.find(id, asOf);
    const found = row.decisions.find((it) => it.sequence === sequence);
    if (!found) {
      throw new Problem('NOT_FOUND', { detail: 'There is no decision of this number on the right.' });
    }
    return { ...decisionView(row, found, reader), asOf: asOfView(reader.point) };
  };

  return [
    defineRoute({
      ...common,
      path: '/v1/rights/{id}/surrenders',
      summary: 'Surrender units for compliance',
      description:
        'A quantity takes units under a compliance hold first, then free ones. Units on which somebody has a claim only by `overriding`, those ' +
        'with the fewest claims first; the answer shows whose collateral is lost.',
      body: surrenderUnits,
      bodyExample: { quantity: '1000', period: 2025, decision, overriding: false },
      responses,
      errors: [...errors, 'UNITS_ENCUMBERED', 'UNITS_NOT_CARRIED'],
    }).handle((context) => decide(context, { kind: 'surrendered', ...context.body })),
    defineRoute({
      ...common,
      path: '/v1/rights/{id}/retirements',
      summary: 'Retire units for good',
      description: 'A quantity takes free units first, then those under a compliance hold; never others.',
      body: retireUnits,
      bodyExample: { quantity: '1000', decision },
      responses,
      errors: [...errors, 'UNITS_ENCUMBERED', 'UNITS_NOT_CARRIED'],
    }).handle((context) => decide(context, { kind: 'retired', ...context.body })),
    defineRoute({
      ...common,
      path: '/v1/rights/{id}/quota-cuts',
      summary: 'Record that the authority cut the quota',
      description:
        'Never refused for what lies on the units, but free units first, then those with the fewest claims. The answer shows which interests ' +
        'lost how much collateral.',
      body: cutUnits,
      bodyExample: { quantity: '1000', period: 2026, decision },
      responses,
      errors: [...errors, 'FREE_UNITS_FIRST'],
    }).handle((context) => decide(context, { kind: 'cut', ...context.body })),
    defineRoute({
      ...common,
      path: '/v1/rights/{id}/carry-overs',
      summary: 'Carry allowances over, and mark what exceeds the limit',
      description:
        'The limit follows from what the operator holds and has sold net. What exceeds it can still be traded, but is of no use for later periods. ' +
        'It is marked on free units first, then on those with the fewest claims: a pledge goes on on units that are carried over. `affected` names ' +
        'the interests on units that are marked. Where the operator has several rights, `quantity` says how much of the remainder falls on this one.',
      body: carryOverUnits,
      bodyExample: { holding: '250000', netSold: '60000', period: 2024, decision },
      responses: {
        201: { ...responses[201], schema: carriedAnswer },
        202: operationResponse,
      },
      errors: [...errors, 'CARRY_OVER_NOT_APPLICABLE', 'NO_REMAINDER'],
    }).handle(async (context) => {
      const answer = await decide(context, { kind: 'not-carried-over', ...context.body });
      if (answer.status !== 201) return answer;
      const { row, reader } = desk.find(context.params.id);
      const { holding, netSold, carried, remainder, source } = limitOf(context.body, row, reader);
      const limit = {
        holding: String(holding),
        netSold: String(netSold),
        carried: String(carried),
        remainder: String(remainder),
        source,
      };
      return { ...answer, body: { ...answer.body, limit } };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/rights/{id}/decisions',
      summary: 'Decisions on units of a right: surrendered, retired, cut, not carried over',
      tags: ['rights'],
      auth: 'account',
      params: rightParams,
      query: asOfQuery,
      responses: {
        200: {
          description: 'Oldest first; as many as a line has overlays at most.',
          schema: z.strictObject({ items: z.array(decisionSchema), asOf: asOfEnvelope }),
        },
      },
      errors: ['NOT_FOUND'],
    }).handle(({ params, query }) => {
      const { row, reader } = desk.find(params.id, query.asOf);
      const items = row.decisions.map((it) => decisionView(row, it, reader));
      return { status: 200, body: { items, asOf: asOfView(reader.point) } };
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/rights/{id}/decisions/{number}',
      summary: 'Read one decision on units of a right',
      tags: ['rights'],
      auth: 'account',
      params: rightParams.extend({ number: registrationNumber('N', 'a decision') }),
      query: asOfQuery,
      responses: { 200: { description: 'The decision.', schema: decisionAnswer } },
      errors: ['NOT_FOUND'],
    }).handle(({ params, query }) => ({ status: 200, body: show(params.id, params.number, query.asOf) })),
  ];
}
