import { inOrder, OK, type Outcome, type Row } from './row.ts';

/* RESTRICTIONS */

export const RESTRICTION_ACTORS = [
  'court that ordered',
  'authority of the right',
  'another authority',
  'holder',
  'secured party',
] as const;
export type RestrictionActor = (typeof RESTRICTION_ACTORS)[number];

/** 生效, 届满, 已解除. */
export const RESTRICTION_STATUSES = ['in force', 'expired', 'lifted'] as const;
export type RestrictionStatus = (typeof RESTRICTION_STATUSES)[number];

const until = inOrder(RESTRICTION_STATUSES);
const GONE = 'UnknownRestriction';
const always = (error: Outcome) => until(error, error, GONE);

const prolong = { notice: 'restriction-prolongation', by: ['Restrictions', 'prolong'] } as const;
const lift = { notice: 'restriction-lift', by: ['Restrictions', 'lift'] } as const;

export const RESTRICTION_ROWS = {
  prolongsFreeze: {
    ...prolong,
    term: '续行冻结',
    name: 'Prolongation of a court’s freeze or stay',
    outcomes: {
      'court that ordered': until(OK, 'RestrictionExpired', GONE),
      'authority of the right': always('WrongCapacity'),
      'another authority': always('WrongCapacity'),
      holder: always('WrongCapacity'),
      'secured party': always('WrongCapacity'),
    },
  },
  liftsFreeze: {
    ...lift,
    term: '解除冻结',
    name: 'Lifting of a court’s freeze or stay',
    outcomes: {
      'court that ordered': until(OK, OK, GONE),
      'authority of the right': until('WrongCapacity', OK, GONE),
      'another authority': until('WrongCapacity', 'NotRestrictor', GONE),
      holder: always('WrongCapacity'),
      'secured party': always('WrongCapacity'),
    },
  },
  prolongsHold: {
    ...prolong,
    term: '限制延期',
    name: 'Prolongation of an authority’s restriction',
    outcomes: {
      'court that ordered': always('WrongCapacity'),
      'authority of the right': until(OK, 'RestrictionExpired', GONE),
      'another authority': always('NotRestrictor'),
      holder: always('WrongCapacity'),
      'secured party': always('WrongCapacity'),
    },
  },
  liftsHold: {
    ...lift,
    term: '解除限制',
    name: 'Lifting of an authority’s restriction',
    outcomes: {
      'court that ordered': always('WrongCapacity'),
      'authority of the right': until(OK, OK, GONE),
      'another authority': always('NotRestrictor'),
      holder: always('WrongCapacity'),
      'secured party': always('WrongCapacity'),
    },
  },
} as const satisfies Record<string, Row<RestrictionActor, RestrictionStatus>>;

/* PARTIES */

export const PARTY_ACTORS = [
  'institution that registered it',
  'registration authority',
  'another institution',
  'supervisor',
] as const;
export type PartyActor = (typeof PARTY_ACTORS)[number];

/** 存续, 因合并或分立终止, 未登记. */
export const PARTY_STATUSES = ['lasting', 'ended', 'unknown'] as const;
export type PartyStatus = (typeof PARTY_STATUSES)[number];

const party = inOrder(PARTY_STATUSES);
const ends = {
  'institution that registered it': 'WrongCapacity',
  'registration authority': party(OK, 'PartyEnded', 'UnknownParty'),
  'another institution': 'WrongCapacity',
  supervisor: 'WrongCapacity',
};
/** An identifier is of one party for ever, be it ended or not. */
const enters = party('IdentifierTaken', 'IdentifierTaken', OK);

export const PARTY_ROWS = {
  registration: {
    notice: 'party-registration',
    term: '主体登记',
    name: 'Registration of a party',
    by: ['Parties', 'register'],
    outcomes: {
      'institution that registered it': enters,
      'registration authority': enters,
      'another institution': enters,
      supervisor: 'WrongCapacity',
    },
  },
  rename: {
    notice: 'party-rename',
    term: '名称变更',
    name: 'Change of name',
    by: ['Parties', 'rename'],
    outcomes: {
      'institution that registered it': party(OK, 'PartyEnded', 'UnknownParty'),
      'registration authority': party(OK, 'PartyEnded', 'UnknownParty'),
      'another institution': party('NotRegistrant', 'PartyEnded', 'UnknownParty'),
      supervisor: 'WrongCapacity',
    },
  },
  merger: {
    notice: 'party-merger',
    term: '合并',
    name: 'Merger',
    by: ['Parties', 'succeed'],
    outcomes: ends,
  },
  division: {
    notice: 'party-division',
    term: '分立',
    name: 'Division',
    by: ['Parties', 'succeed'],
    outcomes: ends,
  },
} as const satisfies Record<string, Row<PartyActor, PartyStatus>>;

/* CERTIFICATES */

export const CERTIFICATE_ACTORS = ['competent authority', 'another authority', 'holder', 'court'] as const;
export type CertificateActor = (typeof CERTIFICATE_ACTORS)[number];

/** 未使用, 已登记. */
export const CERTIFICATE_STATUSES = ['new', 'registered'] as const;
export type CertificateStatus = (typeof CERTIFICATE_STATUSES)[number];

export const CERTIFICATE_ROWS = {
  registration: {
    notice: 'right-registration',
    term: '权益登记（确权）',
    name: 'Registration of a right',
    by: ['Rights', 'register'],
    outcomes: {
      'competent authority': { new: OK, registered: 'RightExists' },
      'another authority': 'NotCompetent',
      holder: 'WrongCapacity',
      court: 'WrongCapacity',
    },
  },
} as const satisfies Record<string, Row<CertificateActor, CertificateStatus>>;
