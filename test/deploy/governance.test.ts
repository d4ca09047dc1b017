import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { Hex } from '../../api/chain/types.ts';
import { lineOf } from '../../api/cli/governance/output.ts';
import type { GovernedCall } from '../../deploy/governance/access-manager.ts';
import { appointing, dismissing } from '../../deploy/governance/appointments.ts';
import { Refused, WrongArgument } from '../../deploy/governance/errors.ts';
import type { Standing } from '../../deploy/governance/governor.ts';
import { OPERATIONS, type OperationName } from '../../deploy/governance/operations.ts';
import { readDeployment } from '../../deploy/record.ts';
import { trustedKeyActiveAt } from '../../domain/time/clocks.ts';
import { DAY } from '../support/governance.ts';
import { BANK, Governed, OTHER_BANK, POLICIES, THIRD_BANK } from '../support/governed.ts';

const DELAYS = { admission: DAY, policy: 2 * DAY, succession: 3 * DAY, administration: 4 * DAY, key: 0 };
const WEEK = 7 * DAY;
const STRANGER = `0x${'77'.repeat(20)}`;
const LATER = '2040-01-01';

interface Row {
  name: OperationName;
  delay: number;
  given: (registry: Governed) => string[];
  /** Whether the chain has it; asked after each step. */
  isDone: (registry: Governed, operation: Standing) => Promise<boolean>;
  wrong: readonly (readonly [argument: string, ...given: string[]])[];
}

const isAppointed = async (registry: Governed) =>
  (await registry.read('Ledger', 'appointment', registry.at('Rights'))).some((mask) => mask !== 0n);
const institution = async (registry: Governed, number: number) =>
  (await registry.read('Institutions', 'institution', number))[0] as {
    capacities: bigint;
    suspended: boolean;
  };
const key = async (registry: Governed, address: unknown) => {
  const [it] = (await registry.read('Institutions', 'key', address)) as [bigint[]];
  const [number, duty, activeFrom, removedAt] = [...it].map(Number);
  return { number, duty, activeFrom, removedAt };
};
const flagsLater = async (registry: Governed) => {
  const [policy] = await registry.read('RightTypes', 'policyAt', code('CEA'), 2n ** 40n);
  return (policy as { flags: bigint }).flags;
};
const code = (text: string) => `0x${Buffer.from(text).toString('hex').padEnd(16, '0')}`;

/** In this order: some need what the one before has done. */
const ROWS: readonly Row[] = [
  {
    ...{ name: 'dismiss', delay: DELAYS.succession },
    given: (registry) => [registry.at('Rights')],
    isDone: async (registry) => !(await isAppointed(registry)),
    wrong: [
      ['ADDRESS', 'Rights'],
      ['ADDRESS', STRANGER],
    ],
  },
  {
    ...{ name: 'appoint', delay: DELAYS.succession },
    given: (registry) => ['Rights', registry.at('Rights')],
    isDone: isAppointed,
    wrong: [
      ['NAME', 'Ledger', STRANGER],
      ['ADDRESS', 'Rights', '0x12'],
      ['ADDRESS', 'Rights', STRANGER],
    ],
  },
  {
    ...{ name: 'capacities', delay: DELAYS.admission },
    given: () => ['bank', 'secured-party,reviewer'],
    isDone: async (registry) => (await institution(registry, 1)).capacities === 18n,
    wrong: [
      ['LABEL', 'stranger', 'reviewer'],
      ['LABEL', '9', 'reviewer'],
      ['CAPACITIES', 'bank', 'reviewer,king'],
    ],
  },
  {
    ...{ name: 'key', delay: DELAYS.admission },
    given: () => ['1', 'checker'],
    isDone: async (registry, { args }) => (await key(registry, args[1])).number === 1,
    wrong: [
      ['LABEL', 'stranger', 'maker'],
      ['DUTY', 'bank', 'baker'],
    ],
  },
  {
    ...{ name: 'policy', delay: DELAYS.policy },
    given: (registry) => {
      const [first, second] = POLICIES;
      const changed = { ...first, pledgeable: false, effectiveFrom: LATER };
      return [registry.file('policies.json', [changed, second])];
    },
    isDone: async (registry) => ((await flagsLater(registry)) & 2n) === 0n,
    wrong: [
      ['FILE', 'no-such-file.json'],
      ['FILE', 'package.json'],
    ],
  },
  {
    ...{ name: 'competence', delay: DELAYS.policy },
    given: () => ['CEA', 'bank', 'on'],
    isDone: async (registry) => (await registry.read('RightTypes', 'policyFor', code('CEA'), 1)).length === 1,
    wrong: [
      ['CODE', 'NONE', 'bank', 'on'],
      ['LABEL', 'CEA', 'stranger', 'on'],
      ['SWITCH', 'CEA', 'bank', 'perhaps'],
    ],
  },
  {
    ...{ name: 'suspend', delay: 0 },
    given: () => ['bank', 'stolen keys'],
    isDone: async (registry) => (await institution(registry, 1)).suspended,
    wrong: [
      ['LABEL', 'stranger', 'stolen keys'],
      ['REASON', 'bank', ' '],
    ],
  },
  {
    ...{ name: 'reinstate', delay: DELAYS.admission },
    given: () => ['bank', 'new keys'],
    isDone: async (registry) => !(await institution(registry, 1)).suspended,
    wrong: [
      ['LABEL', 'stranger', 'new keys'],
      ['REASON', 'bank', ''],
    ],
  },
  {
    ...{ name: 'remove-key', delay: 0 },
    given: (registry) => [registry.keystore.address('bank/maker')],
    isDone: async (registry, { args }) => (await key(registry, args[0])).removedAt !== 0,
    wrong: [
      ['ADDRESS', 'bank/maker'],
      ['ADDRESS', STRANGER],
    ],
  },
  {
    ...{ name: 'admit', delay: DELAYS.admission },
    given: (registry) => [registry.file('other-bank.json', { ...OTHER_BANK, duties: ['auditor'] })],
    isDone: async (registry) => (await registry.read('Institutions', 'count'))[0] === 2n,
    wrong: [
      ['FILE', 'no-such-file.json'],
      ['FILE', 'package.json'],
    ],
  },
];

describe('governance', function () {
  this.timeout(60_000);
  let registry: Governed;
  before(async () => (registry = await Governed.start(DELAYS)));
  after(() => registry.end());

  const state = async (id: number) => (await registry.governor().list()).find((it) => it.id === id)?.state;

  for (const { name, delay, given, isDone, wrong } of ROWS) {
    describe(name, () => {
      for (const [argument, ...values] of wrong) {
        it(`names the argument ${argument} when it is ${values.join(' ')}`, async () => {
          const before = (await registry.governor().list()).length;
          const error = await failure(registry.governor().schedule(name, values));
          expect(error).to.be.instanceOf(WrongArgument);
          expect(error.message).to.match(new RegExp(`^${argument} `));
          expect(await registry.governor().list()).to.have.length(before);
        });
      }

      it('is refused to a key that does not govern', async () => {
        const stranger = registry.governor({ key: 'bank/maker' });
        const error = await failure(stranger.schedule(name, given(registry)));
        expect(error).to.be.instanceOf(Refused);
        expect(error.message).to.match(/has not the role (ADMISSION|SUSPENSION|POLICY|SUCCESSION) that/);
      });

      if (delay === 0) {
        it('is executed at once, and told when it is asked for again', async () => {
          const [done, ...others] = await registry.governor().schedule(name, given(registry));
          expect(others).to.deep.equal([]);
          expect(done).to.include({ kind: name, state: 'executed' });
          expect(await isDone(registry, done!)).to.equal(true);
          expect(await failure(registry.governor().schedule(name, given(registry)))).to.be.instanceOf(
            Refused,
          );
          expect((await failure(registry.governor().execute(done!.id))).message).to.match(/was executed at/);
        });
        return;
      }

      it('waits, expires, is scheduled anew, is executed, and no second time', async () => {
        const [cancelled] = await registry.governor().schedule(name, given(registry));
        expect(cancelled).to.include({ kind: name, state: 'scheduled' });
        expect(cancelled!.executableAt).to.be.within(registry.now() + delay - 30, registry.now() + delay + 5);
        expect(await registry.governor().cancel(cancelled!.id)).to.include({ state: 'cancelled' });
        expect((await failure(registry.governor().cancel(cancelled!.id))).message).to.match(
          /was cancelled at/,
        );
        expect((await failure(registry.governor().execute(cancelled!.id))).message).to.match(
          /was cancelled at/,
        );
        for (const { id, state } of await registry.governor().list()) {
          if (state === 'scheduled') await registry.governor().cancel(id);
        }

        const planned = await registry.governor().schedule(name, given(registry));
        const { id } = planned[0]!;
        expect(id).to.be.above(cancelled!.id);
        const again = await registry.governor().schedule(name, given(registry));
        expect(again).to.deep.equal(planned);
        const early = await failure(registry.governor().execute(id));
        expect(early.message).to.equal(
          `Operation ${id} can be executed from ${instant(planned[0]!.executableAt!)}.`,
        );

        registry.pass(delay + WEEK);
        expect(await state(id)).to.equal('expired');
        expect((await failure(registry.governor().execute(id))).message).to.match(/has expired/);
        expect(await registry.governor().execute()).to.deep.equal([]);

        const [anew] = await registry.governor().schedule(name, given(registry));
        expect(anew).to.include({ id, state: 'scheduled' });
        registry.pass(delay - 60);
        expect(await failure(registry.governor().execute(id))).to.be.instanceOf(Refused);
        expect(await isDone(registry, anew!)).to.equal(false);
        registry.pass(60);
        expect(await state(id)).to.equal('ready');
        const outcomes = await registry.governor().execute();
        expect(outcomes.every(({ operation }) => operation.state === 'executed')).to.equal(true);
        expect(await state(id)).to.equal('executed');
        expect(await isDone(registry, anew!)).to.equal(true);
        expect((await failure(registry.governor().execute(id))).message).to.match(/was executed at/);
        expect((await failure(registry.governor().cancel(id))).message).to.match(/was executed at/);
        expect(await registry.governor().execute()).to.deep.equal([]);
      });
    });
  }

  describe('the list', () => {
    it('never gives an id twice, and knows no other', async () => {
      const ids = (await registry.governor().list()).map(({ id }) => id);
      expect(ids).to.deep.equal(ids.map((_, i) => i + 1));
      expect((await failure(registry.governor().execute(ids.length + 1))).message).to.match(
        /There is no operation/,
      );
    });

    it('says what another program executed or cancelled', async () => {
      const [planned] = await registry.governor().schedule('capacities', ['bank', 'court']);
      const elsewhere = registry.governor({ directory: registry.elsewhere() });
      const [found] = await elsewhere.schedule('capacities', ['bank', 'court']);
      expect(found).to.include({ id: 1, state: 'scheduled', executableAt: planned!.executableAt });
      await elsewhere.cancel(1);
      expect(await state(planned!.id)).to.equal('gone');
      const error = await failure(registry.governor().execute(planned!.id));
      expect(error.message).to.match(/was executed or cancelled by another program/);
      const [anew] = await registry.governor().schedule('capacities', ['bank', 'court']);
      expect(anew!.id).to.be.above(planned!.id);
    });
  });
});

describe('a key that governance adds', function () {
  this.timeout(60_000);
  let registry: Governed;
  before(async () => (registry = await Governed.start(DELAYS)));
  after(() => registry.end());

  const add = () => registry.governor().schedule('key', ['bank', 'checker'], { place: 'HK' });

  it('acts from noon of the fourth working day after it was scheduled', async () => {
    const [made] = await add();
    const { at, provisional } = trustedKeyActiveAt(registry.now(), 'HK');
    expect(made).to.include({ keyLabel: 'bank/checker' });
    expect(made!.args).to.deep.equal([1, registry.keystore.address('bank/checker'), 2, at]);
    expect(made!.words.includes('not all published')).to.equal(provisional);
    expect(await failure(registry.governor().schedule('key', ['bank', 'maker'], { place: 'TW' }))).to.include(
      {
        argument: '--place',
      },
    );
  });

  it('is the same key with a later day when its schedule expired', async () => {
    const [before] = await add();
    registry.pass(DAY + WEEK);
    const [after] = await add();
    expect(after!.args[1]).to.equal(before!.args[1]);
    expect(after!.args[3]).to.equal(trustedKeyActiveAt(registry.now(), 'HK').at);
  });

  it('is another key when the first was cancelled', async () => {
    const [before] = await add();
    await registry.governor().cancel(before!.id);
    const [after] = await add();
    expect(after!.keyLabel).to.equal('bank/checker.2');
    expect(after!.args[1]).not.to.equal(before!.args[1]);
  });
});

describe('the admission of an institution', function () {
  this.timeout(60_000);
  let registry: Governed;
  beforeEach(async () => (registry = await Governed.start(DELAYS)));
  afterEach(() => registry.end());

  const admit = (it: typeof BANK) =>
    registry.governor().schedule('admit', [registry.file(`${it.label}.json`, it)]);
  const full = { ...OTHER_BANK, duties: ['maker' as const, 'checker' as const], competentFor: ['*'] };

  it('brings its keys and competences, a label for the service, and nothing when it is asked for again', async () => {
    const planned = await admit(full);
    expect(planned.map(({ kind }) => kind)).to.deep.equal([
      'admit',
      'key',
      'key',
      'competence',
      'competence',
    ]);
    expect(await failure(registry.governor().schedule('key', ['other-bank', 'auditor']))).to.be.instanceOf(
      Refused,
    );
    const early = await failure(registry.governor().execute(2));
    expect(early).to.be.instanceOf(Refused);

    registry.pass(DAY);
    expect((await failure(registry.governor().execute(2))).message).to.match(/needs operation 1/);
    expect((await registry.governor().execute()).map(({ operation }) => operation.id)).to.deep.equal([
      1, 2, 3,
    ]);
    expect(readDeployment(registry.directory)!.institutions[planned[0]!.institution!.party]).to.equal(
      'other-bank',
    );
    expect(readDeployment(registry.directory)!.admitted).to.deep.equal([full]);
    registry.pass(DAY);
    await registry.governor().execute();
    expect((await key(registry, registry.keystore.address('other-bank/maker'))).number).to.equal(2);
    expect(await registry.read('RightTypes', 'policyFor', code('CEA'), 2)).to.have.length(1);
    expect(await admit(full)).to.deep.equal([]);
    expect(await failure(admit({ ...full, capacities: ['court'] }))).to.be.instanceOf(WrongArgument);
    const [more] = await registry.governor().schedule('key', ['other-bank', 'auditor']);
    expect(more).to.include({ state: 'scheduled', keyLabel: 'other-bank/auditor' });
  });

  it('adds no key under a number that another institution got', async () => {
    const first = await admit(OTHER_BANK);
    const second = await admit(THIRD_BANK);
    expect(second[0]!.institution!.number).to.equal(3);
    registry.pass(DAY);
    const turn = await failure(registry.governor().execute(second[0]!.id));
    expect(turn.message).to.equal(`Operation ${first[0]!.id} admits an institution before this one.`);

    for (const { id } of first) await registry.governor().cancel(id);
    const outcomes = await registry.governor().execute();
    expect(outcomes.map(({ refused }) => refused?.message)).to.deep.equal([
      undefined,
      `Operation ${second[1]!.id} counts on third-bank as institution 3, which it is not.`,
    ]);
    const [anew] = await admit(THIRD_BANK);
    expect(anew!.args.slice(0, 2)).to.deep.equal([2, second[1]!.args[1]]);
    expect((await registry.governor().list()).find(({ id }) => id === second[1]!.id)?.state).to.equal(
      'cancelled',
    );
    registry.pass(DAY);
    await registry.governor().execute();
    expect((await key(registry, anew!.args[1])).number).to.equal(2);
  });

  it('goes on when another program has executed the first part of it', async () => {
    await admit(OTHER_BANK);
    registry.pass(DAY);
    const elsewhere = registry.governor({ directory: registry.elsewhere() });
    await elsewhere.schedule('admit', [registry.file('other-bank.json', OTHER_BANK)]);
    await elsewhere.execute(1);
    expect((await registry.governor().list()).map(({ state }) => state)).to.deep.equal(['gone', 'ready']);
    expect(Object.values(readDeployment(registry.directory)!.institutions)).to.include('other-bank');
    expect((await registry.governor().execute()).map(({ operation }) => operation.state)).to.deep.equal([
      'executed',
    ]);
  });

  it('does not take a label or a party that another has', async () => {
    expect(await failure(admit({ ...OTHER_BANK, label: 'bank' }))).to.include({ argument: 'FILE' });
    expect(await failure(admit({ ...BANK, label: 'bank-again' }))).to.include({ argument: 'FILE' });
    expect(await failure(admit({ ...OTHER_BANK, competentFor: ['NONE'] }))).to.include({ argument: 'FILE' });
  });
});

describe('a policy', function () {
  this.timeout(60_000);
  let registry: Governed;
  before(async () => (registry = await Governed.start(DELAYS)));
  after(() => registry.end());

  const set = (...policies: unknown[]) =>
    registry.governor().schedule('policy', [registry.file('policies.json', policies)]);
  const [first, second, third] = POLICIES;

  it('that the chain has already is left alone, and a new type may begin in the past', async () => {
    expect(await set(first, second)).to.deep.equal([]);
    const planned = await set(first, second, third);
    expect(planned.map((it) => it.code)).to.deep.equal([third!.code]);
    const [competence] = await registry.governor().schedule('competence', [third!.code, 'bank', 'on']);
    expect(competence).to.include({ state: 'scheduled' });
  });

  it('does not change what was the rule, nor sooner than governance is slow', async () => {
    const tomorrow = new Date((registry.now() + DAY) * 1000).toISOString().slice(0, 10);
    for (const effectiveFrom of [first!.effectiveFrom, '2020-01-01', tomorrow, 'soon']) {
      const error = await failure(set({ ...first, pledgeable: false, effectiveFrom }));
      expect(error).to.include({ argument: 'FILE' });
      expect(error.message).to.include(first!.code);
    }
  });
});

describe('a run of governance that is interrupted', function () {
  this.timeout(60_000);
  let registry: Governed;
  beforeEach(async () => (registry = await Governed.start(DELAYS)));
  afterEach(() => registry.end());

  for (const when of ['before', 'after'] as const) {
    it(`${when} it schedules goes on with the same key`, async () => {
      const chain = registry.breaking(when);
      await failure(registry.governor({ chain }).schedule('key', ['bank', 'checker']));
      const address = registry.keystore.address('bank/checker');
      const [left] = await registry.governor().list();
      expect(left).to.include({ id: 1, state: when === 'before' ? 'planned' : 'scheduled' });
      registry.pass(60);
      const [made] = await registry.governor().schedule('key', ['bank', 'checker']);
      expect(made).to.include({ id: 1, state: 'scheduled' });
      expect(made!.args).to.deep.equal(left!.args);
      expect(made!.args[1]).to.equal(address);
    });

    it(`${when} it executes knows what became of it`, async () => {
      await registry.governor().schedule('admit', [registry.file('other.json', OTHER_BANK)]);
      registry.pass(DAY);
      const chain = registry.breaking(when);
      await failure(registry.governor({ chain }).execute());
      const states = (await registry.governor().list()).map(({ state }) => state);
      expect(states).to.deep.equal([when === 'before' ? 'ready' : 'executed', 'ready']);
      const due = (await registry.governor().execute()).map(({ operation }) => operation.state);
      expect(due).to.deep.equal(when === 'before' ? ['executed', 'executed'] : ['executed']);
      expect(Object.values(readDeployment(registry.directory)!.institutions)).to.include('other-bank');
    });
  }

  it('in the middle of an admission schedules the rest of it', async () => {
    const file = registry.file('other.json', { ...OTHER_BANK, duties: ['maker', 'checker'] });
    await failure(registry.governor({ chain: registry.breaking('before', 2) }).schedule('admit', [file]));
    const left = await registry.governor().list();
    expect(left.map(({ state }) => state)).to.deep.equal(['scheduled', 'planned', 'planned']);
    expect((await failure(registry.governor().execute(2))).message).to.match(/is not scheduled/);
    const all = await registry.governor().schedule('admit', [file]);
    expect(all.map(({ state }) => state)).to.deep.equal(['scheduled', 'scheduled', 'scheduled']);
    expect(all.map(({ args }) => args)).to.deep.equal(left.map(({ args }) => args));
  });

  it('leaves what was only planned to be cancelled without a transaction', async () => {
    const chain = registry.breaking('before');
    await failure(registry.governor({ chain }).schedule('capacities', ['bank', 'court']));
    const { number } = await registry.chain.head();
    expect(await registry.governor().cancel(1)).to.include({ state: 'cancelled' });
    expect(await registry.chain.head()).to.include({ number });
  });
});

interface Succession {
  name: 'Institutions' | 'RightTypes';
  roles: readonly string[];
  /** A request for a call of the registry, and another of which no record tells. */
  request: readonly [OperationName, ...string[]];
  call: readonly [method: string, ...args: unknown[]];
}

const SUCCESSIONS: readonly Succession[] = [
  {
    ...{ name: 'Institutions', roles: ['ADMISSION', 'SUSPENSION'] },
    request: ['capacities', 'bank', 'court'],
    call: ['setCapacities', 1, 4],
  },
  {
    ...{ name: 'RightTypes', roles: ['POLICY'] },
    request: ['competence', 'CEA', 'bank', 'on'],
    call: ['setCompetence', code('CEA'), 1, false],
  },
];

for (const { name, roles, request, call } of SUCCESSIONS) {
  describe(`the succession of ${name}`, function () {
    this.timeout(60_000);
    let registry: Governed;
    let [old, next]: Hex[] = [];
    let planned: Standing[];
    let earlier: Standing;
    before(async () => {
      registry = await Governed.start(DELAYS);
      [old, next] = [registry.at(name), await registry.create(name)];
    });
    after(() => registry.end());

    const schedule = ([operation, ...given]: Succession['request']) =>
      registry.governor().schedule(operation, given);
    const appoint = () => schedule(['appoint', name, next!]);
    const found = async (id: number) => (await registry.governor().list()).find((it) => it.id === id)!;
    const due = async (after: number) => {
      registry.pass(after);
      const outcomes = await registry.governor().execute();
      return outcomes.map(({ operation, refused }) => refused?.message ?? operation.kind);
    };
    const ids = (kind: string) => planned.filter((it) => it.kind === kind).map(({ id }) => id);

    it('plans the roles of the new address with the appointment, and says in which order', async () => {
      planned = [...(await appoint()), ...(await schedule(['dismiss', old!]))];
      const kinds = [...roles.map(() => 'function-role'), 'appoint', 'dismiss'];
      expect(planned.map(({ kind }) => kind)).to.deep.equal(kinds);
      for (const [i, role] of roles.entries()) {
        expect(planned[i]!.words).to.match(
          new RegExp(`^let the role ${role} call .* at ${next}, before it is appointed as ${name}$`),
        );
        expect(planned[i]).to.include({ state: 'scheduled', target: registry.at('AccessManager') });
      }
      expect(planned.at(-2)!.words).to.equal(
        `appoint ${next} as ${name}, after the roles of its functions and before its predecessor ${old} is dismissed`,
      );
      const waits = planned.map(({ executableAt }) => Math.round((executableAt! - registry.now()) / DAY));
      expect(waits).to.deep.equal([...roles.map(() => 4), 3, 3]);
      expect(await appoint()).to.deep.equal(planned.slice(0, -1));
    });

    it('leaves no gap, although the dismissal is due before the roles', async () => {
      const [appointing, dismissing] = [ids('appoint')[0]!, ids('dismiss')[0]!];
      expect(await due(3 * DAY)).to.deep.equal([
        `Operation ${appointing} needs the AccessManager to know first which roles may call ${next}.`,
        `Operation ${dismissing} would leave no contract that is ${name}, since operation ${appointing}, which appoints its successor, is not executed.`,
      ]);
      expect(await failure(registry.governor().execute(appointing))).to.include({
        remedy: `Execute ${ids('function-role').join(' and ')} first.`,
      });
      earlier = (await schedule(request))[0]!;
      expect(earlier).to.include({ state: 'scheduled', target: old });
      expect(await due(DAY)).to.deep.equal([...roles.map(() => 'function-role'), 'appoint', 'dismiss']);
      expect(await appoint()).to.deep.equal([]);
    });

    it('leaves what was scheduled for the old address as it is, and says so', async () => {
      registry.pass(DAY);
      const standing = await found(earlier.id);
      expect(standing).to.include({ state: 'superseded', target: old, executableAt: earlier.executableAt });
      expect(lineOf(standing)).to.include(`superseded, for ${old}, which is no longer ${name}`);
      expect(await registry.governor().execute()).to.deep.equal([]);
      const error = await failure(registry.governor().execute(earlier.id));
      expect(error.message).to.equal(
        `Operation ${earlier.id} is for ${old}, which is no longer the ${name} of this registry.`,
      );
      expect(await registry.manager().scheduleOf(earlier)).to.equal(earlier.executableAt);
    });

    it('schedules it for the successor when it is asked for again, and cancels the other', async () => {
      const [anew] = await schedule(request);
      expect(anew!.id).to.be.above(earlier.id);
      expect(anew).to.include({ state: 'scheduled', target: next });
      expect((await found(earlier.id)).state).to.equal('cancelled');
      expect(await registry.manager().scheduleOf(earlier)).to.equal(undefined);
      expect(await due(2 * DAY)).to.deep.equal([anew!.kind]);
    });

    it('has nothing done at the old address', async () => {
      expect(await failure(schedule(['dismiss', old!]))).to.include({ argument: 'ADDRESS' });
      const [method, ...args] = call;
      const elsewhere = { contract: name, target: old!, method, args };
      const note = () => Promise.resolve();
      await registry.manager().transact('schedule', elsewhere, note);
      registry.pass(2 * DAY);
      const error = await failure(registry.manager().transact('execute', elsewhere, note));
      expect(error.message).to.include('NotAppointedForFact');
    });

    for (const kind of ['admit', 'policy', 'suspend'] as const) {
      const { given, isDone, delay } = ROWS.find((row) => row.name === kind)!;
      it(`goes on with the operation ${kind}`, async () => {
        const [operation] = await registry.governor().schedule(kind, given(registry));
        const { contract } = OPERATIONS[kind];
        expect(operation!.target).to.equal(contract === name ? next : registry.at(contract));
        await due(delay);
        expect((await found(operation!.id)).state).to.equal('executed');
        expect(await isDone(registry, operation!)).to.equal(true);
      });
    }

    it('is not of a contract that says another name, or none', async () => {
      for (const other of ['Titles', 'Ledger'] as const) {
        expect(await failure(schedule(['appoint', name, registry.at(other)]))).to.include({
          argument: 'ADDRESS',
        });
      }
    });

    it('goes back to the predecessor, whose roles are known', async () => {
      const back = await schedule(['appoint', name, old!]);
      expect(back.map(({ kind }) => kind)).to.deep.equal(['appoint']);
      await schedule(['dismiss', next!]);
      expect(await due(3 * DAY)).to.include.members(['appoint', 'dismiss']);
      const [operation] = await schedule(['competence', 'CEA', 'bank', 'off']);
      expect(operation!.target).to.equal(registry.at('RightTypes'));
    });
  });
}

describe('a succession that other programs govern too', function () {
  this.timeout(60_000);
  let registry: Governed;
  let next: Hex;
  beforeEach(async () => {
    registry = await Governed.start(DELAYS);
    next = await registry.create('Institutions');
  });
  afterEach(() => registry.end());

  const SUSPENSION = ['bank', 'stolen keys'];
  const suspend = () => registry.governor().schedule('suspend', SUSPENSION);
  const appoints = (address: Hex, isOn = true) => {
    const args = isOn ? appointing('Institutions', address) : dismissing(address);
    return { contract: 'Ledger' as const, target: registry.at('Ledger'), method: 'appoint', args };
  };
  const elsewhere = async (call: GovernedCall) => {
    await registry.manager().transact('schedule', call, () => Promise.resolve());
    registry.pass(DELAYS.succession);
    await registry.manager().transact('execute', call, () => Promise.resolve());
  };

  it('does nothing at a successor whose roles the AccessManager was not told, until it is', async () => {
    await elsewhere(appoints(next));
    const error = await failure(suspend());
    expect(error).to.be.instanceOf(Refused);
    expect(error.message).to.equal(
      `The AccessManager has not been told which role may call Institutions.suspend at ${next}.`,
    );
    const told = await registry.governor().schedule('appoint', ['Institutions', next]);
    expect(told.map(({ kind }) => kind)).to.deep.equal(['function-role', 'function-role']);
    registry.pass(DELAYS.administration);
    await registry.governor().execute();
    expect((await suspend())[0]).to.include({ state: 'executed', target: next });
  });

  it('does not appoint when the roles were cancelled', async () => {
    const planned = await registry.governor().schedule('appoint', ['Institutions', next]);
    await registry.governor().cancel(planned[0]!.id);
    registry.pass(DELAYS.administration);
    expect(await failure(registry.governor().execute(planned.at(-1)!.id))).to.include({
      remedy: `Schedule what is missing: ./ludeng governance schedule appoint Institutions ${next}.`,
    });
  });

  it('has nothing to act on while no contract is appointed', async () => {
    const [waiting] = await registry.governor().schedule('capacities', ['bank', 'court']);
    await elsewhere(appoints(registry.at('Institutions'), false));
    expect((await failure(suspend())).message).to.match(/^No contract is appointed as Institutions/);
    expect(await registry.governor().list()).to.have.length(1);
    expect(await registry.governor().cancel(waiting!.id)).to.include({ state: 'cancelled' });
  });

  it('takes the contract of the deployment for what was planned before targets were kept', async () => {
    await registry.governor().schedule('capacities', ['bank', 'court']);
    const path = join(registry.directory, 'governance.json');
    const kept = readFileSync(path, 'utf8');
    writeFileSync(path, kept.replace(/"target": "0x[0-9a-f]{40}",/, ''));
    expect((await registry.governor().list())[0]).to.include({
      ...{ state: 'scheduled', target: registry.at('Institutions') },
    });
  });

  it('takes the same key for the successor, and no other', async () => {
    const [first] = await registry.governor().schedule('key', ['bank', 'checker']);
    await elsewhere(appoints(next));
    await registry.governor().schedule('appoint', ['Institutions', next]);
    registry.pass(DELAYS.administration);
    await registry.governor().execute();
    const [second] = await registry.governor().schedule('key', ['bank', 'checker']);
    expect(second).to.include({ keyLabel: 'bank/checker', target: next });
    expect(second!.args[1]).to.equal(first!.args[1]);
    expect((await registry.governor().list())[0]).to.include({ state: 'cancelled' });
  });
});

async function failure(act: Promise<unknown>): Promise<Error & { argument?: string }> {
  try {
    await act;
  } catch (error) {
    return error as Error;
  }
  throw new Error('It was not refused.');
}

const instant = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
