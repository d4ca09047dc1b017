import { expect } from 'chai';
import { closureOfInterest, closureOfRight, replayed } from '../../../domain/journal/closure.ts';
import { DivergenceError } from '../../../domain/registrations/reduce.ts';
import { disposalRef, restrictionRef } from '../../../domain/state/facts.ts';
import { LIFE } from '../registrations/life.ts';

const journalOf = (id: string) =>
  LIFE.entered.filter(({ reduction }) => reduction.subjects.some((it) => it.id === id)).map(({ log }) => log);

describe('the closure of a subject', () => {
  it('is its own journal, the facts that its line names, and the parties that are meant', () => {
    for (const row of LIFE.rows.all('right')) {
      const { subject, facts, parties } = closureOfRight(row);
      expect(replayed(journalOf(subject.id)).get('right', row.id)).to.deep.equal(row);
      const restrictions = row.state.overlays.filter(({ kind }) => !['interest', 'sold'].includes(kind));
      const refs = [...new Set(restrictions.map(({ ref }) => ref))];
      const named = facts.filter(({ kind }) => kind === 'restriction').map(({ ref }) => ref);
      expect(refs.map(restrictionRef)).to.include.members(named);
      expect(parties).to.deep.equal([row.state.holder]);
      expect(facts.length).to.be.at.most(64);
    }
    for (const row of LIFE.rows.all('interest')) {
      const { subject, facts, parties } = closureOfInterest(row);
      expect(replayed(journalOf(subject.id)).get('interest', row.id)).to.deep.equal(row);
      expect(facts.map(({ ref }) => ref)).to.deep.equal(
        row.objections.map(({ sequence }) => restrictionRef(sequence)),
      );
      expect(parties).to.include.members([row.state.grantor, row.state.debtor]);
    }
  });

  it('names each restriction and each sale on the line, each once', () => {
    const [any] = LIFE.rows.all('right');
    const over = (kind: 'judicial-freeze' | 'sold' | 'cut', ref: number, from: bigint) => ({
      ...{ kind, ref, priority: ref, from, to: from + 1n },
    });
    const overlays = [over('judicial-freeze', 7, 0n), over('judicial-freeze', 7, 5n), over('sold', 9, 2n)];
    const state = { ...any!.state, overlays: [...overlays, over('cut', 11, 8n)] };
    expect(closureOfRight({ ...any!, state }).facts).to.deep.equal([
      { kind: 'restriction', ref: restrictionRef(7) },
      { kind: 'buyer', ref: disposalRef(9) },
    ]);
  });

  it('with a log missing is refused at the next event that states a hash', () => {
    const long = LIFE.rows
      .all('right')
      .map(({ id }) => journalOf(id))
      .find((logs) => logs.length > 2)!;
    expect(() => replayed(long.filter((_, i) => i !== 1))).to.throw(DivergenceError);
  });

  it('passes over logs of others', () => {
    const foreign = {
      address: `0x${'11'.repeat(20)}` as const,
      topics: [`0x${'22'.repeat(32)}` as const],
      data: '0x' as const,
    };
    expect(replayed([foreign]).all('right')).to.deep.equal([]);
  });
});
