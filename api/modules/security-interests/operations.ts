import { textToFixed } from '../../../domain/abi.ts';
import { formatDay, hasExpired, parseDay, termWithin } from '../../../domain/calendar.ts';
import { INTEREST_KINDS, type CancellationReason } from '../../../domain/codes.ts';
import type { TermsFields } from '../../../domain/events.ts';
import type { Hex } from '../../../domain/hash.ts';
import type { Interval } from '../../../domain/line.ts';
import { take, tranchesFor } from '../../../domain/ranks.ts';
import type { PolicyVersion, RightRow } from '../../../domain/rows.ts';
import type { Approval, InterestInput } from '../../chain/calls.ts';
import { fieldProblem, Problem } from '../../errors/problem.ts';
import type { OperationKind } from '../../outbox/operation.ts';
import type { Services } from '../../services.ts';
import { numberOf } from '../../views/common.ts';
import { trancheView } from '../../views/interest.ts';
import type { Reader } from '../../views/reader.ts';
import { statusOf } from '../../views/right.ts';
import type { RegisterInterest } from './schemas.ts';

export interface RegisterInterestIntent {
  /** Number of the registering secured party. */
  agent: number;
  interest: RegisterInterest;
  /** Label of the key with which the grantor consents. */
  consentKey?: string;
}

export interface CancelInterestIntent {
  interest: Hex;
  reason: CancellationReason;
  /** Label of the checker's key. */
  approverKey: string;
}

type Parts = Pick<Services, 'read' | 'calls' | 'keys' | 'now'>;

/** How long a second person's signature is good for: long enough for a few retries on a stale state. */
const SIGNATURE_SECONDS = 600;

export function interestOperations(parts: Parts) {
  const { read, calls, keys, now } = parts;

  const sign = async (key: string, data: (deadline: number) => Parameters<typeof keys.signTypedData>[1]) => {
    const deadline = now() + SIGNATURE_SECONDS;
    return { deadline, signature: await keys.signTypedData(key, data(deadline)) } satisfies Approval;
  };

  const register: OperationKind<RegisterInterestIntent> = {
    subjects: ({ interest }) => interest.collateral.map(({ right }) => `right/${right}`),
    async prepare({ agent, interest, consentKey }) {
      const input = interestInput(interest, agent, read());
      if (consentKey === undefined) return calls.registerInterests([input]);
      const consent = await sign(consentKey, (deadline) => calls.consent(input, deadline));
      return calls.registerInterests([{ ...input, consent }]);
    },
  };

  const cancel: OperationKind<CancelInterestIntent> = {
    subjects: ({ interest }) => [
      `interest/${interest}`,
      ...(read().get('interest', interest)?.state.rights ?? []).map((right) => `right/${right}`),
    ],
    async prepare({ interest, reason, approverKey }) {
      const reader = read();
      const row = reader.get('interest', interest);
      if (!row) throw new Problem('NOT_FOUND', { detail: `There is no security interest ${interest}.` });
      if (row.state.status !== 'effective') {
        throw new Problem('INTEREST_ENDED', { detail: `${numberOf('S', row)} is ${row.state.status}.` });
      }
      const rights = row.state.rights.map((id) => existingRight(reader, id));
      const approval = await sign(approverKey, (deadline) => calls.cancellation(row, reason, deadline));
      return calls.cancelInterest(row, rights, reason, approval);
    },
  };

  return { 'interest.register': register, 'interest.cancel': cancel };
}

/**
 * The registration as the contract takes it, built on the index as it is.
 * @throws Problem naming the field, if a rule does not allow it; the contract would refuse it too
 */
export function interestInput(interest: RegisterInterest, agent: number, reader: Reader): InterestInput {
  if (!reader.get('party', interest.grantor)) {
    throw fieldProblem('UNKNOWN_PARTY', '/grantor', 'is not registered');
  }
  if (!reader.get('party', interest.debtor)) {
    throw fieldProblem('UNKNOWN_PARTY', '/debtor', 'is not registered');
  }
  const securedParties = securedNumbers(interest, agent, reader);
  const collateral = interest.collateral.map((item, i) => {
    const right = requirePledgeable(item.right, `/collateral/${i}/right`, interest, reader);
    return { right, intervals: intervalsOf(item, `/collateral/${i}`, right) };
  });
  requireAcknowledged(interest, collateral);
  return { grantor: interest.grantor, terms: termsOf(interest, securedParties), collateral };
}

/** Whether the type of any of the rights demands the grantor's consent. */
export function needsConsent(interest: RegisterInterest, reader: Reader): boolean {
  return interest.collateral.some(({ right }) => {
    const row = reader.get('right', right);
    return row !== undefined && policyOf(row, reader)?.flags.includes('consent') === true;
  });
}

function securedNumbers({ securedParties }: RegisterInterest, agent: number, reader: Reader): number[] {
  const numbers = securedParties.map((party, i) => {
    const number = reader.institutionOf(party);
    if (number === undefined) {
      throw fieldProblem('UNKNOWN_PARTY', `/securedParties/${i}`, 'is not an institution of this registry');
    }
    return number;
  });
  if (!numbers.includes(agent)) {
    throw fieldProblem(
      'NOT_SECURED_PARTY',
      '/securedParties',
      'does not name the institution that registers',
    );
  }
  return numbers.sort((a, b) => a - b);
}

function requirePledgeable(id: Hex, field: string, interest: RegisterInterest, reader: Reader): RightRow {
  const row = reader.get('right', id);
  if (!row) throw fieldProblem('UNKNOWN_RIGHT', field, 'is not registered');
  if (row.state.holder !== interest.grantor) {
    throw fieldProblem('GRANTOR_NOT_HOLDER', field, 'is held by another party than the grantor');
  }
  if (statusOf(row, reader.now) !== 'confirmed') {
    throw fieldProblem('RIGHT_NOT_CONFIRMED', field, 'has come to the end of its validity');
  }
  const policy = policyOf(row, reader);
  if (!policy?.flags.includes('pledgeable')) {
    throw fieldProblem(
      'RIGHT_NOT_PLEDGEABLE',
      field,
      `is of type ${row.state.typeCode}, which cannot be pledged`,
    );
  }
  if (policy.flags.includes('paid-only') && row.state.acquisition === 'free') {
    throw fieldProblem(
      'RIGHT_NOT_PLEDGEABLE',
      field,
      'was received free of charge; only paid-for units can be pledged',
    );
  }
  requireTerm(interest, policy, reader.now);
  return row;
}

function requireTerm({ term }: RegisterInterest, policy: PolicyVersion, now: number): void {
  const { minTermMonths: least, maxTermMonths: most } = policy;
  const [from, to] = [dayOf(term.from), dayOf(term.to)];
  if (!termWithin(from, to, least, most)) {
    throw fieldProblem('TERM_OUT_OF_RANGE', '/term/to', `makes a term outside ${least} to ${most} months`);
  }
  if (hasExpired(to, now)) {
    throw fieldProblem('TERM_OUT_OF_RANGE', '/term/to', `is over: the term ended on ${formatDay(to)}`);
  }
}

function intervalsOf(
  item: RegisterInterest['collateral'][number],
  field: string,
  { state }: RightRow,
): Interval[] {
  if (item.intervals) {
    const intervals = item.intervals.map(({ from, to }) => ({ from: BigInt(from), to: BigInt(to) }));
    const last = intervals.at(-1);
    if (last && last.to > state.quantity) {
      throw fieldProblem(
        'INSUFFICIENT_QUANTITY',
        `${field}/intervals`,
        `goes beyond the ${state.quantity} units of the right`,
      );
    }
    return intervals;
  }
  const taken = take(BigInt(item.quantity ?? '0'), state.quantity, state.overlays);
  if (!taken) {
    throw fieldProblem(
      'INSUFFICIENT_QUANTITY',
      `${field}/quantity`,
      `is more than the ${state.quantity} units of the right`,
    );
  }
  if (taken.length > MAX_INTERVALS) {
    throw fieldProblem(
      'TOO_MANY_OVERLAYS',
      `${field}/quantity`,
      `needs more than ${MAX_INTERVALS} intervals; name them`,
    );
  }
  return taken;
}

const MAX_INTERVALS = 16;

function requireAcknowledged(interest: RegisterInterest, collateral: InterestInput['collateral']): void {
  if (interest.acknowledgeJunior) return;
  const wouldGet = collateral.map(({ right, intervals }) => ({
    right: right.id,
    tranches: tranchesFor(intervals, right.state.overlays).map(trancheView),
  }));
  const junior = wouldGet.findIndex(({ tranches }) => tranches.some(({ rank }) => rank > 1));
  if (junior < 0) return;
  throw fieldProblem(
    'JUNIOR_RANK_NOT_ACKNOWLEDGED',
    `/collateral/${junior}`,
    'would not be first-ranking on all units',
    {
      extensions: { collateral: wouldGet, tranches: wouldGet[junior]?.tranches },
      remedy: 'Set acknowledgeJunior to true if these ranks are what was agreed.',
    },
  );
}

function termsOf(interest: RegisterInterest, securedParties: number[]): TermsFields {
  return {
    kind: INTEREST_KINDS.indexOf(interest.kind),
    debtor: interest.debtor,
    securedParties,
    securedAmount: BigInt(interest.securedAmount.value),
    currency: textToFixed(interest.securedAmount.currency, 3),
    termFrom: dayOf(interest.term.from),
    termTo: dayOf(interest.term.to),
    contractNumber: interest.contract.number,
    contractDigest: interest.contract.digest,
    acknowledgeJunior: interest.acknowledgeJunior,
  };
}

function policyOf(row: RightRow, reader: Reader): PolicyVersion | undefined {
  const type = reader.get('rightType', row.state.typeCode);
  return type?.versions.findLast(({ effectiveFrom }) => effectiveFrom <= reader.now);
}

function existingRight(reader: Reader, id: Hex): RightRow {
  const row = reader.get('right', id);
  if (!row) throw new Problem('UNKNOWN_RIGHT', { detail: `There is no right ${id}.` });
  return row;
}

function dayOf(date: string): number {
  const day = parseDay(date);
  if (!day.ok) throw new RangeError(day.message);
  return day.value;
}
