import type { ContractName } from '../../api/chain/contracts.ts';
import { textToFixed } from '../../domain/encoding/abi.ts';
import { dayOfInstant } from '../../domain/time/calendar.ts';
import type { InterestStatus, CAPACITIES } from '../../domain/encoding/codes.ts';
import { DUTIES, type Duty } from '../../domain/encoding/codes.ts';
import { keccakText, type Hex } from '../../domain/encoding/hash.ts';
import { intersect, union, type Interval } from '../../domain/line/line.ts';
import { onLine } from '../../domain/line/binding.ts';
import { take } from '../../domain/line/ranks.ts';
import type { InterestRow, RightRow } from '../../domain/state/rows.ts';
import { encodeInterestState, encodeRightState, type RightState } from '../../domain/state/state.ts';
import { BANK, MEMBERS, numberOf, RIVAL } from '../support/people.ts';
import type { Approval } from '../support/samples.ts';
import { sign, signerOf } from './engine/signatures.ts';
import type { Random } from './random.ts';
import type { Taken } from '../../domain/rules/lines.ts';
import type { Signed } from '../../domain/rules/people.ts';
import type { World } from './world.ts';

/** Later than any block. */
const FAR = 4_000_000_000;

export const CNY = textToFixed('CNY', 3);
export const BANKS: readonly number[] = [numberOf(BANK), numberOf(RIVAL)];
export const COURT = numberOf('court');
/** No row has it. */
export const NOBODY = keccakText('nobody');

/** What operations are made of, drawn at random from what there is: mostly right, at times wrong in some way. */
export class Draw {
  readonly world: World;
  readonly random: Random;
  readonly today: number;

  constructor(world: World, random: Random) {
    [this.world, this.random, this.today] = [world, random, dayOfInstant(world.now)];
  }

  /* WHO */

  /** A key with the duty that the institution has in use; of none, any that it ever had. */
  keyOf(institution: number, duty: Duty): Hex {
    const own = this.world.rows.all('key').filter((it) => it.institution === institution);
    const fit = own.filter((it) => it.duty === duty && it.removedAt === undefined);
    const inUse = fit.filter(({ activeFrom }) => activeFrom <= this.world.now);
    const [among] = [inUse, fit, own].filter((it) => it.length > 0);
    return among ? this.random.pick(among).address : signerOf('stranger');
  }

  /** Mostly a maker of the institution; at times of another, a key of another duty, or nobody's. */
  maker(institution: number): Hex {
    const { random } = this;
    const who = random.mostly(institution, 14, random.between(1, MEMBERS.length));
    const duty = random.mostly('maker', 30, ...DUTIES);
    return random.mostly(this.keyOf(who, duty), 150, signerOf('stranger'));
  }

  signed(institution: number, duty: Duty = 'checker'): Signed {
    const { random, world } = this;
    const who = random.mostly(institution, 20, random.between(1, MEMBERS.length));
    return {
      signer: random.mostly(this.keyOf(who, random.mostly(duty, 25, ...DUTIES)), 60, signerOf('stranger')),
      deadline: random.mostly(FAR, 6, world.now, world.now + 60, world.now - 1),
      about: random.mostly('this', 25, 'other', 'nothing'),
    };
  }

  approval(
    { signer, deadline, about }: Signed,
    contract: ContractName,
    act: string,
    subject: Hex,
    word: Hex,
    details: Hex,
  ): Approval {
    if (about === 'nothing') return { deadline, signature: '0x' };
    const other = about === 'other' && this.random.pick(['act', 'subject', 'word', 'details', 'deadline']);
    const meant = { contract: this.world.at[contract], act, subject, word, details, deadline };
    if (other === 'act') meant.act = 'Another';
    else if (other === 'deadline') meant.deadline += 1;
    else if (other) meant[other as 'subject' | 'word' | 'details'] = NOBODY;
    return { deadline, signature: sign(signer, meant) };
  }

  institutions(): number[] {
    return this.world.rows.all('institution').map(({ number }) => number);
  }

  party(): Hex {
    return this.random.pick(this.world.rows.all('party')).id;
  }

  /** An institution that has one of the capacities. */
  with(capacity: (typeof CAPACITIES)[number]): number {
    const fit = this.world.rows.all('institution').filter((it) => it.capacities.includes(capacity));
    return fit.length > 0 ? this.random.pick(fit).number : 1;
  }

  /* WHAT */

  /** The row, or at times what it once was. */
  given<R extends RightRow | InterestRow>(row: R): R {
    const past = this.world.pastOf<R>(row.id);
    return past.length > 0 && this.random.once(20) ? this.random.pick(past) : row;
  }

  /** Mostly one of the first few that are still alive, so that their lines fill. */
  right(which: (row: RightRow) => boolean = () => true): RightRow | undefined {
    const { random, world } = this;
    const rows = world.rights().filter(which);
    if (rows.length === 0) return undefined;
    const alive = rows.filter(
      ({ state }) => !(state.validTo !== 0 && world.isOver(state.validTo)) && onLine(state).length > 0,
    );
    const among = alive.length > 0 && !random.once(12) ? alive : rows;
    return random.pick(random.once(4) ? among : among.slice(0, world.crowded ? 1 : 4));
  }

  /** Mostly in one of the statuses. */
  interest(...statuses: InterestStatus[]): InterestRow | undefined {
    const rows = this.world.interests();
    if (rows.length === 0) return undefined;
    const { random, world } = this;
    const fit = rows.filter(({ state }) => statuses.includes(state.status));
    const running = fit.filter(({ state }) => !world.isOver(state.termTo));
    const [among] = [running, fit, rows].filter((it) => it.length > 0);
    return random.pick(random.mostly(among!, 15, rows, fit.length > 0 ? fit : rows));
  }

  /* UNITS */

  private point({ quantity, overlays }: RightState): bigint {
    const { random } = this;
    if (overlays.length > 0 && random.once(2)) {
      const { from, to } = random.pick(overlays);
      return random.pick([from, to]);
    }
    if (quantity <= 1000n) return BigInt(random.between(0, Number(quantity)));
    return (quantity * BigInt(random.between(0, 1000))) / 1000n;
  }

  /** Some units of a line, as a registration names them. */
  intervals(state: RightState): Interval[] {
    const { random } = this;
    if (random.once(5)) return onLine(state).slice(0, 16);
    if (random.once(this.world.crowded ? 2 : 20)) return this.comb(state);
    if (random.once(3)) {
      const some = this.point(state) / 3n + 1n;
      return take(some, state.quantity, state.overlays) ?? [];
    }
    const count = random.mostly(random.mostly(1, 3, 2, 3), 60, 0, 17);
    const drawn = Array.from({ length: count }, () => {
      const a = this.point(state);
      let b = this.point(state);
      if (a === b) b = this.point(state);
      return a < b ? { from: a, to: b } : { from: b, to: a };
    });
    if (random.once(25)) return drawn;
    const fine = random.once(12) ? union(drawn) : intersect(drawn, onLine(state));
    const last = fine.at(-1);
    if (last && random.once(60)) last.to = state.quantity + 1n;
    return fine;
  }

  /** Many small stretches, of which a few registrations fill a line. */
  private comb({ quantity }: RightState): Interval[] {
    const teeth = BigInt(this.random.between(8, 16));
    const pitch = quantity / teeth;
    if (pitch < 2n) return [{ from: 0n, to: quantity }];
    const width = this.random.once(2) ? 1n : pitch / 2n;
    return Array.from({ length: Number(teeth) }, (_, i) => ({
      from: BigInt(i) * pitch,
      to: BigInt(i) * pitch + width,
    }));
  }

  /** Some of these units: mostly a stretch of one of them. */
  within(units: readonly Interval[], state: RightState): Interval[] {
    const { random } = this;
    if (units.length === 0 || random.once(12)) return this.intervals(state);
    if (random.once(6)) return union(units).slice(0, random.between(2, 16));
    const { from: start, to: end } = random.pick(units);
    const whole = { from: start, to: end };
    if (random.once(3)) return [whole];
    const length = whole.to - whole.from;
    const from = whole.from + (length * BigInt(random.below(4))) / 8n;
    const to = whole.to - (length * BigInt(random.below(4))) / 8n;
    return from < to ? [{ from, to }] : [whole];
  }

  taken(row: RightRow, intervals?: Interval[]): Taken {
    const given = this.given(row);
    return { right: row.id, row: given, intervals: intervals ?? this.intervals(given.state) };
  }
}

/* SHAPES */

export const headOf = (row: RightRow) => ({ state: encodeRightState(row.state), journal: row.journal });

export const interestHeadOf = (row: InterestRow) => ({
  state: encodeInterestState(row.state),
  journal: row.journal,
});

/** As contracts take collateral: with the head. */
export const withHead = ({ right, row, intervals }: Taken) => ({ right, head: headOf(row), intervals });

/** As events and signatures have it. */
export const described = ({ right, intervals }: Taken) => ({ right, intervals });
