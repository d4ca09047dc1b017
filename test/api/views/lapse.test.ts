import { expect } from 'chai';
import { interestSchema, interestView } from '../../../api/views/interest.ts';
import { lineSchema, lineView } from '../../../api/views/line.ts';
import type { Reader } from '../../../api/read/reader.ts';
import { rightSchema, rightView } from '../../../api/views/right.ts';
import { expiryInstant } from '../../../domain/time/calendar.ts';
import { interestIdOf } from '../../../domain/encoding/ids.ts';
import type { Overlay } from '../../../domain/line/overlay.ts';
import type { MemoryRows, RowKind } from '../../../domain/state/rows.ts';
import { interestRegistered, overlayOf, rightEncumbered, rightState } from '../../domain/history.ts';
import {
  A,
  after,
  interestOf,
  P,
  PLEDGED,
  restrictionOf,
  rightOf,
  TAKEN,
} from '../../domain/registrations/rows.ts';

const SENIOR_ENDS = expiryInstant(21_000);
const FREEZE_ENDS = expiryInstant(21_500);
const JUNIOR = 6;
const FREEZE = 7;

/** 0-60 under the senior, 40-100 under a junior whose term is longer, 90-100 frozen for some time after the senior has lapsed. */
function rows(): MemoryRows {
  const junior = overlayOf(JUNIOR, 40, 100);
  const freeze: Overlay = { ...overlayOf(FREEZE, 90, 100), kind: 'judicial-freeze' };
  const made = after(
    ...PLEDGED,
    rightEncumbered(JUNIOR, A, [junior], rightState(P, [...TAKEN, junior])),
    interestRegistered(JUNIOR, P, [A]),
  );
  const [right, later] = [rightOf(made), interestOf(made, interestIdOf(JUNIOR))];
  const instant = { sequence: FREEZE, time: 0 };
  made.apply([
    {
      kind: 'right',
      id: A,
      row: { ...right, state: { ...right.state, overlays: [...right.state.overlays, freeze] } },
    },
    { kind: 'interest', id: later.id, row: { ...later, state: { ...later.state, termTo: 22_000 } } },
    {
      kind: 'restriction',
      id: String(FREEZE),
      row: {
        ...{ ref: FREEZE, kind: 'judicial-freeze', institution: 1, until: 21_500, rights: [A] },
        ...{ number: 'n', digest: P, prolongations: [], lifted: [], ...instant },
      },
    },
  ]);
  return made;
}

describe('what ends by the passing of time', () => {
  const made = rows();
  const readerAt = (now: number): Reader => {
    const get = <K extends RowKind>(kind: K, id: string) => made.get(kind, id);
    return { get, now } as Partial<Reader> as Reader;
  };
  const lineAt = (now: number) => lineSchema.parse(lineView(rightOf(made), readerAt(now)));
  const shownAt = (now: number) =>
    lineAt(now).segments.map(({ from, overlays }) => [
      Number(from),
      overlays.map(({ status, rank, place }) => [status, rank === undefined ? place : rank]),
    ]);
  const interestAt = (sequence: number, now: number) =>
    interestSchema.parse(interestView(interestOf(made, interestIdOf(sequence)), readerAt(now)));

  it('counts to its last second', () => {
    expect(shownAt(SENIOR_ENDS)).to.deep.equal([
      [0, [['effective', 1]]],
      [
        40,
        [
          ['effective', 1],
          ['effective', 2],
        ],
      ],
      [60, [['effective', 1]]],
      [
        90,
        [
          ['effective', 1],
          ['in-force', 1],
        ],
      ],
    ]);
    expect(lineAt(SENIOR_ENDS).free).to.equal('0');
    expect(interestAt(JUNIOR, SENIOR_ENDS).collateral[0]?.tranches.map(({ rank }) => rank)).to.deep.equal([
      1, 2,
    ]);
  });

  it('is shown as lapsed a second later and counts for nothing: who was behind has moved up', () => {
    const now = SENIOR_ENDS + 1;
    expect(shownAt(now).slice(0, 2)).to.deep.equal([
      [0, [['lapsed', null]]],
      [
        40,
        [
          ['lapsed', null],
          ['effective', 1],
        ],
      ],
    ]);
    expect(lineAt(now).free).to.equal('40');
    const senior = interestAt(5, now);
    expect([senior.status, senior.collateral[0]?.quantity, senior.collateral[0]?.tranches]).to.deep.equal([
      'lapsed',
      '60',
      [],
    ]);
    expect(senior.externalRegistrations.thirdPartyEffective).to.equal(false);
    expect(interestAt(JUNIOR, now).collateral[0]?.tranches).to.deep.equal([
      { from: '40', to: '100', rank: 1 },
    ]);
  });

  it('leaves units free of a freeze that has expired, which stays to be seen', () => {
    const frozenAt = (now: number) =>
      rightSchema.parse(rightView(rightOf(made), readerAt(now))).holding.frozen;
    expect([frozenAt(FREEZE_ENDS), frozenAt(FREEZE_ENDS + 1)]).to.deep.equal(['10', '0']);
    expect(shownAt(FREEZE_ENDS + 1).at(-1)).to.deep.equal([
      90,
      [
        ['effective', 1],
        ['expired', undefined],
      ],
    ]);
    expect(restrictionOf(made, FREEZE).until).to.equal(21_500);
  });
});
