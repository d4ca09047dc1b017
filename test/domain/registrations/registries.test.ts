import { expect } from 'chai';
import { textToFixed } from '../../../domain/encoding/abi.ts';
import { ZERO_WORD, type Hex } from '../../../domain/encoding/hash.ts';
import { entryOf, fold, type Log } from '../../../domain/journal/entry.ts';
import { DivergenceError } from '../../../domain/registrations/reduce.ts';
import { MemoryRows, type RegistryRow } from '../../../domain/state/rows.ts';
import {
  interestStateHash,
  rightStateFields,
  rightStateHash,
  type InterestState,
  type RightState,
} from '../../../domain/state/state.ts';
import {
  dated,
  EMITTER,
  idOf,
  interestState,
  logOf,
  overlayOf,
  particularsOf,
  rightEncumbered,
  rightState,
} from '../history.ts';
import { A, after, at, D, I, onInterest, onRight, P, PLEDGED, Q, START, step, TAKEN } from './rows.ts';

describe('the reducer on registries', () => {
  /** Who is dismissed is not asked for its name. */
  const appoints = (time: number, subjects: number, facts = 0n, name = 'Rights', version = 1): Log =>
    logOf('RegistryAppointed', {
      ...{ registry: EMITTER, name: textToFixed(name, 32), version, subjects, facts, time },
    });
  const dismisses = (time: number): Log => appoints(time, 0, 0n, '', 0);
  const appointed = {
    ...{ address: EMITTER, name: 'Rights', version: 1, subjects: 9, facts: 8192n },
    ...{ appointedAt: 5, dismissedAt: undefined },
  };
  const dismissed = { ...appointed, subjects: 0, facts: 0n, dismissedAt: 7 };
  const CASES: [string, Log[], RegistryRow | undefined][] = [
    ['is appointed', [appoints(5, 9, 8192n)], appointed],
    ['for facts alone', [appoints(5, 0, 8192n)], { ...appointed, subjects: 0 }],
    [
      'is appointed again, for something else',
      [appoints(5, 9, 8192n), appoints(6, 2)],
      { ...appointed, subjects: 2, facts: 0n },
    ],
    ['is dismissed, and keeps its name', [appoints(5, 9, 8192n), dismisses(7)], dismissed],
    ['is appointed after that', [appoints(5, 9, 8192n), dismisses(7), appoints(8, 9, 8192n)], appointed],
    ['is dismissed without ever having been appointed', [dismisses(7)], undefined],
  ];
  for (const [what, logs, row] of CASES) {
    it(`a registry ${what}`, () => {
      expect(after(...logs).all('registry')).to.deep.equal(row ? [row] : []);
    });
  }
});

describe('the reducer on what a successor adds to a state', () => {
  const EXTENSION = idOf('extension');
  const more = <T extends object>(state: T): T & { extension: Hex } => ({ ...state, extension: EXTENSION });
  const extended = (sequence: number, kind: bigint, subject: Hex, stateHash: Hex): Log =>
    logOf('StateExtended', { ...dated(sequence), subject, kind, stateHash, extension: EXTENSION });

  const C = idOf('C');
  const conveyance = (cause: number, to: Hex) => ({
    ...{ cause, to, disposal: 0n, approvalDigest: ZERO_WORD, evidence: D },
  });
  const junior = overlayOf(7, 70, 80);
  const line = [...TAKEN, junior];
  const traded: RightState = { ...rightState(Q, line), acquisition: 'traded' };
  const left = more({ ...traded, overlays: [...TAKEN, { ...overlayOf(9, 70, 80), kind: 'moved' as const }] });
  const child = more({ ...traded, quantity: 10n, overlays: [overlayOf(7, 0, 10)] });
  const RIGHT: [string, Log, [Hex, RightState][]][] = [
    [
      'extended',
      extended(6, 1n, A, rightStateHash(more(rightState(P, TAKEN)))),
      [[A, more(rightState(P, TAKEN))]],
    ],
    [
      'encumbered',
      rightEncumbered(7, A, [junior], more(rightState(P, line))),
      [[A, more(rightState(P, line))]],
    ],
    [
      'transferred',
      onRight('RightTransferred', 8, more(traded), {
        ...{ right: A, to: Q, authority: 1, from: P, conveyance: conveyance(1, Q) },
      }),
      [[A, more(traded)]],
    ],
    [
      'divided: the child has the extension of its parent',
      onRight('RightDivided', 9, left, {
        ...{ right: A, child: C, authority: 1, from: Q, conveyance: conveyance(5, Q), part: [at(70, 80)] },
        ...{ childStateHash: rightStateHash(child), particulars: particularsOf('c-2', [71, 80]) },
        ...{ state: rightStateFields(child), extension: EXTENSION },
      }),
      [
        [A, left],
        [C, child],
      ],
    ],
  ];
  it('of a right is carried along, whatever befalls it', () => {
    const rows = after(...PLEDGED);
    for (const [what, log, states] of RIGHT) {
      const { journal } = rows.get('right', A)!;
      const { subjects } = step(rows, log);
      expect(subjects, what).to.deep.equal(states.map(([id]) => ({ kind: 'right', id })));
      for (const [id, state] of states) expect(rows.get('right', id)?.state, what).to.deep.equal(state);
      expect(rows.get('right', A)?.journal, what).to.equal(fold(journal, entryOf(log)));
    }
  });

  const increased: InterestState = more({
    ...interestState(P, [A]),
    ...{
      debtor: Q,
      contractDigest: D,
      securedAmount: 1_500_000n,
      increases: [{ since: 7, amount: 500_000n }],
    },
  });
  const INTEREST: [string, Log, InterestState][] = [
    ['extended', extended(6, 2n, I, interestStateHash(more(START))), more(START)],
    [
      'amended',
      onInterest('InterestAmended', 7, increased, {
        ...{ interest: I, agent: 2, added: [] },
        amendment: {
          ...{ debtor: Q, securedAmount: 1_500_000n, contractNumber: 'n-2', contractDigest: D },
          ...{ acknowledgeJunior: true, negativePledge: true, determinationDay: 22_000 },
        },
      }),
      increased,
    ],
    [
      'prolonged',
      onInterest(
        'InterestExtended',
        8,
        { ...increased, termTo: 22_000 },
        { interest: I, agent: 2, termTo: 22_000 },
      ),
      { ...increased, termTo: 22_000 },
    ],
  ];
  it('of an interest is carried along, and is no registration on it', () => {
    const rows = after(...PLEDGED);
    for (const [what, log, state] of INTEREST) {
      const { journal } = rows.get('interest', I)!;
      expect(step(rows, log).subjects, what).to.deep.equal([{ kind: 'interest', id: I }]);
      expect(rows.get('interest', I)?.state, what).to.deep.equal(state);
      expect(rows.get('interest', I)?.journal, what).to.equal(fold(journal, entryOf(log)));
    }
    expect(rows.get('interest', I)?.registrations.map(({ kind }) => kind)).to.deep.equal([
      ...['initial-registration', 'amendment', 'extension'],
    ]);
  });

  it('is noticed when the chain states a hash with none of it, or with another', () => {
    const encumbered = rightEncumbered(7, A, [junior], rightState(P, line));
    expect(() => step(after(...PLEDGED, RIGHT[0]![1]), encumbered)).to.throw(DivergenceError, `right ${A}`);
    const other = extended(6, 2n, I, interestStateHash({ ...START, extension: '0x12' }));
    expect(() => step(after(...PLEDGED), other)).to.throw(DivergenceError, `interest ${I}`);
    for (const [what, log] of [RIGHT[0]!, INTEREST[0]!]) {
      expect(() => step(new MemoryRows(), log), what).to.throw(DivergenceError, 'never registered');
    }
  });
});
