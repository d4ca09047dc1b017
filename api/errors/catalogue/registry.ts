import type { Catalogue } from './entry.ts';

/** A well-formed request that the rules of the registry refuse. Nothing was changed. */
export const registryErrors = {
  STALE_STATE: {
    status: 409,
    title: 'The state has changed in the meantime',
    why: 'Another registration on the same subject took effect first. It is refused and never silently re-ranked.',
    remedy:
      'Read the subject again, and repeat the request with a new Idempotency-Key if it is still what you want.',
  },
  JUNIOR_RANK_NOT_ACKNOWLEDGED: {
    status: 409,
    title: 'Part of the collateral would not be in first rank',
    why: 'Free units are taken first, and they do not suffice; `tranches` shows the rank that each part would get.',
    remedy:
      'Send the request again with `acknowledgeJunior: true` and a new Idempotency-Key, or ask for less.',
  },
  INSUFFICIENT_QUANTITY: {
    status: 409,
    title: 'The right does not have this quantity',
    why: 'The quantity or interval goes beyond what the right has, or beyond what is free of blocking overlays.',
    remedy: 'Read the `/line` of the right and ask for at most what it shows.',
  },
  DUPLICATE_PARTY: {
    status: 409,
    title: 'The party is already registered',
    why: 'One legal entity is registered once; one of the identifiers belongs to a registered party.',
    remedy: 'Use the party named in `party`.',
  },
  DUPLICATE_RIGHT: {
    status: 409,
    title: 'The right is already registered',
    why: 'The pair of authority and certificate number is unique.',
    remedy: 'Use the right named in `right`, or check the certificate number.',
  },
  UNKNOWN_PARTY: {
    status: 422,
    title: 'No such party',
    why: 'The request names a party that is not registered.',
    remedy: 'Register the party first, or check its id.',
  },
  UNKNOWN_RIGHT: {
    status: 422,
    title: 'No such right',
    why: 'The request names a right that is not registered.',
    remedy: 'Register the right first, or check its id.',
  },
  UNKNOWN_RIGHT_TYPE: {
    status: 422,
    title: 'No such right type',
    why: 'The request names a type that has no policy in force at this time.',
    remedy: 'Choose a type from /v1/right-types.',
  },
  RIGHT_NOT_CONFIRMED: {
    status: 409,
    title: 'The right is not confirmed',
    why: 'Only a right that its authority has confirmed, and that is neither suspended nor ended, can be dealt with.',
    remedy: 'Ask the authority of the right for its confirmation.',
  },
  RIGHT_NOT_PLEDGEABLE: {
    status: 409,
    title: 'The right cannot be given as security',
    why: 'The policy of its type, or the way in which it was acquired, excludes pledge and mortgage.',
    remedy: 'Read the policy in /v1/right-types; choose other collateral.',
  },
  GRANTOR_NOT_HOLDER: {
    status: 409,
    title: 'The grantor does not hold the right',
    why: 'Only its holder can give a right as security.',
    remedy: 'Check the holder in /v1/rights/{id}.',
  },
  INTEREST_ENDED: {
    status: 409,
    title: 'The security interest has ended',
    why: 'It has been cancelled or revoked, or its term has lapsed; nothing can be registered to it any more.',
    remedy: 'Make a new initial registration; its rank follows its own sequence.',
  },
  PROPOSAL_CLOSED: {
    status: 409,
    title: 'The proposal is closed',
    why: 'It has been approved, rejected or has expired.',
    remedy: 'Make a new proposal if it is still needed.',
  },
  NOT_COMPETENT: {
    status: 403,
    title: 'Not the authority for this type',
    why: 'Each right type is confirmed by the authorities that governance has declared competent for it.',
    remedy: 'Let the competent authority register the right; /v1/right-types names it.',
  },
  CONSENT_REQUIRED: {
    status: 409,
    title: 'The grantor has not consented',
    why: 'The type of the right demands the signed consent of the grantor, bound to the state of the right.',
    remedy: 'Send the registration as a proposal and let the grantor approve it.',
  },
  TOO_MANY_OVERLAYS: {
    status: 409,
    title: 'The line carries as many overlays as it can',
    why: 'A line has at most 64 overlays, so that every check of it stays affordable.',
    remedy: 'Use other units of another right, or wait until an interest on this one has ended.',
  },
  CONTRACT_REFUSED: {
    status: 422,
    title: 'The registry refused the registration',
    why: 'A rule of the contracts is not met; `detail` names the rule and the values.',
    remedy: 'Correct the values that `detail` names and repeat the request with a new Idempotency-Key.',
  },
} as const satisfies Catalogue;
