import type { AmendmentFields } from '../../../../domain/registrations/events.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import type { InterestRow } from '../../../../domain/state/rows.ts';
import type { Units } from '../../../chain/calls.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { dayOf, lastingParty } from '../../../kit/subjects.ts';
import type { Reader } from '../../../read/reader.ts';
import { amends } from '../../../../domain/rules/amendments.ts';
import { decide } from '../../../kit/decide.ts';
import { covered, draftOf, fieldsOf, needsConsent, requireFirstRank, unitsTaken } from '../collateral.ts';
import type { AmendInterest } from './schemas.ts';

export interface AmendIntent {
  interest: Hex;
  agent: number;
  amendment: AmendInterest;
}

/**
 * The amendment as the contract takes it: what the body does not name stays as it is.
 * @throws Problem naming the field, if a rule does not allow it
 */
export function amendmentOf(
  row: InterestRow,
  agent: number,
  body: AmendInterest,
  reader: Reader,
): { fields: AmendmentFields; added: Units[] } {
  const { addCollateral = [], acknowledgeJunior } = body;
  const { state, terms, sequence } = row;
  if (body.debtor !== undefined) lastingParty(reader, body.debtor, '/debtor');
  const added = unitsTaken(addCollateral, sequence, reader, '/addCollateral');
  const fields: AmendmentFields = {
    debtor: body.debtor ?? state.debtor,
    securedAmount: securedAmountOf(row, body),
    contractNumber: body.contract?.number ?? terms.contractNumber,
    contractDigest: body.contract?.digest ?? state.contractDigest,
    acknowledgeJunior: true,
    negativePledge: body.negativePledge ?? terms.negativePledge,
    determinationDay: determinationDayOf(row, body),
  };
  const draft = {
    interest: row.id,
    row,
    amendment: fields,
    added: draftOf(added),
    consent: 'awaited' as const,
  };
  decide(reader, (register) => amends(register, agent, draft), {
    fields: { ...fieldsOf(addCollateral, '/addCollateral'), [state.grantor]: '/addCollateral' },
    units: draft.added,
  });
  if (!acknowledgeJunior) requireFirstRank(added, reader, '/addCollateral');
  return { fields: { ...fields, acknowledgeJunior: acknowledgeJunior || covered(added) }, added };
}

/** Whether the grantor has to consent: only to what is added, as the rest takes nothing more from it. */
export const amendmentNeedsConsent = ({ addCollateral }: AmendInterest, reader: Reader): boolean =>
  addCollateral !== undefined && needsConsent(addCollateral, reader);

function securedAmountOf({ state }: InterestRow, { securedAmount }: AmendInterest): bigint {
  if (!securedAmount) return state.securedAmount;
  if (securedAmount.currency !== state.currency) {
    throw fieldProblem('CURRENCY_MISMATCH', '/securedAmount/currency', `is not ${state.currency}`);
  }
  return BigInt(securedAmount.value);
}

function determinationDayOf({ state, terms }: InterestRow, { determinationDate }: AmendInterest): number {
  if (determinationDate === undefined) return terms.determinationDay;
  if (determinationDate !== null && state.kind !== 'maximum-amount-pledge') {
    throw fieldProblem('INVALID_REQUEST', '/determinationDate', 'is of a maximum-amount pledge only');
  }
  return dayOf(determinationDate);
}
