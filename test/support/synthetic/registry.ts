import { textToFixed } from '../../../domain/encoding/abi.ts';
import { interestIdOf, partyIdOf, rightIdOf } from '../../../domain/encoding/ids.ts';
import { usccCheckCharacter } from '../../../domain/identity/identifiers.ts';
import { ZERO_WORD, type Hex } from '../../../domain/encoding/hash.ts';
import { packOverlay } from '../../../domain/line/overlay.ts';
import {
  interestStateHash,
  rightStateHash,
  type InterestState,
  type RightState,
} from '../../../domain/state/state.ts';
import { encodeEvent, type EncodedEvent } from './encode-event.ts';
import type { Random } from './random.ts';

export type Act = 'party' | 'rename' | 'right' | 'interest' | 'cancel' | 'institution' | 'policy';

/** How often each act happens, relative to the others. */
export type Mix = Record<Act, number>;

export const EVERYDAY: Mix = {
  party: 8,
  rename: 2,
  right: 45,
  interest: 28,
  cancel: 14,
  institution: 2,
  policy: 1,
};

const TYPES = ['WTR', 'CEA', 'CCER', 'SO2', 'COD', 'ENERGY'];
const PLACES = ['广州', '深圳', '珠海', '佛山', '惠州', '东莞', '中山', '江门', '肇庆', '香港', '澳门'];
const TRADES = ['綠能', '水务', '环保科技', '电力', '造纸', '钢铁', '化工', '新能源', '排水', '碳资产'];
const DAY = 20_000;

interface Registered<S> {
  id: Hex;
  state: S;
}
type RegisteredInterest = Registered<InterestState> & { sequence: number; right: Registered<RightState> };

/**
 * Makes the logs that the contracts would emit, with right state hashes, but keeps only what later logs build on: no journals,
 * no words, no rules. The same acts with the same numbers give the same logs.
 */
export class SyntheticRegistry {
  #sequence = 0;
  #institutions = 0;
  readonly #policies = new Map<string, number>();
  readonly #parties: Hex[] = [];
  readonly #rights: Registered<RightState>[] = [];
  readonly #interests: RegisteredInterest[] = [];

  /** What every registry begins with. */
  found(random: Random, time: number): EncodedEvent[] {
    const institutions = Array.from({ length: 6 }, () => this.#institution(random, time));
    const policies = TYPES.map((type) => this.#policy(type, time));
    const parties = Array.from({ length: 10 }, () => this.#party(random, time));
    return [...institutions, ...policies, ...parties].flat();
  }

  /** The logs of one transaction. */
  act(act: Act, random: Random, time: number): EncodedEvent[] {
    switch (act) {
      case 'party':
        return this.#party(random, time);
      case 'rename':
        return this.#rename(random, time);
      case 'interest':
        return this.#rights.length > 0 ? this.#interest(random, time) : this.#right(random, time);
      case 'cancel':
        return this.#interests.length > 0 ? this.#cancel(random, time) : this.#right(random, time);
      case 'institution':
        return this.#institution(random, time);
      case 'policy':
        return this.#policy(random.pick(TYPES), time);
      case 'right':
        return this.#right(random, time);
    }
  }

  #institution(random: Random, time: number): EncodedEvent[] {
    const number = ++this.#institutions;
    const party = partyIdOf({ scheme: 'OTHER', value: `institution ${number}` });
    const key: Hex = `0x${number.toString(16).padStart(40, 'a')}`;
    const capacities = 1 + random.below(255);
    const name = `${random.pick(PLACES)}机构${number}`;
    return [
      encodeEvent('InstitutionAdmitted', { number, party, capacities, time, name }),
      encodeEvent('KeyAdded', { number, key, duty: 1 << random.below(3), activeFrom: time + 3600, time }),
    ];
  }

  #policy(type: string, time: number): EncodedEvent[] {
    const version = (this.#policies.get(type) ?? 0) + 1;
    this.#policies.set(type, version);
    const code = textToFixed(type, 8);
    const policy = { effectiveFrom: time, flags: 2, minTermMonths: 0, maxTermMonths: 240 + version };
    const names = { nameZh: `权利${type}`, nameEn: type, unit: 't', authorityKind: 'ecology' };
    const description = { ...names, externalRegistrations: '', source: 'synthetic', note: '' };
    return [
      encodeEvent('PolicySet', { code, version: BigInt(version), policy, description, time }),
      encodeEvent('CompetenceSet', { code, institution: BigInt(version), competent: true, time }),
    ];
  }

  #party(random: Random, time: number): EncodedEvent[] {
    const sequence = this.#next();
    const first17 = `9144010${String(this.#parties.length).padStart(10, '0')}`;
    const value = first17 + usccCheckCharacter(first17);
    const party = partyIdOf({ scheme: 'USCC', value });
    this.#parties.push(party);
    const record = {
      legalName: nameOf(random, sequence),
      jurisdiction: 'CN-GD',
      registeredAddress: `${random.pick(PLACES)}市某路${1 + random.below(999)}号`,
      identifiers: [{ scheme: textToFixed('USCC', 8), value }],
    };
    return [
      encodeEvent('PartyRegistered', { party, registrant: 1n, sequence: BigInt(sequence), time, record }),
    ];
  }

  #rename(random: Random, time: number): EncodedEvent[] {
    const sequence = this.#next();
    const legalName = nameOf(random, sequence);
    const change = { registrant: 1n, sequence: BigInt(sequence), time, legalName, evidence: ZERO_WORD };
    return [encodeEvent('PartyRenamed', { party: random.pick(this.#parties), ...change })];
  }

  #right(random: Random, time: number): EncodedEvent[] {
    const sequence = this.#next();
    const certificateNumber = `粤权证〔2024〕第${String(sequence).padStart(8, '0')}号`;
    const authority = 1 + random.below(3);
    const id = rightIdOf(authority, certificateNumber);
    const quantity = 1_000n + BigInt(random.below(1_000_000_000)) * 1_000n;
    const holder = random.pick(this.#parties);
    const span = { validFrom: DAY, validTo: DAY + 365 * (1 + random.below(20)) };
    const typeCode = random.pick(TYPES);
    const standing = { status: 'confirmed', acquisition: 'paid' } as const;
    const state: RightState = { holder, typeCode, authority, ...standing, ...span, quantity, overlays: [] };
    this.#rights.push({ id, state });
    const registration = {
      ...{ holder, typeCode: textToFixed(typeCode, 8), acquisition: 2, vintage: 0, ...span, quantity },
      ...{ certificateNumber, region: 'CN-44' },
      referencePrice: {
        value: 15n,
        decimals: 2,
        currency: textToFixed('CNY', 3),
        day: DAY,
        source: '交易所',
      },
      serialBlocks: [{ prefix: `GD-${typeCode}-${sequence}-`, first: 1n, last: quantity }],
      evidence: [{ kind: textToFixed('permit', 16), digest: id }],
    };
    const stateHash = rightStateHash(state);
    const args = { right: id, holder, sequence: BigInt(sequence), time, authority, stateHash, registration };
    return [encodeEvent('RightRegistered', args)];
  }

  #interest(random: Random, time: number): EncodedEvent[] {
    const sequence = this.#next();
    const right = random.pick(this.#rights);
    const { holder: grantor, quantity } = right.state;
    const from = BigInt(random.below(500)) * (quantity / 1_000n);
    const interval = { from, to: from + quantity / 3n };
    const overlay = { kind: 'interest' as const, ref: sequence, priority: sequence, ...interval };
    right.state = { ...right.state, overlays: [...right.state.overlays, overlay] };
    const terms = {
      ...{
        debtor: random.pick(this.#parties),
        securedParties: [1 + random.below(6)],
        securedAmount: 1_000_000_000n,
      },
      ...{ termFrom: DAY, termTo: DAY + random.below(3_000), contractDigest: right.id },
    };
    const state: InterestState = {
      ...{ grantor, kind: 'pledge', status: 'effective', agent: 1, currency: 'CNY', rights: [right.id] },
      increases: [],
      ...terms,
    };
    const id = interestIdOf(sequence);
    this.#interests.push({ id, state, sequence, right });
    const change = { sequence: BigInt(sequence), time };
    const encumbered = { ...change, ref: BigInt(sequence), added: [packOverlay(overlay)] };
    return [
      encodeEvent('RightEncumbered', {
        right: right.id,
        stateHash: rightStateHash(right.state),
        ...encumbered,
      }),
      encodeEvent('InterestRegistered', {
        ...{ interest: id, grantor, ...change, agent: 1, stateHash: interestStateHash(state) },
        terms: {
          ...{ ...terms, kind: 1, currency: textToFixed('CNY', 3) },
          ...{ contractNumber: `合同${sequence}`, acknowledgeJunior: true, negativePledge: false },
          ...{ advance: false, determinationDay: 0 },
        },
        collateral: [{ right: right.id, intervals: [interval] }],
      }),
    ];
  }

  #cancel(random: Random, time: number): EncodedEvent[] {
    const sequence = this.#next();
    // The last takes the place of the one that ends: taking from the middle of a long list is slow.
    const at = random.below(this.#interests.length);
    const interest = this.#interests[at]!;
    const last = this.#interests.pop()!;
    if (last !== interest) this.#interests[at] = last;
    const { right } = interest;
    const overlays = right.state.overlays.filter(({ ref }) => ref !== interest.sequence);
    right.state = { ...right.state, overlays };
    const change = { sequence: BigInt(sequence), time };
    const { grantor } = interest.state;
    const stateHash = interestStateHash({ ...interest.state, status: 'cancelled' });
    const cancelled = { interest: interest.id, grantor, ...change, agent: 1, stateHash };
    return [
      encodeEvent('RightDischarged', {
        ...{ right: right.id, ref: BigInt(interest.sequence), ...change },
        stateHash: rightStateHash(right.state),
      }),
      encodeEvent('InterestCancelled', { ...cancelled, reason: 1, approver: `0x${'cc'.repeat(20)}` }),
    ];
  }

  #next(): number {
    return ++this.#sequence;
  }
}

const nameOf = (random: Random, sequence: number): string =>
  `${random.pick(PLACES)}${random.pick(TRADES)}${sequence}（集团）有限公司`;
