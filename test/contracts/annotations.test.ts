import { expect } from 'chai';
import { expiryInstant } from '../../domain/time/calendar.ts';
import { REMARKS, type Remark } from '../../domain/encoding/codes.ts';
import { keccakText, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { interestIdOf } from '../../domain/encoding/ids.ts';
import { forgedInterest } from '../support/heads.ts';
import { networkHelpers } from '../support/chain.ts';
import { cancels, enters, remarks, type Leg, type RemarkFields } from '../support/interests.ts';
import { COURT, declareDefault } from '../support/lines.ts';
import { accountOf, AUTHORITY, BANK, HOLDER, numberOf, partyOf, RIVAL } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { interestOf, registerInterest, registerRight, rightOf, TODAY } from '../support/samples.ts';

const LONGEST = 'x'.repeat(256);
const NUMBER = '(2026)粤01民初1号';

describe('Annotations', () => {
  let registry: Registry;
  let right: Hex;
  let interest: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
    interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 50]] }));
  });

  const forged = () => forgedInterest(registry.interest(interest), { securedAmount: 1n });
  const ends = async () => registry.act(await cancels(registry, interest));

  describe('enterExternal', () => {
    it('records what another register says, and changes nothing', async () => {
      const before = registry.interest(interest).state;
      await registry.accepts(enters(registry, interest, 'unified'), [
        'ExternalRegistrationEntered',
        {
          interest,
          grantor: partyOf(HOLDER),
          sequence: BigInt(registry.lastSequence + 1),
          institution: numberOf(BANK),
          leg: {
            register: 1,
            number: 'ZD-1',
            day: TODAY,
            quantity: 10n,
            grantor: partyOf(HOLDER),
            termTo: before.termTo,
            evidence: keccakText('certificate'),
          },
        },
      ]);
      expect(registry.interest(interest).state).to.deep.equal(before);
    });

    it('is the agent’s for either register, a registration authority’s for its platform', async () => {
      await registry.act(enters(registry, interest, 'platform'));
      await registry.act(enters(registry, interest, 'platform', {}, { from: accountOf(AUTHORITY) }));
      for (const [label, register, code] of [
        [AUTHORITY, 'unified', 1],
        [RIVAL, 'unified', 1],
        [RIVAL, 'platform', 2],
      ] as const) {
        const tx = enters(registry, interest, register, {}, { from: accountOf(label) });
        await registry.refuses(tx, 'NotEntitledToLeg', { register: code, institution: numberOf(label) });
      }
      const holders = enters(registry, interest, 'platform', {}, { from: accountOf(HOLDER) });
      await registry.refuses(holders, 'WrongCapacity');
    });

    it('needs a register, a number, a day that has come, a quantity and evidence', async () => {
      const missing: Partial<Leg>[] = [
        { register: 0 },
        { number: '' },
        { number: `${LONGEST}x` },
        { day: 0 },
        { day: TODAY + 1 },
        { quantity: 0n },
        { evidence: ZERO_WORD },
      ];
      for (const changes of missing) {
        await registry.refuses(enters(registry, interest, 'unified', changes), 'InvalidLeg', {});
      }
      await registry.refuses(enters(registry, interest, 'unified', { register: 3 }), '');
      await registry.act(enters(registry, interest, 'unified', { number: LONGEST }));
    });

    it('is of an interest that has not ended', async () => {
      const given = interestOf(registry, { [right]: [[60, 61]] }, { advance: true });
      await registry.act(enters(registry, await registerInterest(registry, given), 'unified'));
      await declareDefault(registry, interest);
      await registry.act(enters(registry, interest, 'unified'));
      await ends();
      await registry.refuses(enters(registry, interest, 'unified'), 'NotEffective', { interest, status: 2 });
    });

    it('is of the present state', async () => {
      await registry.refuses(enters(registry, interest, 'unified', {}, { head: forged() }), 'StaleState');
    });
  });

  describe('remark', () => {
    const code = (kind: Remark) => REMARKS.indexOf(kind);
    const as = (label: string, kind: Remark, changes: Partial<RemarkFields> = {}, on = interest) =>
      remarks(registry, on, kind, changes, { from: accountOf(label) });
    const objects = async (label = RIVAL): Promise<number> => {
      await registry.act(as(label, 'objection'));
      return registry.lastSequence;
    };

    it('records an objection, by which later remarks know it, and changes nothing', async () => {
      const before = registry.interest(interest).state;
      const ref = BigInt(registry.lastSequence + 1);
      await registry.accepts(as(RIVAL, 'objection', { number: 'O-1' }), [
        'InterestRemarked',
        {
          interest,
          grantor: partyOf(HOLDER),
          sequence: ref,
          institution: numberOf(RIVAL),
          kind: code('objection'),
          ref,
          day: TODAY,
          number: 'O-1',
          digest: keccakText('remark'),
        },
      ]);
      await registry.accepts(as(RIVAL, 'objection-notified', { ref: Number(ref) }), [
        'InterestRemarked',
        { sequence: ref + 1n, kind: code('objection-notified'), ref },
      ]);
      expect(registry.interest(interest).state).to.deep.equal(before);
    });

    it('is an objection of anybody who writes, but the agent', async () => {
      for (const label of [HOLDER, AUTHORITY, COURT, 'issuer', RIVAL]) await objects(label);
      await registry.refuses(as(BANK, 'objection'), 'NotEntitledToRemark', {
        kind: code('objection'),
        institution: numberOf(BANK),
      });
      await registry.refuses(as('investor', 'objection'), 'WrongCapacity');
      const tx = remarks(registry, interest, 'objection', {}, { from: accountOf(RIVAL, 'checker') });
      await registry.refuses(tx, 'WrongDuty');
    });

    it('is of the objector, if it is about the objection', async () => {
      const ref = await objects();
      for (const kind of ['objection-notified', 'case-accepted', 'objection-withdrawn'] as const) {
        for (const label of [BANK, HOLDER]) {
          await registry.refuses(as(label, kind, { ref, number: NUMBER }), 'NotObjector', {
            ref,
            institution: numberOf(label),
          });
        }
      }
      for (const kind of ['objection-notified', 'objection-withdrawn'] as const) {
        await registry.refuses(as(COURT, kind, { ref }), 'NotObjector', {
          ref,
          institution: numberOf(COURT),
        });
      }
      await registry.act(as(RIVAL, 'objection-notified', { ref }));
      await registry.act(as(RIVAL, 'case-accepted', { ref, number: NUMBER }));
    });

    it('says that a court has accepted the case, under its number, by the objector or a court', async () => {
      const ref = await objects();
      await registry.act(as(COURT, 'case-accepted', { ref, number: NUMBER }));
      await registry.refuses(as(COURT, 'case-accepted', { ref }), 'InvalidRemark', {
        kind: code('case-accepted'),
      });
    });

    it('knows an objection to this interest only, until it is withdrawn', async () => {
      const ref = await objects();
      const other = await registerInterest(registry, interestOf(registry, { [right]: [[60, 61]] }));
      const unknown: [Hex, number][] = [
        [interest, 0],
        [interest, ref + 1],
        [interest, Number(interest)],
        [other, ref],
      ];
      for (const [on, it] of unknown) {
        await registry.refuses(as(RIVAL, 'objection-notified', { ref: it }, on), 'UnknownObjection', {
          interest: on,
          ref: it,
        });
      }
      await registry.act(as(RIVAL, 'objection-withdrawn', { ref, day: 0 }));
      for (const kind of ['objection-withdrawn', 'case-accepted'] as const) {
        const tx = as(RIVAL, kind, { ref, number: NUMBER });
        await registry.refuses(tx, 'UnknownObjection', { interest, ref });
      }
    });

    it('asks for cancellation as the grantor or the debtor', async () => {
      const indebted = interestOf(registry, { [right]: [[60, 61]] }, { debtor: partyOf('issuer') });
      const other = await registerInterest(registry, indebted);
      const ref = BigInt(registry.lastSequence + 1);
      await registry.accepts(as(HOLDER, 'cancellation-requested', {}, other), ['InterestRemarked', { ref }]);
      await registry.act(as('issuer', 'cancellation-requested', {}, other));
      for (const [label, on] of [
        [BANK, other],
        [RIVAL, other],
        ['issuer', interest],
      ] as const) {
        await registry.refuses(as(label, 'cancellation-requested', {}, on), 'NotEntitledToRemark', {
          kind: code('cancellation-requested'),
          institution: numberOf(label),
        });
      }
      const tx = as(RIVAL, 'objection-notified', { ref: Number(ref) }, other);
      await registry.refuses(tx, 'UnknownObjection');
    });

    it('has a day that has come, which an objection and its withdrawal may leave out', async () => {
      const ref = await objects();
      await registry.act(as(RIVAL, 'objection', { day: 0 }));
      const needing = ['objection-notified', 'case-accepted', 'cancellation-requested'] as const;
      for (const kind of needing) {
        const changes = { day: 0, number: NUMBER, ref: kind === 'cancellation-requested' ? 0 : ref };
        await registry.refuses(as(RIVAL, kind, changes), 'InvalidRemark', { kind: code(kind) });
      }
      for (const kind of REMARKS.slice(1)) {
        const needsRef = kind !== 'objection' && kind !== 'cancellation-requested';
        const changes = { day: TODAY + 1, number: NUMBER, ref: needsRef ? ref : 0 };
        await registry.refuses(as(RIVAL, kind, changes), 'InvalidRemark', { kind: code(kind) });
      }
      await networkHelpers.time.setNextBlockTimestamp(expiryInstant(TODAY) + 1);
      await registry.act(as(RIVAL, 'objection', { day: TODAY + 1 }));
    });

    it('has a kind, no number that is too long, and a reference only where there is one', async () => {
      await registry.refuses(as(RIVAL, 'none'), 'InvalidRemark', { kind: 0 });
      await registry.refuses(as(RIVAL, 'objection', { number: `${LONGEST}x` }), 'InvalidRemark');
      await registry.act(as(RIVAL, 'objection', { number: LONGEST }));
      for (const kind of ['objection', 'cancellation-requested'] as const) {
        await registry.refuses(as(HOLDER, kind, { ref: 1 }), 'InvalidRemark', { kind: code(kind) });
      }
    });

    it('is an objection or a request only before the end, but what follows may come later', async () => {
      const ref = await objects();
      await ends();
      for (const kind of ['objection', 'cancellation-requested'] as const) {
        await registry.refuses(as(HOLDER, kind), 'NotEffective', { interest, status: 2 });
      }
      await registry.act(as(RIVAL, 'objection-notified', { ref }));
      await registry.act(as(COURT, 'case-accepted', { ref, number: NUMBER }));
      await registry.act(as(RIVAL, 'objection-withdrawn', { ref }));
    });

    it('is of the present state of an interest that is registered', async () => {
      const by = { from: accountOf(RIVAL), head: forged() };
      await registry.refuses(remarks(registry, interest, 'objection', {}, by), 'StaleState');
      const head = registry.interestHead(interest);
      const tx = remarks(registry, interestIdOf(999), 'objection', {}, { from: accountOf(RIVAL), head });
      await registry.refuses(tx, 'StaleState', {
        kind: 2,
        subject: interestIdOf(999),
        expected: registry.wordOf('interest', interest),
        actual: ZERO_WORD,
      });
    });
  });
});
