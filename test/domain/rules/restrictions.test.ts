import { refused, somehow } from '../../../domain/rules/refusals.ts';
import {
  lifts,
  prolongs,
  restricts,
  type LiftDraft,
  type OrderDraft,
  type ProlongationDraft,
} from '../../../domain/rules/restrictions.ts';
import {
  A,
  ANOTHER,
  AUTHORITY,
  BANK,
  COURT,
  keyOf,
  over,
  RIVAL,
  S,
  signed,
  table,
  TODAY,
  units,
} from './small-world.ts';

const [FREEZE, RESTRICTION, SUSPENSION] = [2, 3, 6] as const;
const FROZEN = { right: { overlays: [over('judicial-freeze', 30, 0, 50)] } };
const until = (day: number) => ({ ...FROZEN, restriction: { until: day } });
const LIFTED = {
  ...FROZEN,
  restriction: { kind: 'administrative-restriction', institution: AUTHORITY },
} as const;

describe('Rules: restrictions', () => {
  table<OrderDraft>(
    'an order',
    restricts,
    ({ right }) => ({
      ...{ right: A, row: right, intervals: units([0, 100]), kind: FREEZE, until: TODAY, number: 'n' },
    }),
    COURT,
    [
      [undefined],
      [undefined, { kind: SUSPENSION, until: 0 }, {}, AUTHORITY],
      [refused('InvalidRestriction', { kind: 1 }), { kind: 1 }],
      [refused('InvalidRestriction', { kind: 99 }), { kind: 99 }],
      [somehow('WrongCapacity'), {}, {}, AUTHORITY],
      [
        refused('NotCompetentFor', { right: A, kind: RESTRICTION, institution: ANOTHER }),
        { kind: RESTRICTION },
        {},
        ANOTHER,
      ],
      [refused('InvalidOrderNumber'), { number: '' }],
      [refused('InvalidUntil', { until: TODAY - 1 }), { until: TODAY - 1 }],
      [refused('InvalidUntil', { until: TODAY }), { kind: SUSPENSION }, {}, AUTHORITY],
      [refused('InvalidIntervalCount', { count: 0 }), { intervals: [] }],
      [
        refused('UnitsGone', { right: A, unit: 9n }),
        {},
        { right: { overlays: [over('retired', 40, 9, 10)] } },
      ],
      [
        somehow('TooManyOverlays'),
        {},
        { right: { overlays: Array.from({ length: 64 }, (_, i) => over('stay', 50 + i, 0, 1)) } },
      ],
      [somehow('StaleState'), ({ right }) => ({ row: { ...right, journal: S } })],
    ],
  );

  table<ProlongationDraft>(
    'prolongation',
    prolongs,
    ({ right }) => ({ right: A, row: right, ref: 30, until: TODAY + 9, number: 'n' }),
    COURT,
    [
      [undefined, {}, until(TODAY)],
      [refused('UnknownRestriction', { right: A, ref: 30 }), {}, { restriction: { until: TODAY } }],
      [somehow('WrongCapacity'), {}, until(TODAY), BANK],
      [
        refused('NotRestrictor', { ref: 30, institution: COURT }),
        {},
        { ...FROZEN, restriction: { until: TODAY, institution: RIVAL } },
      ],
      [refused('RestrictionExpired', { ref: 30, until: TODAY - 1 }), {}, until(TODAY - 1)],
      [refused('InvalidUntil', { until: TODAY + 9 }), {}, FROZEN],
      [refused('InvalidUntil', { until: TODAY + 9 }), {}, until(TODAY + 9)],
      [refused('InvalidOrderNumber'), { until: 0, number: '' }, until(TODAY)],
      [somehow('StaleState'), ({ right }) => ({ row: { ...right, journal: S } }), until(TODAY)],
    ],
  );

  table<LiftDraft>(
    'lifting',
    lifts,
    ({ right }) => ({
      right: A,
      row: right,
      ref: 30,
      number: 'n',
      approval: signed(keyOf(COURT, 'checker')),
    }),
    COURT,
    [
      [undefined, {}, FROZEN],
      [undefined, { approval: 'awaited' }, until(TODAY - 1), AUTHORITY],
      [refused('UnknownRestriction', { right: A, ref: 30 })],
      [somehow('WrongCapacity'), {}, FROZEN, AUTHORITY],
      [refused('NotRestrictor', { ref: 30, institution: ANOTHER }), {}, LIFTED, ANOTHER],
      [refused('InvalidOrderNumber'), { number: '' }, FROZEN],
      [somehow('NotApprovedByChecker'), { approval: signed(keyOf(RIVAL, 'checker')) }, FROZEN],
      [somehow('StaleState'), ({ right }) => ({ row: { ...right, journal: S } }), FROZEN],
    ],
  );
});
