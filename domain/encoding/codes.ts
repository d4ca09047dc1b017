/** Names for the numbers that contracts use; the place in a list is the number on chain. */
export const CAPACITIES = [
  'registration-authority',
  'secured-party',
  'holder',
  'issuer',
  'reviewer',
  'court',
  'supervisor',
  'investor',
] as const;
export type Capacity = (typeof CAPACITIES)[number];

/** Capacities that write, hence may enter a party. Twin: contracts/types/Capacities.sol. */
export const WRITING_CAPACITIES = [
  'registration-authority',
  'secured-party',
  'holder',
  'issuer',
  'court',
] as const satisfies readonly Capacity[];

export const DUTIES = ['maker', 'checker', 'auditor'] as const;
export type Duty = (typeof DUTIES)[number];

/** How the holder acquired the right: 无偿, 有偿, 交易. */
export const ACQUISITIONS = ['none', 'free', 'paid', 'traded'] as const;
export type Acquisition = (typeof ACQUISITIONS)[number];

export const RIGHT_STATUSES = ['none', 'confirmed'] as const;
export type RightStatus = (typeof RIGHT_STATUSES)[number];

/** 质押, 抵押, 最高额质押. */
export const INTEREST_KINDS = ['none', 'pledge', 'mortgage', 'maximum-amount-pledge'] as const;
export type InterestKind = (typeof INTEREST_KINDS)[number];

export const INTEREST_STATUSES = [
  'none',
  'effective',
  'cancelled',
  'advance',
  'enforcing',
  'revoked',
] as const;
export type InterestStatus = (typeof INTEREST_STATUSES)[number];

export const CANCELLATION_REASONS = ['none', 'debt-paid', 'realised', 'waived', 'other'] as const;
export type CancellationReason = (typeof CANCELLATION_REASONS)[number];

/** 中登网, and the platform of the authority or exchange. */
export const EXTERNAL_REGISTERS = ['none', 'unified', 'platform'] as const;
export type ExternalRegister = (typeof EXTERNAL_REGISTERS)[number];

export const REMARKS = [
  'none',
  'objection',
  'objection-notified',
  'case-accepted',
  'objection-withdrawn',
  'cancellation-requested',
] as const;
export type Remark = (typeof REMARKS)[number];

/** Why title moves: 转让, 合并分立, 处置, 协助执行, 分割. */
export const TITLE_CAUSES = ['none', 'transfer', 'succession', 'disposal', 'court-order', 'split'] as const;
export type TitleCause = (typeof TITLE_CAUSES)[number];

/** 协议折价, 平台拍卖变卖, 法院拍卖. */
export const DISPOSAL_ROUTES = ['none', 'agreement', 'platform-sale', 'court'] as const;
export type DisposalRoute = (typeof DISPOSAL_ROUTES)[number];

/** 合并, 分立. */
export const SUCCESSIONS = ['none', 'merger', 'division'] as const;
export type Succession = (typeof SUCCESSIONS)[number];

export const POLICY_FLAGS = [
  'flow',
  'pledgeable',
  'paid-only',
  'consent',
  'vintage-required',
  'serialised',
  'approval-bound',
  'unified-register',
  'authority-platform',
  'effective-against-third-parties',
  'platform-freeze',
] as const;
export type PolicyFlag = (typeof POLICY_FLAGS)[number];

/** The subject kinds that have a word in the ledger, by their number on chain. The list of a party's subjects has the party's id. */
export const SUBJECT_KINDS = { right: 1, interest: 2, party: 4, list: 8 } as const;
export type SubjectKind = keyof typeof SUBJECT_KINDS;

/** The name at `code` of a list. @throws RangeError on a code that this version does not know */
export function nameAt<T extends string>(names: readonly T[], code: number): T {
  const name = names[code];
  if (name === undefined) throw new RangeError(`unknown code ${code}`);
  return name;
}

/** The bit mask of `chosen`, where the place in `names` is the bit. */
export function maskOf<T extends string>(names: readonly T[], chosen: readonly T[]): number {
  return chosen.reduce((mask, name) => mask | (1 << names.indexOf(name)), 0);
}

export function namesIn<T extends string>(names: readonly T[], mask: number): T[] {
  return names.filter((_, bit) => mask & (1 << bit));
}
