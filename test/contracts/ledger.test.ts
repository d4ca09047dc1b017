import { expect } from 'chai';
import type { Arguments, Method } from '../../api/chain/typed-calls.ts';
import { keccak256, keccakText, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { call, request, send, type Call } from '../support/chain.ts';
import { STRANGER } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';

const REGISTRY: Hex = `0x${'77'.repeat(20)}`;
const SUBJECT = keccakText('subject');
const [A, B] = [keccakText('a'), keccakText('b')];
const [INTEREST, PARTY] = [2, 4];

describe('Ledger', () => {
  let registry: Registry;

  beforeEach(async () => {
    registry = await freshRegistry();
    // Any contract will do as a registry; here the test is the contract.
    await request('hardhat_setCode', REGISTRY, '0x00');
  });

  const appoints = (kinds: number, whom = REGISTRY) => registry.governs('Ledger', 'appoint', whom, kinds);
  const by = <M extends Method<'Ledger'>>(method: M, ...args: Arguments<'Ledger', M>): Call =>
    registry.call(REGISTRY, 'Ledger', method, ...args);
  const both = (expected = ZERO_WORD, written = A) =>
    by('writeAndExtend', INTEREST, SUBJECT, expected, written, SUBJECT, B);
  const word = (kind = INTEREST) => registry.view('Ledger', 'word', kind, SUBJECT);

  describe('appointment', () => {
    it('is by kinds, and can be read', async () => {
      const { mined } = await registry.act(appoints(6));
      const topics = registry.interfaces.Ledger.encodeEventLog('RegistryAppointed', [
        REGISTRY,
        6,
        mined.time,
      ]);
      expect(mined.logs.map(({ data, topics: t }) => ({ data, topics: t }))).to.deep.equal([topics]);
      expect(await registry.view('Ledger', 'appointment', REGISTRY)).to.equal(6n);
      expect(await registry.view('Ledger', 'appointment', STRANGER)).to.equal(0n);
    });

    it('is of contracts alone', async () => {
      await registry.refuses(appoints(1, STRANGER), 'NotAContract', { registry: STRANGER });
    });

    it('ends with an empty mask', async () => {
      await registry.act(appoints(7));
      await registry.act(appoints(0));
      for (const [tx, needed] of [
        [by('next', 1), 0],
        [by('write', INTEREST, SUBJECT, ZERO_WORD, A), INTEREST],
        [by('extend', INTEREST, SUBJECT, A), INTEREST],
        [both(), INTEREST | PARTY],
      ] as const) {
        await registry.refuses(tx, 'NotAppointed', { registry: REGISTRY, needed });
      }
    });

    it('for one kind does not reach a mask of several', async () => {
      await registry.act(appoints(1));
      for (const tx of [by('write', 3, SUBJECT, ZERO_WORD, A), by('extend', 3, SUBJECT, A)]) {
        await registry.refuses(tx, 'NotAppointed', { registry: REGISTRY, needed: 3 });
      }
    });

    for (const kind of [1, 2, 4]) {
      it(`for other kinds than ${kind} does not reach words of kind ${kind}`, async () => {
        await registry.act(appoints(7 - kind));
        const refusal = { registry: REGISTRY, needed: kind };
        await registry.refuses(by('write', kind, SUBJECT, ZERO_WORD, A), 'NotAppointed', refusal);
        await registry.refuses(by('extend', kind, SUBJECT, A), 'NotAppointed', refusal);
      });
    }

    for (const kind of [INTEREST, PARTY]) {
      it(`for ${kind} alone does not reach a subject and the party that it concerns`, async () => {
        await registry.act(appoints(kind));
        await registry.refuses(both(), 'NotAppointed', { registry: REGISTRY, needed: INTEREST | PARTY });
      });
    }
  });

  describe('words', () => {
    beforeEach(() => registry.act(appoints(7)));

    it('begin at zero, and are of a kind', async () => {
      expect(await word()).to.equal(ZERO_WORD);
      await registry.act(by('write', INTEREST, SUBJECT, ZERO_WORD, A));
      expect(await word()).to.equal(A);
      expect(await word(1)).to.equal(ZERO_WORD);
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

    it('of a subject and of the party that it concerns change together or not at all', async () => {
      const party = { kind: PARTY, subject: SUBJECT };
      await registry.refuses(both(), 'UnknownSubject', party);
      expect(await word()).to.equal(ZERO_WORD);
      await registry.act(by('write', PARTY, SUBJECT, ZERO_WORD, B));
      await registry.act(both());
      expect([await word(), await word(PARTY)]).to.deep.equal([A, keccak256(B, B)]);
      const stale = { kind: INTEREST, subject: SUBJECT, expected: ZERO_WORD, actual: A };
      await registry.refuses(both(), 'StaleState', stale);
      await registry.refuses(both(A, ZERO_WORD), 'ZeroWord', { kind: INTEREST, subject: SUBJECT });
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
