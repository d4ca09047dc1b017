import { expect } from 'chai';
import fc from 'fast-check';
import { textToFixed } from '../../../domain/encoding/abi.ts';
import { decodeLog } from '../../../domain/registrations/events.ts';
import { fromHex, toHex, ZERO_WORD, type Hex } from '../../../domain/encoding/hash.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import { entryOf, fold, type Log } from '../../../domain/journal/entry.ts';
import { DivergenceError, reduce, type Reduction } from '../../../domain/registrations/reduce.ts';
import { MemoryRows, type Subject } from '../../../domain/state/rows.ts';
import {
  EMITTER,
  foldAll,
  idOf,
  interestCancelled,
  interestRegistered,
  interestState,
  logOf,
  overlayOf,
  partyRegistered,
  partyRenamed,
  rightDischarged,
  rightEncumbered,
  rightRegistered,
  rightState,
} from '../history.ts';

const [P, Q] = [idOf('P'), idOf('Q')];
const [A, B, C] = [idOf('A'), idOf('B'), idOf('C')];
const I = interestIdOf(6);
const DESCRIPTION = {
  nameZh: '碳排放配额',
  nameEn: 'allowance',
  unit: 't',
  authorityKind: 'exchange',
  externalRegistrations: '',
  source: 's',
  note: '',
};
const POLICY = { effectiveFrom: 0, flags: 3, minTermMonths: 1, maxTermMonths: 360 };
const POLICY_SET = logOf('PolicySet', {
  code: textToFixed('GDEA', 8),
  version: 0n,
  time: 7,
  policy: POLICY,
  description: DESCRIPTION,
});
const admitted = (number: number): Log =>
  logOf('InstitutionAdmitted', { number, party: P, capacities: 3, time: 5, name: `n${number}` });
const keyAdded = (key: Hex): Log => logOf('KeyAdded', { number: 1, key, duty: 2, activeFrom: 9, time: 5 });
const competence = (institution: number, competent: boolean, code = 'GDEA'): Log =>
  logOf('CompetenceSet', {
    code: textToFixed(code, 8),
    institution: BigInt(institution),
    time: 8,
    competent,
  });

function step(rows: MemoryRows, log: Log): Reduction {
  const event = decodeLog(log);
  if (!event) throw new Error('not a log of ours');
  const reduction = reduce(event, log, rows);
  rows.apply(reduction.changes);
  return reduction;
}

function after(logs: readonly Log[]): MemoryRows {
  const rows = new MemoryRows();
  for (const log of logs) step(rows, log);
  return rows;
}

function journalOf(rows: MemoryRows, { kind, id }: Subject): Hex {
  const row = rows.get(kind, id);
  return row && 'journal' in row ? row.journal : ZERO_WORD;
}

function everything(rows: MemoryRows): unknown {
  const kinds = ['institution', 'key', 'rightType', 'party', 'list', 'right', 'interest'] as const;
  return Object.fromEntries(
    kinds.map((kind) => [
      kind,
      new Map(rows.all(kind).map((row) => [JSON.stringify(Object.values(row)[0]), row])),
    ]),
  );
}

const taken = [overlayOf(6, 0, 10), overlayOf(6, 20, 30)];

/** Two parties, three rights, one interest on A, one institution with a key, one right type. */
const BEGINNING: readonly Log[] = [
  admitted(1),
  keyAdded(EMITTER),
  POLICY_SET,
  partyRegistered(1, P),
  partyRegistered(2, Q),
  rightRegistered(3, A, P),
  rightRegistered(4, B, P),
  rightRegistered(5, C, Q),
  rightEncumbered(6, A, taken, rightState(P, taken)),
  interestRegistered(6, P, [A]),
];

/** What could come next. */
const NEXT: Record<string, Log> = {
  'an institution is admitted': admitted(2),
  'capacities change': logOf('CapacitiesChanged', { number: 1, party: P, capacities: 128, time: 6 }),
  'an institution is suspended': logOf('InstitutionSuspended', { number: 1, party: P, time: 6, reason: 'r' }),
  'an institution is reinstated': logOf('InstitutionReinstated', {
    number: 1,
    party: P,
    time: 6,
    reason: 'r',
  }),
  'a key is added': keyAdded(`0x${'aa'.repeat(20)}`),
  'a key is removed': logOf('KeyRemoved', { number: 1, key: EMITTER, time: 11 }),
  'a policy is set': POLICY_SET,
  'an authority is competent': competence(4, true),
  'an authority is not competent': competence(4, false),
  'another type gets an authority': competence(4, true, 'CCER'),
  'a party is registered': partyRegistered(7, idOf('R')),
  'P is renamed': partyRenamed(7, P, 'P2'),
  'Q is renamed': partyRenamed(7, Q, 'Q2'),
  'P gets a right': rightRegistered(7, idOf('D'), P),
  'Q gets a right': rightRegistered(7, idOf('E'), Q),
  'A is encumbered': rightEncumbered(
    7,
    A,
    [overlayOf(7, 5, 9)],
    rightState(P, [...taken, overlayOf(7, 5, 9)]),
  ),
  'B is encumbered': rightEncumbered(7, B, [overlayOf(7, 5, 9)], rightState(P, [overlayOf(7, 5, 9)])),
  'C is encumbered': rightEncumbered(7, C, [overlayOf(7, 5, 9)], rightState(Q, [overlayOf(7, 5, 9)])),
  'A is discharged': rightDischarged(7, A, 6, rightState(P)),
  'an interest in B is registered': interestRegistered(7, P, [B]),
  'an interest in C is registered': interestRegistered(8, Q, [C]),
  'the interest is cancelled': interestCancelled(7, 6, P, [A]),
};

describe('reduce', () => {
  let rows: MemoryRows;

  beforeEach(() => {
    rows = after(BEGINNING);
  });

  describe('institutions and keys', () => {
    const institution = () => rows.get('institution', '1');

    it('admits, changes, suspends and reinstates', () => {
      const row = {
        number: 1,
        party: P,
        name: 'n1',
        capacities: ['registration-authority', 'secured-party'],
        suspended: false,
        admittedAt: 5,
      };
      expect(institution()).to.deep.equal(row);
      step(rows, NEXT['capacities change']!);
      expect(institution()).to.deep.equal({ ...row, capacities: ['investor'] });
      step(rows, NEXT['an institution is suspended']!);
      expect(institution()?.suspended).to.be.true;
      step(rows, NEXT['an institution is reinstated']!);
      expect(institution()?.suspended).to.be.false;
    });

    it('adds and removes keys', () => {
      const row = { address: EMITTER, institution: 1, duty: 'checker', activeFrom: 9, removedAt: undefined };
      expect(rows.get('key', EMITTER)).to.deep.equal(row);
      step(rows, NEXT['a key is removed']!);
      expect(rows.get('key', EMITTER)).to.deep.equal({ ...row, removedAt: 11 });
    });
  });

  describe('right types', () => {
    it('appends policies', () => {
      step(rows, POLICY_SET);
      const version = { ...POLICY, flags: ['flow', 'pledgeable'], description: DESCRIPTION, setAt: 7 };
      expect(rows.get('rightType', 'GDEA')).to.deep.equal({
        code: 'GDEA',
        versions: [version, version],
        competent: [],
      });
    });

    it('keeps the competent in order, each once', () => {
      for (const number of [4, 12, 3, 4]) step(rows, competence(number, true));
      expect(rows.get('rightType', 'GDEA')?.competent).to.deep.equal([3, 4, 12]);
      step(rows, competence(4, false));
      expect(rows.get('rightType', 'GDEA')?.competent).to.deep.equal([3, 12]);
    });

    it('knows an authority before it knows a policy', () => {
      step(rows, competence(4, true, 'CCER'));
      expect(rows.get('rightType', 'CCER')).to.deep.equal({ code: 'CCER', versions: [], competent: [4] });
    });
  });

  describe('parties', () => {
    it('fold their own registrations, and none of what they hold', () => {
      const renamed = NEXT['P is renamed']!;
      step(rows, renamed);
      expect(rows.get('party', P)?.journal).to.equal(foldAll([BEGINNING[3]!, renamed]));
    });

    it('keep their former names', () => {
      step(rows, partyRenamed(7, P, 'B'));
      step(rows, partyRenamed(8, P, 'C'));
      const row = rows.get('party', P);
      expect(row?.legalName).to.equal('C');
      expect(row?.sequence).to.equal(1);
      expect(row?.formerNames).to.deep.equal([
        { legalName: 'A', until: { sequence: 7, time: 1_700_000_007 }, evidence: idOf('B') },
        { legalName: 'B', until: { sequence: 8, time: 1_700_000_008 }, evidence: idOf('C') },
      ]);
      expect(row?.identifiers).to.deep.equal([{ scheme: 'USCC', value: '91' }]);
    });
  });

  describe('rights and interests', () => {
    it('name the subjects whose journals a log belongs to, and fold exactly those', () => {
      const expected: Record<string, Subject[]> = {
        'P gets a right': [{ kind: 'right', id: idOf('D') }],
        'A is discharged': [{ kind: 'right', id: A }],
        'B is encumbered': [{ kind: 'right', id: B }],
        'P is renamed': [{ kind: 'party', id: P }],
        'an interest in C is registered': [{ kind: 'interest', id: interestIdOf(8) }],
        'the interest is cancelled': [{ kind: 'interest', id: I }],
        'a key is added': [],
      };
      for (const [what, subjects] of Object.entries(expected)) {
        const log = NEXT[what]!;
        const fresh = after(BEGINNING);
        const journals = (): Hex[] => subjects.map((it) => journalOf(fresh, it));
        const before = journals();
        expect(step(fresh, log).subjects, what).to.deep.equal(subjects);
        expect(journals(), what).to.deep.equal(before.map((journal) => fold(journal, entryOf(log))));
      }
    });

    it('keep what was registered beside what is', () => {
      expect(rows.get('right', A)).to.deep.include({ id: A, sequence: 3, state: rightState(P, taken) });
      expect(rows.get('right', A)?.registration).to.deep.include({ certificateNumber: 'c', vintage: 2025 });
      const row = rows.get('interest', I);
      expect(row?.state).to.deep.equal(interestState(P, [A]));
      expect(row?.terms).to.deep.include({ contractNumber: 'n', securedParties: [2, 3] });
      expect(row?.terms).to.have.keys(
        'debtor',
        'securedParties',
        'securedAmount',
        'termFrom',
        'termTo',
        'contractNumber',
        'contractDigest',
        'acknowledgeJunior',
        'negativePledge',
        'advance',
        'determinationDay',
      );
      expect(row?.collateral).to.deep.equal([{ right: A, intervals: [{ from: 0n, to: 10n }] }]);
      expect(row?.ended).to.equal(undefined);
    });

    it('end with who approved and why; the rest of the row stays', () => {
      const before = rows.get('interest', I);
      step(rows, NEXT['the interest is cancelled']!);
      const instant = { sequence: 7, time: 1_700_000_007 };
      expect(rows.get('interest', I)).to.deep.equal({
        ...before,
        registrations: [...before!.registrations, { kind: 'cancellation', ...instant }],
        journal: fold(before!.journal, entryOf(NEXT['the interest is cancelled']!)),
        state: { ...interestState(P, [A]), status: 'cancelled' },
        ended: { ...instant, reason: 'debt-paid', approver: EMITTER },
      });
    });

    it('release restores exactly what was taken, whatever came between', () => {
      const some = fc.array(
        fc.tuple(fc.nat(99), fc.nat(99)).filter(([from, to]) => from < to),
        { maxLength: 5 },
      );
      fc.assert(
        fc.property(some, some, some, (earlier, own, later) => {
          const fresh = after(BEGINNING.slice(0, 6));
          const lay = (ref: number, where: [number, number][]) =>
            where.map(([from, to]) => overlayOf(ref, from, to));
          const [first, second, third] = [lay(6, earlier), lay(7, own), lay(8, later)];
          step(fresh, rightEncumbered(6, A, first, rightState(P, first)));
          step(fresh, rightEncumbered(7, A, second, rightState(P, [...first, ...second])));
          step(fresh, rightEncumbered(8, A, third, rightState(P, [...first, ...second, ...third])));
          step(fresh, rightDischarged(9, A, 7, rightState(P, [...first, ...third])));
          expect(fresh.get('right', A)?.state).to.deep.equal(rightState(P, [...first, ...third]));
        }),
      );
    });

    it('discharge leaves the overlays of other registrations alone', () => {
      const kept = { ...overlayOf(9, 0, 1), kind: 'stay' as const };
      const row = rows.get('right', A)!;
      rows.apply([{ kind: 'right', id: A, row: { ...row, state: rightState(P, [kept, ...taken]) } }]);
      step(rows, rightDischarged(7, A, 6, rightState(P, [kept])));
      expect(rows.get('right', A)?.state.overlays).to.deep.equal([kept]);
    });
  });

  describe('order', () => {
    it('does not change a row that it was given', () => {
      const before = structuredClone(everything(rows));
      for (const log of Object.values(NEXT)) reduce(decodeLog(log)!, log, rows);
      expect(everything(rows)).to.deep.equal(before);
    });

    it('of independent events does not matter', () => {
      const entries = Object.entries(NEXT).map(([what, log]) => {
        const { changes } = reduce(decodeLog(log)!, log, rows);
        return { what, log, touched: changes.map(({ kind, id }) => `${kind}/${id}`) };
      });
      const earlier = new MemoryRows();
      const beginning = BEGINNING.flatMap((log) => step(earlier, log).changes);
      const then = (...logs: Log[]): unknown => {
        const fresh = new MemoryRows();
        fresh.apply(beginning);
        for (const log of logs) step(fresh, log);
        return everything(fresh);
      };
      let pairs = 0;
      for (const [i, a] of entries.entries()) {
        for (const b of entries.slice(i + 1)) {
          if (a.touched.some((row) => b.touched.includes(row))) continue;
          pairs++;
          expect(then(a.log, b.log), `${a.what}, ${b.what}`).to.deep.equal(then(b.log, a.log));
        }
      }
      expect(pairs).to.be.greaterThan(150);
    });

    it('of events about one subject does: journals tell', () => {
      const [a, b] = [partyRenamed(7, P, 'B'), partyRenamed(8, P, 'C')];
      const journal = (logs: Log[]) => after([...BEGINNING, ...logs]).get('party', P)?.journal;
      expect(journal([a, b])).not.to.equal(journal([b, a]));
    });
  });

  describe('divergence', () => {
    const stating = Object.entries(NEXT).filter(([, log]) => 'stateHash' in decodeLog(log)!.args);

    it('is noticed at the very event that states another hash', () => {
      expect(stating).to.have.length(9);
      for (const [what, log] of stating) {
        const event = decodeLog(log)!;
        const stated = (event.args as { stateHash: Hex }).stateHash;
        for (let bit = 0; bit < 256; bit += 17) {
          const bytes = fromHex(stated);
          bytes[bit >> 3]! ^= 1 << (bit & 7);
          const altered = { ...event, args: { ...event.args, stateHash: toHex(bytes) } } as typeof event;
          expect(() => reduce(altered, log, rows), what).to.throw(DivergenceError, toHex(bytes));
        }
      }
    });

    it('is noticed if the row was another than the chain knew', () => {
      const row = rows.get('right', A)!;
      rows.apply([{ kind: 'right', id: A, row: { ...row, state: { ...row.state, quantity: 101n } } }]);
      expect(() => step(rows, NEXT['A is encumbered']!)).to.throw(DivergenceError, `right ${A}`);
    });

    for (const what of [
      'capacities change',
      'an institution is suspended',
      'an institution is reinstated',
      'a key is removed',
      'P is renamed',
      'A is encumbered',
      'A is discharged',
      'the interest is cancelled',
    ]) {
      it(`is noticed if what it concerns was never registered: ${what}`, () => {
        expect(() => step(new MemoryRows(), NEXT[what]!)).to.throw(DivergenceError, 'never registered');
      });
    }
  });
});
