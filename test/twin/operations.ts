import { expect } from 'chai';
import type { Wallet } from 'ethers';
import { textToFixed } from '../../domain/abi.ts';
import { addMonths, dayOfInstant } from '../../domain/calendar.ts';
import { maskOf, POLICY_FLAGS } from '../../domain/codes.ts';
import { keccakText, type Hex } from '../../domain/hash.ts';
import { interestIdOf, partyIdOf, rightIdOf } from '../../domain/ids.ts';
import { wordOf } from '../../domain/journal.ts';
import { measure, type Interval } from '../../domain/line.ts';
import type { Overlay } from '../../domain/overlay.ts';
import { free, take } from '../../domain/ranks.ts';
import type { InterestRow, RightRow } from '../../domain/rows.ts';
import { interestStateFields, interestStateHash, rightStateFields } from '../../domain/state.ts';
import { signCancellation, signConsent } from '../support/approvals.ts';
import type { Call } from '../support/chain.ts';
import {
  AUTHORITY,
  BANK,
  HOLDER,
  keyOf,
  MEMBERS,
  numberOf,
  onChain,
  partyOf,
  PLANT,
  RIVAL,
  walletOf,
} from '../support/people.ts';
import type { Expected, Registry } from '../support/registry.ts';
import { NO_PRICE, termsOf, type Approval, type RightRegistration } from '../support/samples.ts';
import { DESCRIPTION, TYPES, typeCode } from '../support/types.ts';
import type { Random } from './random.ts';
import {
  Rules,
  type CancellationDraft,
  type CollateralDraft,
  type InterestDraft,
  type Signed,
  type Verdict,
} from './rules.ts';

/** One step: what is sent, what must come of it, and what must be true afterwards. */
export interface Operation {
  what: string;
  tx: Call;
  verdict: Verdict | undefined;
  events: Expected[];
  check: () => void;
}

const SECOND_AUTHORITY = 'second-authority';
const GRANTORS = [HOLDER, HOLDER, PLANT, BANK];

/** Random operations on a registry: two in three such as people mean them, one in three wrong somewhere. */
export class Operations {
  private readonly registry: Registry;
  private readonly random: Random;
  /** Rows as they once were, to build on what is stale. */
  private readonly pastRights: RightRow[] = [];
  private readonly pastInterests: InterestRow[] = [];
  private readonly wallets = new Map<Hex, Wallet>();
  private serial = 0;

  constructor(registry: Registry, random: Random) {
    this.registry = registry;
    this.random = random;
  }

  next(now: number): Promise<Operation> {
    // Back to work soon, or every step would be refused for the same reason.
    if (this.suspended() && this.random.once(3)) return this.suspendOrReinstate();
    const chosen = this.random.below(100);
    if (chosen < 6) return this.registerParty(now);
    if (chosen < 10) return this.renameParty(now);
    if (chosen < 26) return this.registerRights(now);
    if (chosen < 76) return this.registerInterests(now);
    if (chosen < 94) return this.cancel(now);
    return this.govern(now);
  }

  /* PARTIES */

  private async registerParty(now: number): Promise<Operation> {
    const by = this.maker(BANK, HOLDER, AUTHORITY);
    const identifiers = Array.from(
      { length: this.random.mostly(this.random.between(1, 2), 12, 0, 8, 9) },
      () => ({
        scheme: this.random.mostly('USCC', 5, 'LEI', 'a', '', 'TOO:LONG'),
        value: this.random.mostly(`n${this.serial++}`, 8, '', 'HOLDER', 'x'.repeat(513)),
      }),
    );
    const legalName = this.random.mostly('某某公司', 12, '', '名'.repeat(171));
    const record = {
      legalName,
      jurisdiction: 'CN',
      registeredAddress: '',
      identifiers: identifiers.map(onChain),
    };
    const id = identifiers[0] ? partyIdOf(identifiers[0]) : undefined;
    return {
      what: `register party ${JSON.stringify(identifiers)}`,
      tx: this.registry.call(by, 'Parties', 'register', record),
      verdict: this.rules(now).registersParty(by, legalName, identifiers),
      events: [['PartyRegistered', { party: id }]],
      check: () =>
        expect(this.registry.party(id!)).to.deep.include({ legalName, identifiers, formerNames: [] }),
    };
  }

  private async renameParty(now: number): Promise<Operation> {
    const by = this.maker(AUTHORITY, BANK, SECOND_AUTHORITY);
    const known = this.registry.rows.all('party').map(({ id }) => id);
    const party = this.random.mostly(this.random.pick(known), 10, keccakText('nobody'));
    const legalName = this.random.mostly(`name ${this.serial++}`, 12, '');
    const before = this.registry.rows.get('party', party);
    return {
      what: `rename party ${party}`,
      tx: this.registry.call(by, 'Parties', 'rename', party, legalName, keccakText(legalName)),
      verdict: this.rules(now).renamesParty(by, party, legalName),
      events: [['PartyRenamed', { party, legalName }]],
      check: () => {
        const { legalName: present, formerNames } = this.registry.party(party);
        const names = formerNames.map((it) => it.legalName);
        const expected = [...(before?.formerNames ?? []).map((it) => it.legalName), before?.legalName];
        expect([...names, present]).to.deep.equal([...expected, legalName]);
      },
    };
  }

  /* RIGHTS */

  private async registerRights(now: number): Promise<Operation> {
    const label = this.random.mostly(AUTHORITY, 8, SECOND_AUTHORITY);
    const by = this.maker(label);
    const count = this.random.mostly(1, 3, 2, 3, 2, 3, 0);
    const given = Array.from({ length: count }, () => this.rightRegistration(dayOfInstant(now)));
    const authority = this.rules(now).institutionOf(by);
    return {
      what: `register rights ${given.map(({ certificateNumber }) => certificateNumber).join(', ')}`,
      tx: this.registry.call(by, 'Rights', 'register', given),
      verdict: this.rules(now).registersRights(by, given),
      events: given.map(({ holder }): Expected => ['RightRegistered', { holder, authority }]),
      check: () => {
        for (const { certificateNumber, quantity, holder } of given) {
          const { state } = this.registry.right(rightIdOf(authority, certificateNumber));
          expect(state).to.deep.include({ quantity, holder, authority, status: 'confirmed', overlays: [] });
        }
      },
    };
  }

  private rightRegistration(today: number): RightRegistration {
    const { random } = this;
    const quantity = BigInt(random.mostly(random.pick([20, 64, 1000]), 15, 0, 5));
    const validFrom = today - random.between(0, 400);
    const half = quantity / 2n;
    const blocks = [
      { prefix: 'A', first: 1n, last: half },
      {
        prefix: random.mostly('A', 2, 'B'),
        first: half + 1n,
        last: random.mostly(quantity, 6, quantity + 1n, half),
      },
    ];
    return {
      holder: random.mostly(partyOf(random.pick(GRANTORS)), 20, keccakText('nobody')),
      typeCode: typeCode(random.mostly('PLAIN', 2, ...Object.keys(TYPES), 'NEVER')),
      acquisition: random.mostly(2, 3, 1, 3, 0),
      vintage: random.mostly(0, 2, 2025),
      validFrom,
      validTo: random.mostly(0, 3, today, today + random.between(1, 900), validFrom - 1),
      quantity: random.mostly(quantity, 30, 1n << 76n),
      certificateNumber: random.mostly(`c${this.serial++}`, 15, 'c1', ''),
      region: 'CN-44',
      referencePrice: NO_PRICE,
      serialBlocks: random.mostly([], 4, blocks, [{ prefix: '', first: 7n, last: 6n + quantity }]),
      evidence: [],
    };
  }

  /* INTERESTS */

  private async registerInterests(now: number): Promise<Operation> {
    const label = this.random.mostly(BANK, 3, RIVAL);
    const by = this.maker(label);
    const drafts: InterestDraft[] = [];
    for (let i = this.random.mostly(1, 6, 2, 3, 2, 3, 0); i > 0; i--) {
      drafts.push(this.interestDraft(label, now));
    }
    const given = [];
    for (const draft of drafts) given.push(await this.encodedInterest(draft, now));
    const first = this.registry.lastSequence + 1;
    const before = new Map(
      drafts.flatMap(({ collateral }) => collateral.map(({ right, row }) => [right, row.state])),
    );
    return {
      what: `register interests on ${drafts.map(({ collateral }) => collateral.map(shown).join(' + ')).join(', ')}`,
      tx: this.registry.call(by, 'SecurityInterests', 'register', given),
      verdict: this.rules(now).registersInterests(by, drafts),
      events: drafts.flatMap(({ collateral, grantor, terms }, i): Expected[] => [
        ...collateral.map(({ right }): Expected => ['RightEncumbered', { right, ref: BigInt(first + i) }]),
        ['InterestRegistered', { interest: interestIdOf(first + i), grantor, terms }],
      ]),
      check: () => {
        for (const [i, { grantor, terms, collateral }] of drafts.entries()) {
          const rights = collateral.map(({ right }) => right);
          const { state } = this.registry.interest(interestIdOf(first + i));
          expect(state).to.deep.include({ grantor, rights, status: 'effective', termTo: terms.termTo });
          for (const { right, intervals } of collateral) {
            const added = intervals.map((it) => overlay(first + i, it));
            this.expectLine(right, [...(before.get(right)?.overlays ?? []), ...added]);
          }
        }
      },
    };
  }

  private interestDraft(label: string, now: number): InterestDraft {
    const { random, registry } = this;
    const today = dayOfInstant(now);
    const rights = registry.rows.all('right');
    // Half of them on the first few rights, so that their lines fill.
    const anchor = rights.length > 0 ? random.pick(random.once(2) ? rights : rights.slice(0, 4)) : undefined;
    const grantor = random.mostly(anchor?.state.holder ?? partyOf(HOLDER), 20, partyOf(PLANT));
    const held = rights.filter(({ state }) => state.holder === grantor);
    const chosen =
      held.length === 0 ? [] : Array.from({ length: random.mostly(1, 4, 2, 3) }, () => random.pick(held));
    const collateral = random.once(25) || !anchor ? [] : random.once(25) ? [anchor] : chosen;
    const termFrom = today - random.between(0, 60);
    const aboutThere = () => addMonths(termFrom, random.pick([6, 12, 360])) - random.between(0, 2);
    const number = numberOf(label);
    return {
      grantor,
      terms: termsOf({
        kind: random.mostly(random.between(1, 3), 30, 0),
        securedAmount: random.mostly(1_000_000n, 30, 0n),
        contractNumber: random.mostly('C', 30, ''),
        securedParties: random.mostly(
          [number],
          10,
          [1, number, 99],
          [],
          [1],
          [1, number].sort((a, b) => a - b),
        ),
        termFrom,
        termTo: random.mostly(
          addMonths(today, 7),
          3,
          aboutThere(),
          aboutThere(),
          aboutThere(),
          aboutThere(),
          today - 1,
        ),
        acknowledgeJunior: random.once(2),
      }),
      collateral: collateral.map((row) => this.collateralOf(row)),
      consent: this.signedBy(
        now,
        keyOf(HOLDER, 'maker'),
        keyOf(HOLDER, 'checker'),
        keyOf(HOLDER, 'auditor'),
        keyOf(BANK, 'maker'),
      ),
    };
  }

  private collateralOf(present: RightRow): CollateralDraft {
    const past = this.pastRights.filter(({ id }) => id === present.id);
    const row = past.length > 0 && this.random.once(10) ? this.random.pick(past) : present;
    this.pastRights.push(present);
    return { right: present.id, row, intervals: this.intervalsOn(row) };
  }

  private intervalsOn({ state: { quantity, overlays } }: RightRow): Interval[] {
    const { random } = this;
    if (random.once(3)) {
      const some = BigInt(random.between(1, Number(quantity < 1000n ? quantity : 1000n)));
      return take(some, quantity, overlays) ?? [];
    }
    const end = Number(quantity < 1000n ? quantity : 1000n);
    const cuts = Array.from({ length: 2 * random.mostly(1, 4, 2, 3, 2, 3, 0, 17) }, () =>
      random.between(0, end),
    );
    const sorted = random.once(12) ? cuts : cuts.sort((a, b) => a - b);
    return sorted.flatMap((from, i) => {
      const to = sorted[i + 1];
      return i % 2 === 0 && to !== undefined
        ? [{ from: BigInt(from), to: BigInt(random.mostly(to, 40, end + 1)) }]
        : [];
    });
  }

  private async encodedInterest({ grantor, terms, collateral, consent }: InterestDraft, now: number) {
    const items = collateral.map(({ right, row, intervals }) => ({
      right,
      head: { state: rightStateFields(row.state), journal: row.journal },
      intervals,
    }));
    const unsigned: Approval = { deadline: consent.deadline, signature: '0x' };
    const registration = { grantor, terms, collateral: items, consent: unsigned };
    // Signing is slow, and where no type asks for consent nobody reads it.
    if (!collateral.some(({ row }) => this.rules(now).flagsOf(row).includes('consent'))) return registration;
    const signed = consent.other
      ? { ...registration, terms: { ...terms, contractNumber: 'another' } }
      : registration;
    const signature = await signConsent(
      this.registry,
      signed,
      consent.deadline,
      this.walletOf(consent.signer),
    );
    return { ...registration, consent: signature };
  }

  /* CANCELLATION */

  private async cancel(now: number): Promise<Operation> {
    const { random, registry } = this;
    const rows = registry.rows.all('interest');
    const effective = rows.filter(({ state }) => state.status === 'effective');
    const among = effective.length > 0 && !random.once(12) ? effective : rows;
    if (effective.length === 0 && !random.once(12)) return this.registerInterests(now);
    if (among.length === 0) return this.registerRights(now);
    const present = random.pick(among);
    const past = this.pastInterests.filter(({ id }) => id === present.id);
    const row = past.length > 0 && random.once(10) ? random.pick(past) : present;
    const agent = MEMBERS[row.state.agent - 1]?.label ?? BANK;
    const by = this.maker(agent);
    const heads = row.state.rights.map((right) => {
      const earlier = this.pastRights.filter(({ id }) => id === right);
      return earlier.length > 0 && random.once(12) ? random.pick(earlier) : registry.right(right);
    });
    const draft: CancellationDraft = {
      row,
      rights: random.mostly(heads, 25, heads.slice(1), [...heads, ...heads]),
      reason: random.mostly(random.between(1, 4), 25, 0),
      approval: this.signedBy(
        now,
        keyOf(agent, 'checker'),
        keyOf(agent, 'maker'),
        keyOf(agent, 'auditor'),
        keyOf(HOLDER, 'checker'),
        walletOf('spare-1'),
        walletOf('spare-2'),
      ),
    };
    this.pastInterests.push(present);
    const before = row.state.rights.map((right) => registry.right(right).state.overlays);
    return {
      what: `cancel interest ${row.sequence}`,
      tx: registry.call(
        by,
        'SecurityInterests',
        'cancel',
        row.id,
        { state: interestStateFields(row.state), journal: row.journal },
        draft.rights.map(({ state, journal }) => ({ state: rightStateFields(state), journal })),
        draft.reason,
        await this.signedCancellation(draft),
      ),
      verdict: this.rules(now).cancels(by, draft),
      events: [
        ...row.state.rights.map((right): Expected => [
          'RightDischarged',
          { right, ref: BigInt(row.sequence) },
        ]),
        ['InterestCancelled', { interest: row.id, reason: draft.reason, approver: draft.approval.signer }],
      ],
      check: () => {
        expect(registry.interest(row.id).state).to.deep.equal({ ...row.state, status: 'cancelled' });
        for (const [i, right] of row.state.rights.entries()) {
          this.expectLine(
            right,
            (before[i] ?? []).filter(({ ref }) => ref !== row.sequence),
          );
        }
      },
    };
  }

  private signedCancellation({ row, reason, approval }: CancellationDraft): Promise<Approval> {
    const signedReason = approval.other ? reason + 1 : reason;
    const word = wordOf(interestStateHash(row.state), row.journal);
    const wallet = this.walletOf(approval.signer);
    return signCancellation(this.registry, wallet, row.id, signedReason, approval.deadline, word);
  }

  /* GOVERNANCE */

  private async govern(now: number): Promise<Operation> {
    const { random, registry } = this;
    const nothing = { verdict: undefined, events: [], check: () => undefined };
    const chosen = random.below(6);
    if (chosen < 3) return this.suspendOrReinstate();
    if (chosen === 3) {
      const wallet = walletOf(random.pick(['spare-1', 'spare-2']));
      const key = wallet.address.toLowerCase() as Hex;
      const bound = registry.rows.get('key', key);
      if (bound) {
        const events: Expected[] = bound.removedAt === undefined ? [['KeyRemoved', { key }]] : [];
        return {
          ...nothing,
          what: 'remove key',
          tx: registry.governs('Institutions', 'removeKey', key),
          events,
        };
      }
      const args = [numberOf(BANK), key, 2, now + 300];
      const events: Expected[] = [['KeyAdded', { key, activeFrom: now + 300 }]];
      return { ...nothing, what: 'add key', tx: registry.governs('Institutions', 'addKey', ...args), events };
    }
    if (chosen === 4) {
      const competent = !registry.rows.get('rightType', 'PAID')?.competent.includes(9);
      const tx = registry.governs('RightTypes', 'setCompetence', textToFixed('PAID', 8), 9, competent);
      return { ...nothing, what: 'set competence', tx, events: [['CompetenceSet', { competent }]] };
    }
    const code = typeCode(random.pick(['VINTAGE', 'SHORT', 'PAID']));
    const flags = maskOf(POLICY_FLAGS, ['pledgeable', random.pick(POLICY_FLAGS)]);
    const effectiveFrom = now + random.between(-300, 600);
    const policy = { effectiveFrom, flags, minTermMonths: random.between(1, 6), maxTermMonths: 360 };
    return {
      ...nothing,
      what: 'set policy',
      tx: registry.governs('RightTypes', 'setPolicy', code, policy, DESCRIPTION),
      verdict: this.rules(now).setsPolicy(code, effectiveFrom),
      events: [['PolicySet', { code, policy }]],
    };
  }

  private suspended() {
    return this.registry.rows.all('institution').find((it) => it.suspended);
  }

  private async suspendOrReinstate(): Promise<Operation> {
    const out = this.suspended();
    const number = out?.number ?? numberOf(this.random.pick([BANK, RIVAL, HOLDER, AUTHORITY]));
    return {
      what: `${out ? 'reinstate' : 'suspend'} ${number}`,
      tx: this.registry.governs('Institutions', out ? 'reinstate' : 'suspend', number, 'r'),
      verdict: undefined,
      events: [[out ? 'InstitutionReinstated' : 'InstitutionSuspended', { number }]],
      check: () => expect(this.suspended()?.number).to.equal(out ? undefined : number),
    };
  }

  /* COMMON */

  private rules(now: number): Rules {
    return new Rules(this.registry, now);
  }

  /** Mostly the maker of the first; at times of another, or not a maker. */
  private maker(usual: string, ...others: string[]): Hex {
    const label = this.random.mostly(usual, 6, usual, ...others, RIVAL);
    const duty = this.random.mostly('maker' as const, 25, 'checker', 'auditor');
    return keyOf(label, duty).address.toLowerCase() as Hex;
  }

  private signedBy(now: number, usual: Wallet, ...others: Wallet[]): Signed {
    const wallet = this.random.mostly(usual, 6, ...others);
    const signer = wallet.address.toLowerCase() as Hex;
    this.wallets.set(signer, wallet);
    return { signer, deadline: now + this.random.mostly(60, 20, 0, -1), other: this.random.once(20) };
  }

  private walletOf(signer: Hex): Wallet {
    const wallet = this.wallets.get(signer);
    if (!wallet) throw new Error(`no wallet of ${signer}`);
    return wallet;
  }

  /** The line carries exactly these; what is free and what is taken are the whole of it. */
  private expectLine(right: Hex, overlays: readonly Overlay[]): void {
    const { state } = this.registry.right(right);
    expect(state.overlays).to.deep.equal(overlays);
    expect(measure(free(state.quantity, overlays)) + measure(overlays)).to.equal(state.quantity);
  }
}

const overlay = (ref: number, { from, to }: Interval): Overlay => ({
  kind: 'interest',
  ref,
  priority: ref,
  from,
  to,
});

const shown = ({ right, intervals }: CollateralDraft): string =>
  `${right.slice(0, 8)} ${intervals.map(({ from, to }) => `[${from}, ${to})`).join(' ')}`;
