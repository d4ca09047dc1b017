import { textToFixed } from '../../../domain/encoding/abi.ts';
import type { DisposalFields } from '../../../domain/registrations/events.ts';
import {
  declaresDefault,
  disposes,
  withdrawsDefault,
  type DefaultDraft,
  type DisposalDraft,
} from '../../../domain/rules/enforcement.ts';
import { refused, somehow } from '../../../domain/rules/refusals.ts';
import { idOf } from '../history.ts';
import {
  A,
  BANK,
  BUYER,
  CHECKED,
  COURT,
  keyOf,
  NOBODY,
  NOW,
  ON_A,
  over,
  PLANT,
  RIVAL,
  S,
  signed,
  T,
  table,
  TODAY,
  units,
  YEAR,
  type Otherwise,
  type SmallWorld,
} from './small-world.ts';

const given = ({ interest }: SmallWorld) => ({ interest: S, row: interest });
const stale = ({ interest }: SmallWorld) => ({ row: { ...interest, journal: S } });
const ENFORCING = { interest: { status: 'enforcing' } } as const;
const LAPSED = { now: NOW + (YEAR + 1) * 86_400 };

const [AGREEMENT, PLATFORM, BY_COURT] = [1, 2, 3] as const;
const CNY = textToFixed('CNY', 3);
const DISPOSAL: DisposalFields = {
  ...{ route: PLATFORM, buyer: BUYER, currency: CNY, proceeds: 150n, referenceValue: 0n, source: 's' },
  evidence: idOf('protocol'),
};
const disposal = (changes: Partial<DisposalFields>) => ({ disposal: { ...DISPOSAL, ...changes } });
const lot = (from: number, to: number) => ({ units: units([from, to])[0]! });
const pays = (...rows: [claimant: number, layer: number, claim: bigint, paid: bigint][]) => ({
  payments: rows.map(([claimant, layer, claim, paid]) => ({ claimant, layer, claim, paid })),
});
const claimants = (...rows: SmallWorld['interest'][]) => ({
  claimants: rows.map((row) => ({ interest: row.id, row })),
});
const COURTS = { ...disposal({ route: BY_COURT }), approval: signed(keyOf(COURT, 'checker')) };
const AGREED = { route: AGREEMENT, referenceValue: 1n };
const enforcing = (it: Otherwise = {}): Otherwise => ({
  ...it,
  interest: { ...ENFORCING.interest, ...it.interest },
});
const under = (kind: Parameters<typeof over>[0]): Otherwise =>
  enforcing({ right: { overlays: [...ON_A, over(kind, 30, 50, 100)] } });

describe('Rules: enforcement', () => {
  table<DefaultDraft>(
    'default',
    declaresDefault,
    (world) => ({ ...given(world), day: TODAY, due: 1n }),
    BANK,
    [
      [undefined],
      [refused('NotAgent', { interest: S, institution: RIVAL }), {}, {}, RIVAL],
      [refused('NotEffective', { interest: S, status: 4 }), {}, ENFORCING],
      [refused('InterestLapsed', { interest: S, termTo: TODAY + YEAR }), {}, LAPSED],
      [refused('InvalidDefault'), { day: TODAY + 1 }],
      [refused('InvalidDefault'), { due: 0n }],
      [somehow('StaleState'), stale],
    ],
  );

  table('its withdrawal', withdrawsDefault, given, BANK, [
    [undefined, {}, ENFORCING],
    [refused('NotEffective', { interest: S, status: 1 })],
    [somehow('StaleState'), stale, ENFORCING],
  ]);

  const rows: Parameters<typeof table<DisposalDraft>>[4] = [
    [undefined],
    [undefined, COURTS, {}, COURT],
    [refused('InvalidClaimant', { index: 0 }), { claimants: [] }],
    [somehow('NotAgent'), {}, {}, RIVAL],
    [somehow('WrongCapacity'), COURTS, {}, BANK],
    [
      refused('NotEffective', { interest: S, status: 1 }),
      COURTS,
      { interest: { status: 'effective' } },
      COURT,
    ],
    [somehow('InterestLapsed'), {}, LAPSED],
    [refused('InvalidDisposal'), disposal({ route: 0 })],
    [refused('InvalidDisposal'), disposal({ currency: '0x000000' })],
    [refused('InvalidDisposal'), disposal({ proceeds: 0n })],
    [refused('InvalidDisposal'), disposal({ source: '' })],
    [refused('InvalidDisposal'), disposal({ buyer: NOBODY })],
    [refused('ReferenceRequired'), disposal({ route: AGREEMENT })],
    [somehow('NotApprovedByChecker'), { approval: signed(keyOf(RIVAL, 'checker')) }],
    [somehow('ConsentRequired'), { ...disposal(AGREED), consent: signed(keyOf(RIVAL, 'maker')) }],
    [undefined, { ...disposal(AGREED), consent: signed(keyOf(PLANT, 'maker')) }],
    [refused('InvalidInterval', { index: 0, from: 60n, to: 40n, quantity: 100n }), lot(60, 40)],
    [refused('LotNotUniform', { right: A, ref: 20 }), lot(30, 60)],
    [refused('InvalidClaimant', { index: 1 }), ({ interest }) => claimants(interest)],
    [refused('InvalidClaimant', { index: 1 }), lot(0, 40)],
    [refused('InvalidClaimant', { index: 2 }), ({ interest, behind }) => claimants(interest, behind, behind)],
    [refused('UnitsGone', { right: A, unit: 50n }), {}, under('cut')],
    [refused('UnitsRestricted', { right: A, unit: 50n, kind: 2, ref: 30 }), {}, under('judicial-freeze')],
    [refused('UnitsRestricted', { right: A, unit: 50n, kind: 8, ref: 30 }), {}, under('sold')],
    [undefined, COURTS, under('judicial-freeze'), COURT],
    [undefined, {}, under('pledge-control')],
    [
      refused('CurrencyMismatch', { interest: T, currency: textToFixed('HKD', 3) }),
      {},
      { behind: { currency: 'HKD' } },
    ],
    [refused('NotInRank', { index: 1 }), pays([0, 0, 100n, 100n])],
    [refused('NotInRank', { index: 1 }), pays([1, 0, 100n, 100n], [0, 0, 100n, 50n])],
    [refused('NotInRank', { index: 0 }), pays([0, 9, 100n, 100n], [1, 0, 100n, 50n])],
    [
      refused('ClaimTooHigh', { index: 0, claim: 101n, secured: 100n }),
      pays([0, 0, 101n, 101n], [1, 0, 100n, 49n]),
    ],
    [
      refused('ClaimTooLow', { index: 1, claim: 99n, secured: 100n }),
      pays([0, 0, 100n, 100n], [1, 0, 99n, 50n]),
    ],
    [undefined, { ...COURTS, ...pays([0, 0, 100n, 100n], [1, 0, 20n, 20n]) }, {}, COURT],
    [
      refused('NotByWaterfall', { index: 1, paid: 49n, due: 50n }),
      pays([0, 0, 100n, 100n], [1, 0, 100n, 49n]),
    ],
    [
      somehow('TooManyOverlays'),
      {},
      {
        right: {
          overlays: [...ON_A, ...Array.from({ length: 62 }, (_, i) => over('interest', 50 + i, 90, 91))],
        },
      },
    ],
    [somehow('StaleState'), ({ right }) => ({ row: { ...right, journal: S } })],
    [somehow('StaleState'), ({ interest, behind }) => claimants(interest, { ...behind, journal: S })],
  ];
  table<DisposalDraft>(
    'disposal',
    disposes,
    ({ right, interest, behind }) => ({
      ...{ right: A, row: right, ...lot(40, 60), ...disposal({}), ...claimants(interest, behind) },
      ...{ ...pays([0, 0, 100n, 100n], [1, 0, 100n, 50n]), approval: CHECKED, consent: 'awaited' },
    }),
    BANK,
    rows.map(([due, draft = {}, state, by]) => [due, draft, enforcing(state), by ?? BANK]),
  );
});
