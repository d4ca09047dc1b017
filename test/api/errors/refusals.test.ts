import { expect } from 'chai';
import { codeOf, explained, problemOf } from '../../../api/errors/refusals.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import { refused, somehow } from '../../../domain/rules/refusals.ts';
import { MemoryRows } from '../../../domain/state/rows.ts';
import { idOf } from '../../domain/history.ts';

describe('What a refusal means', () => {
  const rows = new MemoryRows();
  const [right, to] = [idOf('right'), idOf('to')];
  const ended = refused('PartyEnded', { party: to });

  it('points at what the request says it is about: an error by its name, else a subject by its id', () => {
    const fieldOf = (fields: Record<string, string>) => explained(ended, { rows, fields }).fields[0]?.field;
    expect(fieldOf({ [to]: '/to' })).to.equal('/to');
    expect(fieldOf({ [to]: '/to', PartyEnded: '/cause' })).to.equal('/cause');
    expect(fieldOf({ [right]: '/' })).to.equal(undefined);
  });

  it('is told without arguments where there are none', () => {
    const problem = explained(somehow('NotApprovedByChecker'), { rows, fields: {} });
    expect([problem.code, problem.fields]).to.deep.equal(['FORBIDDEN_DUTY', []]);
  });

  it('can depend on the arguments, and on who asks', () => {
    const status = (number: number) =>
      explained(refused('NotEffective', { interest: interestIdOf(10), status: number }), { rows, fields: {} })
        .code;
    expect([status(2), status(4)]).to.deep.equal(['INTEREST_ENDED', 'WRONG_STATUS']);
    const codes = { WrongCapacity: 'NOT_RESTRICTOR' } as const;
    const another = refused('WrongCapacity', { number: 1, has: 1, needed: 32 });
    expect(explained(another, { rows, fields: {}, codes }).code).to.equal('NOT_RESTRICTOR');
  });

  it('of a chain is shown with its arguments, and of an unknown error by no code of its own', () => {
    expect(problemOf({ error: 'NotSold', args: { right, unit: 3n } }).detail).to.contain('unit: 3');
    expect(problemOf({ error: 'Another', args: {} }).code).to.equal('CONTRACT_REFUSED');
    expect([codeOf('StaleState'), codeOf('Another')]).to.deep.equal(['STALE_STATE', undefined]);
  });
});
