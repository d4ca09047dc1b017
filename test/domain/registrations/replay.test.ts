import { expect } from 'chai';
import { replay, type PlacedLog } from '../../support/replay.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import type { Log } from '../../../domain/journal/entry.ts';
import { DivergenceError } from '../../../domain/registrations/reduce.ts';
import {
  EMITTER,
  idOf,
  interestCancelled,
  interestRegistered,
  interestState,
  logOf,
  overlayOf,
  partyRegistered,
  rightDischarged,
  rightEncumbered,
  rightRegistered,
  rightState,
} from '../history.ts';
import { onInterest } from './rows.ts';

const [P, A] = [idOf('P'), idOf('A')];
const I = interestIdOf(3);
const taken = [overlayOf(3, 0, 10)];
const extended = (sequence: number, termTo: number): Log =>
  onInterest(
    'InterestExtended',
    sequence,
    { ...interestState(P, [A]), termTo },
    {
      ...{ interest: I, agent: 2, termTo },
    },
  );
/** Time passes with the sequence, and each registration is in a block of its own. */
const timeOf = (sequence: number): number => 1_700_000_000 + sequence;
const inBlock = (blockNumber: number, ...logs: Log[]): PlacedLog[] =>
  logs.map((log) => ({ ...log, blockNumber }));
const admitted = logOf('InstitutionAdmitted', {
  ...{ number: 1, party: P, capacities: 3, time: timeOf(0), name: 'n' },
});
const foreign: Log = { address: EMITTER, topics: [idOf('Transfer(address)')], data: '0x' };
const LOGS: PlacedLog[] = [
  ...inBlock(10, admitted),
  ...inBlock(11, partyRegistered(1, P)),
  ...inBlock(12, rightRegistered(2, A, P)),
  ...inBlock(13, rightEncumbered(3, A, taken, rightState(P, taken)), interestRegistered(3, P, [A])),
  ...inBlock(14, foreign, extended(4, 22_000), extended(5, 23_000)),
  ...inBlock(15, rightDischarged(6, A, 3, rightState(P))),
];
const LEDGER = replay(LOGS);

describe('a replay', () => {
  it('is the registry as it is', () => {
    expect(LEDGER.get('right', A)?.state).to.deep.equal(rightState(P));
    expect(LEDGER.get('interest', I)?.state.termTo).to.equal(23_000);
    expect(LEDGER.get('institution', '1')?.name).to.equal('n');
  });

  it('is the registry as it was: at a number, at an instant, at a block', () => {
    for (const [until, termTo] of [
      [{ sequence: 2 }, undefined],
      [{ sequence: 3 }, 21_000],
      [{ sequence: 4 }, 22_000],
      [{ time: timeOf(3) - 1 }, undefined],
      [{ time: timeOf(3) }, 21_000],
      [{ time: timeOf(5) }, 23_000],
      [{ block: 12 }, undefined],
      [{ block: 13 }, 21_000],
      [{ block: 14 }, 23_000],
    ] as const) {
      const then = replay(LOGS, until);
      expect(then.get('interest', I)?.state.termTo, JSON.stringify(until)).to.equal(termTo);
    }
  });

  it('is at every point the fold of what came before', () => {
    for (let count = 0; count <= 6; count++) {
      const before = LOGS.filter((log) => log.blockNumber <= 9 + count);
      const rows = replay(LOGS, { block: 9 + count });
      expect(rows.all('interest')).to.deep.equal(replay(before).all('interest'));
      expect(rows.all('right')).to.deep.equal(replay(before).all('right'));
      expect(rows.all('party')).to.deep.equal(replay(before).all('party'));
    }
  });

  it('stops at a log that does not follow from those before', () => {
    expect(() => replay(LOGS.slice(3))).to.throw(DivergenceError);
    const rest = [...LOGS, ...inBlock(16, interestCancelled(7, 3, P, [A]))];
    expect(() => replay(rest), 'another term was extended to').to.throw(DivergenceError, `interest ${I}`);
  });
});
