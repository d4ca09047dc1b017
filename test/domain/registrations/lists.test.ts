import { expect } from 'chai';
import type { Hex } from '../../../domain/encoding/hash.ts';
import { appended, attached, begun, leafOf, type Leaf } from '../../../domain/journal/list.ts';
import { registrationOf } from '../../../domain/registrations/events.ts';
import { A, after, B, I, P, PLEDGED, Q } from './rows.ts';
import { C, E, F, G, J, K, LIFE, R } from './life.ts';

const leavesOf = (party: Hex): Leaf[] =>
  LIFE.entered.flatMap(({ event }) =>
    (registrationOf(event).lists?.(event.args) ?? []).flatMap((it) => (it.party === party ? [it.leaf] : [])),
  );

const NAMES = new Map(Object.entries({ A, B, C, E, F, G, I, J, K }).map(([name, id]) => [id, name]));
const told = (leaves: readonly Leaf[]) => leaves.map(({ change, id }) => `${NAMES.get(id)!} ${change}`);

describe('the lists of parties', () => {
  for (const [what, party, leaves] of [
    [
      'what was granted and divided stays, what ended or moved leaves',
      P,
      [
        ...['A attached', 'B attached', 'I attached', 'J attached', 'K attached', 'K detached', 'I detached'],
        ...['E attached', 'B detached', 'F attached'],
      ],
    ],
    ['what moved comes', Q, ['C attached', 'B attached', 'G attached', 'C detached']],
    ['a successor is not given what it does not hold', R, ['C attached']],
  ] as const) {
    it(`say it in order: ${what}`, () => {
      expect(told(leavesOf(party))).to.deep.equal(leaves);
      const word = leavesOf(party).map(leafOf).reduce(appended, begun(party));
      expect(LIFE.rows.get('list', party)).to.deep.equal({ id: party, word });
    });
  }

  it('have attached what a party holds, and the interests in force that it granted', () => {
    for (const { id } of LIFE.rows.all('party')) {
      const holds = LIFE.rows.all('right').filter(({ state }) => state.holder === id);
      const granted = LIFE.rows.all('interest').filter(({ state, ended }) => !ended && state.grantor === id);
      const expected = [...holds, ...granted].map((it) => it.id);
      expect(new Set(attached(leavesOf(id)).map((it) => it.id))).to.deep.equal(new Set(expected));
    }
  });

  it('are passed over where the party is not known', () => {
    const [, , ...rest] = PLEDGED;
    expect(after(...rest).all('list')).to.deep.equal([]);
    expect(
      after(...PLEDGED)
        .all('list')
        .map(({ id }) => id),
    ).to.deep.equal([P, Q]);
  });
});
