import type { Wallet } from 'ethers';
import { textToFixed } from '../../domain/encoding/abi.ts';
import { expiryInstant } from '../../domain/time/calendar.ts';
import { ZERO_WORD, keccakText, type Hex } from '../../domain/encoding/hash.ts';
import {
  OVERLAY_KINDS,
  type OverlayKind,
  type QuotaKind,
  type RestrictionKind,
} from '../../domain/line/overlay.ts';
import { DISPOSAL_ROUTES, SUCCESSIONS, TITLE_CAUSES, type TitleCause } from '../../domain/encoding/codes.ts';
import type { Interval } from '../../domain/line/line.ts';
import { labelsOf } from '../../domain/line/serial-blocks.ts';
import { networkHelpers, type Call } from './chain.ts';
import { accountOf, AUTHORITY, BANK, keyOf, partyOf, PLANT } from './people.ts';
import type { Registry } from './registry.ts';
import { approve, FAR, hashOf } from './second-signature.ts';
import { NO_APPROVAL, TODAY, type Approval } from './samples.ts';

/* What the authority and the court do to a line, as calls. */

export type Units = readonly (readonly [from: bigint | number, to: bigint | number])[];

export const DIGEST = keccakText('file');
export const COURT = 'court';

export const kindNumber = (kind: OverlayKind): number => OVERLAY_KINDS.indexOf(kind);

export const intervalsOf = (units: Units): Interval[] =>
  units.map(([from, to]) => ({ from: BigInt(from), to: BigInt(to) }));

/** Who may enter a restriction of the kind. */
export const competentFor = (kind: RestrictionKind): string =>
  kind === 'judicial-freeze' || kind === 'stay' ? COURT : AUTHORITY;

export interface Order {
  kind: number;
  until: number;
  number: string;
  digest: Hex;
}

export const orderOf = (kind: RestrictionKind, changes: Partial<Order> = {}): Order => ({
  kind: kindNumber(kind),
  until: 0,
  number: '(2026)粤01执1号',
  digest: DIGEST,
  ...changes,
});

export function restricts(
  registry: Registry,
  right: Hex,
  units: Units,
  kind: RestrictionKind,
  changes: Partial<Order> = {},
  by = competentFor(kind),
): Call {
  const head = registry.rightHead(right);
  const order = orderOf(kind, changes);
  return registry.call(accountOf(by), 'Restrictions', 'restrict', right, head, intervalsOf(units), order);
}

/** @returns what the restriction's overlays refer to */
export async function restrict(
  registry: Registry,
  right: Hex,
  units: Units,
  kind: RestrictionKind,
  changes: Partial<Order> = {},
): Promise<number> {
  await registry.act(restricts(registry, right, units, kind, changes));
  return registry.lastSequence;
}

export function prolongs(
  registry: Registry,
  right: Hex,
  ref: number,
  until: number,
  by = COURT,
  number = 'P-1',
): Call {
  const rest = [registry.rightHead(right), ref, until, number, DIGEST] as const;
  return registry.call(accountOf(by), 'Restrictions', 'prolong', right, ...rest);
}

export interface Lift {
  number?: string;
  by?: string;
  signer?: Wallet;
  deadline?: number;
  approval?: Approval;
}

export async function lifts(
  registry: Registry,
  right: Hex,
  ref: number,
  { number = 'L-1', by = COURT, signer = keyOf(by, 'checker'), deadline = FAR, approval }: Lift = {},
): Promise<Call> {
  const details = hashOf(['uint64', 'string', 'bytes32'], [ref, number, DIGEST]);
  const word = registry.wordOf('right', right);
  const approvable = {
    contract: 'Restrictions',
    act: 'RestrictionLift',
    subject: right,
    word,
    details,
  } as const;
  const signed = approval ?? (await approve(registry, signer, approvable, deadline));
  const head = registry.rightHead(right);
  return registry.call(accountOf(by), 'Restrictions', 'lift', right, head, ref, number, DIGEST, signed);
}

/** Moves the clock past the end of the day. */
export const passes = (day: number): Promise<void> => networkHelpers.time.increaseTo(expiryInstant(day) + 1);

/** A restriction up to a day, without one where the kind has no end of its own. `restrictionEnds` ends either. */
export const restrictUntil = (
  registry: Registry,
  right: Hex,
  units: Units,
  kind: RestrictionKind,
  day: number,
): Promise<number> => restrict(registry, right, units, kind, { until: kind === 'suspension' ? 0 : day });

export async function restrictionEnds(
  registry: Registry,
  right: Hex,
  ref: number,
  kind: RestrictionKind,
  day: number,
): Promise<void> {
  await passes(day);
  if (kind === 'suspension') {
    await registry.act(await lifts(registry, right, ref, { by: competentFor(kind) }));
  }
}

export interface Decision {
  kind: number;
  overriding: boolean;
  period: number;
  number: string;
  digest: Hex;
}

export const decisionOf = (kind: QuotaKind, changes: Partial<Decision> = {}): Decision => ({
  kind: kindNumber(kind),
  overriding: false,
  period: 2025,
  number: '环函1号',
  digest: DIGEST,
  ...changes,
});

export function decides(
  registry: Registry,
  right: Hex,
  units: Units,
  kind: QuotaKind,
  changes: Partial<Decision> = {},
  by = AUTHORITY,
): Call {
  const head = registry.rightHead(right);
  const decision = decisionOf(kind, changes);
  return registry.call(accountOf(by), 'Quotas', 'record', right, head, intervalsOf(units), decision);
}

/** One company takes another over (合并). */
export const merges = (registry: Registry, party: Hex, into: Hex): Call =>
  registry.call(
    accountOf(AUTHORITY),
    'Parties',
    'succeed',
    party,
    SUCCESSIONS.indexOf('merger'),
    [into],
    DIGEST,
  );

export interface Conveyance {
  cause: number;
  to: Hex;
  disposal: number;
  approvalDigest: Hex;
  evidence: Hex;
}

export const conveyanceOf = (cause: TitleCause, changes: Partial<Conveyance> = {}): Conveyance => ({
  cause: TITLE_CAUSES.indexOf(cause),
  to: partyOf(PLANT),
  disposal: 0,
  approvalDigest: ZERO_WORD,
  evidence: DIGEST,
  ...changes,
});

const CONVEYANCE =
  'tuple(uint8 cause, bytes32 to, uint64 disposal, bytes32 approvalDigest, bytes32 evidence)';
const PART = 'tuple(uint128 from, uint128 to)[]';

/** An interest that follows, with its agent's consent to exactly this. */
export async function followerOf(
  registry: Registry,
  interest: Hex,
  right: Hex,
  conveyance: Conveyance,
  part: Units = [],
  signer = keyOf(BANK, 'checker'),
  deadline = FAR,
) {
  const details = hashOf(['bytes32', CONVEYANCE, PART], [right, conveyance, intervalsOf(part)]);
  const word = registry.wordOf('interest', interest);
  const approvable = {
    contract: part.length === 0 ? ('Titles' as const) : ('Divisions' as const),
    act: 'TransferConsent',
    subject: interest,
    word,
    details,
  };
  const consent = await approve(registry, signer, approvable, deadline);
  return { interest, head: registry.interestHead(interest), consent };
}

export type Follower = Awaited<ReturnType<typeof followerOf>>;

export function transfers(
  registry: Registry,
  right: Hex,
  conveyance: Conveyance,
  followers: readonly Follower[] = [],
  by = AUTHORITY,
): Call {
  const head = registry.rightHead(right);
  return registry.call(accountOf(by), 'Titles', 'transfer', right, head, conveyance, followers);
}

/** The part as the authority confirms it: what the whole is, with the serial numbers of the part. */
export function particularsOf(registry: Registry, right: Hex, part: Units, certificateNumber: string) {
  const { vintage, region, referencePrice, serialBlocks, evidence } = registry.right(right).registration;
  const labels = labelsOf(serialBlocks, intervalsOf(part));
  return { certificateNumber, vintage, region, referencePrice, serialBlocks: labels, evidence };
}

export function divides(
  registry: Registry,
  right: Hex,
  part: Units,
  certificateNumber: string,
  conveyance: Conveyance,
  followers: readonly Follower[] = [],
  by = AUTHORITY,
): Call {
  const head = registry.rightHead(right);
  const particulars = particularsOf(registry, right, part, certificateNumber);
  const rest = [intervalsOf(part), particulars, conveyance, followers] as const;
  return registry.call(accountOf(by), 'Divisions', 'divide', right, head, ...rest);
}

const INTERVAL = 'tuple(uint128 from, uint128 to)';
const DISPOSAL =
  'tuple(uint8 route, bytes32 buyer, bytes3 currency, uint128 proceeds, uint128 referenceValue, string source, bytes32 evidence)';
const PAYMENTS = 'tuple(uint8 claimant, uint8 layer, uint128 claim, uint128 paid)[]';

/** A sale of units that this interest of the bank alone lies on, for one minor unit; default has been declared. */
export async function sells(
  registry: Registry,
  right: Hex,
  interest: Hex,
  [from, to]: readonly [number, number],
  buyer = partyOf(PLANT),
  by: typeof COURT | typeof BANK = COURT,
): Promise<Call> {
  const units = { from: BigInt(from), to: BigInt(to) };
  const disposal = {
    route: DISPOSAL_ROUTES.indexOf(by === COURT ? 'court' : 'platform-sale'),
    buyer,
    currency: textToFixed('CNY', 3),
    proceeds: 1n,
    referenceValue: 0n,
    source: '(2026)粤01执2号',
    evidence: DIGEST,
  };
  const payments = [{ claimant: 0, layer: 0, claim: 1n, paid: 1n }];
  const details = hashOf(['bytes32', INTERVAL, DISPOSAL, PAYMENTS], [interest, units, disposal, payments]);
  const word = registry.wordOf('right', right);
  const approvable = { contract: 'Enforcement', act: 'Disposal', subject: right, word, details } as const;
  const approval = await approve(registry, keyOf(by, 'checker'), approvable);
  const claimants = [{ interest, head: registry.interestHead(interest) }];
  const head = registry.rightHead(right);
  const rest = [units, disposal, claimants, payments, approval, NO_APPROVAL] as const;
  return registry.call(accountOf(by), 'Enforcement', 'dispose', right, head, ...rest);
}

/** @returns what the overlays of the sale refer to */
export async function sell(...args: Parameters<typeof sells>): Promise<number> {
  const [registry] = args;
  await registry.act(await sells(...args));
  return registry.lastSequence;
}

/** The bank declares default, so that the collateral can be sold. */
export function declaresDefault(registry: Registry, interest: Hex): Call {
  const head = registry.interestHead(interest);
  return registry.call(accountOf(BANK), 'Enforcement', 'declareDefault', interest, head, TODAY, 1n, DIGEST);
}

export async function declareDefault(registry: Registry, interest: Hex): Promise<void> {
  await registry.act(declaresDefault(registry, interest));
}
