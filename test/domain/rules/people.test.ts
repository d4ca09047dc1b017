import type { Capacity, Duty } from '../../../domain/encoding/codes.ts';
import { approved, authorize, consented, type Second } from '../../../domain/rules/people.ts';
import { refused, somehow } from '../../../domain/rules/refusals.ts';
import {
  BANK,
  BUYER,
  CHECKED,
  CLOSED,
  HOLDER,
  keyOf,
  maskedAs,
  NOW,
  PLANT,
  RIVAL,
  signed,
  STRANGER,
  table,
} from './small-world.ts';

describe('Rules: people', () => {
  const MAKER = keyOf(BANK, 'maker');

  table<{ duties: Duty[]; capacities: Capacity[] }>(
    'a key, or an institution whose key is chosen later',
    (register, by, { duties, capacities }) => authorize(register, by, duties, capacities),
    () => ({ duties: ['maker'], capacities: ['secured-party'] }),
    MAKER,
    [
      [undefined],
      [undefined, {}, {}, BANK],
      [refused('UnknownKey', { key: STRANGER }), {}, {}, STRANGER],
      [refused('KeyNoLongerActive', { key: MAKER, removedAt: 5 }), {}, { key: { removedAt: 5 } }],
      [refused('KeyNotYetActive', { key: MAKER, activeFrom: NOW + 1 }), {}, { key: { activeFrom: NOW + 1 } }],
      [undefined, {}, { key: { activeFrom: NOW } }],
      [refused('WrongDuty', { key: MAKER, has: 1, needed: 2 }), { duties: ['checker'] }],
      [refused('SuspendedInstitution', { number: CLOSED }), {}, {}, CLOSED],
      [refused('SuspendedInstitution', { number: 99 }), {}, {}, 99],
      [
        refused('WrongCapacity', {
          number: PLANT,
          has: maskedAs('holder'),
          needed: maskedAs('secured-party'),
        }),
        {},
        {},
        keyOf(PLANT, 'maker'),
      ],
    ],
  );

  table<{ second: Second }>(
    "a checker's approval",
    (register, _, { second }) => approved(register, second, BANK, 'secured-party'),
    () => ({ second: CHECKED }),
    BANK,
    [
      [undefined],
      [undefined, { second: 'awaited' }],
      [undefined, { second: signed(CHECKED.signer, { deadline: NOW }) }],
      [
        refused('ApprovalExpired', { deadline: NOW - 1 }),
        { second: signed(CHECKED.signer, { deadline: NOW - 1 }) },
      ],
      [somehow('NotApprovedByChecker'), { second: signed(CHECKED.signer, { about: 'other' }) }],
      [
        refused('NotApprovedByChecker', { signer: keyOf(RIVAL, 'checker'), institution: BANK }),
        { second: signed(keyOf(RIVAL, 'checker')) },
      ],
      [refused('WrongDuty', { key: MAKER, has: 1, needed: 2 }), { second: signed(MAKER) }],
    ],
  );

  table<{ second: Second; party: `0x${string}` }>(
    "a party's consent",
    (register, _, { second, party }) => consented(register, second, party),
    () => ({ second: signed(keyOf(PLANT, 'maker')), party: HOLDER }),
    BANK,
    [
      [undefined],
      [undefined, { second: 'awaited' }],
      [
        refused('ApprovalExpired', { deadline: 1 }),
        { second: signed(keyOf(PLANT, 'maker'), { deadline: 1 }) },
      ],
      [somehow('ConsentRequired'), { second: signed(keyOf(PLANT, 'maker'), { about: 'nothing' }) }],
      [refused('ConsentRequired', { party: HOLDER, signer: MAKER }), { second: signed(MAKER) }],
      [
        refused('ConsentRequired', { party: BUYER, signer: STRANGER }),
        { second: signed(STRANGER), party: BUYER },
      ],
      [
        refused('WrongDuty', { key: keyOf(PLANT, 'auditor'), has: 4, needed: 3 }),
        { second: signed(keyOf(PLANT, 'auditor')) },
      ],
    ],
  );
});
