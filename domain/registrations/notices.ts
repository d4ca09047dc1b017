import { nameAt, REMARKS, SUCCESSIONS, TITLE_CAUSES } from '../encoding/codes.ts';
import type { EventName, RegistryEvent } from './events.ts';
import type { NumberLetter } from '../encoding/numbers.ts';
import { OVERLAY_KINDS, type QuotaKind } from '../line/overlay.ts';

/** What publicity calls the registrations. The field's terms; the Chinese ones stand in docs/registrations.md. */
export const NOTICE_KINDS = [
  'party-registration',
  'party-rename',
  'party-merger',
  'party-division',
  'right-registration',
  'renewal',
  'transfer',
  'succession',
  'disposal-transfer',
  'court-order-transfer',
  'split',
  'surrender',
  'retirement',
  'quota-cut',
  'carry-over',
  'restriction',
  'restriction-prolongation',
  'restriction-lift',
  'initial-registration',
  'advance-registration',
  'advance-confirmation',
  'amendment',
  'extension',
  'assignment',
  'subordination',
  'partial-cancellation',
  'cancellation',
  'revocation',
  'external-registration',
  'objection',
  'objection-notification',
  'case-acceptance',
  'objection-withdrawal',
  'cancellation-request',
  'default-notice',
  'default-withdrawal',
  'disposal',
] as const;
export type NoticeKind = (typeof NOTICE_KINDS)[number];

/** The kinds that the event alone tells. */
export const KIND_OF_EVENT: Readonly<Partial<Record<EventName, NoticeKind>>> = {
  PartyRegistered: 'party-registration',
  PartyRenamed: 'party-rename',
  RightRegistered: 'right-registration',
  RightRenewed: 'renewal',
  RightRestricted: 'restriction',
  RestrictionProlonged: 'restriction-prolongation',
  RestrictionLifted: 'restriction-lift',
  RightDisposed: 'disposal',
  InterestConfirmed: 'advance-confirmation',
  InterestAmended: 'amendment',
  InterestExtended: 'extension',
  InterestAssigned: 'assignment',
  InterestSubordinated: 'subordination',
  InterestReleased: 'partial-cancellation',
  InterestCancelled: 'cancellation',
  InterestRevoked: 'revocation',
  ExternalRegistrationEntered: 'external-registration',
  DefaultDeclared: 'default-notice',
  DefaultWithdrawn: 'default-withdrawal',
};

const DECISIONS: Record<QuotaKind, NoticeKind> = {
  surrendered: 'surrender',
  retired: 'retirement',
  cut: 'quota-cut',
  'not-carried-over': 'carry-over',
};

const CAUSES = {
  transfer: 'transfer',
  succession: 'succession',
  disposal: 'disposal-transfer',
  'court-order': 'court-order-transfer',
  split: 'split',
} as const;

const REMARKED = {
  objection: 'objection',
  'objection-notified': 'objection-notification',
  'case-accepted': 'case-acceptance',
  'objection-withdrawn': 'objection-withdrawal',
  'cancellation-requested': 'cancellation-request',
} as const;

/** The kind of notice that the event is; undefined if it is no registration, or only the effect of one. */
export function noticeKindOf({ name, args }: RegistryEvent): NoticeKind | undefined {
  switch (name) {
    case 'InterestRegistered':
      return args.terms.advance ? 'advance-registration' : 'initial-registration';
    case 'InterestRemarked':
      return REMARKED[nameAt(REMARKS, args.kind) as keyof typeof REMARKED];
    case 'QuotaChanged':
      return DECISIONS[nameAt(OVERLAY_KINDS, args.decision.kind) as QuotaKind];
    case 'RightTransferred':
    case 'RightDivided':
      return CAUSES[nameAt(TITLE_CAUSES, args.conveyance.cause) as keyof typeof CAUSES];
    case 'PartySucceeded':
      return nameAt(SUCCESSIONS, args.kind) === 'merger' ? 'party-merger' : 'party-division';
    default:
      return KIND_OF_EVENT[name];
  }
}

const LETTERS: Partial<Record<NoticeKind, NumberLetter>> = {
  'party-registration': 'P',
  'right-registration': 'R',
  'initial-registration': 'S',
  'advance-registration': 'S',
  cancellation: 'C',
};

/** The letter of a registration's number; N where the kind has none of its own. */
export const letterOf = (kind: string): NumberLetter => LETTERS[kind as NoticeKind] ?? 'N';
