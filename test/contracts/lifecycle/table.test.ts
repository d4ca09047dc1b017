import { expect } from 'chai';
import { MEANINGS } from '../../../api/errors/refusals.ts';
import { NOTICE_KINDS } from '../../../domain/registrations/notices.ts';
import { freshRegistry } from '../../support/registry.ts';
import { OK, outcomeOf } from './row.ts';
import { SECTIONS } from './table.ts';

/** What governance calls, and what passes on the calls of members: no rule of theirs. */
const OTHERS = ['AccessManager', 'Ledger', 'Institutions', 'RightTypes', 'Batches'];

describe('the table of registrations', () => {
  const rows = SECTIONS.flatMap((section) => Object.values(section.rows));

  it('names every function that members of the registry call', async () => {
    const { interfaces } = await freshRegistry();
    const named = new Set(rows.map(({ by }) => by.join('.')));
    const functions: string[] = [];
    for (const [contract, abi] of Object.entries(interfaces)) {
      if (OTHERS.includes(contract)) continue;
      abi.forEachFunction(({ constant, name }) => !constant && functions.push(`${contract}.${name}`));
    }
    expect([...named].sort()).to.deep.equal(functions.sort());
  });

  it('names every kind of registration', () => {
    expect(new Set(rows.map(({ notice }) => notice))).to.deep.equal(new Set(NOTICE_KINDS));
  });

  it('knows an outcome for every actor and status, each of them an error that users are told of', () => {
    for (const { actors, statuses, rows: of } of SECTIONS) {
      for (const row of Object.values(of)) {
        for (const actor of actors) {
          for (const [status] of statuses) {
            expect([OK, ...Object.keys(MEANINGS)]).to.include(outcomeOf(row, actor, status));
          }
        }
      }
    }
  });

  it('has a Chinese word for every registration and every status', () => {
    const terms = [
      ...rows.map(({ term }) => term),
      ...SECTIONS.flatMap(({ statuses }) => statuses.map(([, term]) => term)),
    ];
    for (const term of terms) expect(term).to.match(/\p{Script=Han}/u);
  });
});
