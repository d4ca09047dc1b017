import { fixedToText } from '../../domain/abi.ts';
import { hasExpired, termWithin } from '../../domain/calendar.ts';
import {
  CAPACITIES,
  DUTIES,
  maskOf,
  SUBJECT_KINDS,
  type Capacity,
  type Duty,
  type PolicyFlag,
} from '../../domain/codes.ts';
import type { Hex } from '../../domain/hash.ts';
import { partyIdOf, rightIdOf } from '../../domain/ids.ts';
import { wordOf } from '../../domain/journal.ts';
import { intersect, union, type Interval } from '../../domain/line.ts';
import { MAX_QUANTITY } from '../../domain/overlay.ts';
import type { InterestRow, PolicyVersion, RightRow } from '../../domain/rows.ts';
import { interestStateHash, rightStateHash } from '../../domain/state.ts';
import type { Registry } from '../support/registry.ts';
import type { RightRegistration, Terms } from '../support/samples.ts';

/*
 * The rules of the contracts once more, from the registry's rows and with the domain's functions: what an operation must be refused
 * for. In the order in which the contracts ask, so that the reason is exact and not only the refusal.
 */

export interface Verdict {
  error: string;
  /** Undefined where the values cannot be known beforehand, as the signer of a signature over something else. */
  args?: Record<string, unknown>;
}

type Checked = Verdict | undefined;

const refused = (error: string, args: Record<string, unknown> = {}): Verdict => ({ error, args });

const WRITING: readonly Capacity[] = ['registration-authority', 'secured-party', 'holder', 'issuer', 'court'];

const bytesIn = (text: string): number => Buffer.byteLength(text);

export class Rules {
  private readonly registry: Registry;
  /** Unix seconds of the block that the operation will be in. */
  private readonly now: number;

  constructor(registry: Registry, now: number) {
    this.registry = registry;
    this.now = now;
  }

  /* WHO */

  authorize(account: Hex, duties: readonly Duty[], capacities: readonly Capacity[]): Checked {
    const key = this.registry.rows.get('key', account);
    if (!key) return refused('UnknownKey', { key: account });
    const { institution: number, duty, activeFrom, removedAt } = key;
    if (removedAt !== undefined) return refused('KeyNoLongerActive', { key: account, removedAt });
    if (activeFrom > this.now) return refused('KeyNotYetActive', { key: account, activeFrom });
    if (!duties.includes(duty)) {
      return refused('WrongDuty', {
        key: account,
        has: maskOf(DUTIES, [duty]),
        needed: maskOf(DUTIES, duties),
      });
    }
    const institution = this.registry.rows.get('institution', String(number));
    if (!institution || institution.suspended) return refused('SuspendedInstitution', { number });
    if (institution.capacities.some((it) => capacities.includes(it))) return undefined;
    const has = maskOf(CAPACITIES, institution.capacities);
    return refused('WrongCapacity', { number, has, needed: maskOf(CAPACITIES, capacities) });
  }

  institutionOf(account: Hex): number {
    return this.registry.rows.get('key', account)?.institution ?? 0;
  }

  /* PARTIES */

  registersParty(by: Hex, legalName: string, identifiers: { scheme: string; value: string }[]): Checked {
    const notAuthorized = this.authorize(by, ['maker'], WRITING);
    if (notAuthorized) return notAuthorized;
    if (!nameable(legalName)) return refused('InvalidName');
    if (identifiers.length < 1 || identifiers.length > 8) {
      return refused('InvalidIdentifierCount', { count: identifiers.length });
    }
    const party = partyIdOf(identifiers[0]!);
    for (const [index, identifier] of identifiers.entries()) {
      const { scheme, value } = identifier;
      if (!/^[A-Z0-9]{1,8}$/.test(scheme) || bytesIn(value) < 1 || bytesIn(value) > 512) {
        return refused('InvalidIdentifier', { index });
      }
      const again = identifiers.slice(0, index).some((it) => it.scheme === scheme && it.value === value);
      const owner = again ? party : this.ownerOf(identifier);
      if (owner) return { error: 'IdentifierTaken', args: { ...onChainText(identifier), party: owner } };
    }
    return undefined;
  }

  renamesParty(by: Hex, party: Hex, legalName: string): Checked {
    const notAuthorized = this.authorize(by, ['maker'], WRITING);
    if (notAuthorized) return notAuthorized;
    const row = this.registry.rows.get('party', party);
    if (!row) return refused('UnknownParty', { party });
    const institution = this.institutionOf(by);
    const { capacities = [] } = this.registry.rows.get('institution', String(institution)) ?? {};
    if (row.registrant !== institution && !capacities.includes('registration-authority')) {
      return refused('NotRegistrant', { party, institution });
    }
    return nameable(legalName) ? undefined : refused('InvalidName');
  }

  private ownerOf({ scheme, value }: { scheme: string; value: string }): Hex | undefined {
    const owns = (it: { scheme: string; value: string }) => it.scheme === scheme && it.value === value;
    return this.registry.rows.all('party').find(({ identifiers }) => identifiers.some(owns))?.id;
  }

  /* RIGHTS */

  registersRights(by: Hex, given: readonly RightRegistration[]): Checked {
    const notAuthorized = this.authorize(by, ['maker'], ['registration-authority']);
    if (notAuthorized) return notAuthorized;
    if (given.length === 0) return refused('InvalidBatchSize', { count: 0 });
    const authority = this.institutionOf(by);
    const before = new Set<Hex>();
    for (const registration of given) {
      const right = rightIdOf(authority, registration.certificateNumber);
      const verdict = this.registersRight(authority, right, registration, before);
      if (verdict) return verdict;
      before.add(right);
    }
    return undefined;
  }

  private registersRight(authority: number, right: Hex, given: RightRegistration, before: Set<Hex>): Checked {
    const { typeCode, quantity, validFrom, validTo, holder: party } = given;
    const type = this.registry.rows.get('rightType', fixedToText(typeCode));
    if (!type?.competent.includes(authority)) {
      return refused('NotCompetent', { code: typeCode, institution: authority });
    }
    const policy = this.policyOf(typeCode);
    if (!policy) return refused('UnknownType', { code: typeCode });
    if (quantity < 1n || quantity > MAX_QUANTITY) {
      return refused('InvalidQuantity', { quantity: plain(quantity) });
    }
    if (given.acquisition === 0) return refused('InvalidAcquisition');
    if (validTo !== 0 && validFrom > validTo) return refused('InvalidValidity', { validFrom, validTo });
    const length = bytesIn(given.certificateNumber);
    if (length < 1 || length > 256) return refused('InvalidCertificateNumber');
    if (policy.flags.includes('vintage-required') && given.vintage === 0) {
      return refused('VintageRequired', { typeCode });
    }
    if (policy.flags.includes('serialised') && given.serialBlocks.length === 0) {
      return refused('SerialBlocksRequired', { typeCode });
    }
    const block = offendingBlock(given);
    if (block !== undefined) return refused('InvalidSerialBlocks', { index: block });
    if (before.has(right) || this.registry.rows.get('right', right)) return refused('RightExists', { right });
    const known = this.registry.rows.get('party', party) !== undefined;
    return known ? undefined : refused('UnknownSubject', { kind: SUBJECT_KINDS.party, subject: party });
  }

  policyOf(typeCode: Hex): PolicyVersion | undefined {
    const versions = this.registry.rows.get('rightType', fixedToText(typeCode))?.versions ?? [];
    return versions.findLast(({ effectiveFrom }) => effectiveFrom <= this.now);
  }

  /* INTERESTS */

  registersInterests(by: Hex, given: readonly InterestDraft[]): Checked {
    const notAuthorized = this.authorize(by, ['maker'], ['secured-party']);
    if (notAuthorized) return notAuthorized;
    if (given.length === 0) return refused('InvalidBatchSize', { count: 0 });
    const touched = new Set<Hex>();
    for (const draft of given) {
      const verdict = this.termsOf(draft.terms, this.institutionOf(by)) ?? this.encumbers(draft, touched);
      if (verdict) return verdict;
    }
    return undefined;
  }

  private termsOf(terms: Terms, agent: number): Checked {
    if (terms.kind === 0) return refused('InvalidKind');
    if (terms.securedAmount === 0n) return refused('InvalidAmount');
    if (terms.contractNumber === '') return refused('InvalidContractNumber');
    const parties = terms.securedParties;
    const known = parties.every((it) => this.registry.rows.get('institution', String(it)));
    const ascending = parties.every((it, i) => i === 0 || it > parties[i - 1]!);
    if (parties.length < 1 || parties.length > 16 || !known || !ascending) {
      return refused('InvalidSecuredParties');
    }
    if (!parties.includes(agent)) return refused('RegistrantNotSecured', { institution: agent });
    return hasExpired(terms.termTo, this.now) ? refused('TermAlreadyOver', { to: terms.termTo }) : undefined;
  }

  private encumbers(draft: InterestDraft, touched: Set<Hex>): Checked {
    const { collateral, terms, grantor } = draft;
    if (collateral.length === 0) return refused('InvalidCollateralCount', { count: 0 });
    let consent = false;
    for (const item of collateral) {
      const verdict = this.encumbersRight(item, terms, grantor, touched);
      if (verdict) return verdict;
      touched.add(item.right);
      consent ||= this.flagsOf(item.row).includes('consent');
    }
    return consent ? this.consented(draft) : undefined;
  }

  flagsOf({ state }: RightRow): readonly PolicyFlag[] {
    return this.policyOf(codeOf(state.typeCode))?.flags ?? [];
  }

  private encumbersRight(item: CollateralDraft, terms: Terms, grantor: Hex, touched: Set<Hex>): Checked {
    const { right, row, intervals } = item;
    const { state } = row;
    if (state.holder !== grantor) {
      return refused('GrantorNotHolder', { right, grantor, holder: state.holder });
    }
    const policy = this.policyOf(codeOf(state.typeCode));
    if (!policy) return refused('UnknownType', { code: codeOf(state.typeCode) });
    const { flags, minTermMonths: minMonths, maxTermMonths: maxMonths } = policy;
    if (!flags.includes('pledgeable')) {
      return refused('NotPledgeable', { right, typeCode: codeOf(state.typeCode) });
    }
    if (flags.includes('paid-only') && state.acquisition === 'free') return refused('NotPaidFor', { right });
    const { termFrom: from, termTo: to } = terms;
    if (!termWithin(from, to, minMonths, maxMonths)) {
      return refused('TermOutOfRange', { from, to, minMonths, maxMonths });
    }
    if (state.validTo !== 0 && hasExpired(state.validTo, this.now)) {
      return refused('RightExpired', { right, validTo: state.validTo });
    }
    return canonical(intervals, state.quantity) ?? this.laysOn(item, terms, touched);
  }

  private laysOn({ right, row, intervals }: CollateralDraft, terms: Terms, touched: Set<Hex>): Checked {
    const { overlays } = row.state;
    const [taken] = intersect(intervals, overlays);
    if (taken && !terms.acknowledgeJunior) {
      return refused('JuniorRankNotAcknowledged', { right, unit: plain(taken.from) });
    }
    const count = overlays.length + intervals.length;
    if (count > 64) return refused('TooManyOverlays', { count });
    // The word in the middle of a transaction is nobody's to know.
    if (touched.has(right)) return { error: 'StaleState' };
    return this.fresh('right', right, wordOfRight(row));
  }

  private consented({ grantor, consent }: InterestDraft): Checked {
    if (consent.deadline < this.now) return refused('ApprovalExpired', { deadline: consent.deadline });
    if (consent.other) return { error: 'ConsentRequired' };
    const institution = this.registry.rows.all('institution').find(({ party }) => party === grantor);
    if (this.institutionOf(consent.signer) !== (institution?.number ?? Infinity)) {
      return refused('ConsentRequired', { grantor, signer: consent.signer });
    }
    return this.authorize(consent.signer, ['maker', 'checker'], CAPACITIES);
  }

  cancels(by: Hex, draft: CancellationDraft): Checked {
    const notAuthorized = this.authorize(by, ['maker'], ['secured-party']);
    if (notAuthorized) return notAuthorized;
    const { row, rights, approval } = draft;
    const { id: interest, state } = row;
    const institution = this.institutionOf(by);
    if (state.agent !== institution) return refused('NotAgent', { interest, institution });
    if (state.status !== 'effective') return refused('NotEffective', { interest, status: 2 });
    if (draft.reason === 0) return refused('InvalidReason');
    if (approval.deadline < this.now) return refused('ApprovalExpired', { deadline: approval.deadline });
    if (approval.other) return { error: 'NotApprovedByChecker' };
    if (this.institutionOf(approval.signer) !== institution) {
      return refused('NotApprovedByChecker', { signer: approval.signer, institution });
    }
    const notChecker = this.authorize(approval.signer, ['checker'], ['secured-party']);
    if (notChecker) return notChecker;
    const [count, needed] = [rights.length, state.rights.length];
    if (count !== needed) return refused('HeadsDoNotMatch', { count, needed });
    for (const [i, right] of state.rights.entries()) {
      const head = rights[i]!;
      if (!head.state.overlays.some(({ ref }) => ref === row.sequence)) {
        return refused('NothingToDischarge', { right, ref: row.sequence });
      }
      const stale = this.fresh('right', right, wordOfRight(head));
      if (stale) return stale;
    }
    return this.fresh('interest', interest, wordOf(interestStateHash(state), row.journal));
  }

  private fresh(kind: 'right' | 'interest', subject: Hex, expected: Hex): Checked {
    const actual = this.registry.wordOf(kind, subject);
    if (expected === actual) return undefined;
    return refused('StaleState', { kind: kind === 'right' ? 1 : 2, subject, expected, actual });
  }

  /* GOVERNANCE */

  setsPolicy(code: Hex, effectiveFrom: number): Checked {
    const versions = this.registry.rows.get('rightType', fixedToText(code))?.versions ?? [];
    if (versions.length === 64) return refused('TooManyVersions', { code });
    const previous = versions.at(-1)?.effectiveFrom;
    if (previous === undefined) return undefined;
    if (effectiveFrom <= previous) return refused('NotAfter', { effectiveFrom, previous });
    return effectiveFrom < this.now ? refused('Backdated', { effectiveFrom }) : undefined;
  }
}

/* DRAFTS: what an operation is made of, beside its calldata */

export interface Signed {
  signer: Hex;
  deadline: number;
  /** Made for something else. */
  other: boolean;
}

export interface CollateralDraft {
  right: Hex;
  /** As it is, or as it was once. */
  row: RightRow;
  intervals: Interval[];
}

export interface InterestDraft {
  grantor: Hex;
  terms: Terms;
  collateral: CollateralDraft[];
  consent: Signed;
}

export interface CancellationDraft {
  row: InterestRow;
  rights: RightRow[];
  reason: number;
  approval: Signed;
}

const codeOf = (code: string): Hex => `0x${Buffer.from(code).toString('hex').padEnd(16, '0')}`;

const wordOfRight = ({ state, journal }: RightRow): Hex => wordOf(rightStateHash(state), journal);

const nameable = (name: string): boolean => bytesIn(name) >= 1 && bytesIn(name) <= 512;

const onChainText = ({ scheme, value }: { scheme: string; value: string }) => ({
  scheme: codeOf(scheme),
  value,
});

/** Refusals carry small integers as numbers. */
const plain = (value: bigint): number | bigint =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;

function canonical(intervals: readonly Interval[], total: bigint): Checked {
  const count = intervals.length;
  if (count < 1 || count > 16) return refused('InvalidIntervalCount', { count });
  const index = intervals.findIndex((it, i) => {
    const upToHere = intervals.slice(0, i + 1);
    return it.to > total || union(upToHere).length !== i + 1 || union(upToHere).at(-1)?.to !== it.to;
  });
  const offender = intervals[index];
  if (!offender) return undefined;
  const [from, to, quantity] = [offender.from, offender.to, total].map(plain);
  return refused('InvalidInterval', { index, from, to, quantity });
}

function offendingBlock({ serialBlocks, quantity }: RightRegistration): number | undefined {
  if (serialBlocks.length === 0) return undefined;
  const index = serialBlocks.findIndex((block, i) => {
    const before = serialBlocks.slice(0, i).filter(({ prefix }) => prefix === block.prefix);
    return block.first > block.last || intersect([lineOf(block)], before.map(lineOf)).length > 0;
  });
  if (index >= 0) return index;
  const units = serialBlocks.reduce((sum, { first, last }) => sum + last - first + 1n, 0n);
  return units === quantity ? undefined : serialBlocks.length;
}

const lineOf = ({ first, last }: { first: bigint; last: bigint }): Interval => ({
  from: first,
  to: last + 1n,
});
