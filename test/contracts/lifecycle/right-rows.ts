import { inOrder, OK, type Outcomes, type Row } from './row.ts';

export const RIGHT_ACTORS = [
  'authority of the right',
  'another authority',
  'holder',
  'secured party',
  'another secured party',
  'court',
] as const;
export type RightActor = (typeof RIGHT_ACTORS)[number];

/** 有效, 司法冻结, 暂停, 届满, 无余额. */
export const RIGHT_STATUSES = ['confirmed', 'frozen', 'suspended', 'expired', 'emptied'] as const;
export type RightStatus = (typeof RIGHT_STATUSES)[number];

type Of = Outcomes<RightActor, RightStatus>;
const states = inOrder(RIGHT_STATUSES);

const NOBODY: Of = {
  'authority of the right': 'WrongCapacity',
  'another authority': 'WrongCapacity',
  holder: 'WrongCapacity',
  'secured party': 'WrongCapacity',
  'another secured party': 'WrongCapacity',
  court: 'WrongCapacity',
};
const authority = (may: Of['court'], another: Of['court'] = 'NotAuthority'): Of => ({
  ...NOBODY,
  'authority of the right': may,
  'another authority': another,
});
/** A part has to be there before it is asked who divides it off. */
const divider = (may: Record<RightStatus, string>): Of => {
  const other = (error: string) => states(error, error, error, error, may.emptied);
  return {
    'authority of the right': may,
    'another authority': other('NotAuthority'),
    holder: other('WrongCapacity'),
    'secured party': other('WrongCapacity'),
    'another secured party': other('WrongCapacity'),
    court: other('WrongCapacity'),
  };
};
const courts = (may: Of['court']): Of => ({ ...NOBODY, court: may });
const secured = (may: Of['court'], another: Of['court']): Of => ({
  ...NOBODY,
  'secured party': may,
  'another secured party': another,
});

const WHILE_THERE = states(OK, OK, OK, OK, 'UnitsGone');
const UNCLAIMED = states(OK, 'UnitsEncumbered', 'UnitsEncumbered', OK, 'UnitsGone');
const ENCUMBERABLE = states(OK, OK, 'RightSuspended', 'RightExpired', 'UnitsGone');

const record = ['Quotas', 'record'] as const;
const restrict = ['Restrictions', 'restrict'] as const;
const orders = (term: string, name: string) => ({
  ...{ notice: 'restriction' as const, term, name, by: restrict },
  outcomes: courts(WHILE_THERE),
});
const imposes = (term: string, name: string) => ({
  ...{ notice: 'restriction' as const, term, name, by: restrict },
  outcomes: authority(WHILE_THERE, 'NotCompetentFor'),
});

export const RIGHT_ROWS = {
  renewal: {
    notice: 'renewal',
    term: '换证登记',
    name: 'Renewal under a new certificate',
    by: ['Rights', 'renew'],
    outcomes: authority(OK),
  },
  freeze: orders('司法冻结', 'Freeze by a court'),
  stay: orders('中止执行', 'Stay of enforcement'),
  restriction: imposes('行政限制', 'Administrative restriction'),
  hold: imposes('履约保留', 'Hold for compliance'),
  control: imposes('质押控制', 'Control of pledged units'),
  suspension: imposes('暂停', 'Suspension'),
  surrender: {
    notice: 'surrender',
    term: '清缴',
    name: 'Surrender of free units',
    by: record,
    outcomes: authority(UNCLAIMED),
  },
  override: {
    notice: 'surrender',
    term: '强制清缴',
    name: 'Surrender that overrides claims',
    by: record,
    outcomes: authority(WHILE_THERE),
  },
  retirement: {
    notice: 'retirement',
    term: '自愿注销',
    name: 'Retirement of free units',
    by: record,
    outcomes: authority(UNCLAIMED),
  },
  cut: {
    notice: 'quota-cut',
    term: '核减',
    name: 'Cut of the quota',
    by: record,
    outcomes: authority(WHILE_THERE),
  },
  carryOver: {
    notice: 'carry-over',
    term: '不予结转',
    name: 'Carry-over: units that are left behind',
    by: record,
    outcomes: authority(WHILE_THERE),
  },
  transfer: {
    notice: 'transfer',
    term: '转让登记（权属）',
    name: 'Transfer by agreement, with the secured parties’ consent',
    by: ['Titles', 'transfer'],
    outcomes: authority(states(OK, 'UnitsBound', 'UnitsBound', 'RightExpired', OK)),
  },
  partTransfer: {
    notice: 'transfer',
    term: '部分转让登记',
    name: 'Transfer of a part',
    by: ['Divisions', 'divide'],
    outcomes: divider(states(OK, 'UnitsBound', 'UnitsBound', 'RightExpired', 'UnitsGone')),
  },
  split: {
    notice: 'split',
    term: '分割登记',
    name: 'Split',
    by: ['Divisions', 'divide'],
    outcomes: divider(states(OK, OK, 'UnitsBound', OK, 'UnitsGone')),
  },
  courtOrder: {
    notice: 'court-order-transfer',
    term: '协助执行过户',
    name: 'Transfer on a court’s order',
    by: ['Titles', 'transfer'],
    outcomes: authority(OK),
  },
  succession: {
    notice: 'succession',
    term: '承继登记（合并、分立）',
    name: 'Succession',
    by: ['Titles', 'transfer'],
    outcomes: authority(OK),
  },
  disposalTitle: {
    notice: 'disposal-transfer',
    term: '处置过户',
    name: 'Title to units sold in enforcement',
    by: ['Divisions', 'divide'],
    outcomes: divider(states(OK, 'UnitsBound', 'UnitsBound', OK, 'UnitsGone')),
  },
  initial: {
    notice: 'initial-registration',
    term: '初始登记',
    name: 'Initial registration, junior rank acknowledged',
    by: ['SecurityInterests', 'register'],
    outcomes: secured(ENCUMBERABLE, ENCUMBERABLE),
  },
  silent: {
    notice: 'initial-registration',
    term: '初始登记（未确认后顺位）',
    name: 'Initial registration, junior rank not acknowledged',
    by: ['SecurityInterests', 'register'],
    outcomes: secured(
      { ...ENCUMBERABLE, frozen: 'JuniorRankNotAcknowledged' },
      { ...ENCUMBERABLE, frozen: 'JuniorRankNotAcknowledged' },
    ),
  },
  advance: {
    notice: 'advance-registration',
    term: '预告登记',
    name: 'Advance registration, junior rank acknowledged',
    by: ['SecurityInterests', 'register'],
    outcomes: secured(ENCUMBERABLE, ENCUMBERABLE),
  },
  addition: {
    notice: 'amendment',
    term: '变更登记（增加担保物）',
    name: 'Amendment that adds collateral',
    by: ['Amendments', 'amend'],
    outcomes: secured(ENCUMBERABLE, 'NotAgent'),
  },
  release: {
    notice: 'partial-cancellation',
    term: '部分注销登记',
    name: 'Partial cancellation of an interest on it',
    by: ['Cancellations', 'release'],
    outcomes: secured(OK, 'NotAgent'),
  },
  cancellation: {
    notice: 'cancellation',
    term: '注销登记',
    name: 'Cancellation of an interest on it',
    by: ['Cancellations', 'cancel'],
    outcomes: secured(OK, 'NotAgent'),
  },
  sale: {
    notice: 'disposal',
    term: '处置登记（平台拍卖、变卖）',
    name: 'Disposal on a platform',
    by: ['Enforcement', 'dispose'],
    outcomes: secured(states(OK, 'UnitsRestricted', 'UnitsRestricted', OK, 'UnitsGone'), 'NotAgent'),
  },
  auction: {
    notice: 'disposal',
    term: '处置登记（法院拍卖）',
    name: 'Disposal by a court',
    by: ['Enforcement', 'dispose'],
    outcomes: courts(states(OK, OK, 'UnitsRestricted', OK, 'UnitsGone')),
  },
} as const satisfies Record<string, Row<RightActor, RightStatus>>;
