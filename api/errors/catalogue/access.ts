import type { Catalogue } from './entry.ts';

/** Who may do what. */
export const accessErrors = {
  UNAUTHENTICATED: {
    status: 401,
    title: 'No valid credentials',
    why: 'The route needs an account, and the bearer token is missing, malformed, unknown, expired or revoked.',
    remedy:
      'Send `Authorization: Bearer <api key>` with a key that your institution’s administrator has issued.',
  },
  FORBIDDEN_CAPACITY: {
    status: 403,
    title: 'The institution does not have the capacity for this',
    why: 'Each operation belongs to a capacity (registration authority, secured party, issuer, …) that governance grants to an institution.',
    remedy:
      'Ask an institution that has the capacity named in `detail`, or apply to the operator of the registry for it.',
  },
  FORBIDDEN_DUTY: {
    status: 403,
    title: 'The key does not have the duty for this',
    why: 'A maker proposes, a checker approves, an auditor reads; a key has one duty only.',
    remedy: 'Use a key of your institution with the duty named in `detail`.',
  },
  INSTITUTION_SUSPENDED: {
    status: 403,
    title: 'The institution is suspended',
    why: 'Governance has suspended the institution; it can read but not write.',
    remedy: 'Contact the operator of the registry.',
  },
  NOT_SECURED_PARTY: {
    status: 403,
    title: 'Only a secured party of this interest may do this',
    why: 'A registration follows the signature of its secured party: no other institution may change or cancel it.',
    remedy: 'Ask the secured party, or raise an objection to the registration.',
  },
  SAME_PERSON: {
    status: 403,
    title: 'A second person must approve',
    why: 'A sensitive operation needs two different persons of the institution; the approver may not be the one who proposed it.',
    remedy: 'Have a checker of the institution approve the proposal.',
  },
  KEY_NOT_HELD: {
    status: 403,
    title: 'This service does not hold the signing key',
    why: 'Each institution runs the service beside its own keys; the one that was asked does not act for this institution.',
    remedy: 'Send the request to the service of your own institution.',
  },
  RATE_LIMITED: {
    status: 429,
    title: 'Too many requests',
    why: 'The key, or the address of a caller without a key, has used up its allowance.',
    remedy: 'Wait for the seconds in `Retry-After`; the `RateLimit` header shows what is left.',
  },
} as const satisfies Catalogue;
