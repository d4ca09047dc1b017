import { fixedToText } from '../../../domain/encoding/abi.ts';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { formatNumber } from '../../../domain/encoding/numbers.ts';
import { onLine } from '../../../domain/line/binding.ts';
import { subtract } from '../../../domain/line/line.ts';
import { isGone, OVERLAY_KINDS } from '../../../domain/line/overlay.ts';
import { free } from '../../../domain/line/ranks.ts';
import { formatDay } from '../../../domain/time/calendar.ts';
import {
  askedIn,
  existing,
  intervalView,
  placesText,
  type Explanation,
  type Meanings,
  type Request,
} from './meaning.ts';

/** Rights, their lines, and what is ordered and decided about units. */
export const ofRights = {
  StaleState: 'STALE_STATE',
  UnknownType: {
    code: 'UNKNOWN_RIGHT_TYPE',
    explain: () => ({ message: 'is not a right type in force' }),
  },
  NotCompetent: { code: 'NOT_COMPETENT', explain: () => ({ message: 'is confirmed by another authority' }) },
  NotAuthority: 'NOT_AUTHORITY',
  RightExists: {
    code: 'DUPLICATE_RIGHT',
    explain: ({ right }) => ({ message: 'is registered already', extensions: { right } }),
  },
  RightNotConfirmed: 'RIGHT_NOT_CONFIRMED',
  RightExpired: {
    code: 'RIGHT_NOT_CONFIRMED',
    explain: ({ right, validTo }, { fields }) => ({
      field: within(fields[right], 'right'),
      message: `was valid to ${formatDay(Number(validTo))}`,
    }),
  },
  RightSuspended: {
    code: 'RIGHT_SUSPENDED',
    explain: ({ right }, request) => underKind('suspension', right, request),
  },
  InvalidRenewal: {
    code: 'INVALID_RENEWAL',
    explain: () => ({ message: 'is before the end of the right' }),
  },
  InvalidInterval: {
    code: 'INSUFFICIENT_QUANTITY',
    explain: ({ quantity }) => ({ message: `goes beyond the ${quantity} units of the right` }),
  },
  InvalidIntervalCount: 'TOO_MANY_OVERLAYS',
  TooManyOverlays: 'TOO_MANY_OVERLAYS',
  UnitsGone: {
    code: 'UNITS_GONE',
    explain: ({ right }, request) => {
      const { overlays } = existing(request, right).state;
      const gone = askedIn(
        request,
        right,
        overlays.filter(({ kind }) => isGone(kind)),
      );
      return {
        field: request.fields[right],
        message: `names units that are no longer on the line: ${placesText(gone)}`,
        extensions: { units: gone.map(intervalView) },
      };
    },
  },
  UnitsSold: { code: 'UNITS_BOUND', explain: ({ right }, request) => underKind('sold', right, request) },
  InvalidQuantity: 'INVALID_REQUEST',
  InvalidAcquisition: 'INVALID_REQUEST',
  InvalidValidity: 'INVALID_REQUEST',
  InvalidCertificateNumber: 'INVALID_REQUEST',
  InvalidSerialBlocks: 'INVALID_REQUEST',
  SerialBlocksRequired: {
    code: 'INVALID_REQUEST',
    explain: ({ typeCode }) => ({ message: `are required for ${fixedToText(typeCode)}` }),
  },
  VintageRequired: {
    code: 'INVALID_REQUEST',
    explain: ({ typeCode }) => ({ message: `is required for ${fixedToText(typeCode)}` }),
  },
  TooManyEvidence: 'INVALID_REQUEST',
  InvalidBatchSize: 'INVALID_REQUEST',

  NotCompetentFor: 'NOT_AUTHORITY',
  UnknownRestriction: 'RESTRICTION_ENDED',
  NotRestrictor: 'NOT_RESTRICTOR',
  RestrictionExpired: {
    code: 'RESTRICTION_ENDED',
    explain: ({ ref, until }) => ({
      message: `${formatNumber('N', BigInt(ref))} expired at the end of ${formatDay(Number(until))}.`,
    }),
  },
  InvalidUntil: {
    code: 'UNTIL_OUT_OF_RANGE',
    explain: () => ({
      field: '/until',
      message: 'has ended, is not after the present end, or is named although it has none',
    }),
  },
  InvalidRestriction: 'INVALID_REQUEST',
  InvalidOrderNumber: 'INVALID_REQUEST',

  UnitsEncumbered: {
    code: 'UNITS_ENCUMBERED',
    explain: (args, request) => ({
      ...under(args, request, 'are under'),
      remedy:
        OVERLAY_KINDS[Number(args.kind)] === 'sold'
          ? 'Let it be released or lifted first, or name other units.'
          : 'Let it be released or lifted first; or surrender with overriding set to true, for which the authority answers.',
    }),
  },
  UnitsNotCarried: {
    code: 'UNITS_NOT_CARRIED',
    explain: ({ right }, request) => {
      const { overlays } = existing(request, right).state;
      const useless = askedIn(
        request,
        right,
        overlays.filter(({ kind }) => kind === 'not-carried-over'),
      );
      return {
        field: '/',
        message: `were not carried over: ${placesText(useless)}`,
        extensions: { units: useless.map(intervalView) },
      };
    },
  },
  FreeUnitsFirst: {
    code: 'FREE_UNITS_FIRST',
    explain: ({ right }, request) => {
      const { quantity, overlays } = existing(request, right).state;
      const asked = askedIn(request, right, [{ from: 0n, to: quantity }]);
      const left = subtract(free(quantity, overlays), asked);
      return {
        field: '/',
        message: `leave free units while encumbered ones are cut: ${placesText(left)}`,
        extensions: { units: left.map(intervalView) },
      };
    },
  },
  CannotOverride: 'INVALID_REQUEST',
  InvalidDecision: 'INVALID_REQUEST',
  InvalidDecisionNumber: 'INVALID_REQUEST',
} as const satisfies Partial<Meanings>;

export const within = (field: string | undefined, part: string): string | undefined =>
  field === undefined ? undefined : `${field === '/' ? '' : field}/${part}`;

/** Of a right all of whose units are under it, the right is named, else the units. */
function underKind(kind: 'suspension' | 'sold', right: Hex, request: Request): Explanation {
  const { state } = existing(request, right);
  const closed = state.overlays.filter((it) => it.kind === kind);
  const field = request.fields[right];
  if (subtract(onLine(state), closed).length === 0 && kind === 'suspension') {
    return { field: within(field, 'right'), message: 'is suspended by its authority' };
  }
  const units = askedIn(request, right, closed).map(intervalView);
  return { field, message: `names units that are under: ${kind}`, extensions: { kind, units } };
}

/** Units asked for that one overlay lies on. */
export function under(
  { right, kind: code, ref }: { right: Hex; kind: number | bigint; ref: number | bigint },
  request: Request,
  what: string,
): Explanation {
  const kind = OVERLAY_KINDS[Number(code)]!;
  const lying = existing(request, right).state.overlays.filter((it) => it.ref === Number(ref));
  const there = askedIn(request, right, lying);
  const number = formatNumber(kind === 'interest' ? 'S' : 'N', BigInt(ref));
  return {
    field: '/',
    message: `${what} ${kind} ${number}: ${placesText(there)}`,
    extensions: { units: there.map(intervalView), kind, number },
  };
}
