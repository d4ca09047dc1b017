import { expect } from 'chai';
import {
  CAPACITIES,
  DUTIES,
  type Capacity,
  type Duty,
  type PolicyFlag,
} from '../../../domain/encoding/codes.ts';
import { ZERO_WORD, type Hex } from '../../../domain/encoding/hash.ts';
import { interestIdOf, rightIdOf } from '../../../domain/encoding/ids.ts';
import type { Overlay, OverlayKind } from '../../../domain/line/overlay.ts';
import type { Signed } from '../../../domain/rules/people.ts';
import { somehow, type Refusal } from '../../../domain/rules/refusals.ts';
import { Register, type Actor } from '../../../domain/rules/register.ts';
import type { Checked } from '../../../domain/rules/verdict.ts';
import {
  MemoryRows,
  type InterestRow,
  type KeyRow,
  type RestrictionRow,
  type RightRow,
  type RowChange,
  type RowKind,
  type RowTypes,
} from '../../../domain/state/rows.ts';
import type { InterestState, RightState } from '../../../domain/state/state.ts';
import { idOf, interestState, rightState } from '../history.ts';

/* A register with one of each, and tables of what is refused on it. */

/** 2026-01-01, at noon in Shanghai. */
export const TODAY = 20_454;
export const NOW = TODAY * 86_400 + 4 * 3_600;
export const YEAR = 365;

/** Numbers of institutions. */
export const [AUTHORITY, BANK, PLANT, COURT, RIVAL, ANOTHER, CLOSED] = [1, 2, 3, 4, 5, 6, 7] as const;
const ADMITTED: Record<number, Capacity> = {
  [AUTHORITY]: 'registration-authority',
  [BANK]: 'secured-party',
  [PLANT]: 'holder',
  [COURT]: 'court',
  [RIVAL]: 'secured-party',
  [ANOTHER]: 'registration-authority',
  [CLOSED]: 'secured-party',
};

export const partyOf = (institution: number): Hex => idOf(`party ${institution}`);
/** The plant holds what there is; the buyer is a party, but no institution. The old one has ended, and the heir took its place. */
export const HOLDER = partyOf(PLANT);
export const [BUYER, OLD, HEIR, NOBODY] = [idOf('buyer'), idOf('old'), idOf('heir'), idOf('nobody')];

export const keyOf = (institution: number, duty: Duty): Hex =>
  `0x${institution}${DUTIES.indexOf(duty)}${'00'.repeat(19)}`;
export const GOVERNOR: Hex = `0x${'99'.repeat(20)}`;
export const STRANGER: Hex = `0x${'88'.repeat(20)}`;

/** The right is of 100 units: S lies on [0, 60), T behind it on [40, 80). */
export const A = rightIdOf(AUTHORITY, 'a');
export const [S, T] = [interestIdOf(10), interestIdOf(20)];

export const over = (kind: OverlayKind, ref: number, from: number, to: number, priority = ref): Overlay => ({
  kind,
  ref,
  priority,
  from: BigInt(from),
  to: BigInt(to),
});
export const units = (...pairs: [from: number, to: number][]) =>
  pairs.map(([from, to]) => ({ from: BigInt(from), to: BigInt(to) }));

export const ON_A = [over('interest', 10, 0, 60), over('interest', 20, 40, 80)];

export const signed = (signer: Hex, changes: Partial<Signed> = {}): Signed => ({
  signer,
  deadline: NOW + 60,
  about: 'this',
  ...changes,
});
export const CHECKED = signed(keyOf(BANK, 'checker'));

/** What is otherwise than usual. */
export interface Otherwise {
  now?: number;
  /** Of the right A, of S and of T. */
  right?: Partial<RightState>;
  interest?: Partial<InterestState>;
  behind?: Partial<InterestState>;
  flags?: PolicyFlag[];
  key?: Partial<KeyRow>;
  restriction?: Partial<RestrictionRow>;
  row?: Partial<InterestRow>;
  more?: RowChange[];
}

export class SmallWorld extends Register {
  readonly rows = new MemoryRows();
  readonly now: number;

  constructor(it: Otherwise) {
    super();
    this.now = it.now ?? NOW;
    for (const [number, capacity] of Object.entries(ADMITTED)) this.admit(Number(number), capacity, it);
    for (const id of [BUYER, HEIR]) this.enter(id, []);
    this.enter(OLD, [HEIR]);
    this.rows.apply([
      { kind: 'rightType', id: 'PLAIN', row: typeOf(it.flags ?? ['pledgeable']) },
      { kind: 'rightType', id: 'EMPTY', row: { code: 'EMPTY', versions: [], competent: [AUTHORITY] } },
      { kind: 'right', id: A, row: rightRow(it.right) },
      { kind: 'interest', id: S, row: { ...interestRow(10, it.interest), ...it.row } },
      {
        kind: 'interest',
        id: T,
        row: interestRow(20, { agent: RIVAL, securedParties: [RIVAL], ...it.behind }),
      },
      { kind: 'restriction', id: '30', row: restrictionRow(it.restriction) },
      ...(it.more ?? []),
    ]);
  }

  get<K extends RowKind>(kind: K, id: string): RowTypes[K] | undefined {
    return this.rows.get(kind, id);
  }

  mayGovern(account: Hex): boolean {
    return account === GOVERNOR;
  }

  numberOf(party: Hex): number {
    return this.rows.all('institution').find((it) => it.party === party)?.number ?? 0;
  }

  bearerOf({ scheme, value }: { scheme: string; value: string }): Hex | undefined {
    return scheme === 'USCC' && value === 'known' ? BUYER : undefined;
  }

  rightUnder(authority: number, certificateNumber: string): Hex | undefined {
    const id = rightIdOf(authority, certificateNumber);
    return this.get('right', id) && id;
  }

  buyerOf(disposal: number): Hex | undefined {
    return disposal === 40 ? BUYER : undefined;
  }

  get right(): RightRow {
    return this.get('right', A)!;
  }

  get interest(): InterestRow {
    return this.get('interest', S)!;
  }

  get behind(): InterestRow {
    return this.get('interest', T)!;
  }

  private admit(number: number, capacity: Capacity, { key }: Otherwise): void {
    const party = partyOf(number);
    this.enter(party, []);
    const row = {
      number,
      party,
      name: '',
      capacities: [capacity],
      suspended: number === CLOSED,
      admittedAt: 1,
    };
    this.rows.apply([{ kind: 'institution', id: String(number), row }]);
    for (const duty of DUTIES) {
      const address = keyOf(number, duty);
      const usual = { address, institution: number, duty, activeFrom: 1, removedAt: undefined };
      this.rows.apply([{ kind: 'key', id: address, row: { ...usual, ...key } }]);
    }
  }

  private enter(id: Hex, successors: Hex[]): void {
    const row: RowTypes['party'] = {
      ...{ sequence: 1, time: 1, id, registrant: PLANT, legalName: '', formerNames: [], jurisdiction: '' },
      ...{ registeredAddress: '', identifiers: [], predecessors: [], journal: ZERO_WORD },
      successors: successors.map((party) => ({
        sequence: 2,
        time: 2,
        party,
        kind: 'merger',
        evidence: ZERO_WORD,
      })),
    };
    this.rows.apply([{ kind: 'party', id, row }]);
  }
}

const typeOf = (flags: PolicyFlag[]): RowTypes['rightType'] => ({
  code: 'PLAIN',
  versions: [
    {
      ...{ effectiveFrom: 1, flags, minTermMonths: 1, maxTermMonths: 360, setAt: 1 },
      description: {} as never,
    },
  ],
  competent: [AUTHORITY],
});

function rightRow(changes: Partial<RightState> = {}): RightRow {
  const state = { ...rightState(HOLDER, ON_A), typeCode: 'PLAIN', authority: AUTHORITY, ...changes };
  return { id: A, state, journal: ZERO_WORD } as RightRow;
}

function interestRow(sequence: number, changes: Partial<InterestState> = {}): InterestRow {
  const state: InterestState = {
    ...interestState(HOLDER, [A]),
    ...{ debtor: BUYER, agent: BANK, securedParties: [BANK], securedAmount: 100n },
    ...{ termFrom: TODAY - 10, termTo: TODAY + YEAR },
    ...changes,
  };
  const rest = { objections: [], registrations: [], journal: ZERO_WORD };
  return { id: interestIdOf(sequence), sequence, time: 1, state, ...rest } as unknown as InterestRow;
}

const restrictionRow = (changes: Partial<RestrictionRow> = {}): RestrictionRow =>
  ({ ref: 30, kind: 'judicial-freeze', institution: COURT, until: 0, ...changes }) as RestrictionRow;

/** Of what is due the arguments are compared where they are told, see `somehow`. Undefined: accepted. Then what in the draft is otherwise, what in the register, and who acts. */
export type Row<D> = [
  due: Refusal | undefined,
  draft?: Partial<D> | ((world: SmallWorld) => Partial<D>),
  state?: Otherwise,
  by?: Actor,
];

/** A test for each row: the draft that would be accepted, but for what the row says. */
export function table<D extends object>(
  name: string,
  rule: (register: Register, by: Actor, draft: D) => Checked,
  usual: (world: SmallWorld) => D,
  actor: Actor,
  rows: readonly Row<D>[],
): void {
  describe(name, () => {
    for (const [place, [due, draft = {}, state = {}, by = actor]] of rows.entries()) {
      it(`${due?.error ?? 'accepted'}, row ${place + 1}`, () => {
        const world = new SmallWorld(state);
        const changes =
          typeof draft === 'function' ? (draft as (it: SmallWorld) => Partial<D>)(world) : draft;
        const verdict = rule(world, by, { ...usual(world), ...changes });
        const told = due?.args ? verdict : verdict && somehow(verdict.error);
        expect(told).to.deep.equal(due);
      });
    }
  });
}

export const maskedAs = (...capacities: Capacity[]): number =>
  capacities.reduce((mask, it) => mask | (1 << CAPACITIES.indexOf(it)), 0);
