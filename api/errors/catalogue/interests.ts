import type { Catalogue } from './entry.ts';

/** The life of a security interest: what it no longer, or not yet, allows. Nothing was changed. */
export const interestErrors = {
  INTEREST_LAPSED: {
    status: 409,
    title: 'The security interest has lapsed',
    why: 'Its term ended at 23:59:59 (Asia/Shanghai) of its last day. A lapsed interest can only be ended.',
    remedy:
      'Make a new initial registration; it takes a new rank, behind the interests registered in between.',
  },
  WRONG_STATUS: {
    status: 409,
    title: 'The security interest is in another status',
    why: 'The interest has not ended, but the request needs another status: `detail` says which it has and which it needs.',
    remedy: 'Confirm an advance registration, declare a default or withdraw it first, as `detail` says.',
  },
  CURRENCY_MISMATCH: {
    status: 409,
    title: 'The amount is in another currency',
    why: 'An interest secures an amount in one currency, which stays as it was registered.',
    remedy: 'Give the amount in the currency of the interest.',
  },
  TOO_MANY_INCREASES: {
    status: 409,
    title: 'The secured amount has been increased too often',
    why: 'Each increase ranks from its own amendment, and at most eight stand at a time.',
    remedy: 'Lower the amount first, which takes away the latest increases, or register a further interest.',
  },
  UNITS_ALREADY_TAKEN: {
    status: 409,
    title: 'The interest lies on these units already',
    why: 'A unit cannot secure the same interest twice.',
    remedy: 'Name units on which the interest does not lie yet; its `collateral` shows where it does.',
  },
  UNITS_NOT_UNIFORM: {
    status: 409,
    title: 'The units are not encumbered alike',
    why: 'One registration treats all units that it names alike, and these lie under several overlays.',
    remedy: 'Name the units that are encumbered alike, and the others in a registration of their own.',
  },
  NOT_RANKING_BEFORE: {
    status: 409,
    title: 'The interest does not rank before the other',
    why: 'Only an interest that ranks before another on a unit can step back behind it there.',
    remedy: 'Read the /line of the right, and name units on which this interest ranks before the other.',
  },
  NOT_ASSIGNABLE: {
    status: 409,
    title: 'The interest cannot be assigned to these',
    why: 'The new agent is an institution that is admitted as a secured party and not suspended, and something has to change.',
    remedy: 'Name another agent or other secured parties.',
  },
  OBJECTION_TO_OWN_REGISTRATION: {
    status: 403,
    title: 'An objection is to the registration of another',
    why: 'The institution that registered an interest can amend or cancel it and has nothing to object to.',
    remedy: 'Amend or cancel the registration.',
  },
  OBJECTION_VOID: {
    status: 409,
    title: 'The objection is void',
    why: 'No acceptance of the case by a court or an arbitral body was entered within 30 days of the objection.',
    remedy:
      'Raise a new objection if the case has been accepted after all, and enter the acceptance with it.',
  },
  OBJECTION_CLOSED: {
    status: 409,
    title: 'Nothing more can be said of the objection',
    why: 'It was withdrawn, or exactly this has been entered already.',
    remedy: 'Read the interest; raise a new objection if there is a new reason.',
  },
  CLAIM_TOO_HIGH: {
    status: 409,
    title: 'The claim is more than what is secured',
    why: 'Of the proceeds a claimant gets at most what its interest secures, and nothing if that has lapsed or not yet arisen.',
    remedy: 'Claim at most the amount that `errors` names.',
  },
  CLAIM_TOO_LOW: {
    status: 409,
    title: 'Less is claimed for another than its interest secures',
    why: 'The institution that disposes speaks for its own interest only. Another claimant states its own claim, or a court determines it.',
    remedy: 'Leave the claim of the other out, so that it counts in full; or take the route of a court.',
  },
  NOT_BY_WATERFALL: {
    status: 409,
    title: 'The proceeds do not go round by rank',
    why: 'Every claim on the units is met in the order of rank, each in full before the next gets anything.',
    remedy: 'Repeat the proposal: the registry computes the payments from the ranks as they are now.',
  },
  REFERENCE_REQUIRED: {
    status: 409,
    title: 'An agreement needs a market reference',
    why: 'A secured party cannot simply take the units (Civil Code, article 428): it has to show their value.',
    remedy: 'Give the value of the units at the market price in `referenceValue`, and its `source`.',
  },
  NOT_CLAIMANT: {
    status: 409,
    title: 'The interest does not lie on the units',
    why: 'The proceeds of units go to those who have an interest on them, and then to the holder.',
    remedy: 'Take the claim out, or check the units.',
  },
} as const satisfies Catalogue;
