import { expect } from 'chai';
import { textToFixed } from '../../domain/encoding/abi.ts';
import { keccakText, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { partyIdOf } from '../../domain/encoding/ids.ts';
import { FACT_KINDS } from '../../domain/state/facts.ts';
import type { Call } from '../support/chain.ts';
import { accountOf, AUTHORITY, BANK, onChain, partyOf, PLANT, recordOf, RIVAL } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { hashOf } from '../support/second-signature.ts';

const EVIDENCE = keccakText('notice of change');
const USCC = { scheme: 'USCC', value: '91440300MA5EXAMPLE' };
const LEI = { scheme: 'LEI', value: '300300EXAMPLE0000012' };
const NEWCOMER = partyIdOf(USCC);

const record = (...identifiers: { scheme: string; value: string }[]) => ({
  ...recordOf('newcomer', '深圳某某有限公司'),
  registeredAddress: '深圳市',
  identifiers: identifiers.map(onChain),
});

describe('Parties', () => {
  let registry: Registry;

  beforeEach(async () => {
    registry = await freshRegistry();
  });

  const registers = (given: ReturnType<typeof record>, by = BANK): Call =>
    registry.call(accountOf(by), 'Parties', 'register', given);
  const renames = (name: string, party = NEWCOMER, by = BANK): Call =>
    registry.call(accountOf(by), 'Parties', 'rename', party, name, EVIDENCE);

  describe('registration', () => {
    it('gives the next number, the id of the first identifier, and says everything', async () => {
      const sequence = BigInt(registry.lastSequence + 1);
      await registry.accepts(registers(record(USCC, LEI)), [
        'PartyRegistered',
        { party: NEWCOMER, registrant: 2n, sequence, record: record(USCC, LEI) },
      ]);
      expect(registry.party(NEWCOMER)).to.deep.include({
        legalName: '深圳某某有限公司',
        jurisdiction: 'CN',
        registeredAddress: '深圳市',
        formerNames: [],
        identifiers: [USCC, LEI],
        registrant: 2,
      });
    });

    it('finds the party by each of its identifiers, and by no other', async () => {
      await registry.act(registers(record(USCC, LEI)));
      const partyOfIt = (scheme: string, value: string) =>
        registry.view('Parties', 'partyOf', textToFixed(scheme, 8), value);
      expect(await partyOfIt('USCC', USCC.value)).to.equal(NEWCOMER);
      expect(await partyOfIt('LEI', LEI.value)).to.equal(NEWCOMER);
      expect(await partyOfIt('LEI', USCC.value)).to.equal(ZERO_WORD);
      expect(await partyOfIt('EIGHTLTR', 'x')).to.equal(ZERO_WORD);
    });

    it('is once for an entity, whichever identifier is used', async () => {
      await registry.act(registers(record(USCC, LEI)));
      for (const given of [record(USCC), record(LEI), record({ scheme: 'DUNS', value: '1' }, LEI)]) {
        const taken = given.identifiers.at(-1)!;
        await registry.refuses(registers(given, RIVAL), 'IdentifierTaken', { ...taken, party: NEWCOMER });
      }
      const twice = onChain(LEI);
      await registry.refuses(registers(record({ scheme: 'DUNS', value: '1' }, LEI, LEI)), 'IdentifierTaken', {
        ...twice,
        party: NEWCOMER,
      });
    });

    it('refuses an identifier that is named twice in one record', async () => {
      await registry.refuses(registers(record(USCC, USCC)), 'IdentifierTaken', {
        ...onChain(USCC),
        party: NEWCOMER,
      });
    });

    it('takes one to eight identifiers', async () => {
      const many = (count: number) =>
        record(...Array.from({ length: count }, (_, i) => ({ scheme: 'X', value: `n${i}` })));
      await registry.refuses(registers(many(0)), 'InvalidIdentifierCount', { count: 0 });
      await registry.refuses(registers(many(9)), 'InvalidIdentifierCount', { count: 9 });
      await registry.act(registers(many(8)));
      expect(registry.party(partyIdOf({ scheme: 'X', value: 'n0' })).identifiers).to.have.length(8);
    });

    const invalid: [string, { scheme: string; value: string }][] = [
      ['without a scheme', { scheme: '', value: 'v' }],
      ['of a scheme in small letters', { scheme: 'lei', value: 'v' }],
      ['of a scheme with a colon, which could spell another one', { scheme: 'OTHER:A', value: 'v' }],
      ['of a scheme with a hole', { scheme: 'LE\0I', value: 'v' }],
      ['of a scheme that begins with a zero', { scheme: '\0LEI', value: 'v' }],
      ['of a scheme that is not ASCII', { scheme: '码', value: 'v' }],
      ['of a scheme with what stands before the letters', { scheme: '@', value: 'v' }],
      ['of a scheme with what stands before the digits', { scheme: '/', value: 'v' }],
      ['of a scheme with a bracket', { scheme: 'A[', value: 'v' }],
      ['without a value', { scheme: 'LEI', value: '' }],
      ['longer than 512 bytes', { scheme: 'LEI', value: 'v'.repeat(513) }],
    ];
    for (const [what, identifier] of invalid) {
      it(`refuses an identifier ${what} and names its place`, async () => {
        await registry.refuses(registers(record(identifier)), 'InvalidIdentifier', { index: 0 });
        await registry.refuses(registers(record(USCC, identifier)), 'InvalidIdentifier', { index: 1 });
      });
    }

    it('takes a scheme of eight letters and digits, from A to Z and from 0 to 9', async () => {
      await registry.act(registers(record({ scheme: 'AZ09BY18', value: 'v' })));
    });

    it('refuses a jurisdiction or an address of more than 512 bytes', async () => {
      for (const changes of [{ jurisdiction: 'x'.repeat(513) }, { registeredAddress: 'x'.repeat(513) }]) {
        await registry.refuses(registers({ ...record(USCC), ...changes }), 'InvalidText', {});
      }
      const longest = { jurisdiction: 'x'.repeat(512), registeredAddress: 'x'.repeat(512) };
      await registry.act(registers({ ...record(USCC), ...longest }));
    });

    it('takes texts up to their bound and counts bytes, not characters', async () => {
      await registry.act(
        registers({ ...record({ scheme: 'A', value: 'v'.repeat(512) }), legalName: 'n'.repeat(512) }),
      );
      const name = '名'.repeat(170);
      await registry.act(registers({ ...record({ scheme: 'B', value: 'v' }), legalName: name }));
      for (const legalName of ['', `${name}名`, 'n'.repeat(513)]) {
        await registry.refuses(registers({ ...record(USCC), legalName }), 'InvalidName', {});
      }
    });
  });

  describe('renaming', () => {
    beforeEach(() => registry.act(registers(record(USCC))));

    it('keeps the former names, oldest first', async () => {
      await registry.accepts(renames('second'), [
        'PartyRenamed',
        { party: NEWCOMER, registrant: 2n, legalName: 'second', evidence: EVIDENCE },
      ]);
      await registry.act(renames('third'));
      const { legalName, formerNames } = registry.party(NEWCOMER);
      expect([...formerNames.map((it) => it.legalName), legalName]).to.deep.equal([
        '深圳某某有限公司',
        'second',
        'third',
      ]);
      expect(formerNames.map((it) => it.until.sequence)).to.deep.equal([
        registry.lastSequence - 1,
        registry.lastSequence,
      ]);
    });

    it('is for the registrant and for registration authorities', async () => {
      await registry.refuses(renames('x', NEWCOMER, RIVAL), 'NotRegistrant', {
        party: NEWCOMER,
        institution: 10,
      });
      await registry.refuses(renames('x', partyOf(PLANT)), 'NotRegistrant', {
        party: partyOf(PLANT),
        institution: 2,
      });
      await registry.accepts(renames('by an authority', NEWCOMER, 'second-authority'), [
        'PartyRenamed',
        { registrant: 9n },
      ]);
      await registry.accepts(renames('by another', NEWCOMER, AUTHORITY), [
        'PartyRenamed',
        { registrant: 1n },
      ]);
    });

    it('refuses what is not registered, and an invalid name', async () => {
      const party = partyIdOf(LEI);
      await registry.refuses(renames('x', party), 'UnknownParty', { party });
      for (const name of ['', 'n'.repeat(513)]) await registry.refuses(renames(name), 'InvalidName', {});
    });
  });

  describe('succession', () => {
    const [MERGER, DIVISION] = [1, 2];
    const [FIRST, SECOND] = ['holder', 'issuer'].map(partyOf).sort() as [Hex, Hex];
    const succeeds = (kind: number, successors: Hex[], party = NEWCOMER): Call =>
      registry.call(accountOf(AUTHORITY), 'Parties', 'succeed', party, kind, successors, EVIDENCE);
    const isSuccessor = (successor: Hex, party = NEWCOMER) =>
      registry
        .view('Ledger', 'fact', FACT_KINDS.successor, hashOf(['bytes32', 'bytes32'], [party, successor]))
        .then((fact) => fact !== ZERO_WORD);

    beforeEach(() => registry.act(registers(record(USCC))));

    it('by merger is into one; both have it in their journals', async () => {
      const sequence = registry.lastSequence + 1;
      const { events, mined } = await registry.act(succeeds(MERGER, [FIRST]));
      expect(events.map(({ name, args }) => [name, args])).to.deep.equal([
        [
          'PartySucceeded',
          {
            party: NEWCOMER,
            successor: FIRST,
            sequence: BigInt(sequence),
            time: mined.time,
            registrant: 1,
            kind: MERGER,
            evidence: EVIDENCE,
          },
        ],
      ]);
      const { successors } = registry.party(NEWCOMER);
      expect(successors).to.deep.equal([
        { sequence, time: mined.time, party: FIRST, kind: 'merger', evidence: EVIDENCE },
      ]);
      expect(registry.party(FIRST).predecessors).to.deep.equal([NEWCOMER]);
      expect([await isSuccessor(FIRST), await isSuccessor(SECOND)]).to.deep.equal([true, false]);
      expect(await isSuccessor(NEWCOMER, FIRST)).to.equal(false);
    });

    it('by division is into several, each with a number', async () => {
      const first = BigInt(registry.lastSequence + 1);
      await registry.accepts(
        succeeds(DIVISION, [FIRST, SECOND]),
        ['PartySucceeded', { successor: FIRST, sequence: first, kind: DIVISION }],
        ['PartySucceeded', { successor: SECOND, sequence: first + 1n, kind: DIVISION }],
      );
      expect([await isSuccessor(FIRST), await isSuccessor(SECOND)]).to.deep.equal([true, true]);
    });

    it('by division is into 2 to 16', async () => {
      const labels = Array.from({ length: 17 }, (_, i) => `successor-${i}`);
      for (const label of labels) await registry.act(registers(recordOf(label)));
      const successors = labels.map(partyOf).sort();
      await registry.refuses(succeeds(DIVISION, successors), 'InvalidSuccessors', { index: 17 });
      await registry.act(succeeds(DIVISION, successors.slice(0, 16)));
    });

    it('has a kind, and as many successors as that has', async () => {
      for (const [kind, successors] of [
        [0, []],
        [0, [FIRST]],
        [0, [FIRST, SECOND]],
        [MERGER, []],
        [MERGER, [FIRST, SECOND]],
        [DIVISION, []],
        [DIVISION, [FIRST]],
      ] as [number, Hex[]][]) {
        await registry.refuses(succeeds(kind, successors), 'InvalidSuccessors', { index: successors.length });
      }
      await registry.refuses(succeeds(3, [FIRST]), '');
    });

    it('is into other registered parties, in ascending order', async () => {
      const nobody = partyIdOf(LEI);
      for (const [kind, successors, index] of [
        [MERGER, [NEWCOMER], 0],
        [MERGER, [nobody], 0],
        [DIVISION, [SECOND, FIRST], 1],
        [DIVISION, [FIRST, FIRST], 1],
        [DIVISION, [FIRST, NEWCOMER].sort(), NEWCOMER > FIRST ? 1 : 0],
        [DIVISION, [FIRST, nobody].sort(), nobody > FIRST ? 1 : 0],
      ] as [number, Hex[], number][]) {
        await registry.refuses(succeeds(kind, successors), 'InvalidSuccessors', { index });
      }
      await registry.refuses(succeeds(MERGER, [FIRST], nobody), 'UnknownParty', { party: nobody });
    });

    it('ends the party for ever', async () => {
      await registry.act(succeeds(MERGER, [FIRST]));
      const ended = { party: NEWCOMER };
      await registry.refuses(succeeds(MERGER, [SECOND]), 'PartyEnded', ended);
      await registry.refuses(succeeds(MERGER, [NEWCOMER], FIRST), 'PartyEnded', ended);
      await registry.refuses(renames('again'), 'PartyEnded', ended);
      await registry.act(succeeds(MERGER, [SECOND], FIRST));
      expect(await isSuccessor(SECOND)).to.equal(false);
    });
  });
});
