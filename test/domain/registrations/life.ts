import { textToFixed } from '../../../domain/encoding/abi.ts';
import { REMARKS, TITLE_CAUSES, type Remark, type TitleCause } from '../../../domain/encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../../../domain/encoding/hash.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import type { Log } from '../../../domain/journal/entry.ts';
import { OVERLAY_KINDS, packOverlay, type Overlay, type OverlayKind } from '../../../domain/line/overlay.ts';
import {
  decodeLog,
  type EventArgs,
  type EventName,
  type RegistryEvent,
} from '../../../domain/registrations/events.ts';
import { DivergenceError, reduce, type Reduction } from '../../../domain/registrations/reduce.ts';
import { MemoryRows } from '../../../domain/state/rows.ts';
import { rightStateFields } from '../../../domain/state/state.ts';
import {
  dated,
  EMITTER,
  idOf,
  logOf,
  overlayOf,
  particularsOf,
  partyRegistered,
  partyRenamed,
  rightState,
} from '../history.ts';
import { A, at, B, D, FOUNDED, I, P, Q, START } from './rows.ts';

/* A life in which every event of the registries happens. */

/** What a successor added to a state. */
export const EXTENSION = idOf('extension');

export const [C, E, F, G, R] = ['C', 'E', 'F', 'G', 'R'].map(idOf) as [Hex, Hex, Hex, Hex, Hex];
export const [J, K] = [interestIdOf(9), interestIdOf(27)];

/** An event with what the reducer made of it. */
export interface Entered {
  event: RegistryEvent;
  log: Log;
  reduction: Reduction;
}

type Given<N extends EventName> = Omit<EventArgs[N], 'sequence' | 'time' | 'stateHash' | 'childStateHash'>;

class Life {
  readonly rows = new MemoryRows();
  readonly entered: Entered[] = [];

  enter(...logs: readonly Log[]): this {
    for (const log of logs) {
      const event = decodeLog(log)!;
      const reduction = reduce(event, log, this.rows);
      this.rows.apply(reduction.changes);
      this.entered.push({ event, log, reduction });
    }
    return this;
  }

  /** The hashes are those that the reducer computes: whether they are right the other tests ask. */
  add<N extends EventName>(name: N, sequence: number, given: Given<N>, hashes: [Hex?, Hex?] = []): this {
    const [stateHash = ZERO_WORD, childStateHash = ZERO_WORD] = hashes;
    const stated = { ...dated(sequence), stateHash, childStateHash };
    const log = logOf(name, { ...stated, ...given } as unknown as EventArgs[N]);
    try {
      return this.enter(log);
    } catch (error) {
      const computed = /computes (0x\w+)/.exec((error as Error).message)?.[1] as Hex | undefined;
      if (!(error instanceof DivergenceError) || !computed) throw error;
      return this.add(name, sequence, given, hashes[0] ? [hashes[0], computed] : [computed]);
    }
  }
}

const lying = (kind: OverlayKind, ref: number, from: number, to: number): Overlay => ({
  ...overlayOf(ref, from, to),
  kind,
});
const overlay = (...of: Parameters<typeof lying>) => packOverlay(lying(...of));
const of = (interest: Hex, agent = 2) => ({ interest, grantor: P, agent });
const terms = (advance: boolean) => ({
  ...{ kind: 1, debtor: Q, securedParties: [1, 2], securedAmount: 1_000n, currency: textToFixed('CNY', 3) },
  ...{ termFrom: 20_000, termTo: 21_000, contractNumber: 'n', contractDigest: D, acknowledgeJunior: true },
  ...{ negativePledge: false, advance, determinationDay: 0 },
});
const amendment = {
  ...{ debtor: Q, securedAmount: START.securedAmount, contractNumber: 'n-2', contractDigest: D },
  ...{ acknowledgeJunior: true, negativePledge: true, determinationDay: 22_000 },
};
const conveyance = (cause: TitleCause, to: Hex, disposal = 0n) => ({
  ...{ cause: TITLE_CAUSES.indexOf(cause), to, disposal },
  ...{ approvalDigest: ZERO_WORD, evidence: D },
});
const collateral = (right: Hex, from: number, to: number) => [{ right, intervals: [at(from, to)] }];
const remark = (kind: Remark, ref: number, day = 0) => ({
  ...{ interest: I, grantor: P, institution: 2, kind: REMARKS.indexOf(kind), ref: BigInt(ref), day },
  ...{ number: day ? 'x' : '', digest: D },
});
const order = { kind: OVERLAY_KINDS.indexOf('judicial-freeze'), until: 0, number: 'o', digest: D };
const onA = { right: A, ref: 20n, institution: 3 };
const onF = { right: F, ref: 38n, institution: 3 };
const disposal = {
  ...{ route: 2, buyer: Q, currency: textToFixed('CNY', 3), proceeds: 500n, referenceValue: 0n },
  ...{ source: 's', evidence: D },
};
const decision = {
  ...{ kind: OVERLAY_KINDS.indexOf('surrendered'), overriding: false, period: 2025 },
  ...{ number: 'd', digest: D },
};
const policy = { effectiveFrom: 0, flags: 3, minTermMonths: 1, maxTermMonths: 360 };
const description = {
  ...{ nameZh: '配额', nameEn: 'allowance', unit: 't', authorityKind: 'exchange' },
  ...{ externalRegistrations: '', source: 's', note: '' },
};
const code = textToFixed('GDEA', 8);
const time = 1_700_000_000;
const institution = (number: number, party: Hex) => ({ number, party, time });

/** A right divided from another after the renewal of A, as the log of the division says it. */
const child = (quantity: bigint, change: Partial<ReturnType<typeof rightState>>, extension: Hex = '0x') => ({
  state: rightStateFields({ ...rightState(P), validFrom: 21_000, validTo: 24_000, quantity, ...change }),
  extension,
});
const title = { authority: 1, from: P };

export const LIFE = new Life()
  .enter(
    logOf('RegistryAppointed', {
      ...{
        registry: EMITTER,
        name: textToFixed('Rights', 32),
        version: 1,
        subjects: 9,
        facts: 1n << 13n,
        time,
      },
    }),
    logOf('KeyDelaySet', { delay: 3_600, time }),
    logOf('InstitutionAdmitted', { ...institution(1, P), capacities: 3, name: 'p' }),
    logOf('InstitutionAdmitted', { ...institution(2, Q), capacities: 3, name: 'q' }),
    logOf('CapacitiesChanged', { ...institution(2, Q), capacities: 2 }),
    logOf('InstitutionSuspended', { ...institution(2, Q), reason: 'r' }),
    logOf('InstitutionReinstated', { ...institution(2, Q), reason: 'r' }),
    logOf('KeyAdded', { number: 1, key: EMITTER, duty: 2, activeFrom: 9, time }),
    logOf('KeyRemoved', { number: 1, key: EMITTER, time }),
    logOf('PolicySet', { code, version: 0n, time, policy, description }),
    logOf('CompetenceSet', { code, institution: 1n, time, competent: true }),
    ...FOUNDED,
  )
  .add('RightEncumbered', 5, { right: A, ref: 5n, added: [overlay('interest', 5, 0, 60)] })
  .add('InterestRegistered', 5, { ...of(I), terms: terms(false), collateral: collateral(A, 0, 60) })
  .add('RightEncumbered', 6, { right: B, ref: 5n, added: [overlay('interest', 5, 0, 10)] })
  .add('InterestAmended', 6, { ...of(I), amendment, added: collateral(B, 0, 10) })
  .add('InterestExtended', 7, { ...of(I), termTo: 22_000 })
  .add('InterestAssigned', 8, { ...of(I), newAgent: 1, securedParties: [1], evidence: D, approver: EMITTER })
  .add('RightEncumbered', 9, { right: A, ref: 9n, added: [overlay('interest', 9, 20, 80)] })
  .add('InterestRegistered', 9, { ...of(J), terms: terms(true), collateral: collateral(A, 20, 80) })
  .add('InterestConfirmed', 10, { ...of(J), contractDigest: idOf('contract') })
  .add('InterestSubordinated', 11, {
    ...{ ...of(I), ahead: J, collateral: collateral(A, 20, 60), approver: EMITTER },
  })
  .add('RightReranked', 11, { right: A, ref: 5n, priority: 9n, intervals: [at(20, 60)] })
  .add('InterestReleased', 12, {
    ...{ ...of(I), released: collateral(A, 0, 10), reason: 3, approver: EMITTER },
  })
  .add('RightReleased', 12, { right: A, ref: 5n, intervals: [at(0, 10)] })
  .add('ExternalRegistrationEntered', 13, {
    ...{ interest: I, grantor: P, institution: 2 },
    leg: { register: 1, number: 'u', day: 20_100, quantity: 50n, grantor: P, termTo: 0, evidence: D },
  })
  .add('InterestRemarked', 14, remark('objection', 14))
  .add('InterestRemarked', 15, remark('objection-notified', 14, 20_101))
  .add('InterestRemarked', 16, remark('case-accepted', 14, 20_110))
  .add('InterestRemarked', 17, remark('objection-withdrawn', 14))
  .add('InterestRemarked', 18, remark('cancellation-requested', 18, 20_090))
  .add('RightRenewed', 19, {
    ...{ right: A, authority: 1n },
    renewal: { certificateNumber: 'c2', validFrom: 21_000, validTo: 24_000, evidence: [] },
  })
  .add('RightRestricted', 20, { ...onA, order, added: [overlay('judicial-freeze', 20, 90, 95)] })
  .add('RestrictionProlonged', 21, { ...onA, until: 21_500, number: '续1', digest: D })
  .add('RestrictionLifted', 22, { ...onA, number: '解1', digest: D, approver: EMITTER })
  .add('QuotaChanged', 23, {
    right: A,
    authority: 1n,
    decision,
    added: [overlay('surrendered', 23, 95, 100)],
  })
  .enter(partyRenamed(24, P, 'A2'))
  .add('DefaultDeclared', 25, { ...of(J), day: 20_200, due: 900n, digest: D })
  .add('DefaultWithdrawn', 26, { ...of(J), digest: D })
  .add('RightEncumbered', 27, { right: B, ref: 27n, added: [overlay('interest', 27, 50, 60)] })
  .add('InterestRegistered', 27, { ...of(K), terms: terms(false), collateral: collateral(B, 50, 60) })
  .add('InterestRevoked', 28, {
    ...{ interest: K, grantor: P, court: 2, approver: EMITTER },
    judgment: { court: '广州中院', number: '1', effectiveDay: 20_500, digest: D },
  })
  .add('RightDischarged', 28, { right: B, ref: 27n })
  .add('InterestCancelled', 29, { ...of(I), reason: 1, approver: EMITTER })
  .add('RightDischarged', 29, { right: A, ref: 5n })
  .add('RightDischarged', 29, { right: B, ref: 5n })
  .add('RightDisposed', 30, {
    ...{ right: A, ref: 30n, institution: 2, interest: J, units: at(20, 40), disposal, claimants: [J] },
    ...{ payments: [{ claimant: 0, layer: 0, claim: 500n, paid: 500n }], surplus: 0n, approver: EMITTER },
  })
  .add('InterestPaid', 30, { interest: J, grantor: P, claimed: 500n, paid: 500n, increases: [] })
  .add('RightDivided', 31, {
    ...{ ...title, right: A, child: C, conveyance: conveyance('disposal', Q, 30n), part: [at(20, 40)] },
    particulars: particularsOf('c3', [21, 40]),
    ...child(20n, { holder: Q, acquisition: 'traded' }),
  })
  .add('RightDivided', 32, {
    ...{ ...title, right: A, child: E, conveyance: conveyance('split', P), part: [at(40, 60)] },
    particulars: particularsOf('c4', [41, 60]),
    ...child(20n, { overlays: [lying('interest', 9, 0, 20)] }),
  })
  .add('InterestFollowed', 32, { interest: J, grantor: P, right: E })
  .add('RightTransferred', 33, { ...title, right: B, to: Q, conveyance: conveyance('transfer', Q) })
  .enter(partyRegistered(34, R, 'R'))
  .add('PartySucceeded', 35, { party: P, successor: Q, registrant: 1, kind: 1, evidence: D })
  .add('StateExtended', 36, { subject: A, kind: 1n, extension: EXTENSION })
  .add('StateExtended', 37, { subject: J, kind: 2n, extension: EXTENSION })
  .add('RightRestricted', 38, {
    ...{ right: A, ref: 38n, institution: 3, order, added: [overlay('judicial-freeze', 38, 60, 90)] },
  })
  // The freeze lies on both; of what was divided off a part goes on, under the freeze too.
  .add('RightDivided', 39, {
    ...{ ...title, right: A, child: F, conveyance: conveyance('split', P), part: [at(70, 90)] },
    particulars: particularsOf('c5', [71, 90]),
    ...child(
      20n,
      { overlays: [lying('interest', 9, 0, 10), lying('judicial-freeze', 38, 0, 20)] },
      EXTENSION,
    ),
  })
  .add('InterestFollowed', 39, { interest: J, grantor: P, right: F })
  .add('RightDivided', 40, {
    ...{ ...title, right: F, child: G, conveyance: conveyance('succession', Q), part: [at(15, 20)] },
    particulars: particularsOf('c6', [86, 90]),
    ...child(5n, { holder: Q, overlays: [lying('judicial-freeze', 38, 0, 5)] }, EXTENSION),
  })
  .add('RestrictionProlonged', 41, { ...onF, until: 21_600, number: '续2', digest: D })
  .add('RestrictionLifted', 42, { ...onF, number: '解2', digest: D, approver: EMITTER })
  .add('RestrictionLifted', 43, { ...onF, right: G, number: '解3', digest: D, approver: EMITTER })
  .add('InterestAmended', 44, { ...of(J), amendment, added: [] })
  .add('RightDisposed', 45, {
    ...{ right: F, ref: 45n, institution: 2, interest: J, units: at(0, 5), disposal, claimants: [J] },
    ...{ payments: [{ claimant: 0, layer: 1, claim: 500n, paid: 300n }], surplus: 200n, approver: EMITTER },
  })
  .add('InterestPaid', 45, {
    ...{ interest: J, grantor: P, claimed: 500n, paid: 300n },
    increases: [(44n << 128n) | (START.securedAmount - 800n)],
  })
  .add('RightTransferred', 46, {
    ...{ ...title, right: C, from: Q, to: R, conveyance: conveyance('court-order', R) },
  })
  .add('PartySucceeded', 47, { party: R, successor: Q, registrant: 1, kind: 1, evidence: D })
  .enter(partyRenamed(48, Q, 'B2'));
