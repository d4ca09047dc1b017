import { expect } from 'chai';
import {
  annotationOperations,
  type RemarkIntent,
} from '../../api/modules/security-interests/annotations/operations.ts';
import { enterExternal } from '../../api/modules/security-interests/annotations/schemas.ts';
import { dayOfInstant, expiryInstant, formatDay } from '../../domain/time/calendar.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { legsOf } from '../../domain/interests/legs.ts';
import { Workbench } from '../support/operations.ts';
import { AUTHORITY, BANK, HOLDER, numberOf, partyOf, RIVAL } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { interestOf, registerInterest, registerRight, rightOf, TODAY, YEAR } from '../support/samples.ts';

describe('Operations: annotations', () => {
  let registry: Registry;
  let bench: Workbench<ReturnType<typeof annotationOperations>>;
  let interest: Hex;
  const digest = keccakText('objection');

  beforeEach(async () => {
    registry = await freshRegistry();
    const right = await registerRight(registry, rightOf('A'));
    interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 60]] }));
    bench = await Workbench.on(registry, annotationOperations);
  });

  const remark = (by: string, more: Pick<RemarkIntent, 'kind'> & Partial<RemarkIntent>): RemarkIntent => ({
    interest,
    institution: numberOf(by),
    digest,
    ...more,
  });
  const says = (by: string, more: Pick<RemarkIntent, 'kind'> & Partial<RemarkIntent>) =>
    bench.run(by, 'interest.remark', remark(by, more));
  const refusal = async (by: string, more: Pick<RemarkIntent, 'kind'> & Partial<RemarkIntent>) =>
    (await bench.refused('interest.remark', remark(by, more))).code;
  const today = () => formatDay(dayOfInstant(bench.reader().now));

  describe('an objection', () => {
    let objection: number;
    const accepted = () => ({
      kind: 'case-accepted' as const,
      objection,
      number: '（2026）粤0106民初1号',
      date: today(),
    });

    beforeEach(async () => {
      await says(RIVAL, { kind: 'objection', number: 'Y-1' });
      objection = registry.lastSequence;
    });

    it('changes neither the state nor the rank, and is not for the agent', async () => {
      const row = registry.interest(interest);
      expect(row.state.status).to.equal('effective');
      expect(row.objections).to.have.length(1);
      expect(await refusal(BANK, { kind: 'objection' })).to.equal('OBJECTION_TO_OWN_REGISTRATION');
    });

    it('is followed by its objector, step by step and each once', async () => {
      const notified = { kind: 'objection-notified' as const, objection, date: today() };
      await says(RIVAL, notified);
      expect(await refusal(RIVAL, notified)).to.equal('OBJECTION_CLOSED');
      await says(RIVAL, accepted());
      expect(await refusal(RIVAL, accepted())).to.equal('OBJECTION_CLOSED');
      await says(RIVAL, { kind: 'objection-withdrawn', objection });
      expect(await refusal(RIVAL, { kind: 'objection-withdrawn', objection })).to.equal('OBJECTION_CLOSED');
      expect(registry.interest(interest).objections[0]?.withdrawn).not.to.equal(undefined);
    });

    it('is of nobody else, but a court may enter that it accepted the case', async () => {
      for (const kind of ['objection-notified', 'objection-withdrawn'] as const) {
        expect(await refusal('court', { kind, objection, date: today() }), kind).to.equal(
          'FORBIDDEN_CAPACITY',
        );
      }
      expect(await refusal(HOLDER, accepted())).to.equal('FORBIDDEN_CAPACITY');
      await says('court', accepted());
    });

    it('is void after the thirtieth day, to its last second', async () => {
      const due = dayOfInstant(registry.interest(interest).objections[0]!.time) + 30;
      await bench.at(expiryInstant(due) + 1);
      expect(await refusal(RIVAL, accepted())).to.equal('OBJECTION_VOID');
      expect(await refusal('court', accepted())).to.equal('OBJECTION_VOID');
      await says(RIVAL, { kind: 'objection-withdrawn', objection });
    });

    it('is in time on the thirtieth day', async () => {
      const due = dayOfInstant(registry.interest(interest).objections[0]!.time) + 30;
      await bench.at(expiryInstant(due));
      await says(RIVAL, accepted());
    });

    it('has to be one to this interest', async () => {
      expect(await refusal(RIVAL, { ...accepted(), objection: objection - 1 })).to.equal('NOT_FOUND');
    });
  });

  it('cancellation is requested by the grantor or the debtor, on a day that has come', async () => {
    const request = { kind: 'cancellation-requested' as const, date: today() };
    await says(HOLDER, request);
    expect(registry.interest(interest).requests).to.have.length(1);
    expect(await refusal(RIVAL, request)).to.equal('FORBIDDEN_CAPACITY');
    expect(await refusal(HOLDER, { ...request, date: formatDay(TODAY + 400) })).to.equal('INVALID_REQUEST');
  });

  describe('another register', () => {
    const entry = (by: string, more: object = {}) => ({
      interest,
      institution: numberOf(by),
      leg: enterExternal.parse({
        register: 'unified',
        number: 'ZD-1',
        date: today(),
        quantity: '60',
        grantor: partyOf(HOLDER),
        termTo: formatDay(TODAY + 3 * YEAR),
        evidence: { digest },
        ...more,
      }),
    });
    const state = () => {
      const legs = legsOf(registry.interest(interest), [{ flags: [], quantity: 60n }], bench.reader().now);
      return [legs.state, legs.legs[0]?.differences.map(({ field }) => field)];
    };

    it('matches, or diverges and never silently; the later entry counts', async () => {
      await bench.run(BANK, 'interest.enter-external', entry(BANK));
      expect(state()).to.deep.equal(['matched', []]);
      const other = { quantity: '50', grantor: partyOf(RIVAL), termTo: formatDay(TODAY + YEAR) };
      await bench.run(BANK, 'interest.enter-external', entry(BANK, other));
      expect(state()).to.deep.equal(['divergent', ['quantity', 'grantor', 'termTo']]);
    });

    it('is entered by the agent, the register of a platform by its authority too', async () => {
      await bench.run(AUTHORITY, 'interest.enter-external', entry(AUTHORITY, { register: 'platform' }));
      for (const [by, register] of [
        [AUTHORITY, 'unified'],
        [RIVAL, 'platform'],
      ] as const) {
        const { code } = await bench.refused('interest.enter-external', entry(by, { register }));
        expect(code, by).to.equal('NOT_SECURED_PARTY');
      }
      const unknown = await bench.refused(
        'interest.enter-external',
        entry(BANK, { grantor: `0x${'00'.repeat(31)}01` }),
      );
      expect([unknown.code, unknown.fields[0]?.field]).to.deep.equal(['UNKNOWN_PARTY', '/grantor']);
    });
  });
});
