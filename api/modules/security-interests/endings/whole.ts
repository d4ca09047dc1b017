import { CANCELLATION_REASONS, type CancellationReason } from '../../../../domain/encoding/codes.ts';
import type { JudgmentFields } from '../../../../domain/registrations/events.ts';
import { cancels, revokes } from '../../../../domain/rules/endings.ts';
import type { InterestRow, RightRow } from '../../../../domain/state/rows.ts';
import { decide } from '../../../kit/decide.ts';
import { dayOf } from '../../../kit/subjects.ts';
import type { Reader } from '../../../read/reader.ts';
import { existingRight } from '../standing.ts';
import type { RevokeInterest } from './schemas.ts';

const given = (row: InterestRow, reader: Reader) => ({
  interest: row.id,
  row,
  heads: row.state.rights.map((id) => existingRight(reader, id)),
  approval: 'awaited' as const,
});

/** The rights that a cancellation of the whole frees. @throws Problem if the agent may not cancel it */
export function rightsCancelled(
  row: InterestRow,
  agent: number,
  named: CancellationReason,
  reader: Reader,
): RightRow[] {
  const draft = { ...given(row, reader), reason: CANCELLATION_REASONS.indexOf(named) };
  decide(reader, (register) => cancels(register, agent, draft));
  return draft.heads;
}

/** The same of a revocation. @throws Problem if the court may not revoke it on this judgment */
export function rightsRevoked(
  row: InterestRow,
  by: number,
  { court, number, effectiveDate, digest }: RevokeInterest['judgment'],
  reader: Reader,
): { rights: RightRow[]; judgment: JudgmentFields } {
  const judgment = { court, number, effectiveDay: dayOf(effectiveDate), digest };
  const draft = { ...given(row, reader), judgment };
  decide(reader, (register) => revokes(register, by, draft));
  return { rights: draft.heads, judgment };
}
