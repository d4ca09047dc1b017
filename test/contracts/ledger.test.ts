import { expect } from 'chai';
import { textToFixed } from '../../domain/encoding/abi.ts';
import type { Arguments, Method } from '../../api/chain/typed-calls.ts';
import { keccak256, keccakText, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { appended, begun } from '../../domain/journal/list.ts';
import { FACT_KINDS, restrictionRef } from '../../domain/state/facts.ts';
import { addressOf, call, ethers, request, send, type Call } from '../support/chain.ts';
import { prolongs, restrict } from '../support/lines.ts';
import { STRANGER } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { registerRight, rightOf, TODAY } from '../support/samples.ts';

const SUBJECT = keccakText('subject');
const [A, B] = [keccakText('a'), keccakText('b')];
const [RIGHT, INTEREST, PARTY, LIST] = [1, 2, 4, 8];
const { buyer: BUYER, restriction: RESTRICTION } = FACT_KINDS;
const both = (2n ** BigInt(BUYER)) | (2n ** BigInt(RESTRICTION));

describe('Ledger', () => {
  let registry: Registry;
  /** Any contract that says what it is will do as a registry; here the test is the contract. */
  let self: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    self = await addressOf(await ethers.deployContract('Quotas', [registry.at.Ledger, registry.at.Batches]));
  });

  const appoints = (subjects: number, facts = 0n, whom = self) =>
    registry.governs('Ledger', 'appoint', whom, subjects, facts);
  const by = <M extends Method<'Ledger'>>(method: M, ...args: Arguments<'Ledger', M>): Call =>
    registry.call(self, 'Ledger', method, ...args);
  const listed = (expected = ZERO_WORD, written = A) =>
    by('writeAndList', INTEREST, SUBJECT, expected, written, SUBJECT, B);
  const word = (kind = INTEREST) => registry.view('Ledger', 'word', kind, SUBJECT);
  const fact = (kind: number = RESTRICTION) => registry.view('Ledger', 'fact', kind, SUBJECT);
  const records = (kind: number, expected: Hex, value: Hex) => by('record', kind, SUBJECT, expected, value);

  describe('appointment', () => {
    it('is by kinds, says which registry it is, and can be read', async () => {
      const [name, version, subjects] = [textToFixed('Quotas', 32), 1, 6];
      const said = { registry: self, name, version, subjects, facts: both };
      await registry.accepts(appoints(subjects, both), ['RegistryAppointed', said]);
      expect(await registry.view('Ledger', 'appointment', self)).to.deep.equal([6n, both]);
      expect(await registry.view('Ledger', 'appointment', STRANGER)).to.deep.equal([0n, 0n]);
    });

    it('is of registries alone', async () => {
      await registry.refuses(appoints(1, 0n, STRANGER), 'NotARegistry', { registry: STRANGER });
      const { Ledger } = registry.at;
      await registry.refuses(appoints(1, 0n, Ledger), 'NotARegistry', { registry: Ledger });
      // Answers whatever it is asked with one zero word, so with a name that is none.
      const mute: Hex = `0x${'77'.repeat(20)}`;
      await request('hardhat_setCode', mute, '0x60406000f3');
      await registry.refuses(appoints(1, 0n, mute), 'NotARegistry', { registry: mute });
    });

    it('ends with two empty masks, whatever has become of the contract', async () => {
      await registry.act(appoints(15, both));
      await request('hardhat_setCode', self, '0x');
      await registry.accepts(appoints(0), [
        'RegistryAppointed',
        { registry: self, name: textToFixed('', 32) },
      ]);
      for (const [tx, needed] of [
        [by('next', 1), 0],
        [by('write', INTEREST, SUBJECT, ZERO_WORD, A), INTEREST],
        [by('extend', INTEREST, SUBJECT, A), INTEREST],
        [by('open', SUBJECT, A), PARTY],
        [by('list', SUBJECT, A), LIST],
        [listed(), INTEREST | LIST],
      ] as const) {
        await registry.refuses(tx, 'NotAppointed', { registry: self, needed });
      }
      await registry.refuses(records(BUYER, ZERO_WORD, A), 'NotAppointedForFact', {
        registry: self,
        kind: BUYER,
      });
    });

    it('for one kind does not reach a mask of several', async () => {
      await registry.act(appoints(1));
      for (const tx of [by('write', 3, SUBJECT, ZERO_WORD, A), by('extend', 3, SUBJECT, A)]) {
        await registry.refuses(tx, 'NotAppointed', { registry: self, needed: 3 });
      }
    });

    for (const kind of [RIGHT, INTEREST, PARTY]) {
      it(`for other kinds than ${kind} does not reach words of kind ${kind}`, async () => {
        await registry.act(appoints(15 - kind));
        const refusal = { registry: self, needed: kind };
        await registry.refuses(by('write', kind, SUBJECT, ZERO_WORD, A), 'NotAppointed', refusal);
        await registry.refuses(by('extend', kind, SUBJECT, A), 'NotAppointed', refusal);
      });
    }

    for (const kind of [INTEREST, LIST]) {
      it(`for ${kind} alone does not reach a subject and its party's list`, async () => {
        await registry.act(appoints(kind));
        await registry.refuses(listed(), 'NotAppointed', { registry: self, needed: INTEREST | LIST });
      });
    }

    it('for one kind of fact does not reach another', async () => {
      await registry.act(appoints(0, 2n ** BigInt(BUYER)));
      await registry.act(records(BUYER, ZERO_WORD, A));
      const refusal = { registry: self, kind: RESTRICTION };
      await registry.refuses(records(RESTRICTION, ZERO_WORD, A), 'NotAppointedForFact', refusal);
    });
  });

  describe('words', () => {
    beforeEach(() => registry.act(appoints(15)));

    it('begin at zero, and are of a kind', async () => {
      expect(await word()).to.equal(ZERO_WORD);
      await registry.act(by('write', INTEREST, SUBJECT, ZERO_WORD, A));
      expect(await word()).to.equal(A);
      expect(await word(RIGHT)).to.equal(ZERO_WORD);
    });

    it('change only for who knows the present one', async () => {
      await registry.act(by('write', INTEREST, SUBJECT, ZERO_WORD, A));
      for (const expected of [ZERO_WORD, B]) {
        await registry.refuses(by('write', INTEREST, SUBJECT, expected, B), 'StaleState', {
          kind: INTEREST,
          subject: SUBJECT,
          expected,
          actual: A,
        });
      }
      await registry.act(by('write', INTEREST, SUBJECT, A, B));
      expect(await word()).to.equal(B);
    });

    it('never become zero, neither first nor again', async () => {
      const refusal = { kind: INTEREST, subject: SUBJECT };
      await registry.refuses(by('write', INTEREST, SUBJECT, ZERO_WORD, ZERO_WORD), 'ZeroWord', refusal);
      await registry.act(by('write', INTEREST, SUBJECT, ZERO_WORD, A));
      await registry.refuses(by('write', INTEREST, SUBJECT, A, ZERO_WORD), 'ZeroWord', refusal);
      expect(await word()).to.equal(A);
    });

    it('of known subjects can be extended without knowing them', async () => {
      await registry.refuses(by('extend', INTEREST, SUBJECT, B), 'UnknownSubject', {
        kind: INTEREST,
        subject: SUBJECT,
      });
      await registry.act(by('write', INTEREST, SUBJECT, ZERO_WORD, A));
      await registry.act(by('extend', INTEREST, SUBJECT, B));
      expect(await word()).to.equal(keccak256(A, B));
    });
  });

  describe('lists', () => {
    beforeEach(() => registry.act(appoints(15)));

    it('begin with their party, once, and grow without being known', async () => {
      await registry.refuses(by('list', SUBJECT, A), 'UnknownSubject', { kind: PARTY, subject: SUBJECT });
      await registry.act(by('open', SUBJECT, A));
      expect([await word(PARTY), await word(LIST)]).to.deep.equal([A, begun(SUBJECT)]);
      await registry.refuses(by('open', SUBJECT, B), 'StaleState');
      await registry.act(by('list', SUBJECT, A));
      await registry.act(by('list', SUBJECT, B));
      expect(await word(LIST)).to.equal(appended(appended(begun(SUBJECT), A), B));
      expect(await word(PARTY)).to.equal(A);
    });

    it('change in no other way', async () => {
      await registry.act(by('open', SUBJECT, A));
      const list = (await word(LIST)) as Hex;
      const refusal = { registry: self, needed: LIST };
      await registry.refuses(by('write', LIST, SUBJECT, list, B), 'NotAppointed', refusal);
      await registry.refuses(by('extend', LIST, SUBJECT, B), 'NotAppointed', refusal);
    });

    it('and a subject of theirs change together or not at all', async () => {
      const party = { kind: PARTY, subject: SUBJECT };
      await registry.refuses(listed(), 'UnknownSubject', party);
      expect(await word()).to.equal(ZERO_WORD);
      await registry.act(by('open', SUBJECT, B));
      await registry.act(listed());
      expect([await word(), await word(LIST)]).to.deep.equal([A, appended(begun(SUBJECT), B)]);
      const stale = { kind: INTEREST, subject: SUBJECT, expected: ZERO_WORD, actual: A };
      await registry.refuses(listed(), 'StaleState', stale);
      await registry.refuses(listed(A, ZERO_WORD), 'ZeroWord', { kind: INTEREST, subject: SUBJECT });
    });
  });

  describe('facts', () => {
    beforeEach(() => registry.act(appoints(0, both)));

    it('begin at zero, are of a kind, and change only for who knows the present one', async () => {
      expect(await fact()).to.equal(ZERO_WORD);
      await registry.act(records(RESTRICTION, ZERO_WORD, A));
      expect([await fact(), await fact(BUYER)]).to.deep.equal([A, ZERO_WORD]);
      for (const expected of [ZERO_WORD, B]) {
        await registry.refuses(records(RESTRICTION, expected, B), 'StaleFact', {
          kind: RESTRICTION,
          ref: SUBJECT,
          expected,
          actual: A,
        });
      }
      await registry.act(records(RESTRICTION, A, B));
      await registry.act(records(RESTRICTION, B, ZERO_WORD));
      expect(await fact()).to.equal(ZERO_WORD);
    });

    it('that are permanent never change, not even for an appointed registry that knows them', async () => {
      await registry.act(records(BUYER, ZERO_WORD, A));
      for (const value of [B, ZERO_WORD]) {
        await registry.refuses(records(BUYER, A, value), 'PermanentFact', { kind: BUYER, ref: SUBJECT });
      }
    });

    it('in a layout of a later release stop a registry that does not know it', async () => {
      const right = await registerRight(registry, rightOf('A'));
      const order = await restrict(registry, right, [[0, 1]], 'judicial-freeze', { until: TODAY + 30 });
      const ref = restrictionRef(order);
      const present = (await registry.view('Ledger', 'fact', RESTRICTION, ref)) as Hex;
      const later: Hex = `0x02${present.slice(4)}`;
      // Not what the events say, so that the registry in memory must not be asked.
      await send(by('record', RESTRICTION, ref, present, later));
      const refusal: unknown = await send(prolongs(registry, right, order, TODAY + 60)).catch(
        (error: unknown) => error,
      );
      expect(refusal).to.deep.include({
        error: 'UnknownFactVersion',
        args: { kind: RESTRICTION, ref, version: 2 },
      });
    });
  });

  it('gives each number once, in runs', async () => {
    await registry.act(appoints(1));
    const last = registry.lastSequence;
    const next = async (count: number) => {
      const tx = by('next', count);
      const first = Number(await call(tx));
      await send(tx);
      return first - last;
    };
    expect([await next(1), await next(5), await next(0), await next(1)]).to.deep.equal([1, 2, 7, 7]);
    expect(await registry.view('Ledger', 'sequence')).to.equal(BigInt(last + 7));
  });
});
