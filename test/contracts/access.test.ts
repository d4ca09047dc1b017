import { expect } from 'chai';
import type { ContractName } from '../../api/chain/contracts.ts';
import { expiryInstant } from '../../domain/time/calendar.ts';
import {
  CAPACITIES,
  DUTIES,
  maskOf,
  WRITING_CAPACITIES,
  type Capacity,
} from '../../domain/encoding/codes.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { networkHelpers, type Call } from '../support/chain.ts';
import { DAY } from '../support/governance.ts';
import {
  amends,
  assigns,
  cancels,
  confirms,
  enters,
  extends_,
  releases,
  remarks,
  revokes,
  subordinates,
} from '../support/interests.ts';
import {
  conveyanceOf,
  COURT,
  decides,
  declaresDefault,
  DIGEST,
  divides,
  lifts,
  prolongs,
  restrict,
  restricts,
  sells,
  transfers,
} from '../support/lines.ts';
import {
  accountOf,
  AUTHORITY,
  BANK,
  EVERYBODY,
  HOLDER,
  numberOf,
  partyOf,
  PLANT,
  recordOf,
  RIVAL,
  STRANGER,
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
  type Terms,
} from '../support/samples.ts';
import { DESCRIPTION, policyOf, typeCode } from '../support/types.ts';

const SOON = TODAY + 10;
const MAKER = maskOf(DUTIES, ['maker']);

interface World {
  registry: Registry;
  /** 100 units of the holder. */
  right: Hex;
  /** The bank's, on the first 10 of them. */
  interest: Hex;
}

interface Guarded {
  what: [contract: ContractName, method: string, as?: string];
  /** Capacities that may call it. */
  capacities: readonly Capacity[];
  /** Whose maker may. */
  rightful: string;
  /** What has to be there before. */
  prepare?: (world: World) => Promise<unknown>;
  /** The call of the rightful maker, which succeeds on the state as it is. */
  tx: (world: World) => Call | Promise<Call>;
}

const AUTHORITIES: readonly Capacity[] = ['registration-authority'];
const COURTS: readonly Capacity[] = ['court'];
const SECURED: readonly Capacity[] = ['secured-party'];

const restrictionOn = ({ registry, right }: World): number =>
  registry.right(right).state.overlays.at(-1)?.ref ?? 0;
const lastInterest = ({ registry }: World): Hex => registry.rows.all('interest').at(-1)!.id;
const pledges = ({ registry, right }: World, terms: Partial<Terms> = {}) =>
  registerInterest(
    registry,
    interestOf(registry, { [right]: [[0, 10]] }, { acknowledgeJunior: true, ...terms }),
  );

/** Every function that members of the registry call. */
const GUARDED: readonly Guarded[] = [
  {
    what: ['Parties', 'register'],
    capacities: WRITING_CAPACITIES,
    rightful: COURT,
    tx: ({ registry }) => registry.call(accountOf(COURT), 'Parties', 'register', recordOf('newcomer')),
  },
  {
    what: ['Parties', 'rename'],
    capacities: WRITING_CAPACITIES,
    rightful: AUTHORITY,
    tx: ({ registry }) =>
      registry.call(accountOf(AUTHORITY), 'Parties', 'rename', partyOf(PLANT), 'another name', DIGEST),
  },
  {
    what: ['Parties', 'succeed'],
    capacities: AUTHORITIES,
    rightful: AUTHORITY,
    tx: ({ registry }) => {
      const rest = [1, [partyOf(HOLDER)], DIGEST] as const;
      return registry.call(accountOf(AUTHORITY), 'Parties', 'succeed', partyOf(PLANT), ...rest);
    },
  },
  {
    what: ['Rights', 'register'],
    capacities: AUTHORITIES,
    rightful: AUTHORITY,
    tx: ({ registry }) => registry.call(accountOf(AUTHORITY), 'Rights', 'register', [rightOf('B')]),
  },
  {
    what: ['Rights', 'renew'],
    capacities: AUTHORITIES,
    rightful: AUTHORITY,
    tx: ({ registry, right }) => {
      const renewal = { certificateNumber: 'A-2', validFrom: TODAY, validTo: 0, evidence: [] };
      const head = registry.rightHead(right);
      return registry.call(accountOf(AUTHORITY), 'Rights', 'renew', right, head, renewal);
    },
  },
  {
    what: ['Restrictions', 'restrict', 'of a court'],
    capacities: COURTS,
    rightful: COURT,
    tx: ({ registry, right }) => restricts(registry, right, [[0, 10]], 'judicial-freeze'),
  },
  {
    what: ['Restrictions', 'restrict', 'of an authority'],
    capacities: AUTHORITIES,
    rightful: AUTHORITY,
    tx: ({ registry, right }) => restricts(registry, right, [[0, 10]], 'suspension'),
  },
  {
    what: ['Restrictions', 'prolong', 'of a court'],
    capacities: COURTS,
    rightful: COURT,
    prepare: ({ registry, right }) => restrict(registry, right, [[0, 10]], 'stay', { until: SOON }),
    tx: (world) => prolongs(world.registry, world.right, restrictionOn(world), SOON + 1),
  },
  {
    what: ['Restrictions', 'prolong', 'of an authority'],
    capacities: AUTHORITIES,
    rightful: AUTHORITY,
    prepare: ({ registry, right }) =>
      restrict(registry, right, [[0, 10]], 'administrative-restriction', { until: SOON }),
    tx: (world) => prolongs(world.registry, world.right, restrictionOn(world), SOON + 1, AUTHORITY),
  },
  {
    what: ['Restrictions', 'lift', 'of a court'],
    capacities: COURTS,
    rightful: COURT,
    prepare: ({ registry, right }) => restrict(registry, right, [[0, 10]], 'judicial-freeze'),
    tx: (world) => lifts(world.registry, world.right, restrictionOn(world)),
  },
  {
    what: ['Restrictions', 'lift', 'of an authority'],
    capacities: AUTHORITIES,
    rightful: AUTHORITY,
    prepare: ({ registry, right }) => restrict(registry, right, [[0, 10]], 'compliance-hold'),
    tx: (world) => lifts(world.registry, world.right, restrictionOn(world), { by: AUTHORITY }),
  },
  {
    what: ['Restrictions', 'lift', 'after expiry'],
    capacities: ['registration-authority', 'court'],
    rightful: COURT,
    prepare: async ({ registry, right }) => {
      await restrict(registry, right, [[0, 10]], 'judicial-freeze', { until: SOON });
      await networkHelpers.time.increaseTo(expiryInstant(SOON) + 1);
    },
    tx: (world) => lifts(world.registry, world.right, restrictionOn(world)),
  },
  {
    what: ['Quotas', 'record'],
    capacities: AUTHORITIES,
    rightful: AUTHORITY,
    tx: ({ registry, right }) => decides(registry, right, [[50, 60]], 'retired'),
  },
  {
    what: ['Titles', 'transfer'],
    capacities: AUTHORITIES,
    rightful: AUTHORITY,
    tx: ({ registry, right }) => transfers(registry, right, conveyanceOf('court-order')),
  },
  {
    what: ['Divisions', 'divide'],
    capacities: AUTHORITIES,
    rightful: AUTHORITY,
    tx: ({ registry, right }) => divides(registry, right, [[50, 60]], 'A-2', conveyanceOf('transfer')),
  },
  {
    what: ['SecurityInterests', 'register'],
    capacities: SECURED,
    rightful: BANK,
    tx: ({ registry, right }) => registersInterest(registry, interestOf(registry, { [right]: [[50, 60]] })),
  },
  {
    what: ['Amendments', 'amend'],
    capacities: SECURED,
    rightful: BANK,
    tx: ({ registry, interest }) => amends(registry, interest, { negativePledge: true }),
  },
  {
    what: ['Amendments', 'extend'],
    capacities: SECURED,
    rightful: BANK,
    tx: ({ registry, interest }) => extends_(registry, interest, TODAY + 4 * YEAR),
  },
  {
    what: ['Positions', 'assign'],
    capacities: SECURED,
    rightful: BANK,
    tx: ({ registry, interest }) => assigns(registry, interest, numberOf(RIVAL)),
  },
  {
    what: ['Positions', 'subordinate'],
    capacities: SECURED,
    rightful: BANK,
    prepare: (world) => pledges(world),
    tx: (world) =>
      subordinates(world.registry, world.interest, lastInterest(world), { [world.right]: [[0, 10]] }),
  },
  {
    what: ['Amendments', 'confirm'],
    capacities: SECURED,
    rightful: BANK,
    prepare: (world) => pledges(world, { advance: true }),
    tx: (world) => confirms(world.registry, lastInterest(world)),
  },
  {
    what: ['Cancellations', 'cancel'],
    capacities: SECURED,
    rightful: BANK,
    tx: ({ registry, interest }) => cancels(registry, interest),
  },
  {
    what: ['Cancellations', 'release'],
    capacities: SECURED,
    rightful: BANK,
    tx: ({ registry, right, interest }) => releases(registry, interest, { [right]: [[0, 5]] }),
  },
  {
    what: ['Cancellations', 'revoke'],
    capacities: COURTS,
    rightful: COURT,
    tx: ({ registry, interest }) => revokes(registry, interest),
  },
  {
    what: ['Annotations', 'enterExternal'],
    capacities: ['registration-authority', 'secured-party'],
    rightful: BANK,
    tx: ({ registry, interest }) => enters(registry, interest, 'platform'),
  },
  {
    what: ['Annotations', 'remark'],
    capacities: WRITING_CAPACITIES,
    rightful: HOLDER,
    tx: ({ registry, interest }) => remarks(registry, interest, 'objection'),
  },
  {
    what: ['Enforcement', 'declareDefault'],
    capacities: SECURED,
    rightful: BANK,
    tx: ({ registry, interest }) => declaresDefault(registry, interest),
  },
  {
    what: ['Enforcement', 'withdrawDefault'],
    capacities: SECURED,
    rightful: BANK,
    prepare: ({ registry, interest }) => registry.act(declaresDefault(registry, interest)),
    tx: ({ registry, interest }) => {
      const head = registry.interestHead(interest);
      return registry.call(accountOf(BANK), 'Enforcement', 'withdrawDefault', interest, head, DIGEST);
    },
  },
  {
    what: ['Enforcement', 'dispose', 'by a court'],
    capacities: COURTS,
    rightful: COURT,
    prepare: ({ registry, interest }) => registry.act(declaresDefault(registry, interest)),
    tx: ({ registry, right, interest }) => sells(registry, right, interest, [0, 10]),
  },
  {
    what: ['Enforcement', 'dispose', 'on a platform'],
    capacities: SECURED,
    rightful: BANK,
    prepare: ({ registry, interest }) => registry.act(declaresDefault(registry, interest)),
    tx: ({ registry, right, interest }) => sells(registry, right, interest, [0, 10], partyOf(PLANT), BANK),
  },
];

/** Every function that only governance calls, whatever the arguments. */
const GOVERNED: readonly [ContractName, string, unknown[]][] = [
  ['Ledger', 'appoint', [STRANGER, 1, 0]],
  ['Institutions', 'admit', [keccakText('p'), 1, 'name']],
  ['Institutions', 'setCapacities', [1, 1]],
  ['Institutions', 'setKeyDelay', [1]],
  ['Institutions', 'suspend', [1, 'reason']],
  ['Institutions', 'reinstate', [1, 'reason']],
  ['Institutions', 'addKey', [1, STRANGER, 1, 0]],
  ['Institutions', 'removeKey', [STRANGER]],
  ['RightTypes', 'setPolicy', [typeCode('NEW'), policyOf('PLAIN', 0), DESCRIPTION]],
  ['RightTypes', 'setCompetence', [typeCode('NEW'), 1, true]],
];

/** Every function that only other contracts call, and how it refuses whoever else does. */
const INTERNAL: readonly [ContractName, string, unknown[], string, (by: Hex) => Record<string, unknown>][] = [
  ['Ledger', 'next', [1], 'NotAppointed', (registry) => ({ registry, needed: 0 })],
  [
    'Ledger',
    'write',
    [2, keccakText('s'), keccakText('a'), keccakText('b')],
    'NotAppointed',
    (registry) => ({ registry, needed: 2 }),
  ],
  [
    'Ledger',
    'extend',
    [4, keccakText('s'), keccakText('a')],
    'NotAppointed',
    (registry) => ({ registry, needed: 4 }),
  ],
  [
    'Ledger',
    'open',
    [keccakText('p'), keccakText('a')],
    'NotAppointed',
    (registry) => ({ registry, needed: 4 }),
  ],
  [
    'Ledger',
    'list',
    [keccakText('p'), keccakText('e')],
    'NotAppointed',
    (registry) => ({ registry, needed: 8 }),
  ],
  [
    'Ledger',
    'writeAndList',
    [2, keccakText('s'), keccakText('a'), keccakText('b'), keccakText('p'), keccakText('e')],
    'NotAppointed',
    (registry) => ({ registry, needed: 10 }),
  ],
  [
    'Ledger',
    'record',
    [15, keccakText('s'), keccakText('a'), keccakText('b')],
    'NotAppointedForFact',
    (registry) => ({ registry, kind: 15 }),
  ],
];

describe('who may call what', () => {
  let registry: Registry;
  let world: World;

  beforeEach(async () => {
    registry = await freshRegistry();
    const right = await registerRight(registry, rightOf('A'));
    const interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 10]] }));
    world = { registry, right, interest };
  });

  it('is said here of every function that changes anything', () => {
    const said = [...GUARDED.map(({ what }) => what), ...GOVERNED, ...INTERNAL].map(([contract, method]) =>
      [contract, method].join('.'),
    );
    for (const [contract, abi] of Object.entries(registry.interfaces)) {
      if (contract === 'AccessManager') continue;
      abi.forEachFunction(({ constant, name }) => {
        // Only the AccessManager itself may call this; see the tests of governance. An attempt is open to all: test/contracts/batches.test.ts.
        if (!constant && name !== 'setAuthority' && name !== 'attempt') {
          expect(said).to.include(`${contract}.${name}`);
        }
      });
    }
  });

  for (const { what, capacities, rightful, prepare, tx } of GUARDED) {
    const [contract, method, as = ''] = what;
    const by = async (from: Hex): Promise<Call> => ({ ...(await tx(world)), from });

    describe(`${contract}.${method} ${as}`.trim(), () => {
      beforeEach(() => prepare?.(world));

      for (const { label, capacity, duty } of EVERYBODY) {
        const mayCall = duty === 'maker' && capacities.includes(capacity);
        if (mayCall) continue;
        it(`refuses the ${duty} of a ${capacity}`, async () => {
          const account = accountOf(label, duty);
          if (duty !== 'maker') {
            const has = maskOf(DUTIES, [duty]);
            await registry.refuses(await by(account), 'WrongDuty', { key: account, has, needed: MAKER });
          } else {
            await registry.refuses(await by(account), 'WrongCapacity', {
              number: numberOf(label),
              has: maskOf(CAPACITIES, [capacity]),
              needed: maskOf(CAPACITIES, capacities),
            });
          }
        });
      }

      it('refuses a key that nobody bound', async () => {
        await registry.refuses(await by(STRANGER), 'UnknownKey', { key: STRANGER });
      });

      it('refuses a removed key, for ever', async () => {
        const { mined } = await registry.act(
          registry.governs('Institutions', 'removeKey', accountOf(rightful)),
        );
        const args = { key: accountOf(rightful), removedAt: mined.time };
        await registry.refuses(await by(accountOf(rightful)), 'KeyNoLongerActive', args);
        await networkHelpers.time.increase(1000 * DAY);
        await registry.refuses(await by(accountOf(rightful)), 'KeyNoLongerActive', args);
      });

      it('refuses a key before it is active, and accepts it from then on', async () => {
        const activeFrom = (await networkHelpers.time.latest()) + DAY;
        const add = registry.governs(
          'Institutions',
          'addKey',
          numberOf(rightful),
          STRANGER,
          MAKER,
          activeFrom,
        );
        await registry.act(add);
        await registry.refuses(await by(STRANGER), 'KeyNotYetActive', { key: STRANGER, activeFrom });
        await networkHelpers.time.setNextBlockTimestamp(activeFrom - 1);
        await registry.refuses(await by(STRANGER), 'KeyNotYetActive', { key: STRANGER, activeFrom });
        await networkHelpers.time.setNextBlockTimestamp(activeFrom);
        await registry.act(await by(STRANGER));
      });

      it('refuses a suspended institution until it is reinstated', async () => {
        const number = numberOf(rightful);
        await registry.act(registry.governs('Institutions', 'suspend', number, 'inspection'));
        await registry.refuses(await by(accountOf(rightful)), 'SuspendedInstitution', { number });
        await registry.act(registry.governs('Institutions', 'reinstate', number, 'inspected'));
        await registry.act(await by(accountOf(rightful)));
      });

      it('refuses an institution that lost the capacity', async () => {
        const number = numberOf(rightful);
        const has = maskOf(CAPACITIES, ['supervisor']);
        await registry.act(registry.governs('Institutions', 'setCapacities', number, has));
        const needed = maskOf(CAPACITIES, capacities);
        await registry.refuses(await by(accountOf(rightful)), 'WrongCapacity', { number, has, needed });
      });

      for (const capacity of capacities) {
        it(`accepts the maker of a ${capacity}`, async () => {
          // The same institution each time: rightful in everything but the capacity.
          const chosen = maskOf(CAPACITIES, [capacity]);
          await registry.act(registry.governs('Institutions', 'setCapacities', numberOf(rightful), chosen));
          await registry.act(await by(accountOf(rightful)));
        });
      }
    });
  }

  describe('functions of governance', () => {
    for (const [contract, method, args] of GOVERNED) {
      it(`${contract}.${method} refuses everybody else`, async () => {
        for (const caller of [STRANGER, ...EVERYBODY.map(({ label, duty }) => accountOf(label, duty))]) {
          await registry.refuses(
            registry.untypedCall(caller, contract, method, args),
            'AccessManagedUnauthorized',
            {
              caller,
            },
          );
        }
      });
    }
  });

  describe('functions between contracts', () => {
    for (const [contract, method, args, error, errorArgs] of INTERNAL) {
      it(`${contract}.${method} refuses everybody`, async () => {
        for (const caller of [STRANGER, ...EVERYBODY.map(({ label, duty }) => accountOf(label, duty))]) {
          await registry.refuses(
            registry.untypedCall(caller, contract, method, args),
            error,
            errorArgs(caller),
          );
        }
      });
    }
  });
});
