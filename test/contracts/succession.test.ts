import type { BaseContract } from 'ethers';
import { expect } from 'chai';
import type { ContractName } from '../../api/chain/contracts.ts';
import { APPOINTMENTS, constructorArguments } from '../../deploy/composition.ts';
import { GOVERNANCE_ROLES } from '../../deploy/roles.ts';
import { textToFixed } from '../../domain/encoding/abi.ts';
import { SUBJECT_KINDS } from '../../domain/encoding/codes.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { rightIdOf } from '../../domain/encoding/ids.ts';
import { addressOf, ethers, networkHelpers, type Call } from '../support/chain.ts';
import { forgedRight, type Head } from '../support/heads.ts';
import {
  amends,
  assigns,
  cancels,
  enters,
  extends_,
  releases,
  remarks,
  subordinates,
} from '../support/interests.ts';
import {
  conveyanceOf,
  COURT,
  declareDefault,
  decides,
  divides,
  intervalsOf,
  lifts,
  merges,
  orderOf,
  prolongs,
  restrict,
  sell,
  transfers,
} from '../support/lines.ts';
import {
  accountOf,
  AUTHORITY,
  BANK,
  HOLDER,
  numberOf,
  partyOf,
  PLANT,
  recordOf,
  RIVAL,
} from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import {
  interestOf,
  registerInterest,
  registerRight,
  registersInterest,
  rightOf,
  TODAY,
  YEAR,
} from '../support/samples.ts';
import { DESCRIPTION, policyOf, typeCode } from '../support/types.ts';

const REGISTRIES = Object.keys(APPOINTMENTS) as ContractName[];
/** Governance calls these; their code keeps its authority in storage of its own, which no other release needs. */
const GOVERNED: readonly ContractName[] = ['Institutions', 'RightTypes'];
const [ENDED, HEIR, BUYER] = [partyOf('issuer'), partyOf('reviewer'), partyOf(PLANT)];
const SOON = TODAY + 30;
const FIELD = keccakText('a field that no other release knows');

/** A register in which every kind of fact stands. */
interface World {
  registry: Registry;
  frozen: Hex;
  freeze: number;
  pledged: Hex;
  interest: Hex;
  junior: Hex;
  objection: number;
  sold: Hex;
  disposal: number;
  inherited: Hex;
  renewed: Hex;
}

async function filled(): Promise<World> {
  const registry = await freshRegistry();
  const right = (certificate: string, holder = partyOf(HOLDER)) =>
    registerRight(registry, rightOf(certificate, { holder }));
  const pledge = (on: Hex, from: number, to: number) =>
    registerInterest(registry, interestOf(registry, { [on]: [[from, to]] }, { acknowledgeJunior: true }));

  const frozen = await right('FROZEN');
  const freeze = await restrict(registry, frozen, [[0, 50]], 'judicial-freeze', { until: SOON });
  const pledged = await right('PLEDGED');
  const interest = await pledge(pledged, 0, 50);
  const junior = await pledge(pledged, 0, 50);
  await registry.act(remarks(registry, interest, 'objection'));
  const objection = registry.lastSequence;
  const sold = await right('SOLD');
  const enforced = await pledge(sold, 0, 100);
  await declareDefault(registry, enforced);
  const disposal = await sell(registry, sold, enforced, [0, 100]);
  const inherited = await right('INHERITED', ENDED);
  await registry.act(merges(registry, ENDED, HEIR));
  const renewed = await right('RENEWED');
  await registry.act(renews(registry, renewed, 'RENEWED-2'));
  await registry.act(registry.governs('Institutions', 'suspend', numberOf('second-authority'), 'an inquiry'));
  await registry.act(registry.governs('Institutions', 'removeKey', accountOf(RIVAL)));
  return {
    registry,
    frozen,
    freeze,
    pledged,
    interest,
    junior,
    objection,
    sold,
    disposal,
    inherited,
    renewed,
  };
}

const renews = (registry: Registry, right: Hex, certificateNumber: string): Call => {
  const renewal = { certificateNumber, validFrom: TODAY, validTo: 0, evidence: [] };
  return registry.call(accountOf(AUTHORITY), 'Rights', 'renew', right, registry.rightHead(right), renewal);
};

/** Another release takes the registry's place; what it is called from here on. */
async function succeed(registry: Registry, name: ContractName): Promise<void> {
  const { at } = registry;
  const [before, arguments_] = [at[name], constructorArguments(name, at, at.AccessManager, TODAY * 86_400)];
  // One of many types, of which the linter would have to know that each is a contract.
  const release = (await ethers.deployContract(name, arguments_)) as unknown as BaseContract;
  const code = await addressOf(release);
  const next = GOVERNED.includes(name)
    ? code
    : await addressOf(await ethers.deployContract('Successor', [code, at.Ledger]));
  const { subjects, facts } = APPOINTMENTS[name]!;
  const version = next === code ? 1 : 2;
  const said = { registry: next, name: textToFixed(name, 32), version, subjects, facts };
  await registry.accepts(registry.governs('Ledger', 'appoint', next, subjects, facts), [
    'RegistryAppointed',
    said,
  ]);
  await registry.act(registry.governs('Ledger', 'appoint', before, 0, 0));
  at[name] = next;
  if (next === code) await governed(registry, name);
}

/** The AccessManager must know who may govern the new address, which takes the delay of administration. */
async function governed(registry: Registry, name: ContractName): Promise<void> {
  const { GOVERNANCE, DELAYS } = await import('../support/governance.ts');
  for (const { id, functions } of GOVERNANCE_ROLES) {
    const selectors = (functions[name] ?? []).map(
      (it) => registry.interfaces[name].getFunction(it)!.selector as Hex,
    );
    if (selectors.length === 0) continue;
    const grants = registry.call(
      GOVERNANCE,
      'AccessManager',
      'setTargetFunctionRole',
      registry.at[name],
      selectors,
      id,
    );
    const { mined } = await registry.act(
      registry.call(GOVERNANCE, 'AccessManager', 'schedule', grants.to, grants.data, 0),
    );
    await networkHelpers.time.setNextBlockTimestamp(mined.time + DELAYS.administration);
    await registry.act(grants);
  }
}

/** Every rule that looks up a fact, with the fact recorded before the change. Each leaves the world as it was, or is the last of its kind. */
const RULES: Record<string, (world: World) => Promise<void>> = {
  'a freeze binds, is prolonged and lifted': async ({ registry, frozen, freeze }) => {
    const moves = transfers(registry, frozen, conveyanceOf('transfer'));
    await registry.refuses(moves, 'UnitsBound', { right: frozen, unit: 0, kind: 2, ref: freeze });
    const surrender = decides(registry, frozen, [[10, 20]], 'surrendered');
    await registry.refuses(surrender, 'UnitsEncumbered', { right: frozen, unit: 10, kind: 2, ref: freeze });
    const other = prolongs(registry, frozen, freeze, SOON + YEAR, 'supervisor');
    await registry.refuses(other, 'WrongCapacity');
    await registry.act(prolongs(registry, frozen, freeze, SOON + YEAR));
    await registry.act(await lifts(registry, frozen, freeze));
  },
  'the buyer in a disposal gets title, and nobody else': async ({ registry, sold, disposal }) => {
    const to = (party: Hex) => transfers(registry, sold, conveyanceOf('disposal', { to: party, disposal }));
    await registry.refuses(to(partyOf(BANK)), 'NotBuyer', { disposal, to: partyOf(BANK) });
    await registry.act(to(BUYER));
  },
  'a certificate is of one right': async ({ registry, renewed, frozen }) => {
    const again = registry.call(accountOf(AUTHORITY), 'Rights', 'register', [rightOf('RENEWED-2')]);
    await registry.refuses(again, 'RightExists', { right: renewed });
    await registry.refuses(renews(registry, frozen, 'RENEWED-2'), 'RightExists', { right: renewed });
    const divided = divides(registry, frozen, [[90, 95]], 'RENEWED-2', conveyanceOf('court-order'));
    await registry.refuses(divided, 'RightExists', { right: renewed });
  },
  'an objection is its objector’s': async ({ registry, interest, objection }) => {
    const withdraws = (by: string) =>
      remarks(registry, interest, 'objection-withdrawn', { ref: objection }, { from: accountOf(by) });
    await registry.refuses(withdraws(AUTHORITY), 'NotObjector');
    await registry.act(withdraws(HOLDER));
    await registry.refuses(withdraws(HOLDER), 'UnknownObjection');
  },
  'who has ended gets nothing new, and its successor takes its place': async ({ registry, inherited }) => {
    const registers = registry.call(accountOf(AUTHORITY), 'Rights', 'register', [
      rightOf('N', { holder: ENDED }),
    ]);
    await registry.refuses(registers, 'PartyEnded', { party: ENDED });
    const pledges = registersInterest(registry, interestOf(registry, { [inherited]: [[0, 1]] }));
    await registry.refuses(pledges, 'PartyEnded', { party: ENDED });
    const passes = (to: Hex) => transfers(registry, inherited, conveyanceOf('succession', { to }));
    await registry.refuses(passes(BUYER), 'NotSuccessor', { holder: ENDED, to: BUYER });
    await registry.act(passes(HEIR));
    await registry.refuses(merges(registry, ENDED, BUYER), 'PartyEnded');
  },
  'one entity has one entry': async ({ registry }) => {
    const again = registry.call(accountOf(BANK), 'Parties', 'register', recordOf(HOLDER));
    await registry.refuses(again, 'IdentifierTaken');
    const renames = registry.call(accountOf(BANK), 'Parties', 'rename', BUYER, 'another', FIELD);
    await registry.refuses(renames, 'NotRegistrant', { party: BUYER, institution: numberOf(BANK) });
  },
  'a suspended institution and a removed key do nothing': async ({ registry, pledged }) => {
    const suspended = { number: numberOf('second-authority') };
    const authority = accountOf('second-authority');
    const registers = registry.call(authority, 'Rights', 'register', [rightOf('N')]);
    await registry.refuses(registers, 'SuspendedInstitution', suspended);
    const pledges = registersInterest(registry, interestOf(registry, { [pledged]: [[60, 61]] }));
    await registry.refuses({ ...pledges, from: accountOf(RIVAL) }, 'KeyNoLongerActive');
    const admits = registry.governs('Institutions', 'admit', partyOf(BANK), 2, 'once more');
    await registry.refuses(admits, 'AlreadyAdmitted', { party: partyOf(BANK), number: numberOf(BANK) });
    const binds = registry.governs('Institutions', 'addKey', 1, accountOf(RIVAL), 1, 0);
    await registry.refuses(binds, 'KeyAlreadyBound');
  },
  'policies and competences hold': async ({ registry }) => {
    const unpaid = await registerRight(
      registry,
      rightOf('FREE', { typeCode: typeCode('PAID'), acquisition: 1 }),
    );
    const pledges = registersInterest(registry, interestOf(registry, { [unpaid]: [[0, 1]] }));
    await registry.refuses(pledges, 'NotPaidFor', { right: unpaid });
    const backdated = registry.governs(
      'RightTypes',
      'setPolicy',
      typeCode('PLAIN'),
      policyOf('PLAIN', 1),
      DESCRIPTION,
    );
    await registry.refuses(backdated, 'NotAfter');
    const withdraws = registry.governs(
      'RightTypes',
      'setCompetence',
      typeCode('PLAIN'),
      numberOf(AUTHORITY),
      false,
    );
    await registry.act(withdraws);
    const registers = registry.call(accountOf(AUTHORITY), 'Rights', 'register', [rightOf('N')]);
    await registry.refuses(registers, 'NotCompetent');
  },
};

/** What every registry does with subjects whose state a successor has extended. */
async function goesOn({ registry, pledged, interest, junior }: World): Promise<void> {
  const before = registry.right(pledged).state.extension;
  await registry.act(amends(registry, interest, { securedAmount: 200_000_000n }, { [pledged]: [[60, 70]] }));
  await registry.act(extends_(registry, interest, TODAY + 4 * YEAR));
  await registry.act(await assigns(registry, interest, numberOf(BANK), [numberOf(BANK), numberOf(RIVAL)]));
  await registry.act(await subordinates(registry, interest, junior, { [pledged]: [[0, 10]] }));
  await registry.act(enters(registry, interest, 'unified'));
  const freeze = await restrict(registry, pledged, [[80, 90]], 'judicial-freeze');
  await registry.act(await lifts(registry, pledged, freeze));
  await registry.act(decides(registry, pledged, [[95, 100]], 'cut'));
  await registry.act(renews(registry, pledged, 'PLEDGED-2'));
  await registry.act(divides(registry, pledged, [[90, 95]], 'PART', conveyanceOf('court-order')));
  await registry.act(transfers(registry, pledged, conveyanceOf('court-order')));
  await registry.act(await releases(registry, interest, { [pledged]: [[60, 70]] }));
  await declareDefault(registry, interest);
  await registry.act(await cancels(registry, interest));
  const part = rightIdOf(numberOf(AUTHORITY), 'PART');
  expect([registry.right(pledged), registry.right(part)].map(({ state }) => state.extension)).to.deep.equal([
    before,
    before,
  ]);
}

describe('succession', () => {
  const build = async () => filled();
  let world: World;

  beforeEach(async () => {
    const made = await networkHelpers.loadFixture(build);
    world = { ...made, registry: made.registry.copy() };
  });

  for (const name of REGISTRIES) {
    describe(`of ${name}`, () => {
      beforeEach(() => succeed(world.registry, name));

      for (const [rule, tries] of Object.entries(RULES)) it(rule, () => tries(world));

      it('leaves the predecessor nothing to write', async () => {
        const { registry } = world;
        const dismissed = registry.rows
          .all('registry')
          .filter(({ dismissedAt }) => dismissedAt !== undefined);
        expect(dismissed.map((row) => row.name)).to.deep.equal([name]);
        expect(await registry.view('Ledger', 'appointment', dismissed[0]!.address)).to.deep.equal([0n, 0n]);
      });

      it('is told by the logs: they make the same rows again', () => {
        const again = world.registry.copy();
        for (const kind of [
          'party',
          'list',
          'right',
          'interest',
          'restriction',
          'registry',
          'key',
        ] as const) {
          expect(again.rows.all(kind)).to.deep.equal(world.registry.rows.all(kind));
        }
      });

      const { subjects } = APPOINTMENTS[name]!;
      const adds = (kind: number, subject: Hex, head: unknown): Call => {
        const data = SUCCESSOR.encodeFunctionData('addField', [kind, subject, head, FIELD]) as Hex;
        return { from: accountOf(BANK), to: world.registry.at[name], data };
      };

      for (const kind of ['right', 'interest'] as const) {
        if ((subjects & SUBJECT_KINDS[kind]) === 0) continue;
        it(`adds a field to a state of the kind ${kind}, which all others carry along`, async () => {
          const { registry, pledged, interest } = world;
          const subject = kind === 'right' ? pledged : interest;
          const head = kind === 'right' ? registry.rightHead(pledged) : registry.interestHead(interest);
          const tx = adds(SUBJECT_KINDS[kind], subject, head);
          await registry.accepts(tx, ['StateExtended', { subject, extension: FIELD }]);
          await registry.refuses(tx, 'StaleState');
          await goesOn(world);
        });
      }
    });
  }

  it('a state of a version that nobody here knows is refused by name', async () => {
    const { registry, pledged } = world;
    const row = registry.right(pledged);
    const head = forgedRight(row, {}, 2);
    const restrictsOn = (handed: Head) =>
      registry.call(
        accountOf(COURT),
        'Restrictions',
        'restrict',
        pledged,
        handed,
        intervalsOf([[0, 1]]),
        orderOf('judicial-freeze'),
      );
    await registry.refuses(restrictsOn(head), 'UnknownStateVersion', { kind: 1, version: 2 });
    const short = restrictsOn({ ...head, state: '0x01' });
    await registry.refuses(short, 'UnknownStateVersion', { kind: 1, version: 0 });
  });

  it('registries say who they are, and in which version they write states', async () => {
    const { registry } = world;
    for (const name of REGISTRIES) {
      expect(await registry.view(name as 'Rights', 'identity')).to.deep.equal([textToFixed(name, 32), 1n]);
      const versions = [1, 2, 4].map((kind) => registry.view(name as 'Rights', 'stateVersion', kind));
      expect(await Promise.all(versions)).to.deep.equal([1n, 1n, 0n]);
    }
  });
});

const { interface: SUCCESSOR } = await ethers.getContractFactory('Successor');
