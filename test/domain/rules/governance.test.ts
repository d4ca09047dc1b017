import { textToFixed } from '../../../domain/encoding/abi.ts';
import { ZERO_WORD, type Hex } from '../../../domain/encoding/hash.ts';
import {
  addsKey,
  admits,
  governs,
  removesKey,
  setsCapacities,
  setsKeyDelay,
  setsPolicy,
  type PolicyDraft,
} from '../../../domain/rules/governance.ts';
import { refused } from '../../../domain/rules/refusals.ts';
import { BANK, BUYER, GOVERNOR, keyOf, NOW, partyOf, STRANGER, table } from './small-world.ts';

const LIMIT = 90 * 86_400;
const code = textToFixed('PLAIN', 8);
const policies = (count: number) => ({
  more: [
    {
      kind: 'rightType' as const,
      id: 'PLAIN',
      row: {
        code: 'PLAIN',
        competent: [],
        versions: Array.from({ length: count }, () => ({ effectiveFrom: NOW }) as never),
      },
    },
  ],
});

describe('Rules: governance', () => {
  const NOT_BY_STRANGER = refused('AccessManagedUnauthorized', { caller: STRANGER });

  table(
    'anything',
    (register, by) => governs(register, by as Hex),
    () => ({}),
    GOVERNOR,
    [[undefined], [NOT_BY_STRANGER, {}, {}, STRANGER]],
  );

  table(
    'admission',
    (register, by, { party, capacities }) => admits(register, by as Hex, party, capacities),
    () => ({ party: BUYER, capacities: 1 }),
    GOVERNOR,
    [
      [undefined],
      [NOT_BY_STRANGER, {}, {}, STRANGER],
      [refused('InvalidParty'), { party: ZERO_WORD }],
      [refused('InvalidCapacities', { capacities: 256 }), { capacities: 256 }],
      [refused('AlreadyAdmitted', { party: partyOf(BANK), number: BANK }), { party: partyOf(BANK) }],
    ],
  );

  table<{ number: number; capacities: number }>(
    'capacities',
    (register, by, { number, capacities }) => setsCapacities(register, by as Hex, number, capacities),
    () => ({ number: BANK, capacities: 3 }),
    GOVERNOR,
    [
      [undefined],
      [refused('UnknownInstitution', { number: 99 }), { number: 99 }],
      [refused('InvalidCapacities', { capacities: 0 }), { capacities: 0 }],
    ],
  );

  table(
    'keys',
    (register, by, { key, duty }) => addsKey(register, by as Hex, BANK, key, duty),
    () => ({ key: STRANGER, duty: 2 }),
    GOVERNOR,
    [
      [undefined],
      [NOT_BY_STRANGER, {}, {}, STRANGER],
      [refused('InvalidKey', { key: `0x${'00'.repeat(20)}` }), { key: `0x${'00'.repeat(20)}` }],
      [refused('InvalidDuty', { duty: 3 }), { duty: 3 }],
      [
        refused('KeyAlreadyBound', { key: keyOf(BANK, 'maker'), institution: BANK }),
        { key: keyOf(BANK, 'maker') },
      ],
    ],
  );

  table(
    'removal of a key',
    (register, by, { key }) => removesKey(register, by as Hex, key),
    () => ({ key: keyOf(BANK, 'maker') }),
    GOVERNOR,
    [[undefined], [refused('UnknownKey', { key: STRANGER }), { key: STRANGER }]],
  );

  table(
    'the delay of keys',
    (register, by, { delay }) => setsKeyDelay(register, by as Hex, delay),
    () => ({ delay: LIMIT }),
    GOVERNOR,
    [[undefined], [refused('InvalidKeyDelay', { delay: LIMIT + 1 }), { delay: LIMIT + 1 }]],
  );

  table<PolicyDraft>(
    'policies',
    (register, by, draft) => setsPolicy(register, by as Hex, draft),
    () => ({ code, effectiveFrom: NOW, flags: 0, minTermMonths: 1, maxTermMonths: 2 }),
    GOVERNOR,
    [
      [undefined],
      [NOT_BY_STRANGER, {}, {}, STRANGER],
      [refused('InvalidCode'), { code: textToFixed('', 8) }],
      [refused('InvalidPolicy'), { minTermMonths: 3 }],
      [refused('TooManyVersions', { code }), {}, policies(64)],
      [refused('NotAfter', { effectiveFrom: NOW, previous: NOW }), {}, policies(1)],
      [refused('Backdated', { effectiveFrom: NOW - 1 }), { effectiveFrom: NOW - 1 }],
    ],
  );
});
