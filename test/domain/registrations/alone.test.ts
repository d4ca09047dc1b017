import { expect } from 'chai';
import type { Log } from '../../../domain/journal/entry.ts';
import type { Subject } from '../../../domain/state/rows.ts';
import { foldAll } from '../history.ts';
import { LIFE } from './life.ts';
import { after } from './rows.ts';

const journalOf = ({ kind, id }: Subject): Log[] =>
  LIFE.entered
    .filter(({ reduction }) => reduction.subjects.some((it) => it.kind === kind && it.id === id))
    .map(({ log }) => log);

describe('the journal of one subject', () => {
  for (const [kind, count, others] of [
    ['right', 6, ['party', 'list', 'interest']],
    ['interest', 3, ['party', 'list', 'right', 'restriction']],
    ['party', 3, ['right', 'interest', 'restriction']],
  ] as const) {
    it(`alone tells the ${kind}: no other subject is needed`, () => {
      const rows = LIFE.rows.all(kind);
      expect(rows).to.have.length(count);
      for (const row of rows) {
        const logs = journalOf({ kind, id: row.id });
        const told = after(...logs);
        expect(told.get(kind, row.id)).to.deep.equal(row);
        expect(row.journal).to.equal(foldAll(logs));
        for (const other of others) expect(told.all(other), other).to.deep.equal([]);
      }
    });
  }

  // A life without them would prove nothing of them.
  it('has been tried on divisions of what was divided, under restrictions, on disposals and mergers', () => {
    const [rights, interests, parties] = [
      LIFE.rows.all('right'),
      LIFE.rows.all('interest'),
      LIFE.rows.all('party'),
    ];
    const divided = rights.filter(({ dividedFrom }) => dividedFrom);
    expect(divided.some(({ dividedFrom }) => divided.some(({ id }) => id === dividedFrom!.right))).to.equal(
      true,
    );
    expect(divided.filter(({ restrictions }) => restrictions.length > 0)).to.have.length(2);
    expect(divided.some(({ disposals }) => disposals.length > 0)).to.equal(true);
    expect(divided.some(({ formerHolders }) => formerHolders.length > 0)).to.equal(true);
    expect(interests.map(({ payments }) => payments.length).sort()).to.deep.equal([0, 0, 2]);
    expect(parties.map(({ predecessors }) => predecessors.length).sort()).to.deep.equal([0, 0, 2]);
    const extended = [...rights, ...interests].filter(({ state }) => state.extension);
    expect(extended).to.have.length(4);
  });
});
