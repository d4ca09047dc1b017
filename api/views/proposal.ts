import { z } from 'zod';
import { timestamp } from '../kit/fields.ts';
import { SIGNER_ROLES, type Proposal } from '../proposals/proposal.ts';

const role = z.enum(SIGNER_ROLES);
const at = (milliseconds: number | undefined): string | null =>
  milliseconds === undefined ? null : new Date(milliseconds).toISOString();

export const proposalSchema = z
  .strictObject({
    id: z.string(),
    kind: z.string(),
    summary: z.string(),
    status: z.enum(['awaiting', 'approved', 'rejected']),
    awaiting: z.array(role).meta({ description: 'Who has still to approve; empty once decided.' }),
    institution: z.string(),
    approvals: z
      .array(z.strictObject({ role, institution: z.string(), decidedAt: timestamp.nullable() }))
      .meta({ description: 'Every second person that it needs.' }),
    createdAt: timestamp,
    decidedAt: timestamp.nullable(),
    rejectedBy: z.string().nullable(),
    reason: z.string().nullable(),
    intent: z.looseObject({}).meta({ description: 'What will be done, for the second person to read.' }),
  })
  .meta({ id: 'Proposal' });

export function proposalView(it: Proposal): z.input<typeof proposalSchema> {
  const awaited = it.status === 'awaiting' ? it.signers.filter(({ decidedAt }) => !decidedAt) : [];
  return {
    id: it.id,
    kind: it.kind,
    summary: it.summary,
    status: it.status,
    awaiting: [...new Set(awaited.map((signer) => signer.role))],
    institution: it.institution,
    approvals: it.signers.map(({ role, institution, decidedAt }) => ({
      role,
      institution,
      decidedAt: at(decidedAt),
    })),
    createdAt: new Date(it.createdAt).toISOString(),
    decidedAt: at(it.decidedAt),
    rejectedBy: it.rejectedBy ?? null,
    reason: it.reason ?? null,
    intent: it.intent,
  };
}
