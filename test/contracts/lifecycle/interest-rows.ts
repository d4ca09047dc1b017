import { inOrder, OK, type Outcomes, type Row } from './row.ts';

export const INTEREST_ACTORS = [
  'agent',
  'another secured party',
  'grantor',
  'debtor',
  'authority of the right',
  'another authority',
  'court',
] as const;
export type InterestActor = (typeof INTEREST_ACTORS)[number];

/** 预告, 有效, 违约公示, 届满失效, 注销, 撤销. */
export const INTEREST_STATUSES = [
  'advance',
  'effective',
  'enforcing',
  'lapsed',
  'cancelled',
  'revoked',
] as const;
export type InterestStatus = (typeof INTEREST_STATUSES)[number];

type Of = Outcomes<InterestActor, InterestStatus>;
const states = inOrder(INTEREST_STATUSES);

const others = { grantor: 'WrongCapacity', debtor: 'WrongCapacity' };
const authorities = { 'authority of the right': 'WrongCapacity', 'another authority': 'WrongCapacity' };

/** What the agent alone may do. */
const agents = (agent: Of['agent']): Of => ({
  agent,
  'another secured party': 'NotAgent',
  ...others,
  ...authorities,
  court: 'WrongCapacity',
});

/** What a court alone may do. */
const courts = (court: Of['court']): Of => ({
  agent: 'WrongCapacity',
  'another secured party': 'WrongCapacity',
  ...others,
  ...authorities,
  court,
});

const ENDED = ['NotEffective', 'NotEffective'];
const IN_ORDER = states(OK, OK, 'NotEffective', 'InterestLapsed', ...ENDED);
const UNENDED = states(OK, OK, OK, 'InterestLapsed', ...ENDED);
const ENDABLE = states(OK, OK, OK, OK, ...ENDED);
const ENFORCING = states('NotEffective', 'NotEffective', OK, 'InterestLapsed', ...ENDED);
const unless = (error: string) => states(error, error, error, error, ...ENDED);

/** What concerns an objection is the objector's, here the grantor's, whatever has become of the interest. */
const objectors = (court: Of['court'] = 'NotObjector'): Of => ({
  agent: 'NotObjector',
  'another secured party': 'NotObjector',
  grantor: OK,
  debtor: 'NotObjector',
  'authority of the right': 'NotObjector',
  'another authority': 'NotObjector',
  court,
});

const external = (authority: Of['court']): Of => ({
  agent: ENDABLE,
  'another secured party': unless('NotEntitledToLeg'),
  ...others,
  'authority of the right': authority,
  'another authority': authority,
  court: 'WrongCapacity',
});

export const INTEREST_ROWS = {
  amendment: {
    notice: 'amendment',
    term: '变更登记',
    name: 'Amendment',
    by: ['Amendments', 'amend'],
    outcomes: agents(IN_ORDER),
  },
  extension: {
    notice: 'extension',
    term: '展期登记',
    name: 'Extension',
    by: ['Amendments', 'extend'],
    outcomes: agents(UNENDED),
  },
  assignment: {
    notice: 'assignment',
    term: '转让登记（担保权随债权转让）',
    name: 'Assignment',
    by: ['Positions', 'assign'],
    outcomes: agents(UNENDED),
  },
  subordination: {
    notice: 'subordination',
    term: '顺位变更登记',
    name: 'Subordination',
    by: ['Positions', 'subordinate'],
    outcomes: agents(IN_ORDER),
  },
  confirmation: {
    notice: 'advance-confirmation',
    term: '预告登记转本登记',
    name: 'Confirmation of an advance registration',
    by: ['Amendments', 'confirm'],
    outcomes: agents(states(OK, 'NotEffective', 'NotEffective', 'InterestLapsed', ...ENDED)),
  },
  cancellation: {
    notice: 'cancellation',
    term: '注销登记',
    name: 'Cancellation',
    by: ['Cancellations', 'cancel'],
    outcomes: agents(ENDABLE),
  },
  release: {
    notice: 'partial-cancellation',
    term: '部分注销登记',
    name: 'Partial cancellation',
    by: ['Cancellations', 'release'],
    outcomes: agents(ENDABLE),
  },
  revocation: {
    notice: 'revocation',
    term: '撤销登记',
    name: 'Revocation',
    by: ['Cancellations', 'revoke'],
    outcomes: courts(ENDABLE),
  },
  unified: {
    notice: 'external-registration',
    term: '外部登记（中登网）',
    name: 'Entry of what the unified register says',
    by: ['Annotations', 'enterExternal'],
    outcomes: external(unless('NotEntitledToLeg')),
  },
  platform: {
    notice: 'external-registration',
    term: '外部登记（交易平台）',
    name: 'Entry of what a platform says',
    by: ['Annotations', 'enterExternal'],
    outcomes: external(ENDABLE),
  },
  objection: {
    notice: 'objection',
    term: '异议登记',
    name: 'Objection',
    by: ['Annotations', 'remark'],
    outcomes: {
      agent: unless('NotEntitledToRemark'),
      'another secured party': ENDABLE,
      grantor: ENDABLE,
      debtor: ENDABLE,
      'authority of the right': ENDABLE,
      'another authority': ENDABLE,
      court: ENDABLE,
    },
  },
  notification: {
    notice: 'objection-notification',
    term: '异议通知',
    name: 'Notification of the grantor’s objection',
    by: ['Annotations', 'remark'],
    outcomes: objectors(),
  },
  acceptance: {
    notice: 'case-acceptance',
    term: '受理（诉讼或仲裁）',
    name: 'Acceptance of the case on the grantor’s objection',
    by: ['Annotations', 'remark'],
    outcomes: objectors(OK),
  },
  withdrawal: {
    notice: 'objection-withdrawal',
    term: '异议注销登记',
    name: 'Withdrawal of the grantor’s objection',
    by: ['Annotations', 'remark'],
    outcomes: objectors(),
  },
  request: {
    notice: 'cancellation-request',
    term: '注销申请',
    name: 'Request for cancellation',
    by: ['Annotations', 'remark'],
    outcomes: {
      agent: unless('NotEntitledToRemark'),
      'another secured party': unless('NotEntitledToRemark'),
      grantor: ENDABLE,
      debtor: ENDABLE,
      'authority of the right': unless('NotEntitledToRemark'),
      'another authority': unless('NotEntitledToRemark'),
      court: unless('NotEntitledToRemark'),
    },
  },
  default: {
    notice: 'default-notice',
    term: '违约公示',
    name: 'Declaration of default',
    by: ['Enforcement', 'declareDefault'],
    outcomes: agents(states('NotEffective', OK, 'NotEffective', 'InterestLapsed', ...ENDED)),
  },
  cure: {
    notice: 'default-withdrawal',
    term: '违约公示撤回',
    name: 'Withdrawal of the declaration',
    by: ['Enforcement', 'withdrawDefault'],
    outcomes: agents(states('NotEffective', 'NotEffective', OK, OK, ...ENDED)),
  },
  agreement: {
    notice: 'disposal',
    term: '处置登记（协议折价）',
    name: 'Disposal by agreement, with the holder’s consent',
    by: ['Enforcement', 'dispose'],
    outcomes: agents(ENFORCING),
  },
  sale: {
    notice: 'disposal',
    term: '处置登记（平台拍卖、变卖）',
    name: 'Disposal on a platform',
    by: ['Enforcement', 'dispose'],
    outcomes: agents(ENFORCING),
  },
  auction: {
    notice: 'disposal',
    term: '处置登记（法院拍卖）',
    name: 'Disposal by a court',
    by: ['Enforcement', 'dispose'],
    outcomes: courts(ENFORCING),
  },
} as const satisfies Record<string, Row<InterestActor, InterestStatus>>;
