import { fixedToText } from '../../../domain/encoding/abi.ts';
import { INTEREST_STATUSES, REMARKS } from '../../../domain/encoding/codes.ts';
import { formatNumber } from '../../../domain/encoding/numbers.ts';
import { formatDay } from '../../../domain/time/calendar.ts';
import { intervalView, numberOf, askedIn, existing, type Explanation, type Meanings } from './meaning.ts';
import { under, within } from './rights.ts';

const ENDED = ['cancelled', 'revoked'];

/** Security interests: how they begin, what becomes of them, and their enforcement. */
export const ofInterests = {
  JuniorRankNotAcknowledged: 'JUNIOR_RANK_NOT_ACKNOWLEDGED',
  NotPledgeable: {
    code: 'RIGHT_NOT_PLEDGEABLE',
    explain: ({ right, typeCode }, { fields }) => ({
      field: within(fields[right], 'right'),
      message: `is of type ${fixedToText(typeCode)}, which cannot be pledged`,
    }),
  },
  NotPaidFor: {
    code: 'RIGHT_NOT_PLEDGEABLE',
    explain: ({ right }, { fields }) => ({
      field: within(fields[right], 'right'),
      message: 'was received free of charge; only paid-for units can be pledged',
    }),
  },
  GrantorNotHolder: {
    code: 'GRANTOR_NOT_HOLDER',
    explain: ({ right }, { fields }) => ({
      field: within(fields[right], 'right'),
      message: 'is held by another party than the grantor',
    }),
  },
  TermOutOfRange: {
    code: 'TERM_OUT_OF_RANGE',
    explain: ({ minMonths, maxMonths }) => ({
      field: '/term/to',
      message: `makes a term outside ${minMonths} to ${maxMonths} months`,
    }),
  },
  TermAlreadyOver: {
    code: 'TERM_OUT_OF_RANGE',
    explain: ({ to }) => ({
      field: '/term/to',
      message: `is over: the term ended on ${formatDay(Number(to))}`,
    }),
  },
  RegistrantNotSecured: {
    code: 'NOT_SECURED_PARTY',
    explain: () => ({ message: 'does not name the institution that registers' }),
  },
  InvalidSecuredParties: 'INVALID_REQUEST',
  InvalidCollateralCount: {
    code: 'INVALID_REQUEST',
    explain: ({ count }) => ({ message: `comes to ${count} rights; 1 to 32 are possible` }),
  },
  InvalidContractNumber: 'INVALID_REQUEST',
  InvalidAmount: 'INVALID_REQUEST',
  InvalidKind: 'INVALID_REQUEST',

  NotAgent: 'NOT_SECURED_PARTY',
  NotEffective: {
    code: 'INTEREST_ENDED',
    explain: ({ interest, status }) => {
      const name = INTEREST_STATUSES[Number(status)]!;
      return {
        code: ENDED.includes(name) ? 'INTEREST_ENDED' : 'WRONG_STATUS',
        message: `${numberOf(interest)} is ${name}, which does not allow this.`,
      };
    },
  },
  InterestLapsed: {
    code: 'INTEREST_LAPSED',
    explain: ({ interest, termTo }) => ({
      message: `The term of ${numberOf(interest)} ended at 23:59:59 of ${formatDay(Number(termTo))} (Asia/Shanghai).`,
    }),
  },
  UnitsAlreadyTaken: {
    code: 'UNITS_ALREADY_TAKEN',
    explain: ({ right }, { fields }) => ({
      field: fields[right],
      message: 'names units on which this interest lies already',
    }),
  },
  TooManyIncreases: {
    code: 'TOO_MANY_INCREASES',
    explain: ({ count }) => ({
      field: '/securedAmount/value',
      message: `would be increase number ${count}; at most ${Number(count) - 1} stand at a time`,
    }),
  },
  InvalidExtension: {
    code: 'TERM_OUT_OF_RANGE',
    explain: ({ termTo }) => ({
      field: '/to',
      message: `adds too little or too much to the term that ends on ${formatDay(Number(termTo))}`,
    }),
  },
  NotBehind: {
    code: 'NOT_RANKING_BEFORE',
    explain: ({ right, ahead }, { fields }) => ({
      field: fields[right] ?? '/behind',
      message: `has units on which this interest does not rank before ${numberOf(ahead)}`,
    }),
  },
  RanksDiffer: {
    code: 'UNITS_NOT_UNIFORM',
    explain: ({ right }, { fields }) => ({
      field: fields[right] ?? '/behind',
      message: 'lies under several overlays',
      remedy: 'Name the units that rank alike, and subordinate the others by a registration of their own.',
    }),
  },
  InvalidAssignment: {
    code: 'NOT_ASSIGNABLE',
    explain: () => ({
      message: 'is not admitted as a secured party, is suspended, or has the interest already',
    }),
  },
  NotEncumberedBy: {
    code: 'INSUFFICIENT_QUANTITY',
    explain: ({ right, ref }, { fields }) => ({
      field: fields[right],
      message: `goes beyond the units on which ${formatNumber('S', BigInt(ref))} lies`,
    }),
  },
  HeadsDoNotMatch: 'STALE_STATE',
  InvalidRelease: {
    code: 'UNKNOWN_RIGHT',
    explain: ({ index }) => ({ field: `/collateral/${index}/right`, message: 'is not of this interest' }),
  },
  InvalidReason: 'INVALID_REQUEST',
  InvalidJudgment: toCome('/judgment/effectiveDate'),
  NotEntitledToLeg: {
    code: 'NOT_SECURED_PARTY',
    explain: () => ({
      message:
        'The agent of the secured parties enters what another register says; a registration authority that of its platform.',
    }),
  },
  NotEntitledToRemark: {
    code: 'FORBIDDEN_CAPACITY',
    explain: ({ kind }) =>
      REMARKS[Number(kind)] === 'objection'
        ? { code: 'OBJECTION_TO_OWN_REGISTRATION', message: 'Your institution registered this interest.' }
        : { message: 'Only the grantor or the debtor asks for the cancellation of an interest.' },
  },
  NotObjector: {
    code: 'FORBIDDEN_CAPACITY',
    explain: ({ ref }) => ({ message: `Another institution raised ${formatNumber('N', BigInt(ref))}.` }),
  },
  UnknownObjection: {
    code: 'NOT_FOUND',
    explain: ({ interest }) => ({
      message: `There is no objection of this number to ${numberOf(interest)} that stands.`,
    }),
  },
  InvalidLeg: toCome('/date'),
  InvalidRemark: toCome('/date'),

  UnitsRestricted: {
    code: 'UNITS_BOUND',
    explain: (args, request) => {
      const lying = existing(request, args.right).state.overlays.filter(
        ({ ref }) => ref === Number(args.ref),
      );
      const [units] = askedIn(request, args.right, lying).map(intervalView);
      const { extensions } = under(args, request, 'are under');
      const kind = String(extensions?.['kind']);
      return { field: '/units', message: `are under: ${kind}`, extensions: { kind, units } };
    },
  },
  LotNotUniform: {
    code: 'UNITS_NOT_UNIFORM',
    explain: () => ({
      field: '/units',
      message: 'are encumbered unlike',
      remedy:
        'Dispose of units that lie under the same interests; the /line of the right shows them as segments.',
    }),
  },
  InvalidClaimant: {
    code: 'NOT_CLAIMANT',
    explain: ({ index }) => {
      const field = '/units';
      if (Number(index) === 0) {
        const message = 'are not units on which the interest lies';
        return { code: 'INSUFFICIENT_QUANTITY', field, message };
      }
      if (Number(index) <= 16) return {};
      return { code: 'TOO_MANY_OVERLAYS', field, message: 'are under more than 16 interests' };
    },
  },
  CurrencyMismatch: {
    code: 'CURRENCY_MISMATCH',
    explain: ({ currency }) => ({
      field: '/proceeds/currency',
      message: `is not ${fixedToText(currency)}, in which a claimant is secured`,
    }),
  },
  ClaimTooHigh: 'CLAIM_TOO_HIGH',
  ClaimTooLow: 'CLAIM_TOO_LOW',
  NotInRank: 'NOT_BY_WATERFALL',
  NotByWaterfall: 'NOT_BY_WATERFALL',
  ReferenceRequired: { code: 'REFERENCE_REQUIRED', explain: () => ({ field: '/referenceValue' }) },
  InvalidDefault: toCome('/date'),
  InvalidDisposal: 'INVALID_REQUEST',
} as const satisfies Partial<Meanings>;

/** Forms validate all else of it: what is left is a day that has not come. */
function toCome(field: string): { code: 'INVALID_REQUEST'; explain: () => Explanation } {
  return { code: 'INVALID_REQUEST', explain: () => ({ field, message: 'is a day that has not come yet' }) };
}
