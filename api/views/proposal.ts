import { z } from 'zod';
import { timestamp } from '../http/fields.ts';
import type { Proposal } from '../proposals/proposal.ts';

export const proposalSchema = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    summary: z.string(),
    status: z.enum(['awaiting', 'approved', 'rejected']),
    awaiting: z.array(z.enum(['checker', 'grantor'])).meta({ description: 'Empty once decided.' }),
    institution: z.string(),
    awaitingInstitution: z.string(),
    createdAt: timestamp,
    decidedAt: timestamp.nullable(),
    reason: z.string().nullable(),
    intent: z.looseObject({}).meta({ description: 'What will be done, for the second person to read.' }),
  })
  .meta({ id: 'Proposal' });

export function proposalView(it: Proposal): z.input<typeof proposalSchema> {
  return {
    id: it.id,
    kind: it.kind,
    summary: it.summary,
    status: it.status,
    awaiting: it.status === 'awaiting' ? [it.awaiting] : [],
    institution: it.institution,
    awaitingInstitution: it.awaitingInstitution,
    createdAt: new Date(it.createdAt).toISOString(),
    decidedAt: it.decidedAt === undefined ? null : new Date(it.decidedAt).toISOString(),
    reason: it.reason ?? null,
    intent: it.intent,
  };
}
