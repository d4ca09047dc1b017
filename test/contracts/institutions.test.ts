import { expect } from 'chai';
import type { Arguments, Method } from '../../api/chain/typed-calls.ts';
import { CAPACITIES, DUTIES, maskOf } from '../../domain/encoding/codes.ts';
import { keccakText, ZERO_WORD, type Hex } from '../../domain/encoding/hash.ts';
import { networkHelpers, type Call } from '../support/chain.ts';
import { accountOf, BANK, MEMBERS, numberOf, partyOf, STRANGER } from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';

const NEWCOMER = keccakText('newcomer');
const UNKNOWN = MEMBERS.length + 1;
const MAKER = 1;

describe('Institutions', () => {
  let registry: Registry;

  beforeEach(async () => {
    registry = await freshRegistry();
  });

  const governs = <M extends Method<'Institutions'>>(
    method: M,
    ...args: Arguments<'Institutions', M>
  ): Call => registry.governs('Institutions', method, ...args);

  describe('admission', () => {
    it('numbers institutions in order and says everything in its event', async () => {
      await registry.accepts(governs('admit', NEWCOMER, 3, '新机构'), [
        'InstitutionAdmitted',
        { number: UNKNOWN, party: NEWCOMER, capacities: 3, name: '新机构' },
      ]);
      expect(await registry.view('Institutions', 'count')).to.equal(BigInt(UNKNOWN));
      expect(await registry.view('Institutions', 'numberOf', NEWCOMER)).to.equal(BigInt(UNKNOWN));
      expect(await registry.view('Institutions', 'institution', UNKNOWN)).to.deep.equal([
        NEWCOMER,
        3n,
        false,
        true,
      ]);
      expect(registry.rows.get('institution', String(UNKNOWN))).to.deep.include({
        name: '新机构',
        capacities: ['registration-authority', 'secured-party'],
        suspended: false,
      });
    });

    it('is once for a party', async () => {
      await registry.refuses(governs('admit', partyOf(BANK), 1, 'again'), 'AlreadyAdmitted', {
        party: partyOf(BANK),
        number: numberOf(BANK),
      });
    });

    it('is of a party', async () => {
      await registry.refuses(governs('admit', ZERO_WORD, 1, 'nobody'), 'InvalidParty', {});
    });

    for (const capacities of [0, 256, 257, 65_535]) {
      it(`refuses the capacities ${capacities}`, async () => {
        await registry.refuses(governs('admit', NEWCOMER, capacities, 'x'), 'InvalidCapacities', {
          capacities,
        });
        await registry.refuses(governs('setCapacities', 1, capacities), 'InvalidCapacities', { capacities });
      });
    }
  });

  it('replaces capacities', async () => {
    const number = numberOf(BANK);
    await registry.accepts(governs('setCapacities', number, 255), [
      'CapacitiesChanged',
      { number, party: partyOf(BANK), capacities: 255 },
    ]);
    expect(registry.rows.get('institution', String(number))?.capacities).to.deep.equal([...CAPACITIES]);
    expect(await registry.view('Institutions', 'institution', number)).to.deep.equal([
      partyOf(BANK),
      255n,
      false,
      true,
    ]);
  });

  it('suspends and reinstates; repeating either changes nothing', async () => {
    const number = numberOf(BANK);
    const suspended = () => registry.rows.get('institution', String(number))?.suspended;
    const party = partyOf(BANK);
    await registry.accepts(governs('reinstate', number, 'early'));
    await registry.accepts(governs('suspend', number, 'r1'), [
      'InstitutionSuspended',
      { number, party, reason: 'r1' },
    ]);
    expect(suspended()).to.be.true;
    await registry.accepts(governs('suspend', number, 'again'));
    await registry.accepts(governs('reinstate', number, 'r2'), [
      'InstitutionReinstated',
      { number, party, reason: 'r2' },
    ]);
    expect(suspended()).to.be.false;
    await registry.accepts(governs('reinstate', number, 'again'));
  });

  const unknown: Record<string, (number: number) => Call> = {
    setCapacities: (number) => governs('setCapacities', number, 1),
    suspend: (number) => governs('suspend', number, 'reason'),
    reinstate: (number) => governs('reinstate', number, 'reason'),
    addKey: (number) => governs('addKey', number, STRANGER, MAKER, 0),
  };
  for (const [method, call] of Object.entries(unknown)) {
    for (const number of [0, UNKNOWN]) {
      it(`${method} refuses the unknown institution ${number}`, async () => {
        await registry.refuses(call(number), 'UnknownInstitution', { number });
      });
    }
  }

  describe('keys', () => {
    const number = numberOf(BANK);
    const adds = (key: Hex, duty: number, activeFrom: number) =>
      governs('addKey', number, key, duty, activeFrom);

    for (const duty of DUTIES) {
      it(`binds a key as ${duty}`, async () => {
        const mask = maskOf(DUTIES, [duty]);
        await registry.accepts(adds(STRANGER, mask, 0), ['KeyAdded', { number, key: STRANGER, duty: mask }]);
        expect(registry.rows.get('key', STRANGER)).to.deep.include({
          institution: number,
          duty,
          removedAt: undefined,
        });
      });
    }

    for (const duty of [0, 3, 5, 6, 7, 8, 255]) {
      it(`refuses the duty ${duty}: a key has exactly one`, async () => {
        await registry.refuses(adds(STRANGER, duty, 0), 'InvalidDuty', { duty });
      });
    }

    it('refuses the zero address', async () => {
      const key: Hex = `0x${'00'.repeat(20)}`;
      await registry.refuses(adds(key, MAKER, 0), 'InvalidKey', { key });
    });

    it('is active from the later of now and the time asked for', async () => {
      const future = (await networkHelpers.time.latest()) + 1000;
      await registry.accepts(adds(STRANGER, MAKER, future), ['KeyAdded', { activeFrom: future }]);
      const other: Hex = `0x${'22'.repeat(20)}`;
      const { events, mined } = await registry.act(adds(other, MAKER, 5));
      expect(events[0]?.args).to.deep.include({ activeFrom: mined.time });
      expect(await registry.view('Institutions', 'key', other)).to.deep.equal([
        BigInt(number),
        1n,
        BigInt(mined.time),
        0n,
      ]);
    });

    it('never passes to another institution, nor back after its removal', async () => {
      const bound = { key: accountOf(BANK), institution: number };
      await registry.refuses(adds(accountOf(BANK), MAKER, 0), 'KeyAlreadyBound', bound);
      await registry.refuses(governs('addKey', 1, accountOf(BANK), MAKER, 0), 'KeyAlreadyBound', bound);
      await registry.act(governs('removeKey', accountOf(BANK)));
      await registry.refuses(governs('addKey', 1, accountOf(BANK), MAKER, 0), 'KeyAlreadyBound', bound);
    });

    it('is removed once; repeating it keeps the first time', async () => {
      const key = accountOf(BANK);
      const { mined } = await registry.act(governs('removeKey', key));
      expect(registry.rows.get('key', key)?.removedAt).to.equal(mined.time);
      await networkHelpers.time.increase(100);
      await registry.accepts(governs('removeKey', key));
      await registry.refuses(governs('removeKey', STRANGER), 'UnknownKey', { key: STRANGER });
    });
  });

  describe('the key delay', () => {
    const number = numberOf(BANK);
    const adds = (activeFrom: number) => governs('addKey', number, STRANGER, MAKER, activeFrom);

    it('keeps a new key from acting until it has passed', async () => {
      const { events } = await registry.act(governs('setKeyDelay', 1000));
      expect(events.map(({ name, args }) => [name, args])).to.deep.equal([
        ['KeyDelaySet', { delay: 1000, time: await networkHelpers.time.latest() }],
      ]);
      const { events: added, mined } = await registry.act(adds(0));
      expect(added[0]?.args).to.deep.include({ activeFrom: mined.time + 1000 });
      const asks = (): Call => registry.call(STRANGER, 'Institutions', 'authorize', STRANGER, 1, 2);
      const refusal = { key: STRANGER, activeFrom: mined.time + 1000 };
      await registry.refuses(asks(), 'KeyNotYetActive', refusal);
      await networkHelpers.time.setNextBlockTimestamp(mined.time + 1000);
      await registry.act(asks());
    });

    it('gives way to a later time that was asked for', async () => {
      await registry.act(governs('setKeyDelay', 1000));
      const activeFrom = (await networkHelpers.time.latest()) + 5000;
      await registry.accepts(adds(activeFrom), ['KeyAdded', { activeFrom }]);
    });

    it('is for keys that are added later, and not for their removal', async () => {
      await registry.act(governs('setKeyDelay', 1000));
      const key = accountOf(BANK);
      await registry.act(registry.call(STRANGER, 'Institutions', 'authorize', key, 1, 2));
      const { mined } = await registry.act(governs('removeKey', key));
      expect(registry.rows.get('key', key)?.removedAt).to.equal(mined.time);
    });

    it('is at most 90 days, and may end', async () => {
      const longest = 90 * 86_400;
      await registry.refuses(governs('setKeyDelay', longest + 1), 'InvalidKeyDelay', { delay: longest + 1 });
      await registry.act(governs('setKeyDelay', longest));
      await registry.act(governs('setKeyDelay', 0));
      const { events, mined } = await registry.act(adds(0));
      expect(events[0]?.args).to.deep.include({ activeFrom: mined.time });
    });
  });

  describe('authorize', () => {
    const number = numberOf(BANK);
    const authorizes = (key: Hex, duties: number, capacities: number) =>
      registry.view('Institutions', 'authorize', key, duties, capacities);

    it('gives the number if any duty and any capacity of the masks fits', async () => {
      expect(await authorizes(accountOf(BANK), 7, 255)).to.equal(BigInt(number));
      expect(await authorizes(accountOf(BANK), 1, 2)).to.equal(BigInt(number));
      expect(await authorizes(accountOf(BANK, 'checker'), 3, 6)).to.equal(BigInt(number));
    });

    it('names the first reason that holds, from the key outwards', async () => {
      const key = accountOf(BANK, 'auditor');
      const asks = (): Call => registry.call(STRANGER, 'Institutions', 'authorize', key, 1, 1);
      await registry.refuses(asks(), 'WrongDuty', { key, has: 4, needed: 1 });
      await registry.act(governs('suspend', number, 'r'));
      await registry.refuses(asks(), 'WrongDuty', { key, has: 4, needed: 1 });
      const auditor = registry.call(STRANGER, 'Institutions', 'authorize', key, 4, 1);
      await registry.refuses(auditor, 'SuspendedInstitution', { number });
      await registry.act(governs('reinstate', number, 'r'));
      await registry.refuses(auditor, 'WrongCapacity', { number, has: 2, needed: 1 });
      const { mined } = await registry.act(governs('removeKey', key));
      await registry.refuses(asks(), 'KeyNoLongerActive', { key, removedAt: mined.time });
    });
  });

  it('answers zero for what it does not know', async () => {
    expect(await registry.view('Institutions', 'institution', UNKNOWN)).to.deep.equal([
      ZERO_WORD,
      0n,
      false,
      false,
    ]);
    expect(await registry.view('Institutions', 'key', STRANGER)).to.deep.equal([0n, 0n, 0n, 0n]);
    expect(await registry.view('Institutions', 'numberOf', NEWCOMER)).to.equal(0n);
  });
});
