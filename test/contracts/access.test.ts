import type { ContractName } from '../../api/chain/contracts.ts';
import { CAPACITIES, DUTIES, maskOf, type Capacity } from '../../domain/codes.ts';
import { keccakText, type Hex } from '../../domain/hash.ts';
import { signCancellation } from '../support/approvals.ts';
import { networkHelpers, type Call } from '../support/chain.ts';
import { DAY } from '../support/deployment.ts';
import {
  accountOf,
  AUTHORITY,
  BANK,
  EVERYBODY,
  keyOf,
  numberOf,
  partyOf,
  PLANT,
  recordOf,
  STRANGER,
} from '../support/people.ts';
import { freshRegistry, type Registry } from '../support/registry.ts';
import { interestOf, registerInterest, registerRight, rightOf } from '../support/samples.ts';
import { DESCRIPTION, policyOf, typeCode } from '../support/types.ts';

const WRITING: readonly Capacity[] = ['registration-authority', 'secured-party', 'holder', 'issuer', 'court'];
const MAKER = maskOf(DUTIES, ['maker']);
const FAR = 4_000_000_000;

interface Guarded {
  what: [contract: ContractName, method: string];
  /** Capacities that may call it. */
  capacities: readonly Capacity[];
  /** Somebody who may. */
  rightful: string;
  /** Arguments with which the rightful caller succeeds. */
  args: (registry: Registry, right: Hex, interest: Hex) => Promise<unknown[]>;
}

/** Every function that members of the registry call. */
const GUARDED: readonly Guarded[] = [
  {
    what: ['Parties', 'register'],
    capacities: WRITING,
    rightful: 'court',
    args: async () => [recordOf('newcomer')],
  },
  {
    what: ['Parties', 'rename'],
    capacities: WRITING,
    rightful: AUTHORITY,
    args: async () => [partyOf(PLANT), 'another name', keccakText('evidence')],
  },
  {
    what: ['Rights', 'register'],
    capacities: ['registration-authority'],
    rightful: AUTHORITY,
    args: async () => [[rightOf('B')]],
  },
  {
    what: ['SecurityInterests', 'register'],
    capacities: ['secured-party'],
    rightful: BANK,
    args: async (registry, right) => [[interestOf(registry, { [right]: [[50, 60]] })]],
  },
  {
    what: ['SecurityInterests', 'cancel'],
    capacities: ['secured-party'],
    rightful: BANK,
    args: async (registry, right, interest) => [
      interest,
      registry.interestHead(interest),
      [registry.rightHead(right)],
      1,
      await signCancellation(registry, keyOf(BANK, 'checker'), interest, 1, FAR),
    ],
  },
];

/** Every function that only governance calls, whatever the arguments. */
const GOVERNED: readonly [ContractName, string, unknown[]][] = [
  ['Ledger', 'appoint', [STRANGER, 1]],
  ['Institutions', 'admit', [keccakText('p'), 1, 'name']],
  ['Institutions', 'setCapacities', [1, 1]],
  ['Institutions', 'suspend', [1, 'reason']],
  ['Institutions', 'reinstate', [1, 'reason']],
  ['Institutions', 'addKey', [1, STRANGER, 1, 0]],
  ['Institutions', 'removeKey', [STRANGER]],
  ['RightTypes', 'setPolicy', [typeCode('NEW'), policyOf('PLAIN', 0), DESCRIPTION]],
  ['RightTypes', 'setCompetence', [typeCode('NEW'), 1, true]],
  ['Rights', 'setOverlayWriter', [STRANGER, 1, true]],
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
    'writeAndExtend',
    [2, keccakText('s'), keccakText('a'), keccakText('b'), keccakText('p'), keccakText('e')],
    'NotAppointed',
    (registry) => ({ registry, needed: 6 }),
  ],
];

describe('who may call what', () => {
  let registry: Registry;
  let right: Hex;
  let interest: Hex;

  beforeEach(async () => {
    registry = await freshRegistry();
    right = await registerRight(registry, rightOf('A'));
    interest = await registerInterest(registry, interestOf(registry, { [right]: [[0, 10]] }));
  });

  for (const { what, capacities, rightful, args } of GUARDED) {
    const [contract, method] = what;
    const by = async (from: Hex): Promise<Call> =>
      registry.call(from, contract, method, ...(await args(registry, right, interest)));

    describe(`${contract}.${method}`, () => {
      for (const { label, capacity, duty } of EVERYBODY) {
        const mayCall = duty === 'maker' && capacities.includes(capacity);
        if (mayCall) continue;
        it(`refuses the ${duty} of a ${capacity}`, async () => {
          const account = accountOf(label, duty);
          const tx = await by(account);
          if (duty !== 'maker') {
            const has = maskOf(DUTIES, [duty]);
            await registry.refuses(tx, 'WrongDuty', { key: account, has, needed: MAKER });
          } else {
            await registry.refuses(tx, 'WrongCapacity', {
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
            registry.call(caller, contract, method, ...args),
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
          await registry.refuses(registry.call(caller, contract, method, ...args), error, errorArgs(caller));
        }
      });
    }

    for (const [method, rest] of [
      ['encumber', [3, [{ from: 0, to: 1 }], true]],
      ['discharge', [2, 3]],
    ] as const) {
      it(`Rights.${method} refuses everybody`, async () => {
        const head = registry.rightHead(right);
        for (const writer of [STRANGER, ...EVERYBODY.map(({ label, duty }) => accountOf(label, duty))]) {
          const tx = registry.call(writer, 'Rights', method, right, head, 1, ...rest);
          await registry.refuses(tx, 'NotOverlayWriter', { writer, kind: 1 });
        }
      });
    }
  });
});
