import { expect } from 'chai';
import { entryOf, fold, type Log } from '../../../domain/journal/entry.ts';
import { DivergenceError } from '../../../domain/registrations/reduce.ts';
import { dated, logOf } from '../history.ts';
import { after, D, instant, P, PLEDGED, Q, rightOf, step } from './rows.ts';

describe('the reducer on parties', () => {
  const succeeded = (sequence: number, successor: typeof P, kind: number): Log =>
    logOf('PartySucceeded', { ...dated(sequence), party: P, successor, registrant: 1, kind, evidence: D });

  it('records who took whose place, in the journals of both', () => {
    const rows = after(...PLEDGED);
    const before = [P, Q].map((id) => rows.get('party', id)!.journal);
    const log = succeeded(6, Q, 2);
    expect(step(rows, log).subjects).to.deep.equal([
      { kind: 'party', id: P },
      { kind: 'party', id: Q },
    ]);
    expect(rows.get('party', P)?.successors).to.deep.equal([
      { party: Q, kind: 'division', evidence: D, ...instant(6) },
    ]);
    expect(rows.get('party', Q)?.predecessors).to.deep.equal([P]);
    expect([P, Q].map((id) => rows.get('party', id)!.journal)).to.deep.equal(
      before.map((journal) => fold(journal, entryOf(log))),
    );
    expect(rightOf(rows).state.holder, 'rights follow one by one').to.equal(P);
  });

  it('notices a succession between parties neither of whom was ever registered', () => {
    expect(() => step(after(), succeeded(6, Q, 1))).to.throw(DivergenceError, `${P}, ${Q}`);
  });

  it('a key delay changes no row: it is counted into each key', () => {
    const log = logOf('KeyDelaySet', { delay: 3_600, time: 9 });
    expect(step(after(...PLEDGED), log)).to.deep.equal({ changes: [], subjects: [] });
  });
});
