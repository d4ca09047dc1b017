import type { Catalogue } from './entry.ts';

/** What becomes of a right and its units, and what keeps them. Nothing was changed. */
export const rightErrors = {
  NOT_AUTHORITY: {
    status: 403,
    title: 'Another authority confirmed this right',
    why: 'Title, quota and certificate of a right change only by the act of the authority that confirmed it.',
    remedy: 'Ask the authority that the right names.',
  },
  PARTY_ENDED: {
    status: 409,
    title: 'The party has ended',
    why: 'It has merged or was divided, so nothing new can be registered in its name; `successors` took its place.',
    remedy: 'Name the successor.',
  },
  NOT_SUCCESSOR: {
    status: 409,
    title: 'Not a successor of the party',
    why: 'A succession goes to a party that took the place of the holder by merger or division.',
    remedy: 'Record the merger or division first, or choose the cause that applies.',
  },
  INVALID_SUCCESSORS: {
    status: 409,
    title: 'These cannot be the successors',
    why: 'Successors are other registered parties that have not ended themselves: one of a merger, several of a division.',
    remedy: 'Check the ids, and register a successor that is not registered yet.',
  },
  INVALID_RECIPIENT: {
    status: 409,
    title: 'The right is held by this party already',
    why: 'A transfer goes to another party.',
    remedy: 'Name another party, or split the right if its holder stays.',
  },
  APPROVAL_REQUIRED: {
    status: 409,
    title: 'The approval of the granting authority is missing',
    why: 'Rights of this type are transferred only with the approval of the authority that granted them (批准转让).',
    remedy: 'Give the digest of the approval in `approval`.',
  },
  UNITS_GONE: {
    status: 409,
    title: 'Units are no longer on the line',
    why: 'They were surrendered, retired, cut or moved; `units` says which.',
    remedy: 'Read the `/line` of the right and name units that are on it.',
  },
  RIGHT_SUSPENDED: {
    status: 409,
    title: 'The right is suspended',
    why: 'Its authority has suspended it: interests on it can be ended, and nothing new can be registered on it.',
    remedy: 'Wait until the authority lifts the suspension; /v1/rights/{id}/restrictions shows its order.',
  },
  UNITS_BOUND: {
    status: 409,
    title: 'Something keeps the units from this',
    why: 'A restriction in force or a sale in enforcement lies on them; `units` and `kind` say which.',
    remedy: 'Let the restriction be lifted first, or name other units.',
  },
  UNITS_ENCUMBERED: {
    status: 409,
    title: 'Somebody has a claim on the units',
    why: 'The request needs units that are free, and `units` says which are not.',
    remedy: 'Ask for fewer units or name others; `errors` names an alternative.',
  },
  UNITS_NOT_CARRIED: {
    status: 409,
    title: 'Units were not carried over',
    why: 'Units that were not carried over can be traded, but are of no use for compliance or retirement.',
    remedy: 'Name other units.',
  },
  UNKNOWN_SERIAL: {
    status: 422,
    title: 'The right does not have these serial numbers',
    why: 'Serial numbers are those of the blocks that were registered with the right.',
    remedy: 'Compare them with `serialBlocks` of the right.',
  },
  FREE_UNITS_FIRST: {
    status: 409,
    title: 'Free units are cut first',
    why: 'A cut that reaches encumbered units must leave no free unit; `units` says which it leaves.',
    remedy: 'Give a quantity, which the registry then chooses so, or name the free units too.',
  },
  SPLIT_INEXACT: {
    status: 409,
    title: 'The parts are not exactly the right',
    why: 'Together they must be every unit that is on the line, and none twice; `gaps` and `overlaps` say where they are not.',
    remedy: 'Correct the parts; /line shows which units are still there.',
  },
  NOTHING_LEFT: {
    status: 409,
    title: 'The part is the whole',
    why: 'It takes every unit that is on the line, so that nothing would be left of the right.',
    remedy: 'Transfer the whole right, without a part and a certificateNumber.',
  },
  NOT_SOLD: {
    status: 409,
    title: 'The disposal did not sell these units',
    why: 'Title follows a disposal only for the units that it sold and that still await their title.',
    remedy: 'Read the disposals of the right, and move exactly the units that were sold.',
  },
  NOT_BUYER: {
    status: 409,
    title: 'Not the buyer of the disposal',
    why: 'Units sold in enforcement go to the buyer that the disposal names.',
    remedy: 'Transfer to `buyer`.',
  },
  IDENTITY_NOT_CONFIRMED: {
    status: 409,
    title: 'Not the same right',
    why: 'A renewal keeps every encumbrance because the authority confirms that the right is the same; another right has none of them.',
    remedy:
      'Register it with POST /v1/rights as a new right. Encumbrances do not move to it: they stay on this one.',
  },
  INVALID_RENEWAL: {
    status: 409,
    title: 'The renewal shortens the right',
    why: 'A renewed right does not end before it would have ended without the renewal.',
    remedy: 'Check `validTo` on the new certificate.',
  },
  CARRY_OVER_NOT_APPLICABLE: {
    status: 409,
    title: 'No rule of carry-over is about this right',
    why: 'The rule is about national allowances of the years that it names.',
    remedy: 'Check the type and the vintage of the right; docs/law.md names the rule.',
  },
  NO_REMAINDER: {
    status: 409,
    title: 'There is no such remainder',
    why: 'Fewer units exceed the limit of the carry-over, or they have been marked already.',
    remedy: 'Check holding and netSold, and read /v1/rights/{id}/decisions.',
  },
  UNTIL_OUT_OF_RANGE: {
    status: 400,
    title: 'The end of the restriction is out of range',
    why: 'It is a day that has not ended, for a freeze by a court within the legal maximum, and later than the end before it; a suspension has none.',
    remedy: 'Choose another day; `errors` says within which range.',
  },
  NOT_RESTRICTOR: {
    status: 403,
    title: 'Another institution restricted these units',
    why: 'Only the institution that restricted prolongs and lifts. The authority of the right may lift an expired restriction too.',
    remedy: 'Ask the institution that the restriction names.',
  },
  RESTRICTION_ENDED: {
    status: 409,
    title: 'The restriction has ended',
    why: 'It has been lifted, or its last day has passed.',
    remedy: 'Enter a new one; it takes a new place behind the present ones.',
  },
} as const satisfies Catalogue;
