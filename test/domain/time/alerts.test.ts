import { expect } from 'chai';
import {
  alertDays,
  alertsOf,
  clockDays,
  type ClockAlert,
  type Clocked,
} from '../../../domain/time/alerts.ts';
import {
  dayOfInstant,
  expiryInstant,
  formatDay,
  instantAt,
  parseDay,
  type Day,
} from '../../../domain/time/calendar.ts';
import type { InterestStatus, PolicyFlag } from '../../../domain/encoding/codes.ts';
import { formatNumber } from '../../../domain/encoding/numbers.ts';
import type { Overlay } from '../../../domain/line/overlay.ts';
import type { InterestRow, ObjectionRow, RestrictionRow, RightRow } from '../../../domain/state/rows.ts';
import type { InterestState } from '../../../domain/state/state.ts';
import { idOf, interestState, overlayOf, rightState } from '../history.ts';
import { A, after, D, I, interestOf, P, PLEDGED, Q, rightOf, TAKEN } from '../registrations/rows.ts';

const day = (text: string): Day => {
  const parsed = parseDay(text);
  if (!parsed.ok) throw new RangeError(parsed.message);
  return parsed.value;
};
const noon = (of: Day): number => instantAt(of, 12);
const BANK = idOf('bank');
const END = day('2026-06-30');
const MADE = day('2026-03-02');

/** A pledge of 60 units of a right, by P for Q's debt to institution 2, registered on 2026-03-02 until 2026-06-30. */
function world(
  more: Partial<InterestRow> = {},
  state: Partial<InterestState> = {},
  flags: PolicyFlag[] = [],
) {
  const rows = after(...PLEDGED);
  const [made, right] = [interestOf(rows, I), rightOf(rows)];
  const row: InterestRow = {
    ...{ ...made, time: noon(MADE), state: { ...made.state, debtor: Q, termTo: END, ...state } },
    registrations: [{ kind: 'initial-registration', sequence: 5, time: noon(MADE) }],
    ...more,
  };
  const version = {
    ...{ effectiveFrom: 0, flags, minTermMonths: 1, maxTermMonths: 360, setAt: 0 },
    description: {} as never,
  };
  rows.apply([
    { kind: 'interest', id: I, row },
    { kind: 'rightType', id: 'GDEA', row: { code: 'GDEA', versions: [version], competent: [1] } },
    {
      kind: 'institution',
      id: '2',
      row: { number: 2, party: BANK, name: 'bank', capacities: [], suspended: false, admittedAt: 0 },
    },
  ]);
  return { rows, row, right };
}

/** What is derived; each must be reckoned from a day by which its row is found, in the window in which it is looked for. */
function derived(clocked: Clocked, rows: ReturnType<typeof world>['rows'], now: number): ClockAlert[] {
  const alerts = alertsOf(clocked, rows, now);
  const { from, to } = alertDays(now);
  for (const { day: reckoned } of alerts) {
    expect(clockDays(clocked)).to.include(reckoned);
    expect(reckoned).to.be.within(from, to);
  }
  expect(new Set(alerts.map(({ id }) => id)).size).to.equal(alerts.length);
  return alerts;
}
const shown = (alerts: ClockAlert[]) =>
  alerts.map(({ kind, dueAt }) => [kind, formatDay(dayOfInstant(dueAt))]);

describe('alerts of an interest', () => {
  const of = ({ row, rows }: ReturnType<typeof world>, now: number) =>
    derived({ kind: 'interest', row }, rows, now);

  it('expires within 30 days, then has lapsed, and concerns both sides', () => {
    const it = world();
    expect(of(it, instantAt(END - 30, 0) - 1)).to.deep.equal([]);
    const [alert] = of(it, instantAt(END - 30, 0));
    expect(alert).to.deep.include({ kind: 'interest-expiring', dueAt: expiryInstant(END), interest: I });
    expect(alert).to.deep.include({ rights: [A], parties: [P, Q, BANK] });
    expect(shown(of(it, expiryInstant(END)))).to.deep.equal([['interest-expiring', '2026-06-30']]);
    expect(shown(of(it, expiryInstant(END) + 1))).to.deep.equal([['interest-lapsed', '2026-06-30']]);
    expect(of(it, noon(END + 366))).to.have.length(1);
    expect(of(it, noon(END + 367))).to.deep.equal([]);
  });

  it('keeps its name while the fact is the same, and has another after an extension', () => {
    const first = of(world(), noon(END))[0]!.id;
    expect(of(world(), noon(END - 3))[0]!.id).to.equal(first);
    expect(of(world({}, { termTo: END + 1 }), noon(END))[0]!.id).not.to.equal(first);
  });

  it('is silent once it was ended', () => {
    const request = { sequence: 9, time: noon(MADE), institution: 1, day: MADE, number: '', digest: D };
    for (const status of ['cancelled', 'revoked'] as InterestStatus[]) {
      expect(of(world({ requests: [request] }, { status }), noon(END + 5))).to.deep.equal([]);
    }
  });

  it('tells that its cancellation is overdue after ten working days', () => {
    const ended = day('2026-03-06');
    const request = { sequence: 9, time: noon(ended + 1), institution: 1, day: ended, number: '', digest: D };
    const it = world({ requests: [request, { ...request, sequence: 10, day: day('2019-05-05') }] });
    const due = day('2026-03-20');
    expect(of(it, expiryInstant(due))).to.deep.equal([]);
    const [alert, ...others] = of(it, expiryInstant(due) + 1);
    expect(others).to.deep.equal([]);
    expect(alert).to.deep.include({ kind: 'cancellation-overdue', dueAt: expiryInstant(due) });
    expect(alert!.details).to.deep.equal({
      ...{ request: formatNumber('N', 9n), endedOn: '2026-03-06', provisional: false },
    });
  });

  it('follows an objection: seven days to tell, void on day 31 unless a case is accepted', () => {
    const step = { sequence: 12, time: noon(MADE + 10), day: MADE };
    const objection: ObjectionRow = {
      ...{ sequence: 9, time: noon(MADE), institution: 3, number: '', digest: D },
      ...{ notified: undefined, accepted: undefined, withdrawn: undefined },
    };
    const at = (offset: number, more: Partial<ObjectionRow> = {}) =>
      shown(of(world({ objections: [{ ...objection, ...more }] }), noon(MADE + offset)));
    expect(at(0)).to.deep.equal([['objection-notice-due', '2026-03-09']]);
    expect(at(30)).to.deep.equal([['objection-notice-due', '2026-03-09']]);
    expect(at(31)).to.deep.equal([['objection-void', '2026-04-01']]);
    expect(at(30, { notified: step })).to.deep.equal([]);
    expect(at(31, { notified: step })).to.deep.equal([['objection-void', '2026-04-01']]);
    const accepted = { ...step, number: 'n', digest: D };
    expect(at(31, { notified: step, accepted })).to.deep.equal([]);
    expect(at(31, { withdrawn: step })).to.deep.equal([]);
  });

  it('tells that claims under a ceiling are determined, while it is in force', () => {
    const determination = day('2026-04-15');
    const at = (now: number, state: Partial<InterestState> = {}) => {
      const { terms } = world().row;
      return shown(of(world({ terms: { ...terms, determinationDay: determination } }, state), now));
    };
    expect(at(instantAt(determination, 0) - 1)).to.deep.equal([]);
    expect(at(instantAt(determination, 0))).to.deep.equal([['determination-reached', '2026-04-15']]);
    expect(at(noon(determination), { status: 'enforcing' })).to.have.length(1);
    expect(at(noon(determination), { status: 'advance' })).to.deep.equal([]);
  });

  it('tells of registers that were not entered, and of those that contradict', () => {
    const demanded: PolicyFlag[] = ['unified-register', 'authority-platform'];
    const entry = (register: 'unified' | 'platform', quantity: bigint, sequence = 7) => ({
      ...{ register, number: '01', day: MADE, quantity, grantor: P, termTo: END, evidence: D },
      ...{ institution: 2, sequence, time: noon(MADE) },
    });
    const at = (legs: InterestRow['legs'], state: Partial<InterestState> = {}) =>
      of(world({ legs }, state, demanded), noon(MADE)).map(({ kind, details }) => [kind, details]);
    expect(at([])).to.deep.equal([
      ['external-missing', { register: 'unified' }],
      ['external-missing', { register: 'platform' }],
    ]);
    expect(at([entry('unified', 60n), entry('platform', 59n)])).to.deep.equal([
      ['external-divergent', { register: 'platform', fields: 'quantity' }],
    ]);
    expect(at([], { status: 'advance' })).to.deep.equal([]);
    expect(of(world({ legs: [entry('unified', 60n)] }), noon(MADE))).to.deep.equal([]);
    const ids = [7, 8].map((it) => of(world({ legs: [entry('platform', 1n, it)] }), noon(MADE))[0]!.id);
    expect(ids[0]).not.to.equal(ids[1]);
  });

  it('passes over a right or a type that is not known', () => {
    const it = world({}, { rights: [idOf('elsewhere')] }, ['unified-register']);
    expect(of(it, noon(MADE))).to.deep.equal([]);
    const { rows, row } = world({}, {}, ['unified-register']);
    rows.apply([{ kind: 'rightType', id: 'GDEA', row: { code: 'GDEA', versions: [], competent: [] } }]);
    expect(derived({ kind: 'interest', row }, rows, noon(MADE))).to.deep.equal([]);
    const unknownType = { ...rightOf(rows), state: { ...rightOf(rows).state, typeCode: 'NEW' } };
    rows.apply([{ kind: 'right', id: A, row: unknownType }]);
    expect(derived({ kind: 'interest', row }, rows, noon(MADE))).to.deep.equal([]);
  });
});

describe('alerts of a right', () => {
  const TO = day('2026-12-31');
  const of = (
    typeCode: string,
    now: number,
    { overlays = [] as Overlay[], validTo = TO, termTo = END } = {},
  ) => {
    const { rows, right } = world({}, { termTo });
    const row: RightRow = { ...right, state: { ...rightState(P, overlays), typeCode, validTo } };
    return derived({ kind: 'right', row }, rows, now);
  };

  it('has its renewal applied for 60 or 45 days before its end, by its type', () => {
    expect(of('EMR-COD', noon(TO - 91))).to.deep.equal([]);
    const [alert] = of('EMR-COD', noon(TO - 90));
    expect(alert).to.deep.include({ kind: 'permit-renewal-due', dueAt: expiryInstant(TO - 60) });
    expect(alert).to.deep.include({ rights: [A], parties: [P], details: { late: false } });
    expect(of('EMR-COD', noon(TO))[0]).to.deep.include({ id: alert!.id, details: { late: true } });
    expect(of('WTR', noon(TO - 76))).to.deep.equal([]);
    expect(shown(of('WTR', noon(TO - 75)))).to.deep.equal([['permit-renewal-due', '2026-11-16']]);
    expect(of('GDEA', noon(TO))).to.deep.equal([]);
    expect(of('WTR', noon(TO), { validTo: 0 })).to.deep.equal([]);
    expect(of('EMR-COD', noon(20_000), { validTo: day('2019-12-31') })).to.deep.equal([]);
  });

  it('needs no renewal once nothing is left of it, nor where the law did not ask for one', () => {
    expect(of('WTR', noon(TO), { overlays: [{ ...overlayOf(8, 0, 100), kind: 'cut' }] })).to.deep.equal([]);
    const early = day('2019-12-31');
    expect(of('EMR-COD', noon(early), { validTo: early })).to.deep.equal([]);
  });

  it('has ended under an interest that still runs: so long nothing covers it', () => {
    const later = { overlays: TAKEN, termTo: TO + 40 };
    const [alert, ...others] = of('WTR', noon(TO + 1), later);
    expect(others).to.deep.equal([]);
    expect(alert).to.deep.include({ kind: 'permit-expired', interest: I, parties: [P, Q, BANK] });
    expect(alert!.details).to.deep.equal({
      ...{ uncoveredFrom: '2027-01-01', uncoveredTo: '2027-02-09', quantity: '60' },
    });
    expect(of('WTR', noon(TO + 1), { ...later, termTo: TO })).to.deep.equal([]);
    const overlays: Overlay[] = [...TAKEN, { ...overlayOf(8, 0, 60), kind: 'surrendered' }];
    expect(of('WTR', noon(TO + 1), { ...later, overlays })).to.deep.equal([]);
    expect(of('WTR', noon(TO + 1), { ...later, overlays: [overlayOf(99, 0, 5)] })).to.deep.equal([]);
  });
});

describe('alerts of a restriction', () => {
  const of = (now: number, more: Partial<RestrictionRow> = {}) => {
    const row: RestrictionRow = {
      ...{ ref: 8, kind: 'judicial-freeze', institution: 3, until: END, number: 'n', digest: D },
      ...{ sequence: 8, time: noon(MADE), prolongations: [], rights: [A, idOf('elsewhere')], lifted: [] },
      ...more,
    };
    return derived({ kind: 'restriction', row }, world().rows, now);
  };

  it('expires within 30 days, then has expired, until it is lifted or prolonged', () => {
    expect(of(noon(END - 31))).to.deep.equal([]);
    expect(shown(of(noon(END - 30)))).to.deep.equal([['restriction-expiring', '2026-06-30']]);
    const [alert] = of(noon(END + 1));
    expect(alert).to.deep.include({ kind: 'restriction-expired', parties: [P], interest: undefined });
    expect(alert!.details).to.deep.equal({ restriction: 'judicial-freeze', number: formatNumber('N', 8n) });
    expect(of(noon(END + 1), { rights: [] })).to.deep.equal([]);
    expect(of(noon(END + 1), { until: END + 100 })).to.deep.equal([]);
    expect(of(noon(END + 1), { until: 0 })).to.deep.equal([]);
  });
});

describe('the days that alerts are looked for', () => {
  it('reach a year back and as far ahead as a permit has to be renewed', () => {
    expect(alertDays(noon(END))).to.deep.equal({ from: END - 366, to: END + 90 });
    expect(alertDays(noon(10))).to.deep.equal({ from: 0, to: 40 });
  });

  it('are no more than there are, each once', () => {
    const { row, right } = world();
    expect(clockDays({ kind: 'interest', row })).to.deep.equal([END, MADE]);
    expect(clockDays({ kind: 'right', row: right })).to.deep.equal([]);
    expect(clockDays({ kind: 'interest', row: { ...row, state: interestState(P, [A]) } })).to.deep.equal([
      ...[21_000, MADE],
    ]);
  });
});
