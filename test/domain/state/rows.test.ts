import { expect } from 'chai';
import { MemoryRows, type KeyRow } from '../../../domain/state/rows.ts';
import { EMITTER } from '../history.ts';

const key = (duty: KeyRow['duty']): KeyRow => ({
  address: EMITTER,
  institution: 1,
  duty,
  activeFrom: 0,
  removedAt: undefined,
});

describe('rows in memory', () => {
  it('keep the last row of each kind and id', () => {
    const rows = new MemoryRows();
    expect(rows.get('key', EMITTER)).to.equal(undefined);
    rows.apply([
      { kind: 'key', id: EMITTER, row: key('maker') },
      { kind: 'key', id: 'other', row: key('auditor') },
    ]);
    rows.apply([{ kind: 'key', id: EMITTER, row: key('checker') }]);
    expect(rows.get('key', EMITTER)).to.deep.equal(key('checker'));
    expect(rows.all('key').map(({ duty }) => duty)).to.deep.equal(['checker', 'auditor']);
    expect(rows.all('party')).to.deep.equal([]);
    expect(rows.get('party', EMITTER)).to.equal(undefined);
  });
});
