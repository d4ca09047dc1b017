import { decides, type DecisionDraft } from '../../../domain/rules/quotas.ts';
import { refused, somehow } from '../../../domain/rules/refusals.ts';
import { A, ANOTHER, AUTHORITY, BANK, ON_A, over, S, table, TODAY, units } from './small-world.ts';

const [INTEREST, HOLD, SURRENDERED, RETIRED, CUT, CARRIED] = [1, 4, 9, 10, 11, 13] as const;
const on = (...overlays: ReturnType<typeof over>[]) => ({ right: { overlays } });
const at = (...pairs: [number, number][]) => ({ intervals: units(...pairs) });

describe('Rules: decisions on quotas', () => {
  table<DecisionDraft>(
    'a decision',
    decides,
    ({ right }) => ({
      ...{ right: A, row: right, kind: SURRENDERED, overriding: false, number: 'n' },
      ...at([80, 100]),
    }),
    AUTHORITY,
    [
      [undefined],
      [somehow('WrongCapacity'), {}, {}, BANK],
      [refused('NotAuthority', { right: A, institution: ANOTHER }), {}, {}, ANOTHER],
      [refused('InvalidDecision', { kind: HOLD }), { kind: HOLD }],
      [refused('InvalidDecision', { kind: 99 }), { kind: 99 }],
      [refused('CannotOverride', { kind: RETIRED }), { kind: RETIRED, overriding: true }],
      [refused('InvalidDecisionNumber'), { number: '' }],
      [somehow('InvalidInterval'), at([90, 101])],
      [refused('UnitsGone', { right: A, unit: 80n }), {}, on(over('moved', 40, 0, 90))],
      [
        refused('UnitsEncumbered', { right: A, unit: 70n, kind: INTEREST, ref: 20 }),
        { kind: RETIRED, ...at([70, 90]) },
      ],
      [undefined, { overriding: true, ...at([70, 90]) }],
      [
        refused('UnitsEncumbered', { right: A, unit: 85n, kind: 8, ref: 40 }),
        { overriding: true },
        on(over('sold', 40, 85, 90)),
      ],
      [undefined, {}, on(over('compliance-hold', 30, 80, 100))],
      [undefined, {}, { ...on(over('judicial-freeze', 30, 80, 100)), restriction: { until: TODAY - 1 } }],
      [refused('UnitsNotCarried', { right: A, unit: 90n }), {}, on(over('not-carried-over', 40, 90, 99))],
      [
        refused('UnitsEncumbered', { right: A, unit: 90n, kind: CARRIED, ref: 40 }),
        { kind: CARRIED },
        on(over('not-carried-over', 40, 90, 99)),
      ],
      [undefined, { kind: CUT }],
      [refused('FreeUnitsFirst', { right: A, unit: 80n }), { kind: CUT, ...at([70, 80]) }],
      [undefined, { kind: CUT, ...at([70, 80]) }, on(...ON_A, over('cut', 40, 80, 100))],
      [
        somehow('TooManyOverlays'),
        {},
        on(...Array.from({ length: 64 }, (_, i) => over('interest', 50 + i, 0, 1))),
      ],
      [somehow('StaleState'), ({ right }) => ({ row: { ...right, journal: S } })],
    ],
  );
});
