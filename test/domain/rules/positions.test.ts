import {
  assigns,
  subordinates,
  type AssignmentDraft,
  type SubordinationDraft,
} from '../../../domain/rules/positions.ts';
import { refused, somehow } from '../../../domain/rules/refusals.ts';
import {
  A,
  BANK,
  CHECKED,
  CLOSED,
  keyOf,
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
  type SmallWorld,
} from './small-world.ts';

const given = ({ interest }: SmallWorld) => ({ interest: S, row: interest, approval: CHECKED });
const LAPSED = { now: NOW + (YEAR + 1) * 86_400 };
const termTo = TODAY + YEAR;
const BY_RIVAL = { approval: signed(keyOf(RIVAL, 'checker')) };
const yields =
  (...pairs: [number, number][]) =>
  ({ right }: SmallWorld) => ({ yielded: [{ right: A, row: right, intervals: units(...pairs) }] });

describe('Rules: positions', () => {
  table<AssignmentDraft>(
    'assignment',
    assigns,
    (world) => ({ ...given(world), newAgent: RIVAL, securedParties: [RIVAL] }),
    BANK,
    [
      [undefined],
      [refused('NotAgent', { interest: S, institution: RIVAL }), {}, {}, RIVAL],
      [refused('NotEffective', { interest: S, status: 2 }), {}, { interest: { status: 'cancelled' } }],
      [refused('InterestLapsed', { interest: S, termTo }), {}, LAPSED],
      [refused('InvalidAssignment'), { newAgent: PLANT }],
      [refused('InvalidAssignment'), { newAgent: CLOSED }],
      [refused('InvalidAssignment'), { newAgent: BANK, securedParties: [BANK] }],
      [refused('InvalidSecuredParties'), { securedParties: [RIVAL, BANK] }],
      [refused('RegistrantNotSecured', { institution: RIVAL }), { securedParties: [BANK] }],
      [somehow('NotApprovedByChecker'), BY_RIVAL],
      [somehow('StaleState'), ({ behind }) => ({ row: behind }), { behind: { agent: BANK } }],
    ],
  );

  table<SubordinationDraft>(
    'subordination',
    subordinates,
    (world) => ({ ...given(world), ahead: T, ...yields([40, 60])(world) }),
    BANK,
    [
      [undefined],
      [refused('NotAgent', { interest: S, institution: RIVAL }), {}, {}, RIVAL],
      [refused('NotEffective', { interest: S, status: 4 }), {}, { interest: { status: 'enforcing' } }],
      [refused('InterestLapsed', { interest: S, termTo }), {}, { ...LAPSED }],
      [refused('InvalidCollateralCount', { count: 0 }), { yielded: [] }],
      [somehow('NotApprovedByChecker'), BY_RIVAL],
      [somehow('InvalidInterval'), yields([40, 101])],
      [refused('NotEncumberedBy', { right: A, ref: 10, unit: 55n }), yields([55, 65])],
      [refused('NotBehind', { right: A, ahead: T, unit: 30n }), yields([30, 50])],
      [refused('NotBehind', { right: A, ahead: S, unit: 40n }), { ahead: S }],
      [
        refused('RanksDiffer', { right: A, ahead: T, unit: 50n }),
        yields([40, 45], [50, 55]),
        {
          right: {
            overlays: [
              over('interest', 10, 0, 60),
              ...[20, 21].map((priority, i) => over('interest', 20, 40 + 10 * i, 48 + 10 * i, priority)),
            ],
          },
        },
      ],
      [
        somehow('TooManyOverlays'),
        {},
        {
          right: {
            overlays: [...ON_A, ...Array.from({ length: 62 }, (_, i) => over('interest', i + 50, 90, 99))],
          },
        },
      ],
      [
        somehow('StaleState'),
        (world) => ({ yielded: [...yields([40, 50])(world).yielded, ...yields([50, 60])(world).yielded] }),
      ],
      [
        somehow('StaleState'),
        ({ right }) => ({
          yielded: [{ right: A, row: { ...right, journal: S }, intervals: units([40, 60]) }],
        }),
      ],
    ],
  );
});
