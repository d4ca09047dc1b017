import { z } from 'zod';
import { institutionId } from '../../domain/registrations/content.ts';
import { timestamp } from '../kit/fields.ts';
import { identifierSchema } from './schemas.ts';
import type { PartyRow } from '../../domain/state/rows.ts';
import { numberOf, timestampOf } from './common.ts';
import type { Reader } from '../read/reader.ts';

export { institutionId };

export const partySchema = z
  .strictObject({
    id: z.string(),
    number: z.string(),
    legalName: z.string(),
    formerNames: z.array(z.strictObject({ legalName: z.string(), until: timestamp, evidence: z.string() })),
    kind: z.literal('legal-entity'),
    jurisdiction: z.string(),
    address: z.string(),
    identifiers: z.array(identifierSchema),
    successors: z
      .array(
        z.strictObject({
          party: z.string(),
          kind: z.enum(['merger', 'division']),
          at: timestamp,
          evidence: z.string(),
        }),
      )
      .meta({ description: 'Who took its place when it merged or was divided; empty while it lasts.' }),
    predecessors: z
      .array(z.string())
      .meta({ description: 'Parties whose place it took, wholly or with others.' }),
    registrant: z.string().nullable().meta({ description: 'Id of the institution that registered it.' }),
    registeredAt: timestamp,
    sequence: z.string(),
  })
  .meta({ id: 'Party' });

export function partyView(row: PartyRow, reader: Reader): z.input<typeof partySchema> {
  return {
    id: row.id,
    number: numberOf('P', row),
    legalName: row.legalName,
    formerNames: row.formerNames.map(({ legalName, until, evidence }) => ({
      legalName,
      until: timestampOf(until.time),
      evidence,
    })),
    kind: 'legal-entity',
    jurisdiction: row.jurisdiction,
    address: row.registeredAddress,
    identifiers: row.identifiers,
    successors: row.successors.map(({ party, kind, time, evidence }) => ({
      party,
      kind: kind as 'merger' | 'division',
      at: timestampOf(time),
      evidence,
    })),
    predecessors: row.predecessors,
    registrant: institutionId(row.registrant, reader),
    registeredAt: timestampOf(row.time),
    sequence: String(row.sequence),
  };
}
