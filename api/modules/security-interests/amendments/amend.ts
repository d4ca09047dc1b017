import type { AmendmentFields } from '../../../../domain/registrations/events.ts';
import type { Hex } from '../../../../domain/encoding/hash.ts';
import type { InterestRow } from '../../../../domain/state/rows.ts';
import type { Units } from '../../../chain/calls.ts';
import { fieldProblem } from '../../../errors/problem.ts';
import { dayOf, lastingParty } from '../../../kit/subjects.ts';
import type { Reader } from '../../../read/reader.ts';
import { collateralOf, needsConsent } from '../collateral.ts';
import { IN_ORDER, requireAgent, requireNotLapsed, requireStatus } from '../standing.ts';
import type { AmendInterest } from './schemas.ts';

export interface AmendIntent {
  interest: Hex;
  agent: number;
  amendment: AmendInterest;
}

/** Increases of the secured amount that stand at a time. Twin: contracts/libraries/Increases.sol. */
const MAX_INCREASES = 8;

/**
 * The amendment as the contract takes it: what the body does not name stays as it is.
 * @throws Problem naming the field, if the interest does not allow it
 */
export function amendmentOf(
  row: InterestRow,
  agent: number,
  body: AmendInterest,
  reader: Reader,
): { fields: AmendmentFields; added: Units[] } {
  requireAgent(row, agent);
  requireStatus(row, IN_ORDER);
  requireNotLapsed(row, reader.now);
  if (body.debtor !== undefined) lastingParty(reader, body.debtor, '/debtor');
  const { state, terms, sequence: ref } = row;
  const { grantor, termFrom, termTo } = state;
  if (body.addCollateral !== undefined) lastingParty(reader, grantor, '/addCollateral');
  const taking = { grantor, termFrom, termTo, ref, acknowledgeJunior: body.acknowledgeJunior };
  const taken = collateralOf(body.addCollateral ?? [], taking, reader, '/addCollateral');
  const fields: AmendmentFields = {
    debtor: body.debtor ?? state.debtor,
    securedAmount: securedAmountOf(row, body),
    contractNumber: body.contract?.number ?? terms.contractNumber,
    contractDigest: body.contract?.digest ?? state.contractDigest,
    acknowledgeJunior: taken.acknowledgeJunior,
    negativePledge: body.negativePledge ?? terms.negativePledge,
    determinationDay: determinationDayOf(row, body),
  };
  return { fields, added: taken.units };
}

/** Whether the grantor has to consent: only to what is added, as the rest takes nothing more from it. */
export const amendmentNeedsConsent = ({ addCollateral }: AmendInterest, reader: Reader): boolean =>
  addCollateral !== undefined && needsConsent(addCollateral, reader);

function securedAmountOf({ state }: InterestRow, { securedAmount }: AmendInterest): bigint {
  if (!securedAmount) return state.securedAmount;
  if (securedAmount.currency !== state.currency) {
    throw fieldProblem('CURRENCY_MISMATCH', '/securedAmount/currency', `is not ${state.currency}`);
  }
  const value = BigInt(securedAmount.value);
  if (value > state.securedAmount && state.increases.length >= MAX_INCREASES) {
    const message = `would be increase number ${MAX_INCREASES + 1}; at most ${MAX_INCREASES} stand at a time`;
    throw fieldProblem('TOO_MANY_INCREASES', '/securedAmount/value', message);
  }
  return value;
}

function determinationDayOf({ state, terms }: InterestRow, { determinationDate }: AmendInterest): number {
  if (determinationDate === undefined) return terms.determinationDay;
  if (determinationDate !== null && state.kind !== 'maximum-amount-pledge') {
    throw fieldProblem('INVALID_REQUEST', '/determinationDate', 'is of a maximum-amount pledge only');
  }
  return dayOf(determinationDate);
}
