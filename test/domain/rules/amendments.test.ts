import { ZERO_WORD } from '../../../domain/encoding/hash.ts';
import type { AmendmentFields } from '../../../domain/registrations/events.ts';
import { amends, confirms, extends_, type AmendmentDraft } from '../../../domain/rules/amendments.ts';
import { refused, somehow } from '../../../domain/rules/refusals.ts';
import {
  A,
  BANK,
  BUYER,
  keyOf,
  NOW,
  RIVAL,
  S,
  signed,
  table,
  TODAY,
  units,
  YEAR,
  type SmallWorld,
} from './small-world.ts';
import { idOf } from '../history.ts';

const AMENDMENT: AmendmentFields = {
  ...{ debtor: BUYER, securedAmount: 120n, contractNumber: 'C', contractDigest: ZERO_WORD },
  ...{ acknowledgeJunior: true, negativePledge: false, determinationDay: 0 },
};
const amendment = (changes: Partial<AmendmentFields>) => ({ amendment: { ...AMENDMENT, ...changes } });
const adds =
  (...pairs: [number, number][]) =>
  ({ right }: SmallWorld) => ({ added: [{ right: A, row: right, intervals: units(...pairs) }] });
const given = ({ interest }: SmallWorld) => ({ interest: S, row: interest });
const stale = ({ interest }: SmallWorld) => ({ row: { ...interest, journal: S } });
const LAPSED = { now: NOW + (YEAR + 1) * 86_400 };
const termTo = TODAY + YEAR;

describe('Rules: amendments', () => {
  table<AmendmentDraft>(
    'amendment',
    amends,
    (world) => ({ ...given(world), ...amendment({}), ...adds([60, 100])(world), consent: 'awaited' }),
    BANK,
    [
      [undefined],
      [somehow('WrongDuty'), {}, {}, keyOf(BANK, 'checker')],
      [refused('NotAgent', { interest: S, institution: RIVAL }), {}, {}, RIVAL],
      [refused('NotEffective', { interest: S, status: 4 }), {}, { interest: { status: 'enforcing' } }],
      [refused('InterestLapsed', { interest: S, termTo }), {}, LAPSED],
      [refused('InvalidAmount'), amendment({ securedAmount: 0n })],
      [refused('InvalidContractNumber'), amendment({ contractNumber: '' })],
      [refused('UnitsAlreadyTaken', { right: A, unit: 50n }), adds([50, 70])],
      [somehow('NotPledgeable'), {}, { flags: [] }],
      [
        refused('JuniorRankNotAcknowledged', { right: A, unit: 60n }),
        amendment({ acknowledgeJunior: false }),
      ],
      [
        somehow('ConsentRequired'),
        { consent: signed(keyOf(RIVAL, 'maker')) },
        { flags: ['pledgeable', 'consent'] },
      ],
      [
        refused('TooManyIncreases', { count: 9 }),
        {},
        { interest: { increases: Array.from({ length: 8 }, (_, i) => ({ since: 11 + i, amount: 1n })) } },
      ],
      [undefined, amendment({ securedAmount: 90n })],
      [
        refused('InvalidCollateralCount', { count: 33 }),
        {},
        { interest: { rights: Array.from({ length: 32 }, (_, i) => idOf(`right ${i}`)) } },
      ],
      [somehow('StaleState'), stale],
    ],
  );

  table('extension', extends_, (world) => ({ ...given(world), termTo: termTo + YEAR }), BANK, [
    [undefined],
    [undefined, {}, { interest: { status: 'enforcing' } }],
    [refused('NotAgent', { interest: S, institution: RIVAL }), {}, {}, RIVAL],
    [refused('NotEffective', { interest: S, status: 2 }), {}, { interest: { status: 'cancelled' } }],
    [refused('InterestLapsed', { interest: S, termTo }), {}, LAPSED],
    [refused('InvalidExtension', { termTo, newTermTo: termTo + 3 }), { termTo: termTo + 3 }],
    [somehow('StaleState'), stale],
  ]);

  table('confirmation', confirms, given, BANK, [
    [undefined, {}, { interest: { status: 'advance' } }],
    [refused('NotAgent', { interest: S, institution: RIVAL }), {}, {}, RIVAL],
    [refused('NotEffective', { interest: S, status: 1 })],
    [refused('InterestLapsed', { interest: S, termTo }), {}, { ...LAPSED, interest: { status: 'advance' } }],
    [somehow('StaleState'), stale, { interest: { status: 'advance' } }],
  ]);
});
