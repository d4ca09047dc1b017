import { expect } from 'chai';
import { foldAll, type Log } from '../../../domain/journal/entry.ts';
import { decodeLog } from '../../../domain/registrations/events.ts';
import { reduce } from '../../../domain/registrations/reduce.ts';
import { MemoryRows, type Subject } from '../../../domain/state/rows.ts';
import { LIFE } from './life.ts';

function alone(logs: readonly Log[]): MemoryRows {
  const rows = new MemoryRows();
  for (const log of logs) rows.apply(reduce(decodeLog(log)!, log, rows).changes);
  return rows;
}

const journalOf = ({ kind, id }: Subject): Log[] =>
  LIFE.entered
    .filter(({ reduction }) => reduction.subjects.some((it) => it.kind === kind && it.id === id))
    .map(({ log }) => log);

describe('the journal of one subject', () => {
  for (const kind of ['right', 'interest'] as const) {
    it(`alone tells the ${kind}: no party, and no other subject, is needed`, () => {
      const rows = LIFE.rows.all(kind);
      expect(rows.length).to.be.greaterThan(1);
      for (const row of rows) {
        const logs = journalOf({ kind, id: row.id });
        const told = alone(logs);
        expect(told.get(kind, row.id)).to.deep.equal(row);
        expect(row.journal).to.equal(foldAll(logs));
        expect(told.all('party')).to.deep.equal([]);
      }
    });
  }

  it('of a party is folded beside them, where the party is known', () => {
    for (const { id, journal } of LIFE.rows.all('party')) {
      expect(journal).to.equal(foldAll(journalOf({ kind: 'party', id })));
    }
  });
});
